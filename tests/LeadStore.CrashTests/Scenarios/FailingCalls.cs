using LeadStore.CrashTests.Support;

namespace LeadStore.CrashTests.Scenarios;

/// <summary>
/// The Nth system call of one kind on the database's files fails with one error, N = 1, 2, 3, … until a run has fewer calls than that.
/// The short form takes some N of every kind and error; in some runs every call from the Nth on fails. What was told of each write must be
/// true afterwards, and the same process must be able to go on as soon as calls succeed again.
/// </summary>
internal sealed class FailingCalls : Scenario
{
    private const int Size = 60_000;
    private const int Writes = 14;
    private const int Sampled = 4;
    private const int Together = 6;

    private static readonly string[] Calls =
        ["pwrite64", "pread64", "fsync", "fdatasync", "ftruncate", "openat", "mmap", "rename", "unlink"];

    private static readonly (string Call, string Error)[] Pairs =
        [.. Calls.SelectMany(_ => new[] { "EIO", "ENOSPC", "EACCES" }, (call, error) => (call, error)), ("mmap", "ENOMEM")];

    public override string Name => "faults";

    public override (int Quick, int Long) Rounds => (Pairs.Length, Pairs.Length);

    public override string Cases => "faults";

    public override int AtOnce => 2;

    public override void Run(Round round)
    {
        (string call, string error) = Pairs[(int)((uint)round.Seed % (uint)Pairs.Length)];
        using Worker worker = new(round.Directory, Tally);
        if (round.IsLong)
        {
            int when = 0;
            while (worker.Run(call, error, $"{++when}"))
            {
                if (when % 7 == 1)
                {
                    worker.Run(call, error, $"{when}+");
                    worker.Run(call, error, $"{when}", Together);
                }
            }

            return;
        }

        int calls = worker.Count(call);
        SortedSet<int> sample = calls == 0 ? [] : [1, calls];
        while (sample.Count < Math.Min(calls, Sampled))
        {
            sample.Add(round.Random.Next(1, calls + 1));
        }

        foreach (int when in sample)
        {
            worker.Run(call, error, $"{when}");
        }

        if (calls > 0)
        {
            worker.Run(call, error, $"{round.Random.Next(1, calls + 1)}+");
            worker.Run(call, error, $"{round.Random.Next(1, (calls / 2) + 2)}", Together);
            worker.Run(call, error, $"{round.Random.Next(1, (calls / 4) + 2)}", Together);
        }
    }

    /// <summary>One process that runs a short life of a store again and again, each time in a new directory.</summary>
    private sealed class Worker(string directory, Tally tally) : IDisposable
    {
        private Host? _host;
        private int _runs;

        public int Count(string call)
        {
            (string path, string output, History history) = Prepare();
            using Strace strace = new(_host!.Id, path, output, "-e", $"trace={call}");
            _ = Live(path, history, threads: 0);
            return strace.Detach().Count(line => line.Contains(call + '(', StringComparison.Ordinal));
        }

        /// <param name="call">The system call.</param>
        /// <param name="error">What it fails with.</param>
        /// <param name="when">Its number on its thread, with "+" behind it if all later ones fail too.</param>
        /// <param name="threads">How many write and share commits, each with its own numbers; 0 for one thread.</param>
        /// <returns>False if there was no such call.</returns>
        public bool Run(string call, string error, string when, int threads = 0)
        {
            (string path, string output, History history) = Prepare();
            try
            {
                bool failed;
                using (Strace strace = new(_host!.Id, path, output, Strace.Fail(call, error, when)))
                {
                    failed = Live(path, history, threads);
                    if (!strace.Detach().Any(line => line.Contains("(INJECTED)", StringComparison.Ordinal)))
                    {
                        _host.Expect("close", "closed");
                        return false;
                    }
                }

                tally.Case();
                GoOn(path, history, failed);
                Oracle.Check(path, history, tally);
                tally.Note("in groups", threads > 0 ? 1 : 0);
                foreach ((string failure, int count) in history.Failures)
                {
                    tally.Note($"told {failure.Split(' ')[1]}", count);
                }

                Directory.Delete(Path.GetDirectoryName(path)!, recursive: true);
                return true;
            }
            catch (BrokenPromiseException failure)
            {
                string told = string.Join(", ", history.Failures.Select(f => $"{f.Value} x {f.Key}"));
                throw new BrokenPromiseException($"{call} {error} {when}, {threads} threads: {failure.Message} (told: {told})");
            }
        }

        public void Dispose() => _host?.Dispose();

        private (string Path, string Output, History History) Prepare()
        {
            History history = new();
            if (_host is null or { HasEnded: true })
            {
                _host?.Dispose();
                _host = new Host(history);
            }

            _host.TellTo(history);
            string own = Directory.CreateDirectory(Path.Combine(directory, $"{++_runs}")).FullName;
            return (Path.Combine(own, "leads.db"), Path.Combine(directory, $"{_runs}.strace"), history);
        }

        // Opens, writes past a checkpoint, reads, closes. True if the store is still open because something failed.
        private bool Live(string path, History history, int threads)
        {
            if (!Answered(_host!.Ask($"open {path} pages=100"), "opened"))
            {
                tally.Note("openings failed");
                return false;
            }

            _host.Begin(new WorkOrder(1, threads, Count: Writes, Size, MostFailures: int.MaxValue));
            if (_host.Next() != "done")
            {
                throw new BrokenPromiseException("the process ended");
            }

            if (history.Failures.Count > 0 || !Answered(_host.Ask($"read {Size}"), "read"))
            {
                return true;
            }

            _ = Answered(_host.Ask("close"), "closed");
            return false;
        }

        // Nothing fails any more: every write must succeed, on the store that had failures and on one that is opened again.
        private void GoOn(string path, History history, bool failed)
        {
            int before = history.Failures.Values.Sum();
            if (failed)
            {
                Work(2, history, before, "the store that had failed");
            }

            _host!.Expect("close", "closed");
            _host.Expect($"open {path}", "opened");
            Work(3, history, before, "the store that was opened again");
            _host.Expect("close", "closed");
        }

        private void Work(int session, History history, int failures, string where)
        {
            _host!.Begin(new WorkOrder(session, Threads: 0, Count: 8, Size, MostFailures: int.MaxValue));
            if (_host.Next() != "done")
            {
                throw new BrokenPromiseException("the process ended");
            }

            if (history.Failures.Values.Sum() != failures)
            {
                tally.Unusable();
                throw new BrokenPromiseException($"{where} did not take writes though nothing failed any more");
            }

            _host.Expect($"read {Size}", "read");
        }

        // False if it failed with an error of the library's own, as it may.
        private static bool Answered(string? answer, string word) =>
            answer?.StartsWith(word, StringComparison.Ordinal) == true
            || (answer?.StartsWith("failed ", StringComparison.Ordinal) == true
                ? false
                : throw new BrokenPromiseException($"the answer was '{answer}'"));
    }
}
