using System.Globalization;
using LeadStore.Migrations;
using LeadStore.Tests.Sqlite.Support;
using Microsoft.Data.Sqlite;

namespace LeadStore.Tests.Migrating;

/// <summary>The migrations of an application, run by several processes at once and by processes that are killed.</summary>
public sealed class MigrationProcessTests : IDisposable
{
    private const int Openers = 8;
    private const int Migrations = 5;

    // There are some more to the log while they run: each kill is one.
    private const int FewestWrites = 55;

    private readonly TempDirectory _directory = new();

    // The clock is asked once at the start, and once in the transaction of each migration; the log is written after it.
    public static TheoryData<string> Deaths =>
        [.. Enumerable.Range(MigrationScript.Newest + 1, Migrations + 1).Select(call => $"die=clock:{call}"), "die=log:2"];

    public void Dispose() => _directory.Dispose();

    [Fact]
    public void Eight_processes_that_open_at_once_run_each_migration_exactly_once()
    {
        HostProcess[] processes = HostProcess.StartMany(Openers);
        try
        {
            for (int round = 0; round < 5; round++)
            {
                string path = _directory.File($"{round}.db");
                Array.ForEach(processes, process => process.Send($"open {path} app={Migrations}"));
                string[] answers = [.. processes.Select(process => process.Read() == "opening" ? process.Read()! : "silent")];
                answers.Should().OnlyContain(answer => answer.StartsWith("opened ", StringComparison.Ordinal), "round {0}", round);
                answers.Sum(answer => int.Parse(answer.Split(' ')[1], CultureInfo.InvariantCulture))
                    .Should().Be(MigrationScript.All.Count + Migrations);
                Array.ForEach(processes, process => process.Send("close"));
                Array.ForEach(processes, process => process.Read().Should().Be("closed"));
                Applied(path).Should().Be(Migrations);
            }
        }
        finally
        {
            Array.ForEach(processes, process => process.Dispose());
        }
    }

    [Theory]
    [MemberData(nameof(Deaths))]
    public void A_process_that_is_killed_inside_or_right_after_a_migration_leaves_it_whole_or_not_begun(string death)
    {
        using HostProcess process = HostProcess.Start();
        process.Ask($"open {_directory.Database} app={Migrations} {death}").Should().Be("opening");
        process.Read().Should().BeNull("it was killed");
        GoesOn();
    }

    [FactWithStrace]
    public void A_process_that_is_killed_at_any_write_to_the_log_leaves_each_migration_whole_or_not_begun()
    {
        int seed = int.TryParse(Environment.GetEnvironmentVariable("SEED"), CultureInfo.InvariantCulture, out int given) ? given : Random.Shared.Next();
        Random random = new(seed);
        for (int round = 0; round < 6; round++)
        {
            LeadDatabase.Open(_directory.Database).Dispose();
            int write = random.Next(1, FewestWrites + 1);
            using (HostProcess process = HostProcess.StartWithFault(
                _directory.Database + "-wal", string.Create(CultureInfo.InvariantCulture, $"pwrite64:signal=KILL:when={write}")))
            {
                process.Send($"open {_directory.Database} app={Migrations}");
                process.Read().Should().Be("opening", "seed {0}", seed);
                process.Read().Should().BeNull("it was killed at write {0}, seed {1}", write, seed);
            }

            GoesOn();
            foreach (string file in Directory.GetFiles(_directory.Path))
            {
                File.Delete(file);
            }
        }
    }

    // Some of them, in order, each with all that it made; then the rest.
    private void GoesOn()
    {
        Applied(_directory.Database).Should().BeInRange(0, Migrations);
        using (HostProcess next = HostProcess.Start())
        {
            next.Open(_directory.Database, $"app={Migrations}").Should().StartWith("opened");
            next.Ask("lead +447809505864").Should().StartWith("lead 1");
            next.Ask("close").Should().Be("closed");
        }

        Applied(_directory.Database).Should().Be(Migrations);
    }

    private static int Applied(string path)
    {
        using SqliteConnection file = Raw.Open(path);
        file.Scalar("PRAGMA integrity_check").Should().Be("ok");
        int applied = 0;
        if (file.Number("SELECT count(*) FROM sqlite_schema WHERE name = 'application_migrations'") == 1)
        {
            applied = (int)file.Number("SELECT count(*) FROM application_migrations WHERE namespace = 'host'");
            file.Number("SELECT coalesce(max(number), 0) FROM application_migrations").Should().Be(applied, "they run in order");
        }

        for (int number = 1; number <= Migrations; number++)
        {
            long tables = file.Number($"SELECT count(*) FROM sqlite_schema WHERE name = 'host_{number}'");
            tables.Should().Be(number <= applied ? 1 : 0, "the journal has {0}", applied);
            if (tables == 1)
            {
                file.Number($"SELECT count(*) FROM host_{number}").Should().Be(1, "it was run once, to its end");
            }
        }

        return applied;
    }
}
