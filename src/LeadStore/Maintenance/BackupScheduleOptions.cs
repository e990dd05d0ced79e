namespace LeadStore;

/// <summary>When and where a <see cref="BackupSchedule"/> makes backups.</summary>
public sealed record BackupScheduleOptions
{
    private static readonly TimeSpan DefaultRetry = TimeSpan.FromMinutes(5);

    private readonly TimeSpan? _retryAfter;

    /// <summary>The directory of the backups. It must exist: a volume that is not mounted is a failure and not a new directory.</summary>
    public required string Directory { get; init; }

    /// <summary>The time from one backup to the next, 1 minute to 30 days; default 1 day.</summary>
    public TimeSpan Interval { get; init; } = TimeSpan.FromDays(1);

    /// <summary>
    /// The time after which a backup that failed is tried again, 1 second to <see cref="Interval"/>; default 5 minutes, or the interval if
    /// that is shorter.
    /// </summary>
    public TimeSpan RetryAfter
    {
        get => _retryAfter ?? (Interval < DefaultRetry ? Interval : DefaultRetry);
        init => _retryAfter = value;
    }

    /// <summary>Whether the backups are compressed; default <see cref="BackupCompression.Gzip"/>.</summary>
    public BackupCompression Compression { get; init; } = BackupCompression.Gzip;

    /// <summary>Of how many days the newest backup is kept, 0 to 10,000; default 7. See <see cref="StoreMaintenance.ApplyRetention"/>.</summary>
    public int KeepDaily { get; init; } = 7;

    /// <summary>Of how many weeks the newest backup is kept, 0 to 10,000; default 4.</summary>
    public int KeepWeekly { get; init; } = 4;
}
