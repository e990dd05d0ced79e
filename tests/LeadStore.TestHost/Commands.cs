using System.Diagnostics;
using System.Globalization;
using Microsoft.Data.Sqlite;

namespace LeadStore.TestHost;

/// <summary>What the process does when it is told to. Paths and texts are single words.</summary>
internal sealed class Commands(TextWriter output) : IDisposable
{
    private LeadDatabase? _store;
    private SqliteConnection? _holder;

    /// <summary>The store that "open" has opened.</summary>
    public LeadDatabase Store => _store ?? throw new InvalidOperationException("No store is open.");

    public void Run(string[] words)
    {
        try
        {
            switch (words[0])
            {
                case "open":
                    Open(words[1], words[2..]);
                    break;
                case "close":
                    _store?.Dispose();
                    _store = null;
                    Answer("closed");
                    break;
                case "lead":
                    Lead lead = _store!.CreateLead(new NewLead { Phone = words[1] });
                    Answer($"lead {lead.Id} {lead.Phone}");
                    break;
                case "say":
                    Say(Number(words[1]), words[2]);
                    break;
                case "write":
                    Write(Number(words[1]), Number(words[2]), Number(words[3]));
                    break;
                case "work":
                    int[] numbers = [.. words[1..].Select(Number)];
                    new Workload(_store!, Answer, session: numbers[0], size: numbers[3]).Run(numbers[1], numbers[2], numbers[4]);
                    break;
                case "read":
                    new Workload(_store!, Answer, session: 0, Number(words[1])).Read();
                    break;
                case "run":
                    Answer($"ran {OtherProgram.Run(words[1..])}");
                    break;
                case "backup":
                    Answer($"backup {_store!.Maintenance.Backup(words[1]).Path}");
                    break;
                case "dump":
                    Answer($"dump {_store!.Maintenance.Dump(words[1]).Path}");
                    break;
                case "adopt":
                    Answer($"adopted {LeadDatabase.Adopt(new LeadDatabaseOptions { Path = words[1] }).BackupPath}");
                    break;
                case "import":
                    Import(words[1], words.ElementAtOrDefault(2));
                    break;
                case "restore":
                    Answer($"restored {LeadDatabase.Restore(words[1], new LeadDatabaseOptions { Path = words[2] }).KeptPath}");
                    break;
                case "rollback":
                    Answer($"rolled {LeadDatabase.RollBack(new LeadDatabaseOptions { Path = words[1] }, Number(words[2])).RolledBack.Count}");
                    break;
                case "down":
                    Answer($"down {_store!.Migrations.RollBack(words[1], Number(words[2])).RolledBack.Count}");
                    break;
                case "status":
                    long start = Stopwatch.GetTimestamp();
                    MigrationStatus status = LeadDatabase.GetMigrationStatus(new LeadDatabaseOptions { Path = words[1] });
                    Answer($"status {status.SchemaVersion} {Stopwatch.GetElapsedTime(start).TotalMilliseconds:0} ms");
                    break;
                case "hold":
                    Hold(words[1]);
                    break;
                case "release":
                    Execute("ROLLBACK");
                    Answer("released");
                    break;
                default:
                    Answer("what?");
                    break;
            }
        }
        catch (LeadStoreException failure)
        {
            Answer($"failed {failure.Kind} {OneLine(failure.Message)}");
        }
        catch (Exception failure)
        {
            Answer($"crashed {OneLine(failure.ToString())}");
        }
    }

    public void Dispose()
    {
        _holder?.Dispose();
        _store?.Dispose();
    }

    // open <path, or - for the default> [busy=<ms>] [traces=<file>] [pages=<of a checkpoint>] [durability=<word>] [app=<migrations>] [rows=<of each>]
    // [migrate=off] [die=clock:<n>|log:<event>]
    private void Open(string path, string[] settings)
    {
        Dictionary<string, string> given = settings.Select(s => s.Split('=')).ToDictionary(pair => pair[0], pair => pair[1]);
        string death = given.GetValueOrDefault("die", "");
        CountingLoggerFactory log = new(death.StartsWith("log:", StringComparison.Ordinal) ? Number(death[4..]) : 0);
        LeadDatabaseOptions options = new() { Path = path == "-" ? null : path, LoggerFactory = log };
        options.SkipTracePath = given.GetValueOrDefault("traces");
        if (given.TryGetValue("busy", out string? milliseconds))
        {
            options.BusyTimeout = TimeSpan.FromMilliseconds(Number(milliseconds));
        }

        if (given.TryGetValue("pages", out string? pages))
        {
            options.CheckpointPages = Number(pages);
        }

        if (given.TryGetValue("durability", out string? durability))
        {
            options.Durability = Enum.Parse<Durability>(durability);
        }

        if (given.TryGetValue("app", out string? migrations))
        {
            options.Migrations.Add(HostMigrations.Set(Number(migrations), Number(given.GetValueOrDefault("rows", "1"))));
        }

        options.MigrateOnOpen = given.GetValueOrDefault("migrate") != "off";

        if (death.StartsWith("clock:", StringComparison.Ordinal))
        {
            options.TimeProvider = new DeadlyClock(Number(death[6..]));
        }

        Answer("opening");
        _store = LeadDatabase.Open(options);
        Answer($"opened {log.Migrations} {_store.PathSource} {_store.Path}");
    }

    // import <path> [<rejects>]: "read <rows>" as often as it tells, and "imported <rows>". With a file for rejected rows it goes on.
    private void Import(string path, string? rejects)
    {
        ImportMapping mapping = new()
        {
            System = "crm",
            Tables =
            [
                new TableMapping
                {
                    Table = "leads",
                    To = ImportTarget.Leads,
                    Columns = new Dictionary<string, ColumnMapping> { ["id"] = new() { To = "key" }, ["phone"] = new() { To = "phone" } },
                },
            ],
        };
        ImportOptions options = new() { ContinueOnRejects = rejects is not null, RejectsPath = rejects };
        ImportReport report = _store!.Import.Run(ImportSource.Json(path), mapping, options, new Told(Answer));
        Answer($"imported {report.StoredRows}");
    }

    // say <lead> <text>: "said <id>", or what the caller is told.
    private void Say(int lead, string text)
    {
        try
        {
            Answer($"said {_store!.CreateMessage(lead, MessageSender.Agent, text).Id}");
        }
        catch (LeadStoreException failure)
        {
            Answer($"failed {failure.Kind} {failure.Outcome}");
        }
    }

    // write <lead> <threads> <messages each>: every message is acknowledged by its id, after the call that stored it has returned.
    private void Write(int lead, int threads, int count)
    {
        Thread[] writers = new Thread[threads];
        for (int i = 0; i < threads; i++)
        {
            writers[i] = new Thread(() =>
            {
                for (int n = 0; n < count; n++)
                {
                    long id = _store!.CreateMessage(lead, MessageSender.Agent, $"from {Environment.ProcessId}").Id;
                    Answer($"acked {id}");
                }
            });
            writers[i].Start();
        }

        foreach (Thread writer in writers)
        {
            writer.Join();
        }

        Answer("done");
    }

    private void Hold(string path)
    {
        _holder ??= new SqliteConnection($"Data Source={path};Pooling=False");
        _holder.Open();
        Execute("BEGIN IMMEDIATE");
        Answer("holding");
    }

    private void Execute(string sql)
    {
        using SqliteCommand command = _holder!.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }

    private void Answer(string line)
    {
        lock (output)
        {
            output.WriteLine(line);
            output.Flush();
        }
    }

    private static string OneLine(string text) => text.ReplaceLineEndings(" ");

    private static int Number(string text) => int.Parse(text, CultureInfo.InvariantCulture);
}

/// <summary>Ends the process as kill -9 does when it has been asked for the time so often.</summary>
internal sealed class DeadlyClock(int calls) : TimeProvider
{
    private int _calls;

    public override DateTimeOffset GetUtcNow() =>
        Interlocked.Increment(ref _calls) == calls ? Death.Now<DateTimeOffset>() : base.GetUtcNow();
}

internal static class Death
{
    public static T Now<T>()
    {
        Process.GetCurrentProcess().Kill();
        new ManualResetEvent(false).WaitOne();
        return default!;
    }
}
