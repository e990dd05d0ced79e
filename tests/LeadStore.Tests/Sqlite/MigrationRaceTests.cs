using System.Collections.Concurrent;
using System.Globalization;
using LeadStore.Migrations;
using LeadStore.Tests.Sqlite.Support;
using Microsoft.Data.Sqlite;

namespace LeadStore.Tests.Sqlite;

public sealed class MigrationRaceTests : IDisposable
{
    private const int Openers = 8;
    private const int Rounds = 10;

    private readonly TempDirectory _directory = new();

    // Inside the transaction of a migration the clock is asked for the journal; the log is written after it.
    public static TheoryData<string> Deaths => ["die=clock:1", "die=clock:2", "die=log:2", "die=log:1"];

    public void Dispose() => _directory.Dispose();

    [Fact]
    public void Eight_processes_that_open_a_new_file_at_once_all_succeed_and_migrate_it_once()
    {
        HostProcess[] processes = HostProcess.StartMany(Openers);
        try
        {
            for (int round = 0; round < Rounds; round++)
            {
                string path = _directory.File($"{round}.db");
                Array.ForEach(processes, process => process.Send($"open {path}"));
                string[] answers = [.. processes.Select(process => process.Read() == "opening" ? process.Read()! : "silent")];
                answers.Should().OnlyContain(answer => answer.StartsWith("opened ", StringComparison.Ordinal), "round {0}", round);
                answers.Sum(answer => int.Parse(answer.Split(' ')[1], CultureInfo.InvariantCulture)).Should().Be(MigrationScript.All.Count);
                processes[round % Openers].Ask("lead +447809505864").Should().StartWith("lead 1");

                // Together again: the last one out copies the log into the file while others may still be closing.
                Array.ForEach(processes, process => process.Send("close"));
                Array.ForEach(processes, process => process.Read().Should().Be("closed"));
                VerifyWhole(path, leads: 1);
            }
        }
        finally
        {
            Array.ForEach(processes, process => process.Dispose());
        }
    }

    [Fact]
    public void Processes_that_open_write_and_close_one_file_again_and_again_never_disturb_each_other()
    {
        HostProcess[] processes = HostProcess.StartMany(Openers / 2);
        try
        {
            for (int round = 0; round < Rounds; round++)
            {
                for (int i = 0; i < processes.Length; i++)
                {
                    // Nobody waits for anybody here: opening, writing and closing of all of them fall together as they will.
                    processes[i].Send($"open {_directory.Database}");
                    processes[i].Send($"lead +4478095{(round * processes.Length) + i:00000}");
                    processes[i].Send("close");
                }

                foreach (HostProcess process in processes)
                {
                    string?[] answers = [process.Read(), process.Read(), process.Read(), process.Read()];
                    answers[1].Should().StartWith("opened ");
                    answers[2].Should().StartWith("lead ");
                    answers[3].Should().Be("closed");
                }
            }

            VerifyWhole(_directory.Database, leads: processes.Length * Rounds);
        }
        finally
        {
            Array.ForEach(processes, process => process.Dispose());
        }
    }

    [Fact]
    public async Task Eight_threads_that_open_a_new_file_at_once_all_succeed_and_migrate_it_once()
    {
        for (int round = 0; round < Rounds; round++)
        {
            string path = _directory.File($"threads{round}.db");
            ConcurrentBag<CapturedLog> logs = [];
            using Barrier barrier = new(Openers);
            IEnumerable<Task> openers = Enumerable.Range(0, Openers).Select(i => Background.Run(() =>
            {
                CapturedLog log = new();
                logs.Add(log);
                barrier.SignalAndWait(Background.Patience).Should().BeTrue();
                using LeadDatabase store = LeadDatabase.Open(new LeadDatabaseOptions { Path = path, LoggerFactory = log });
                store.CreateLead(new NewLead { Phone = $"+44780950586{i}" });
            }));
            await Task.WhenAll(openers.ToArray()).WaitAsync(Background.Patience);
            logs.SelectMany(log => log.Lines).Count(line => line.Contains(" 2 Migration ", StringComparison.Ordinal)).Should().Be(MigrationScript.All.Count);
            VerifyWhole(path, Openers);
        }
    }

    [Theory]
    [MemberData(nameof(Deaths))]
    public void A_process_that_is_killed_inside_or_right_after_a_migration_leaves_a_file_that_opens(string death)
    {
        using HostProcess process = HostProcess.Start();
        process.Ask($"open {_directory.Database} {death}").Should().Be("opening");
        if (process.Read() is { } answer)
        {
            // It was never asked for the time so often: then it must simply have opened.
            answer.Should().StartWith("opened ");
            process.Kill();
        }

        OpensAndWorks(_directory.Database);
    }

    [Fact]
    public void A_process_that_is_killed_at_any_moment_of_opening_leaves_a_file_that_opens()
    {
        const int kills = 12;
        for (int round = 0; round < kills; round++)
        {
            string path = _directory.File($"{round}.db");
            using HostProcess process = HostProcess.Start();

            // A first file warms the process up, so that the second opens in the time in which the kill comes.
            process.Open(_directory.File($"warm{round}.db")).Should().StartWith("opened");
            process.Ask($"open {path}").Should().Be("opening");
            Thread.SpinWait(round * 25_000);
            process.Kill();
            OpensAndWorks(path);
        }
    }

    private static void OpensAndWorks(string path)
    {
        using (LeadDatabase store = LeadDatabase.Open(path))
        {
            store.CreateLead(new NewLead { Phone = "+447809505864" });
        }

        VerifyWhole(path, leads: 1);
    }

    private static void VerifyWhole(string path, int leads)
    {
        using SqliteConnection file = Raw.Open(path);
        file.Scalar("PRAGMA integrity_check").Should().Be("ok");
        file.Number("SELECT count(*) FROM leads").Should().Be(leads);
        file.Number("SELECT count(*) FROM schema_migrations").Should().Be(MigrationScript.All.Count);
        file.Scalar("PRAGMA journal_mode").Should().Be("wal");
    }
}
