using System.Globalization;
using LeadStore.CrashTests.Support;

namespace LeadStore.CrashTests.Scenarios;

/// <summary>
/// Every thread of the pool is blocked by the application. Synchronous verbs complete all the same, and asynchronous ones when the pool is
/// free; then the threads of the pool are themselves the callers that block.
/// </summary>
internal sealed class StarvedThreadPool : Scenario
{
    public override string Name => "starve";

    public override (int Quick, int Long) Rounds => (3, 100);

    public override string Cases => "calls";

    public override void Run(Round round)
    {
        string path = Path.Combine(round.Directory, "leads.db");
        using Host host = new(new History());
        host.Expect($"open {path} pages=100", "opened");
        host.Send($"starve {round.Random.Next(1, 9)} {round.Random.Next(10, 60)}");
        List<string> stored = [];
        string? line;
        while ((line = host.Next())?.Split(' ') is ["stored", var token])
        {
            stored.Add(token);
            Tally.Case();
        }

        if (line?.Split(' ') is not ["starved", var early, var all])
        {
            throw new BrokenPromiseException($"with a blocked thread pool: {line ?? host.Errors}");
        }

        Tally.Note("asynchronous calls done before the pool was free", int.Parse(early, CultureInfo.InvariantCulture));
        Tally.Note("asynchronous calls", int.Parse(all, CultureInfo.InvariantCulture));
        host.Expect("close", "closed");
        StoreCheck.EverythingIsThere(Tally, path, stored);
    }
}
