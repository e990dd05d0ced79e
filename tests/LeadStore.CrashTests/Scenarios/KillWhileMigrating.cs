using System.Diagnostics;
using System.Globalization;
using LeadStore.CrashTests.Support;

namespace LeadStore.CrashTests.Scenarios;

/// <summary>
/// kill -9 while migrations run, those of an application and the store's own, up and down: at any moment or at the Nth system call on the
/// file, in some rounds beside a process that does the same. Each migration is there whole or not at all, the journal says which, and
/// whoever comes next goes on from there to the same end.
/// </summary>
internal sealed class KillWhileMigrating : Scenario
{
    // How many of each there are, about.
    private static readonly (string Call, int Most)[] Calls =
        [("pwrite64", 200), ("pwrite64", 40), ("fsync", 12), ("ftruncate", 2), ("unlink", 3)];

    public override string Name => "kill-migrate";

    public override (int Quick, int Long) Rounds => (16, 400);

    public override string Cases => "kills";

    public override int AtOnce => 2;

    // Each way is meant to be hit; a few rounds alone may miss.
    public override string? Judge() => Tally.Cases > 0 ? null : "no process died while it migrated: nothing was shown";

    public override void Run(Round round)
    {
        string made = Path.Combine(round.Directory, "made.db");
        string path = Path.Combine(round.Directory, "leads.db");
        SampleStore.Make(made, round.Random);
        IReadOnlyList<string> content = Read(made);
        MigrationWay way = MigrationWay.Choose(round.Random);
        way.Prepare(made);
        File.Copy(made, path);
        bool ended = false;
        for (int kill = round.Random.Next(1, 4); kill > 0 && !ended; kill--)
        {
            ended = RunAndKill(way, made, path, round, kill);
            MigratedFile found = MigratedFile.Of(path, way, round);
            Tally.Note("halfway", found.IsHalfway ? 1 : 0);
        }

        way.Finish(path);
        Require(way.Removes || Read(path).SequenceEqual(content), "what was stored is not what is there now");
        using (LeadDatabase store = LeadDatabase.Open(path))
        {
            Require(store.Maintenance.Verify().IsSound, "the store is not sound");
            store.CreateLead(new NewLead { Phone = "+447809505899" });
        }

        if (way.MakesBackups)
        {
            string[] backups = Directory.GetFiles(round.Directory, "leads.db.before-rollback-*Z*.db");
            Require(backups.Any(way.IsOfBefore), "there is no whole backup from before the rollback");
            string restored = Path.Combine(round.Directory, "restored.db");
            LeadDatabase.Restore(backups.First(way.IsOfBefore), new LeadDatabaseOptions { Path = restored });
            Require(Read(restored).SequenceEqual(content), "the backup from before the rollback is not what was there");
        }
    }

    // True if it came to its end before it was killed.
    private bool RunAndKill(MigrationWay way, string made, string path, Round round, int number)
    {
        using Host host = new(new History());
        using Host? other = way.CanBeShared && round.Random.Next(3) == 0 ? new Host(new History()) : null;
        TimeSpan usual = Practise(way, host, made, round, number);
        Begin(way, host, path);
        string? told;
        bool atCall = round.Random.Next(2) == 0;
        if (atCall)
        {
            (string call, int most) = Calls[round.Random.Next(Calls.Length)];
            string output = Path.Combine(round.Directory, $"{number}.strace");
            using Strace strace = new(host.Id, path, output, Strace.Kill(call, round.Random.Next(1, most + 1)));
            other?.Send(way.Command(path));
            host.Send(way.Command(path));
            told = Answer(host);
            if (told is not null)
            {
                host.Kill();
            }

            host.WaitForEnd();
        }
        else
        {
            // Most of the time of a way down is that of its backup, which comes first.
            double part = round.Random.NextDouble();
            TimeSpan moment = usual * (way.MakesBackups ? Math.Max(part, round.Random.NextDouble()) : part);
            other?.Send(way.Command(path));
            host.Send(way.Command(path));
            WaitExactly(moment);
            host.Kill();
            told = Answer(host);
        }

        Require(told is null || MigrationWay.IsDone(told), $"the process that was to be killed said: {told}");
        if (other is not null)
        {
            string? neighbour = Answer(other);
            Require(neighbour is not null && MigrationWay.IsDone(neighbour), $"the neighbour of the killed process said: {neighbour}");
            other.Kill();
        }

        if (told is not null)
        {
            Tally.Note("after the end");
            return true;
        }

        Tally.Case();
        Tally.Note(way.Name);
        Tally.Note("at a call", atCall ? 1 : 0);
        Tally.Note("beside a neighbour", other is null ? 0 : 1);
        return false;
    }

    // Twice on a copy, for the second time is as fast as it will be: how long that takes says when to kill.
    private static TimeSpan Practise(MigrationWay way, Host host, string made, Round round, int number)
    {
        TimeSpan usual = TimeSpan.Zero;
        for (int i = 0; i < 2; i++)
        {
            string practice = Path.Combine(round.Directory, string.Create(CultureInfo.InvariantCulture, $"practice-{number}-{i}.db"));
            File.Copy(made, practice);
            Begin(way, host, practice);
            long started = Stopwatch.GetTimestamp();
            host.Send(way.Command(practice));
            string? told = Answer(host);
            usual = Stopwatch.GetElapsedTime(started);
            Require(told is not null && MigrationWay.IsDone(told), $"undisturbed it said: {told}");
            host.Expect("close", "closed");
        }

        return usual;
    }

    private static void Begin(MigrationWay way, Host host, string path)
    {
        if (way.First(path) is { } command)
        {
            host.Expect(command, "opened");
        }
    }

    private static string? Answer(Host host)
    {
        string? line = host.Next();
        return line == "opening" ? host.Next() : line;
    }

    private static void WaitExactly(TimeSpan time)
    {
        long started = Stopwatch.GetTimestamp();
        while (Stopwatch.GetElapsedTime(started) < time)
        {
            Thread.Yield();
        }
    }

    private static IReadOnlyList<string> Read(string path)
    {
        using LeadDatabase store = LeadDatabase.Open(path);
        return SampleStore.Read(store);
    }

    private static void Require(bool holds, string otherwise)
    {
        if (!holds)
        {
            throw new BrokenPromiseException(otherwise);
        }
    }
}
