using LeadStore.Benchmarks.Peers;

namespace LeadStore.Benchmarks;

/// <summary>
/// Fails when a hot path has become twice as slow beside the same work by hand, or allocates more than what it returns: for the gate, on
/// 10,000 leads. The limits are about twice of what is measured on a quiet machine. Run with <c>-- guard</c>.
/// </summary>
internal static class Guard
{
    private const int Leads = 10_000;

    private static readonly (double Ratio, long Allocated)[] LookupLimits = [(2.1, 900), (2.1, 0), (2.1, 4500)];

    // In turn with the schema of the application, which has no inbox, no reminders and no checksums.
    private static readonly (double Ratio, long Allocated) MessageLimit = (3.2, 1000);

    public static int Run()
    {
        int failed = 0;
        PairedLookups.WriteHead();
        foreach ((PairedLookups.Comparison lookup, (double ratio, long allocated)) in PairedLookups.Run(Leads, blocks: 61).Zip(LookupLimits))
        {
            failed += Check(lookup, ratio, allocated);
        }

        failed += Check(Message(), MessageLimit.Ratio, MessageLimit.Allocated);
        Console.WriteLine(failed == 0 ? "Every hot path is within its limits." : $"{failed} limit(s) exceeded.");
        return failed == 0 ? 0 : 1;
    }

    private static PairedLookups.Comparison Message()
    {
        using IPeer hand = new BareSqlitePeer(Leads);
        using IPeer ours = new LeadStorePeer(Leads);
        return PairedLookups.Compare("CreateMessage, durable", hand.CreateMessage, ours.CreateMessage, blockSize: 50, blocks: 41, Leads);
    }

    private static int Check(PairedLookups.Comparison measured, double ratio, long allocated)
    {
        int failed = 0;
        if (measured.Ratio > ratio)
        {
            Console.WriteLine($"{measured.Name}: {measured.Ratio:0.00} times the time by hand; the limit is {ratio:0.0}.");
            failed++;
        }

        if (measured.Allocated > allocated)
        {
            Console.WriteLine($"{measured.Name}: {measured.Allocated} B a call; the limit is {allocated}.");
            failed++;
        }

        return failed;
    }
}
