namespace LeadStore.Engine;

/// <summary>
/// Stored time: whole microseconds since 1970-01-01 UTC. PostgreSQL's <c>timestamptz</c> has the same resolution, so a value
/// read back equals the value that was returned when it was written, on every engine.
/// </summary>
internal static class Instant
{
    private const long TicksPerMicrosecond = TimeSpan.TicksPerMillisecond / 1000;
    private static readonly long First = ToMicroseconds(DateTimeOffset.MinValue);
    private static readonly long Last = ToMicroseconds(DateTimeOffset.MaxValue);

    public static long ToMicroseconds(DateTimeOffset time) =>
        Math.DivRem(time.UtcTicks - DateTimeOffset.UnixEpoch.Ticks, TicksPerMicrosecond) is var (quotient, remainder) && remainder < 0
            ? quotient - 1
            : quotient;

    public static DateTimeOffset FromMicroseconds(long microseconds) =>
        new(DateTimeOffset.UnixEpoch.Ticks + microseconds * TicksPerMicrosecond, TimeSpan.Zero);

    /// <summary>Whether microseconds that were stored are a time at all: of the years 1 to 9999.</summary>
    public static bool IsTime(long microseconds) => microseconds >= First && microseconds <= Last;

    /// <summary>The time as it will be read back: UTC, cut to whole microseconds.</summary>
    public static DateTimeOffset Stored(DateTimeOffset time) => FromMicroseconds(ToMicroseconds(time));
}
