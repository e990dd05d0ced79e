namespace LeadStore.Engine;

/// <summary>
/// Stored time: whole microseconds since 1970-01-01 UTC. PostgreSQL's <c>timestamptz</c> has the same resolution, so a value
/// read back equals the value that was returned when it was written, on every engine.
/// </summary>
internal static class Instant
{
    private const long TicksPerMicrosecond = TimeSpan.TicksPerMillisecond / 1000;

    public static long ToMicroseconds(DateTimeOffset time) =>
        Math.DivRem(time.UtcTicks - DateTimeOffset.UnixEpoch.Ticks, TicksPerMicrosecond) is var (quotient, remainder) && remainder < 0
            ? quotient - 1
            : quotient;

    public static DateTimeOffset FromMicroseconds(long microseconds) =>
        new(DateTimeOffset.UnixEpoch.Ticks + microseconds * TicksPerMicrosecond, TimeSpan.Zero);

    /// <summary>The time as it will be read back: UTC, cut to whole microseconds.</summary>
    public static DateTimeOffset Stored(DateTimeOffset time) => FromMicroseconds(ToMicroseconds(time));
}
