using LeadStore.CrashTests.Support;

namespace LeadStore.CrashTests.Scenarios;

/// <summary>
/// kill -9 at the Nth system call of the thread that makes a store from a dump. There is a whole store or none, and where there is none the
/// same call makes it.
/// </summary>
internal sealed class KillWhileLoading : Scenario
{
    // How many of each there are in a load, about.
    private static readonly (string Call, int Most)[] Calls =
        [("openat", 12), ("pwrite64", 40), ("pread64", 30), ("fsync", 5), ("link", 1), ("unlink", 4), ("ftruncate", 2), ("fchmod", 1)];

    public override string Name => "kill-load";

    public override (int Quick, int Long) Rounds => (6, 300);

    public override string Cases => "kills";

    public override int AtOnce => 2;

    public override void Run(Round round)
    {
        string made = Path.Combine(round.Directory, "made.db");
        string dump = Path.Combine(round.Directory, round.Random.Next(2) == 0 ? "dump.sql" : "dump.sql.gz");
        string target = Path.Combine(round.Directory, "loaded.db");
        SampleStore.Make(made, round.Random);
        IReadOnlyList<string> content;
        using (LeadDatabase store = LeadDatabase.Open(made))
        {
            store.Maintenance.Dump(dump);
            content = SampleStore.Read(store);
        }

        (string call, int most) = Calls[round.Random.Next(Calls.Length)];
        using (Host host = new(new History()))
        {
            string thread = host.Ask("aside")!.Split(' ')[1];
            using Strace strace = Strace.OnThread(
                thread, Path.Combine(round.Directory, "load.strace"), Strace.Kill(call, round.Random.Next(1, most + 1)));
            string? answer = host.Ask($"aside load {dump} {target}");
            if (answer?.StartsWith("loaded", StringComparison.Ordinal) == false)
            {
                throw new BrokenPromiseException($"the load was answered with {answer}");
            }

            host.Kill();
            Tally.Note(answer is null ? $"at {call}" : "after the load");
            if (answer is null)
            {
                Tally.Case();
            }
        }

        bool isThere = File.Exists(target);
        Tally.Note(isThere ? "whole store" : "no store");
        Tally.Note("left unfinished", Directory.GetFiles(round.Directory, "loaded.db.tmp-*").Length > 0 ? 1 : 0);
        if (!isThere)
        {
            StoreMaintenance.LoadDump(dump, target);
        }

        using LeadDatabase loaded = LeadDatabase.Open(target);
        if (!SampleStore.Read(loaded).SequenceEqual(content) || !loaded.Maintenance.Verify().IsSound)
        {
            Tally.Partial(1);
            string which = isThere ? "the killed load left" : "the next load made";
            throw new BrokenPromiseException($"the store that {which} is not what was dumped");
        }

        loaded.CreateLead(new NewLead { Phone = "+447809505899" });
    }
}
