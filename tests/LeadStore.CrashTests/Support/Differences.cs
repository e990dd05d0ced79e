using LeadStore.TestHost;

namespace LeadStore.CrashTests.Support;

/// <summary>Where a file and what callers were told differ.</summary>
internal sealed class Differences
{
    /// <summary>Writes that were acknowledged and are not there.</summary>
    public List<string> Lost { get; } = [];

    /// <summary>Transactions of which a part is there.</summary>
    public List<string> Partial { get; } = [];

    /// <summary>Writes that are there though callers were told that they are not, or that nobody made.</summary>
    public List<string> Extra { get; } = [];

    /// <summary>Rows whose text is not what was written.</summary>
    public List<string> Changed { get; } = [];

    public bool AreNone => Lost.Count + Partial.Count + Extra.Count + Changed.Count == 0;

    public static Differences Between(Contents found, History history)
    {
        Differences differences = new();
        differences.Changed.AddRange(found.Foreign);
        foreach (WorkOrder order in history.Orders.Values)
        {
            for (int thread = 0; thread < Math.Max(order.Threads, 1); thread++)
            {
                // One more than was heard of: it may have been under way.
                int most = history.Heard(order.Session, thread) + 1;
                for (int number = 0; number < most; number++)
                {
                    differences.Compare(new WorkItem(order.Session, thread, number), order.Size, found, history);
                }
            }
        }

        differences.Extra.AddRange(found.Messages.Keys.Concat(found.Leads.Keys).Where(token => IsUnheardOf(token, history)));
        return differences;
    }

    public override string ToString()
    {
        string?[] parts = [Describe("lost", Lost), Describe("partial", Partial), Describe("extra", Extra), Describe("changed", Changed)];
        return string.Join("; ", parts.OfType<string>());

        static string? Describe(string what, List<string> tokens) =>
            tokens.Count == 0 ? null : $"{tokens.Count} {what}: {string.Join(' ', tokens.Take(8))}{(tokens.Count > 8 ? " …" : "")}";
    }

    private static bool IsUnheardOf(string token, History history)
    {
        WorkItem item = WorkItem.Parse(token);
        return !history.Orders.ContainsKey(item.Session) || item.Number > history.Heard(item.Session, item.Thread);
    }

    private void Compare(WorkItem item, int size, Contents found, History history)
    {
        Fate fate = history.FateOf(item);
        switch (item.Kind)
        {
            case WorkKind.CreateLead:
                CompareLead(item, size, found, history);
                break;
            case WorkKind.ArchiveLead or WorkKind.DeleteLead:
                // Seen in the state of the lead that it is about.
                break;
            default:
                int parts = CountParts(item, size, found);
                if (parts != 0 && parts != item.Parts)
                {
                    Partial.Add(item.Token);
                }
                else if (fate == Fate.Applied && parts == 0)
                {
                    Lost.Add(item.Token);
                }
                else if (fate == Fate.NotApplied && parts != 0)
                {
                    Extra.Add(item.Token);
                }

                break;
        }
    }

    private int CountParts(WorkItem item, int size, Contents found)
    {
        if (!found.Messages.TryGetValue(item.Token, out List<(int Part, string Text, long Id)>? parts))
        {
            return 0;
        }

        foreach ((int part, string text, long id) in parts)
        {
            if (part >= item.Parts || text != item.Content(part, size))
            {
                Changed.Add($"message {id} of {item.Token}");
            }
        }

        if (parts.Select(p => p.Part).Distinct().Count() != parts.Count)
        {
            Extra.Add(item.Token + " twice");
        }

        return parts.Count;
    }

    // Every state that the lead may be in after what was told of the writes about it, in their order.
    private void CompareLead(WorkItem creation, int size, Contents found, History history)
    {
        HashSet<State> possible = [State.Absent];
        for (int number = creation.Number; number <= creation.Number + 4; number++)
        {
            WorkItem item = creation with { Number = number };
            HashSet<State> after = item.Kind switch
            {
                WorkKind.CreateLead => [State.Present],
                WorkKind.ArchiveLead => [.. possible.Select(state => state == State.Present ? State.Archived : state)],
                WorkKind.DeleteLead => [State.Absent],
                _ => possible,
            };
            possible = history.FateOf(item) switch
            {
                Fate.Applied => after,
                Fate.Unknown => [.. possible, .. after],
                _ => possible,
            };
        }

        bool exists = found.Leads.TryGetValue(creation.Token, out bool archived);
        State actual = !exists ? State.Absent : archived ? State.Archived : State.Present;
        int messages = CountParts(creation, size, found);
        if (messages != (exists ? 1 : 0))
        {
            Partial.Add(creation.Token);
        }

        if (!possible.Contains(actual))
        {
            // A lead that is further on than it may be holds a write that was reported as failed; one that is behind has lost one.
            (actual > possible.Max() ? Extra : Lost).Add($"{creation.Token} (lead {actual}, not {string.Join(" or ", possible)})");
        }
    }

    private enum State
    {
        Absent,
        Present,
        Archived,
    }
}
