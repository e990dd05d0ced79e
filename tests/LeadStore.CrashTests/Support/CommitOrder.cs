using LeadStore.TestHost;

namespace LeadStore.CrashTests.Support;

/// <summary>What may be there where a state of the store is looked at that is not the newest.</summary>
internal static class CommitOrder
{
    /// <summary>
    /// The newest message tells where the order of commits was cut off. Everything before it must be there, and nothing behind.
    /// </summary>
    /// <param name="acknowledged">All that was heard of.</param>
    /// <param name="found">The state.</param>
    /// <param name="least">How many writes of each thread must be there, whatever else is.</param>
    /// <param name="tally">Counts what is lost.</param>
    public static History Beginning(
        History acknowledged, Contents found, IReadOnlyDictionary<(int Session, int Thread), int> least, Tally tally)
    {
        string? hole = acknowledged.Times.FirstOrDefault(known =>
            known.Value < found.NewestMessage
            && WorkItem.Parse(known.Key).Kind != WorkKind.CreateLead
            && !found.Messages.ContainsKey(known.Key)).Key;
        if (hole is not null)
        {
            tally.Lost(1);
            throw new BrokenPromiseException($"{hole} is missing though a later commit is there");
        }

        Dictionary<(int, int), int> last = new(least);
        foreach (WorkItem item in found.Messages.Keys.Select(WorkItem.Parse))
        {
            last[(item.Session, item.Thread)] = Math.Max(last.GetValueOrDefault((item.Session, item.Thread)), item.Number + 1);
        }

        return acknowledged.Until((session, thread) => last.GetValueOrDefault((session, thread)));
    }
}
