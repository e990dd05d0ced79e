namespace LeadStore.Reminders;

/// <summary>A row of the table reminders with what it depends on in its lead.</summary>
internal readonly record struct ReminderRow
{
    public long LeadId { get; init; }

    public int Step { get; init; }

    /// <summary>The customer's message from which the intervals count.</summary>
    public DateTimeOffset CountsFrom { get; init; }

    /// <summary>When to look at the row again; for a claimed one, when the claim lapses. Null when no reminder is to come.</summary>
    public DateTimeOffset? DueAt { get; init; }

    public Guid? Claim { get; init; }

    public DateTimeOffset? LastCustomerMessageAt { get; init; }

    /// <summary>The lead is archived or qualified: nobody is waiting for its answer.</summary>
    public bool IsDone { get; init; }

    public bool IsPaused { get; init; }

    public DateTimeOffset? PausedUntil { get; init; }

    /// <summary>
    /// The row as it should be now: begun anew if the customer has written since, without a due time if no reminder is to come, and due
    /// not before a pause of the assistant ends.
    /// </summary>
    public ReminderRow Settle(IReadOnlyList<TimeSpan> intervals, DateTimeOffset now)
    {
        ReminderRow row = this;
        if (LastCustomerMessageAt > CountsFrom)
        {
            row = row with { Step = 1, CountsFrom = LastCustomerMessageAt.Value, Claim = null };
        }

        bool neverAgain = IsPaused && PausedUntil is null;
        if (row.DueAt is null || IsDone || neverAgain || row.Step > intervals.Count)
        {
            return row with { DueAt = null, Claim = null };
        }

        DateTimeOffset due = row.Step == 1 && row.Claim is null ? After(row.CountsFrom, intervals[0]) : row.DueAt.Value;
        return row with { DueAt = IsPaused && PausedUntil > now && PausedUntil > due ? PausedUntil.Value : due };
    }

    // The end of time for a message from a clock that is far ahead.
    private static DateTimeOffset After(DateTimeOffset time, TimeSpan interval) =>
        time <= DateTimeOffset.MaxValue - interval ? time + interval : DateTimeOffset.MaxValue;
}
