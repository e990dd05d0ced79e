using System.Globalization;
using LeadStore.CrashTests.Support;

namespace LeadStore.CrashTests.Scenarios;

/// <summary>
/// A process that commits as fast as it can, and beside it one that makes a call now and then. The lone calls must all be made within the
/// default BusyTimeout; how long they wait is counted.
/// </summary>
internal sealed class Neighbours : Scenario
{
    private readonly List<long> _waits = [];

    public override string Name => "neighbours";

    public override (int Quick, int Long) Rounds => (2, 6);

    public override string Cases => "calls";

    public override void Run(Round round)
    {
        string path = Path.Combine(round.Directory, "leads.db");
        int threads = round.Seed % 2 == 0 ? 1 : 8;
        History history = new();
        using Host busy = new(history);
        busy.OpenAndWork(path, "", new WorkOrder(1, threads, Size: round.Random.Next(2) == 0 ? 200 : 6000));
        using Host lone = new(new History());
        lone.Expect($"open {path}", "opened");
        string answer = lone.Ask($"lone {(round.IsLong ? 200 : 60)} {(round.IsLong ? 60 : 6)} {round.Random.Next(1, 20)}") ?? "nothing";
        busy.Kill();
        lone.Expect("close", "closed");
        if (answer.Split(' ') is not ["lone", var told, .. var waits])
        {
            throw new BrokenPromiseException($"the lone process answered {answer}");
        }

        lock (_waits)
        {
            _waits.AddRange(waits.Select(wait => long.Parse(wait, CultureInfo.InvariantCulture)));
        }

        foreach (string _ in waits)
        {
            Tally.Case();
        }

        int refused = int.Parse(told, CultureInfo.InvariantCulture);
        Tally.Note("told Busy", refused);
        Oracle.Check(path, history, Tally);
        if (refused > 0)
        {
            throw new BrokenPromiseException($"{refused} of {waits.Length} lone calls were told Busy beside {threads} threads that write");
        }
    }

    public override string? Judge()
    {
        _waits.Sort();
        Tally.Note("median wait (us)", _waits[_waits.Count / 2]);
        Tally.Note("99 % wait at most (us)", _waits[_waits.Count * 99 / 100]);
        Tally.Note("longest wait (us)", _waits[^1]);
        return null;
    }
}
