namespace SmsAssistant;

/// <summary>The clock of the day that is replayed: it stands still until the next event. So each run is the same.</summary>
public sealed class DayClock(DateTimeOffset start) : TimeProvider
{
    public DateTimeOffset Now { get; set; } = start;

    public override TimeZoneInfo LocalTimeZone => TimeZoneInfo.Utc;

    public override DateTimeOffset GetUtcNow() => Now;
}
