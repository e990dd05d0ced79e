using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Reflection;

namespace LeadStore.CrashTests.Support;

/// <summary>The process that is broken: tests/LeadStore.TestHost, one command a line, answers in lines.</summary>
internal sealed class Host : IDisposable
{
    // Nothing is decided by this time; it only ends a round whose other process hangs.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private static readonly string HostFile = typeof(Host).Assembly
        .GetCustomAttributes<AssemblyMetadataAttribute>().Single(data => data.Key == "TestHost").Value!;

    private readonly Process _process;
    private readonly int _hostId;
    private readonly BlockingCollection<string> _lines = [];
    private readonly Thread _reader;
    private volatile History _history;

    /// <summary>Starts one and waits until it is ready.</summary>
    /// <param name="history">Hears what is acknowledged.</param>
    /// <param name="wrapper">A program and its arguments that start it, or none.</param>
    public Host(History history, params string[] wrapper)
    {
        _history = history;
        string[] words = [.. wrapper, "dotnet", HostFile];
        ProcessStartInfo start = new(words[0], words[1..])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = "/",
        };
        start.Environment["DOTNET_TieredPGO"] = "0";
        _process = Process.Start(start)!;
        _process.ErrorDataReceived += (_, line) => Errors += line.Data is { Length: > 0 } text ? text + "\n" : "";
        _process.BeginErrorReadLine();
        _reader = new Thread(ReadToEnd) { IsBackground = true };
        _reader.Start();
        if (Next()?.Split(' ') is not ["ready", { } id])
        {
            Dispose();
            throw new NotPossibleException($"the host process did not start under {string.Join(' ', wrapper)}: {Errors.Trim()}");
        }

        _hostId = int.Parse(id, CultureInfo.InvariantCulture);
    }

    public int Id => _process.Id;

    public bool HasEnded => _process.HasExited;

    /// <summary>From now on another file is written, and another history hears of it.</summary>
    public void TellTo(History history) => _history = history;

    /// <summary>What it has written to standard error so far.</summary>
    public string Errors { get; private set; } = "";

    public void Send(string command)
    {
        try
        {
            _process.StandardInput.WriteLine(command);
            _process.StandardInput.Flush();
        }
        catch (IOException)
        {
            // It was killed meanwhile; its last answers say how far it came.
        }
    }

    /// <summary>The next line that is no acknowledgement or failure of a write; null once the process has ended.</summary>
    public string? Next()
    {
        if (_lines.TryTake(out string? line, Patience))
        {
            return line;
        }

        return _lines.IsCompleted ? null : throw new BrokenPromiseException($"the process hung for {Patience.TotalSeconds} s");
    }

    /// <summary>Sends a command and returns its last answer: "opened …", "closed", "failed …"; null if the process ended.</summary>
    public string? Ask(string command)
    {
        Send(command);
        string? answer = Next();
        return answer == "opening" ? Next() : answer;
    }

    /// <summary>The same where anything but the expected word is a broken promise.</summary>
    public void Expect(string command, string word)
    {
        string? answer = Ask(command);
        if (answer?.StartsWith(word, StringComparison.Ordinal) != true)
        {
            throw new BrokenPromiseException($"'{command.Split(' ')[0]}' was answered with '{answer}', not '{word}' {Errors}");
        }
    }

    /// <summary>Opens a store, which must succeed, and begins writing, without waiting for any of it.</summary>
    public void OpenAndWork(string path, string settings, WorkOrder order)
    {
        Expect($"open {path} {settings}".TrimEnd(), "opened");
        Begin(order);
    }

    /// <summary>Begins writing without waiting for any of it; the answer at the end is "done".</summary>
    public void Begin(WorkOrder order)
    {
        _history.Begin(order);
        Send(order.Command);
    }

    /// <summary>kill -9, and what it had said until then is heard.</summary>
    public void Kill()
    {
        // Whoever started it, strace for one, ends when it has gone. Killed first, that would leave it behind for a moment, files open.
        try
        {
            using Process host = Process.GetProcessById(_hostId);
            host.Kill();
        }
        catch (ArgumentException)
        {
            // It has ended by itself.
        }

        WaitForEnd();
    }

    /// <summary>Waits until somebody else has killed it and all it said is heard.</summary>
    public void WaitForEnd()
    {
        if (!_process.WaitForExit(Patience) || !_reader.Join(Patience))
        {
            throw new BrokenPromiseException($"the process had not ended after {Patience.TotalSeconds} s");
        }
    }

    public void Dispose()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
            _process.WaitForExit();
        }

        _reader.Join(Patience);
        _process.Dispose();
    }

    private void ReadToEnd()
    {
        while (_process.StandardOutput.ReadLine() is { } line)
        {
            if (!_history.Hear(line))
            {
                _lines.Add(line);
            }
        }

        _lines.CompleteAdding();
    }
}

/// <summary>One run of the workload.</summary>
/// <param name="Session">Its number on this file.</param>
/// <param name="Threads">0 to 8; 0 is the process's own thread.</param>
/// <param name="Count">How many writes each thread makes.</param>
/// <param name="Size">The longest text, in characters.</param>
/// <param name="MostFailures">How many failures end a thread.</param>
internal sealed record WorkOrder(int Session, int Threads, int Count = int.MaxValue, int Size = 200, int MostFailures = 1)
{
    public string Command => $"work {Session} {Threads} {Count} {Size} {MostFailures}";
}
