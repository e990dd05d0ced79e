using System.Collections.Concurrent;
using System.Diagnostics;
using System.Runtime.InteropServices;

namespace LeadStore.CrashTests;

/// <summary>
/// strace, attached to a running process or to one thread of it, to decide when its system calls happen: each is delayed, or the whole
/// process is suspended as one returns. It needs no privilege for processes of the same user.
/// </summary>
internal sealed class ScheduleInjector : IDisposable
{
    private const int Continue = 18;
    private const int Interrupt = 2;
    private const int NoSuchProcess = 3;

    // Nothing is decided by this time; it only ends a round that would hang.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly int _target;
    private readonly Process _strace;
    private readonly Thread _reader;
    private readonly ManualResetEventSlim _attached = new();
    private readonly BlockingCollection<string> _stops = [];
    private readonly List<string> _complaints = [];
    private int _seen;

    private ScheduleInjector(int target, IEnumerable<string> arguments)
    {
        _target = target;
        _strace = Process.Start(new ProcessStartInfo("strace", arguments) { RedirectStandardError = true })!;
        _reader = new Thread(ReadAll) { IsBackground = true };
        _reader.Start();
        if (!_attached.Wait(Patience))
        {
            throw new InvalidOperationException("strace did not attach: " + string.Join(' ', _complaints));
        }
    }

    /// <summary>How many calls were delayed so far.</summary>
    public int Delayed => Volatile.Read(ref _seen);

    /// <summary>Whether it can be used here; says why not.</summary>
    public static bool IsPossible(out string reason)
    {
        reason = OperatingSystem.IsLinux() ? "strace is not installed" : "schedules are injected with strace, on Linux alone";
        return OperatingSystem.IsLinux()
            && Environment.GetEnvironmentVariable("PATH")!.Split(':').Any(directory => File.Exists(Path.Combine(directory, "strace")));
    }

    /// <summary>Delays every call of one kind, in every thread of a process.</summary>
    /// <param name="process">Whose calls.</param>
    /// <param name="call">For example pwrite64.</param>
    /// <param name="microseconds">How long, before each.</param>
    /// <param name="files">Only calls on these; empty for all, as for a call that names no file.</param>
    public static ScheduleInjector Delay(int process, string call, int microseconds, params string[] files) => new(
        process,
        [
            "-f", "-p", $"{process}", "-e", $"trace={call}", "-e", "signal=none",
            "-e", $"inject={call}:delay_enter={microseconds}", .. files.SelectMany(file => (string[])["-P", file]),
        ]);

    /// <summary>Suspends the whole process when a thread of it returns from the n-th call of one kind.</summary>
    public static ScheduleInjector Suspend(int process, int thread, string call, int n, params string[] files) => new(
        process,
        [
            .. thread == process ? (string[])["-f"] : [], "-p", $"{thread}", "-e", $"trace={call}",
            "-e", $"inject={call}:signal=SIGSTOP:when={n}", .. files.SelectMany(file => (string[])["-P", file]),
        ]);

    /// <summary>Suspends the whole process whenever one thread of it, or one that this one starts, returns from a call of these kinds.</summary>
    public static ScheduleInjector Step(int process, int thread, string calls) =>
        new(process, ["-f", "-p", $"{thread}", "-e", $"trace={calls}", "-e", $"inject={calls}:signal=SIGSTOP"]);

    /// <summary>Waits until the process is suspended, and tells by which call; null if it is not.</summary>
    public string? WaitUntilSuspended(TimeSpan? longest = null) => _stops.TryTake(out string? call, longest ?? Patience) ? call : null;

    /// <summary>Lets a suspended process go on.</summary>
    public void Resume() => Signal(_target, Continue);

    /// <summary>Lets go of the process, which goes on without any delay.</summary>
    public void Dispose()
    {
        Signal(_strace.Id, Interrupt);
        _strace.WaitForExit();
        _reader.Join();
        Resume();
        _strace.Dispose();
        _attached.Dispose();
        _stops.Dispose();
    }

    private void ReadAll()
    {
        string call = "";
        bool suspends = false;
        while (_strace.StandardError.ReadLine() is { } line)
        {
            if (line.Contains("attached", StringComparison.Ordinal))
            {
                _attached.Set();
            }
            else if (line.Contains("--- SIGSTOP", StringComparison.Ordinal))
            {
                suspends = true;
            }
            else if (line.Contains("stopped by SIGSTOP", StringComparison.Ordinal))
            {
                // Every thread that is watched says so.
                if (suspends)
                {
                    suspends = false;
                    _stops.Add(call);
                }
            }
            else if (line.Contains("(DELAYED)", StringComparison.Ordinal))
            {
                Interlocked.Increment(ref _seen);
            }
            else if (line.Contains('(', StringComparison.Ordinal))
            {
                call = line;
            }
            else if (line.StartsWith("strace: ", StringComparison.Ordinal))
            {
                _complaints.Add(line);
            }
        }
    }

    // A process that has ended by itself says so to whoever waits for its answers.
    private static void Signal(int process, int number)
    {
        if (Kill(process, number) != 0 && Marshal.GetLastPInvokeError() is var error and not NoSuchProcess)
        {
            throw new InvalidOperationException($"Signal {number} could not be sent (error {error}).");
        }
    }

    [DllImport("libc", EntryPoint = "kill", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Kill(int process, int signal);
}
