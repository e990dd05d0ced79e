namespace LeadStore.CrashTests;

/// <summary>
/// Three processes on one file that write and checkpoint as often as the store lets them, with no schedule forced: a round is ten
/// seconds, the long form an hour.
/// </summary>
internal sealed class WalResetStress : Scenario
{
    private const int Processes = 3;
    private static readonly TimeSpan Length = TimeSpan.FromSeconds(10);

    public override string Name => "wal-stress";

    public override (int Quick, int Long) Rounds => (1, 360);

    public override void Run(Round round)
    {
        (Random random, string path) = (round.Random, Path.Combine(round.Directory, "leads.db"));
        ResetHost[] hosts = ResetHost.Start(Processes);
        try
        {
            string lead = hosts[0].Ask($"store-open {path}", "opened");
            foreach (ResetHost host in hosts[1..])
            {
                host.Ask($"store-open {path}", "opened");
            }

            foreach (ResetHost host in hosts)
            {
                host.Ask($"store-write {lead} {random.Next(1, 5)} {random.Next(100, 20_000)} {random.Next(5)}", "writing");
            }

            // Nobody acknowledges as many in this time, so that this is the clock of the round.
            if (hosts[0].WaitForAcknowledged(int.MaxValue, Length) || hosts.Any(host => host.AcknowledgedCount == 0))
            {
                throw new BrokenPromiseException("a process stored nothing beside the others");
            }

            Array.ForEach(hosts, host => host.Ask("store-stop", "stopped"));
            Array.ForEach(hosts, host => host.Ask("store-close", "closed"));
        }
        finally
        {
            Array.ForEach(hosts, host => host.Dispose());
        }

        Tally.Case();
        StoreCheck.EverythingIsThere(Tally, path, [.. hosts.SelectMany(host => host.Acknowledged)]);
    }
}
