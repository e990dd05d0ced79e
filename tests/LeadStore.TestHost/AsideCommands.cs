using System.Collections.Concurrent;
using System.Globalization;

namespace LeadStore.TestHost;

/// <summary>
/// What a thread of its own does while others of the process write: copies of the store, by backup and by dump. Says "making name" before
/// and "made name path" after each.
/// </summary>
internal sealed class AsideCommands(TextWriter output, Commands commands) : IDisposable
{
    private readonly BlockingCollection<string[]> _tasks = [];

    /// <summary>False if the command is not one of these.</summary>
    public bool TryRun(string[] words)
    {
        switch (words)
        {
            case ["aside"]:
                // Answers with the thread of the operating system, so that its calls alone can be traced.
                new Thread(RunAll) { IsBackground = true }.Start();
                return true;
            case ["aside", ..]:
                _tasks.Add(words[1..]);
                return true;
            default:
                return false;
        }
    }

    public void Dispose() => _tasks.CompleteAdding();

    private void RunAll()
    {
        Answer("aside " + new FileInfo("/proc/thread-self").LinkTarget!.Split('/')[^1]);
        foreach (string[] task in _tasks.GetConsumingEnumerable())
        {
            try
            {
                Run(task);
            }
            catch (LeadStoreException failure)
            {
                Answer($"refused {failure.Kind} {failure.Message.ReplaceLineEndings(" ")}");
            }
            catch (OutOfMemoryException)
            {
                Answer("refused OutOfMemory");
            }
            catch (Exception failure)
            {
                Answer("crashed " + failure.ToString().ReplaceLineEndings(" "));
            }
        }
    }

    private void Run(string[] task)
    {
        switch (task)
        {
            case ["backup", var directory, var name, var times]:
                Repeat(name, times, number => commands.Store.Maintenance.Backup(
                    directory, new BackupOptions { Compression = (BackupCompression)(number % 2) }).Path);
                break;
            case ["dump", var directory, var name, var times]:
                Repeat(name, times, number => commands.Store.Maintenance.Dump(
                    Path.Combine(directory, $"{name}-{number}.sql{(number % 2 == 1 ? ".gz" : "")}")).Path!);
                break;
            case ["load", var dump, var database]:
                Answer($"loaded {StoreMaintenance.LoadDump(dump, database).Rows.Values.Sum()}");
                break;
            case ["read", var times]:
                // Everything at once, as a careless caller asks for it.
                for (int number = 0; number < Number(times); number++)
                {
                    long read = commands.Store.GetAllLeads(includeArchived: true)
                        .Max(lead => commands.Store.GetConversationHistory(lead.Id).Count);
                    Answer($"have {read}");
                }

                break;
            default:
                Answer("what?");
                break;
        }
    }

    // Each has a name, by which what it must hold is remembered.
    private void Repeat(string name, string times, Func<int, string> make)
    {
        for (int number = 0; number < Number(times); number++)
        {
            Answer($"making {name}-{number}");
            Answer($"made {name}-{number} {make(number)}");
        }

        Answer("made-all");
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
