namespace LeadStore.CrashTests.Scenarios;

/// <summary>
/// Writes are given up at any moment. A call that says it was cancelled has stored nothing, one that returns has, and one that shared its
/// commit with a cancelled one is none the worse.
/// </summary>
internal sealed class Cancellations : Scenario
{
    private const int CallsInRound = 200;
    private const int LongestSpin = 20_000;

    public override string Name => "cancel";

    public override (int Quick, int Long) Rounds => (10, 500);

    public override string Cases => "calls";

    public override void Run(Round round)
    {
        using LeadDatabase store = LeadDatabase.Open(Path.Combine(round.Directory, "leads.db"));
        Lead lead = store.CreateLead(new NewLead { Phone = "+447809505864" });
        int[] spins = [.. Enumerable.Range(0, CallsInRound).Select(_ => round.Random.Next(LongestSpin))];
        CancellationTokenSource[] sources = [.. spins.Select(_ => new CancellationTokenSource())];
        Task<bool>[] calls = new Task<bool>[CallsInRound];
        using ManualResetEventSlim begun = new();
        Thread canceller = new(() =>
        {
            begun.Wait();
            for (int i = 0; i < CallsInRound; i++)
            {
                Thread.SpinWait(spins[i]);
                sources[i].Cancel();
            }
        });
        canceller.Start();
        for (int i = 0; i < CallsInRound; i++)
        {
            calls[i] = IsStored(store, lead.Id, $"text-{i}", sources[i].Token);
            begun.Set();
        }

        bool[] stored = Task.WhenAll(calls).GetAwaiter().GetResult();
        canceller.Join();
        Array.ForEach(sources, source => source.Dispose());

        HashSet<string> found = [.. store.GetConversationHistory(lead.Id).Select(message => message.Content)];
        for (int i = 0; i < CallsInRound; i++)
        {
            Tally.Case();
            Tally.Note(stored[i] ? "stored" : "cancelled");
            if (stored[i] != found.Contains($"text-{i}"))
            {
                throw new BrokenPromiseException($"call {i} said {(stored[i] ? "stored" : "cancelled")}, and the store says otherwise");
            }
        }
    }

    private static async Task<bool> IsStored(LeadDatabase store, long lead, string text, CancellationToken token)
    {
        try
        {
            await store.CreateMessageAsync(lead, MessageSender.Agent, text, cancellationToken: token);
            return true;
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }
}
