namespace LeadStore.Contacting;

/// <summary>A part of each day, by a clock on the wall of a time zone; it may go over midnight.</summary>
internal readonly struct QuietHours(TimeZoneInfo zone, TimeOnly from, TimeOnly until)
{
    /// <summary>When the quiet hours end that a moment is in, in UTC; null if it is in none.</summary>
    public DateTimeOffset? EndAfter(DateTimeOffset moment)
    {
        DateTimeOffset at = moment.ToUniversalTime();
        if (!Holds(at))
        {
            return null;
        }

        do
        {
            // Until the clock is changed it shows what it would show; then the question is asked anew.
            DateTimeOffset end = at + (until - Wall(at));
            if (FirstChange(at, end) is not { } change)
            {
                return end;
            }

            at = change;
        }
        while (Holds(at));

        return at;
    }

    private bool Holds(DateTimeOffset at) => Wall(at).IsBetween(from, until);

    private TimeOnly Wall(DateTimeOffset at) => TimeOnly.FromTimeSpan(TimeZoneInfo.ConvertTime(at, zone).TimeOfDay);

    // The first moment of a span of less than a day at which the clock has been changed; no zone changes it twice in a day.
    private DateTimeOffset? FirstChange(DateTimeOffset after, DateTimeOffset last)
    {
        TimeSpan offset = zone.GetUtcOffset(after);
        if (zone.GetUtcOffset(last) == offset)
        {
            return null;
        }

        long before = after.Ticks;
        long changed = last.Ticks;
        while (changed - before > 1)
        {
            long middle = before + ((changed - before) / 2);
            if (zone.GetUtcOffset(new DateTimeOffset(middle, TimeSpan.Zero)) == offset)
            {
                before = middle;
            }
            else
            {
                changed = middle;
            }
        }

        return new DateTimeOffset(changed, TimeSpan.Zero);
    }
}
