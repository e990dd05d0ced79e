using System.Collections.Concurrent;
using System.Diagnostics;
using System.Reflection;

namespace LeadStore.CrashTests;

/// <summary>
/// A process that writes while its output is read all the time: acknowledgements are collected, everything else is an answer.
/// </summary>
internal sealed class ResetHost : IDisposable
{
    // Nothing is decided by this time; it only ends a round that would hang.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(120);

    private static readonly string HostFile = typeof(ResetHost).Assembly
        .GetCustomAttributes<AssemblyMetadataAttribute>().Single(data => data.Key == "TestHost").Value!;

    private readonly Process _process;
    private readonly BlockingCollection<string> _answers = [];
    private readonly List<string> _acknowledged = [];
    private readonly Thread _reader;

    private ResetHost()
    {
        ProcessStartInfo start = new("dotnet", [HostFile]) { RedirectStandardInput = true, RedirectStandardOutput = true };

        // Else the runtime maps and unmaps memory of its own on any thread, where schedules are meant for SQLite.
        start.Environment["DOTNET_EnableWriteXorExecute"] = "0";
        _process = Process.Start(start)!;
        _reader = new Thread(ReadAll) { IsBackground = true };
        _reader.Start();
        Expect("ready");
    }

    public int Id => _process.Id;

    /// <summary>What was acknowledged so far.</summary>
    public string[] Acknowledged
    {
        get
        {
            lock (_acknowledged)
            {
                return [.. _acknowledged];
            }
        }
    }

    /// <summary>How many writes were acknowledged so far.</summary>
    public int AcknowledgedCount
    {
        get
        {
            lock (_acknowledged)
            {
                return _acknowledged.Count;
            }
        }
    }

    public static ResetHost[] Start(int count) =>
        [.. Enumerable.Range(0, count).AsParallel().WithDegreeOfParallelism(count).Select(_ => new ResetHost())];

    public void Send(string command)
    {
        _process.StandardInput.WriteLine(command);
        _process.StandardInput.Flush();
    }

    /// <summary>Sends a command and returns what follows the expected word of the answer.</summary>
    public string Ask(string command, string expected)
    {
        Send(command);
        return Expect(expected);
    }

    public string Expect(string expected)
    {
        if (!_answers.TryTake(out string? answer, Patience))
        {
            throw new BrokenPromiseException($"a process did not answer with '{expected}' in {Patience.TotalSeconds:0} s");
        }

        return answer.StartsWith(expected, StringComparison.Ordinal)
            ? answer[expected.Length..].TrimStart()
            : throw new BrokenPromiseException($"a process answered '{answer}', not '{expected}'");
    }

    /// <summary>Waits until so many more were acknowledged than there were, or until the end.</summary>
    public bool WaitForAcknowledged(int count, TimeSpan longest)
    {
        long deadline = Environment.TickCount64 + (long)longest.TotalMilliseconds;
        lock (_acknowledged)
        {
            while (_acknowledged.Count < count)
            {
                long left = deadline - Environment.TickCount64;
                if (left <= 0 || !Monitor.Wait(_acknowledged, TimeSpan.FromMilliseconds(left)))
                {
                    return _acknowledged.Count >= count;
                }
            }

            return true;
        }
    }

    public void Dispose()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
            _process.WaitForExit();
        }

        _reader.Join();
        _process.Dispose();
        _answers.Dispose();
    }

    private void ReadAll()
    {
        while (_process.StandardOutput.ReadLine() is { } line)
        {
            if (!line.StartsWith("acked ", StringComparison.Ordinal))
            {
                _answers.Add(line);
                continue;
            }

            lock (_acknowledged)
            {
                _acknowledged.Add(line["acked ".Length..]);
                Monitor.PulseAll(_acknowledged);
            }
        }

        _answers.Add("ended");
    }
}
