using System.Collections.Concurrent;
using System.Globalization;
using SQLitePCL;

namespace LeadStore.TestHost;

/// <summary>
/// What two processes on one file do to each other's log: once as an application does it that knows nothing of the WAL-reset bug
/// ("naive-…", the bare native library), once through the store ("store-…").
/// </summary>
internal sealed class WalResetCommands(TextWriter output) : IDisposable
{
    private readonly BlockingCollection<int> _checkpoints = [];
    private readonly BlockingCollection<(int Lead, int Size)> _messages = [];
    private readonly ManualResetEventSlim _stop = new();
    private readonly List<Thread> _writers = [];
    private sqlite3? _naive;
    private LeadDatabase? _store;

    /// <summary>False if the command is not one of these.</summary>
    public bool TryRun(string[] words)
    {
        try
        {
            switch (words[0])
            {
                case "naive-open":
                    NaiveOpen(words[1]);
                    break;
                case "naive-run":
                    Naive(string.Join(' ', words[1..]));
                    Answer("ran");
                    break;
                case "naive-write":
                    NaiveWrite(Number(words[1]), Number(words[2]), Number(words[3]));
                    break;
                case "naive-checkpoint":
                    _checkpoints.Add(Number(words[1]));
                    break;
                case "naive-close":
                    _checkpoints.CompleteAdding();
                    Answer($"closed {raw.sqlite3_close_v2(_naive)}");
                    break;
                case "store-open":
                    StoreOpen(words[1]);
                    break;
                case "store-thread":
                    StoreThread();
                    break;
                case "store-one":
                    _messages.Add((Number(words[1]), Number(words[2])));
                    break;
                case "store-write":
                    StoreWrite(Number(words[1]), Number(words[2]), Number(words[3]), Number(words[4]));
                    break;
                case "store-stop":
                    StoreStop();
                    break;
                case "store-close":
                    _store!.Dispose();
                    Answer("closed");
                    break;
                default:
                    return false;
            }
        }
        catch (Exception failure)
        {
            Answer("crashed " + failure.ToString().ReplaceLineEndings(" "));
        }

        return true;
    }

    public void Dispose()
    {
        _checkpoints.Dispose();
        _messages.Dispose();
        _stop.Dispose();
        _naive?.Dispose();
        _store?.Dispose();
    }

    // naive-open <path>: answers with the thread of the operating system that will run its checkpoints.
    private void NaiveOpen(string path)
    {
        Batteries_V2.Init();
        Check(raw.sqlite3_open_v2(path, out _naive, raw.SQLITE_OPEN_READWRITE | raw.SQLITE_OPEN_CREATE, null));
        Naive("PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA mmap_size=268435456");
        Naive("CREATE TABLE IF NOT EXISTS rows (id INTEGER PRIMARY KEY, content TEXT)");
        Thread thread = new(() =>
        {
            string? opened = "opened " + ThreadId();
            foreach (int mode in _checkpoints.GetConsumingEnumerable())
            {
                int code = raw.sqlite3_wal_checkpoint_v2(_naive, null, mode, out int logged, out int copied);
                Answer(opened ?? $"checkpointed {code} {logged} {copied}");
                opened = null;
            }
        })
        {
            IsBackground = true,
        };
        thread.Start();

        // Once before anybody looks, so that what the runtime does for a first call is not taken for what SQLite does.
        _checkpoints.Add(raw.SQLITE_CHECKPOINT_PASSIVE);
    }

    // naive-write <first> <count> <size>: one commit a row, acknowledged after it.
    private void NaiveWrite(int first, int count, int size)
    {
        string content = new('x', size);
        for (int id = first; id < first + count; id++)
        {
            Naive($"INSERT INTO rows VALUES ({id}, '{content}')");
            Answer($"acked {id}");
        }

        Answer("written");
    }

    private void StoreOpen(string path)
    {
        _store = LeadDatabase.Open(new LeadDatabaseOptions { Path = path, CheckpointPages = 100, BusyTimeout = TimeSpan.FromMinutes(2) });
        Lead lead = _store.GetLeadByPhone("+447809505864") ?? _store.CreateLead(new NewLead { Phone = "+447809505864" });
        Answer($"opened {lead.Id}");
    }

    // Answers with the thread of the operating system that will store the messages of store-one, and copy the log after them.
    private void StoreThread()
    {
        Thread thread = new(() =>
        {
            Answer("thread " + ThreadId());
            int n = 0;
            foreach ((int lead, int size) in _messages.GetConsumingEnumerable())
            {
                try
                {
                    Store(lead, $"{Environment.ProcessId}-one-{n++}", size);
                }
                catch (Exception failure)
                {
                    Answer("crashed " + failure.ToString().ReplaceLineEndings(" "));
                }
            }
        })
        {
            IsBackground = true,
        };
        thread.Start();
    }

    // A message is acknowledged by its first word, after the call that stored it has returned.
    private void Store(int lead, string token, int size)
    {
        _store!.CreateMessage(lead, MessageSender.Agent, $"{token} {new string('x', size)}");
        Answer($"acked {token}");
    }

    // store-write <lead> <threads> <size> <longest pause in ms>: until store-stop. The pauses let the other process in, and its
    // checkpoints with it.
    private void StoreWrite(int lead, int threads, int size, int pause)
    {
        _stop.Reset();
        for (int i = 0; i < threads; i++)
        {
            int thread = i;
            Thread writer = new(() =>
            {
                try
                {
                    for (int n = 0; !_stop.Wait(pause == 0 ? 0 : Random.Shared.Next(pause)); n++)
                    {
                        Store(lead, $"{Environment.ProcessId}-{thread}-{n}", size);
                    }
                }
                catch (Exception failure)
                {
                    Answer("crashed " + failure.ToString().ReplaceLineEndings(" "));
                }
            });
            _writers.Add(writer);
            writer.Start();
        }

        Answer("writing");
    }

    private void StoreStop()
    {
        _stop.Set();
        _writers.ForEach(writer => writer.Join());
        _writers.Clear();
        Answer("stopped");
    }

    private void Naive(string sql) => Check(raw.sqlite3_exec(_naive, sql));

    private static string ThreadId() => new FileInfo("/proc/thread-self").LinkTarget!.Split('/')[^1];

    private static void Check(int code)
    {
        if (code != raw.SQLITE_OK)
        {
            throw new InvalidOperationException($"SQLite answered {code}.");
        }
    }

    private void Answer(string line)
    {
        lock (output)
        {
            output.WriteLine(line);
            output.Flush();
        }
    }

    private static int Number(string text) => int.Parse(text, CultureInfo.InvariantCulture);
}
