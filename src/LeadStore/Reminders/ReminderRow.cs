namespace LeadStore.Reminders;

/// <summary>A row of the table reminders with what it depends on in its lead.</summary>
internal readonly record struct ReminderRow
{
    /// <summary>
    /// A first reminder that nobody has claimed for so long after it was due is not sent any more: its conversation is over, or was
    /// imported.
    /// </summary>
    private static readonly TimeSpan FirstLapsesAfter = TimeSpan.FromDays(7);

    public long LeadId { get; init; }

    public int Step { get; init; }

    /// <summary>The customer's message from which the intervals count.</summary>
    public DateTimeOffset CountsFrom { get; init; }

    /// <summary>When the step is due, whatever keeps it back.</summary>
    public DateTimeOffset DueAt { get; init; }

    /// <summary>When to look at the row again; for a claimed one, when the claim lapses. Null while the lead is not to be reminded.</summary>
    public DateTimeOffset? LookAt { get; init; }

    public Guid? Claim { get; init; }

    public DateTimeOffset? LastCustomerMessageAt { get; init; }

    /// <summary>The lead is archived or qualified: nobody is waiting for its answer.</summary>
    public bool IsDone { get; init; }

    public bool IsPaused { get; init; }

    public DateTimeOffset? PausedUntil { get; init; }

    /// <summary>
    /// The row as it should be now: begun anew if the customer has written since, due by the intervals, not looked at while the lead is
    /// not to be reminded, and not before a pause of the assistant ends.
    /// </summary>
    public ReminderRow Settle(IReadOnlyList<TimeSpan> intervals, DateTimeOffset now)
    {
        ReminderRow row = this;
        if (LastCustomerMessageAt > CountsFrom)
        {
            row = row with { Step = 1, CountsFrom = LastCustomerMessageAt.Value, Claim = null };
        }

        bool wasLast = row.Step > intervals.Count;
        if (row.Step == 1 && !wasLast)
        {
            row = row with { DueAt = After(row.CountsFrom, intervals[0]) };
        }

        bool lapsed = row.Step == 1 && row.Claim is null && now - row.DueAt > FirstLapsesAfter;
        if (wasLast || lapsed || IsDone || (IsPaused && PausedUntil is null))
        {
            return row with { LookAt = null, Claim = null };
        }

        DateTimeOffset next = row.Claim is null ? row.DueAt : row.LookAt ?? row.DueAt;
        return row with { LookAt = IsPaused && PausedUntil > now && PausedUntil > next ? PausedUntil.Value : next };
    }

    // The end of time for a message from a clock that is far ahead.
    private static DateTimeOffset After(DateTimeOffset time, TimeSpan interval) =>
        time <= DateTimeOffset.MaxValue - interval ? time + interval : DateTimeOffset.MaxValue;
}
