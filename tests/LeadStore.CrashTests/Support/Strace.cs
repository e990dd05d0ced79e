using System.Diagnostics;

namespace LeadStore.CrashTests.Support;

/// <summary>
/// strace on a running process, for the system calls on some paths alone: it records them, makes the Nth fail, or kills at the Nth. Only
/// calls on these paths are counted, each call and each thread for itself, so that the runtime's own are not in the way.
/// </summary>
internal sealed class Strace : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly Process _process;
    private readonly string _output;

    /// <summary>Attaches and returns once every thread is traced.</summary>
    /// <param name="process">The process.</param>
    /// <param name="database">
    /// The database file; its journal, log and shared memory and its directory are meant too. Null for every path.
    /// </param>
    /// <param name="output">Where the calls are written.</param>
    /// <param name="arguments">What is traced and what is done to it.</param>
    public Strace(int process, string? database, string output, params string[] arguments)
        : this(output, ["-f", "-p", $"{process}", "-o", output, .. Paths(database), .. arguments])
    {
    }

    private Strace(string output, string[] arguments)
    {
        _output = output;
        ProcessStartInfo start = new("strace", arguments)
        {
            RedirectStandardError = true,
            RedirectStandardInput = true,
        };
        try
        {
            _process = Process.Start(start)!;
        }
        catch (System.ComponentModel.Win32Exception failure)
        {
            throw new NotPossibleException($"strace is needed: {failure.Message}");
        }

        string? answer = _process.StandardError.ReadLine();
        if (answer?.Contains(" attached", StringComparison.Ordinal) != true)
        {
            Dispose();
            throw new NotPossibleException($"strace could not attach: {answer}");
        }

        // It says which threads come and go: read, so that it never waits for a reader.
        new Thread(() => _process.StandardError.ReadToEnd()) { IsBackground = true }.Start();
    }

    /// <summary>Attaches to one thread alone; the others of its process run at full speed.</summary>
    public static Strace OnThread(string thread, string output, params string[] arguments) =>
        new(output, ["-p", thread, "-o", output, .. arguments]);

    /// <summary>The arguments that make the Nth call of one thread fail.</summary>
    public static string[] Fail(string call, string error, string when) =>
        ["-e", $"trace={call}", "-e", $"inject={call}:error={error}:when={when}"];

    /// <summary>The arguments that record everything that changes a file, with all that is written, and what is said on the way.</summary>
    public static string[] Record =>
        ["-y", "-xx", "-s", "70000", "-e", "trace=pwrite64,write,ftruncate,fsync,fdatasync,unlink,rename,openat"];

    /// <summary>The arguments that kill at the Nth call of one thread, before it is carried out.</summary>
    public static string[] Kill(string call, int when) => ["-e", $"trace={call}", "-e", $"inject={call}:signal=SIGKILL:when={when}"];

    /// <summary>Lets the process go on alone, and returns the lines of what was traced.</summary>
    public string[] Detach()
    {
        if (!_process.HasExited)
        {
            // SIGINT is what makes strace let go and end.
            using Process kill = Process.Start("kill", ["-INT", $"{_process.Id}"]);
            kill.WaitForExit();
        }

        if (!_process.WaitForExit(Patience))
        {
            throw new BrokenPromiseException("strace did not let the process go");
        }

        return File.ReadAllLines(_output);
    }

    public void Dispose()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
            _process.WaitForExit();
        }

        _process.Dispose();
    }

    private static IEnumerable<string> Paths(string? database) => database is null
        ? []
        : new[] { database, database + "-wal", database + "-shm", database + "-journal", Path.GetDirectoryName(database)! }
            .SelectMany(path => new[] { "-P", path });
}
