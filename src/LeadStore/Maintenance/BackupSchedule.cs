using LeadStore.Maintenance;
using Microsoft.Extensions.Logging;

namespace LeadStore;

/// <summary>
/// Makes a backup at every interval, on a thread of its own, and removes old ones after each that succeeded. A failure is logged, can be
/// read from <see cref="LastFailure"/>, and is followed by another attempt sooner. Ends with <see cref="DisposeAsync"/>, or with the store:
/// a backup that is being made then is cancelled and leaves nothing. Safe to use from any thread.
/// </summary>
public sealed class BackupSchedule : IAsyncDisposable
{
    private readonly StoreMaintenance _maintenance;
    private readonly BackupScheduleOptions _options;
    private readonly TimeProvider _clock;
    private readonly ILogger _logger;
    // Never disposed: a timer that fires late may still look at it, and it holds nothing of the system's.
    private readonly CancellationTokenSource _stop = new();
    private readonly CancellationToken _stopped;
    private readonly Lock _lock = new();
    private readonly ITimer _timer;
    private readonly CancellationToken _storeCloses;
    private readonly CancellationTokenRegistration _endOfStore;
    private Task _running = Task.CompletedTask;
    private BackupReport? _lastSuccess;
    private Exception? _lastFailure;
    private DateTimeOffset? _nextAt;

    internal BackupSchedule(
        StoreMaintenance maintenance,
        BackupScheduleOptions options,
        DateTimeOffset? newest,
        TimeProvider clock,
        ILogger logger,
        CancellationToken storeCloses)
    {
        _maintenance = maintenance;
        _options = options;
        _clock = clock;
        _logger = logger;
        _stopped = _stop.Token;
        _storeCloses = storeCloses;
        _timer = clock.CreateTimer(_ => Begin(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);

        // A program that is started often does not make a backup at each start.
        Arm(newest is { } time ? Clamp(time + options.Interval - clock.GetUtcNow()) : TimeSpan.Zero);
        _endOfStore = storeCloses.UnsafeRegister(static schedule => _ = ((BackupSchedule)schedule!).Stop(), this);
    }

    /// <summary>The newest backup that this schedule made; <see langword="null"/> until there is one.</summary>
    public BackupReport? LastSuccess
    {
        get
        {
            lock (_lock)
            {
                return _lastSuccess;
            }
        }
    }

    /// <summary>
    /// Why the last run failed, usually a <see cref="LeadStoreException"/>; <see langword="null"/> if it did not. If only the removal of old
    /// backups failed, that is here too, beside a <see cref="LastSuccess"/> of the same run.
    /// </summary>
    public Exception? LastFailure
    {
        get
        {
            lock (_lock)
            {
                return _lastFailure;
            }
        }
    }

    /// <summary>When the next backup begins; <see langword="null"/> while one is made, and after the end of the schedule.</summary>
    public DateTimeOffset? NextAt
    {
        get
        {
            lock (_lock)
            {
                return _nextAt;
            }
        }
    }

    /// <summary>Ends the schedule: cancels a backup that is being made, which then leaves nothing, and waits for its end. May be called again.</summary>
    public async ValueTask DisposeAsync()
    {
        Task running = Stop();
        await _endOfStore.DisposeAsync().ConfigureAwait(false);
        await _timer.DisposeAsync().ConfigureAwait(false);
        await running.ConfigureAwait(false);
    }

    /// <summary>Refuses options that are out of their range.</summary>
    internal static void Check(BackupScheduleOptions options)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(options.Directory);
        RequireTime(options.Interval, TimeSpan.FromMinutes(1), nameof(options.Interval));
        RequireTime(options.RetryAfter, TimeSpan.FromSeconds(1), nameof(options.RetryAfter));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(options.RetryAfter, options.Interval, nameof(options.RetryAfter));
        if (!Enum.IsDefined(options.Compression))
        {
            throw new ArgumentException("Compression must be None or Gzip.", nameof(options));
        }

        Retention.RequireKeep(options.KeepDaily, nameof(options.KeepDaily));
        Retention.RequireKeep(options.KeepWeekly, nameof(options.KeepWeekly));
    }

    private static void RequireTime(TimeSpan value, TimeSpan least, string name)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(value, least, name);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(value, TimeSpan.FromDays(30), name);
    }

    // Returns what is left to wait for.
    private Task Stop()
    {
        lock (_lock)
        {
            if (!_stopped.IsCancellationRequested)
            {
                _stop.Cancel();
                _timer.Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
                _nextAt = null;
            }

            return _running;
        }
    }

    private TimeSpan Clamp(TimeSpan time) => time < TimeSpan.Zero ? TimeSpan.Zero : time > _options.Interval ? _options.Interval : time;

    private void Arm(TimeSpan due)
    {
        lock (_lock)
        {
            if (!_stopped.IsCancellationRequested)
            {
                _nextAt = _clock.GetUtcNow() + due;
                _timer.Change(due, Timeout.InfiniteTimeSpan);
            }
        }
    }

    private void Begin()
    {
        lock (_lock)
        {
            if (!_stopped.IsCancellationRequested && _running.IsCompleted)
            {
                _nextAt = null;
                _running = Task.Factory.StartNew(Run, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
            }
        }
    }

    private void Run()
    {
        TimeSpan next = _options.Interval;
        try
        {
            // With the separator a directory that is not there is not taken for the name of a file.
            string directory = Path.TrimEndingDirectorySeparator(Path.GetFullPath(_options.Directory)) + Path.DirectorySeparatorChar;
            BackupReport report = _maintenance.Backup(directory, new BackupOptions { Compression = _options.Compression }, null, _stopped);
            Note(report, null);
        }
        catch (Exception end) when (IsOurEnd(end))
        {
            return;
        }
        catch (Exception failure)
        {
            Failed(failure, _options.RetryAfter);
            Finish(_options.RetryAfter);
            return;
        }

        try
        {
            _ = _maintenance.ApplyRetention(_options.Directory, _options.KeepDaily, _options.KeepWeekly, _stopped);
        }
        catch (Exception end) when (IsOurEnd(end))
        {
            return;
        }
        catch (Exception failure)
        {
            // The backup is there. Another one every few minutes would only fill the volume.
            Failed(failure, next);
        }

        Finish(next);
    }

    // The schedule's own, or that of the store.
    private bool IsOurEnd(Exception end) =>
        (_stopped.IsCancellationRequested || _storeCloses.IsCancellationRequested)
        && end is OperationCanceledException or ObjectDisposedException;

    private void Finish(TimeSpan next)
    {
        lock (_lock)
        {
            // The timer may fire before this thread has ended.
            _running = Task.CompletedTask;
        }

        Arm(next);
    }

    private void Note(BackupReport? success, Exception? failure)
    {
        lock (_lock)
        {
            _lastSuccess = success ?? _lastSuccess;
            _lastFailure = failure;
        }
    }

    private void Failed(Exception failure, TimeSpan next)
    {
        Note(null, failure);
        try
        {
            StoreLog.BackupFailed(_logger, next, failure);
        }
        catch (Exception)
        {
            // The application's own logger failed; what it should have heard can be read from LastFailure.
        }
    }
}
