using LeadStore.Engine;
using LeadStore.Maintenance;
using LeadStore.Migrations;
using LeadStore.Sqlite;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace LeadStore;

/// <summary>Puts a store together: options checked, file found, engine opened, schema brought up to date.</summary>
internal static class StoreOpening
{
    private const string RegionVariable = "LEADSTORE_DEFAULT_REGION";

    /// <param name="options">How to open it.</param>
    public static LeadDatabase OpenFile(LeadDatabaseOptions options)
    {
        StoreRules rules = Check(options);
        MigrationSettings migrations = MigrationSettings.Of(options);
        ILogger logger = CreateLogger(options);
        DatabaseLocation location = DatabaseLocation.Resolve(options.Path, Environment.GetEnvironmentVariable);
        if (!options.CreateIfMissing && !File.Exists(location.Path))
        {
            throw new LeadStoreException(
                LeadStoreErrorKind.CannotOpen,
                $"There is no database {location.Describe()}, and none was to be made (CreateIfMissing). Name the file of a store.");
        }

        SqliteDatabase database = SqliteDatabase.OpenFile(
            Settings(options, location), rules, MigrationScript.Newest, new LoggedEvents(logger, options.MaxWalBytes));
        return Migrated(
            database, location, rules, migrations, options.Cache, logger, () => TraceFileOpening.Open(options, database.Engine, location, rules, logger));
    }

    public static LeadDatabase OpenMemory(LeadDatabaseOptions options)
    {
        StoreRules rules = Check(options);
        MigrationSettings migrations = MigrationSettings.Of(options);
        DatabaseLocation location = new(SqliteConnections.Memory, DatabasePathSource.Memory);
        return Migrated(SqliteDatabase.OpenMemory(rules, options.BusyTimeout), location, rules, migrations, options.Cache, CreateLogger(options));
    }

    public static MigrationStatus GetMigrationStatus(LeadDatabaseOptions options) => Verb.Run(nameof(GetMigrationStatus), () =>
    {
        StoreRules rules = Check(options);
        MigrationSettings migrations = MigrationSettings.Of(options);
        DatabaseLocation location = DatabaseLocation.Resolve(options.Path, Environment.GetEnvironmentVariable);
        return UntouchedFile.Read(
            location.Path,
            location.Describe(),
            rules,
            async (session, logWasRead) =>
            {
                MigrationStatus status = await MigrationReader.Read(session, migrations.Sets);
                status.LogWasNotRead = !logWasRead;
                return status;
            });
    });

    public static RollBackReport RollBack(LeadDatabaseOptions options, int toVersion) => Verb.Run(nameof(RollBack), () =>
    {
        StoreRules rules = Check(options);
        ILogger logger = CreateLogger(options);
        DatabaseLocation location = DatabaseLocation.Resolve(options.Path, Environment.GetEnvironmentVariable);
        RollBackReport report = SchemaRollBack.Run(
            Settings(options, location), location, rules, toVersion, new LoggedEvents(logger, options.MaxWalBytes));
        LogRollBack(logger, report.RolledBack);
        return report;
    });

    private static void LogRollBack(ILogger logger, IEnumerable<string> names)
    {
        foreach (string name in names)
        {
            StoreLog.RolledBack(logger, name);
        }
    }

    public static SqliteFileSettings Settings(LeadDatabaseOptions options, DatabaseLocation location) => new()
    {
        Path = location.Path,
        Description = location.Describe(),
        Durability = options.Durability,
        BusyTimeout = options.BusyTimeout,
        MaxReaders = options.MaxReaders,
        CheckpointPages = options.CheckpointPages,
        LogLimitBytes = options.MaxWalBytes,
        FileMode = options.FileMode,
    };

    public static RestoreReport Restore(string backup, LeadDatabaseOptions store, RestoreOptions options, CancellationToken cancellation) =>
        Verb.Run(nameof(Restore), () => Restoring.Restore(backup, Target(store, out _), options, cancellation));

    public static RestoreReport RestoreLatest(
        string directory, LeadDatabaseOptions store, RestoreOptions options, CancellationToken cancellation) =>
        Verb.Run(nameof(RestoreLatest), () =>
        {
            RestoreTarget target = Target(store, out DatabaseLocation location);
            return Restoring.RestoreLatest(directory, BackupName.StoreName(location), target, options, cancellation);
        });

    public static ResetReport Reset(LeadDatabaseOptions options, string confirmName, string? backupDirectory) =>
        Verb.Run(nameof(Reset), () =>
        {
            if (!string.IsNullOrWhiteSpace(options.SkipTracePath))
            {
                throw new ArgumentException(
                    "A store whose skip traces are in a file of their own (SkipTracePath) is not emptied, because they would be left behind. Make a "
                    + "backup, move both files away, and open the store anew.",
                    nameof(options));
            }

            RestoreTarget target = Target(options, out DatabaseLocation location);
            string name = Path.GetFileName(location.Path);
            if (!File.Exists(location.Path))
            {
                throw new LeadStoreException(
                    LeadStoreErrorKind.NotFound, $"There is no database {location.Describe()}. Nothing was changed; name the file of a store.");
            }

            if (confirmName != name)
            {
                throw new ArgumentException($"The store was not emptied: its file is called '{name}', and another name was given.", nameof(confirmName));
            }

            BackupReport backup;
            using (LeadDatabase store = OpenFile(options))
            {
                backup = store.Maintenance.Backup(backupDirectory ?? Path.GetDirectoryName(location.Path)!);
            }

            using WorkDirectory work = WorkDirectory.BesideOf(location.Path);
            using (LeadDatabase.Open(new LeadDatabaseOptions { Path = work.NewDatabase, TimeProvider = options.TimeProvider }))
            {
                // To open it is to make it.
            }

            RestoreReport restored = Restoring.Restore(work.NewDatabase, target, new RestoreOptions(), CancellationToken.None);
            return new ResetReport { Path = location.Path, Backup = backup, KeptPath = restored.KeptPath };
        });

    public static AdoptReport Adopt(
        LeadDatabaseOptions options, AdoptOptions adopt, IProgress<ImportProgress>? progress, CancellationToken cancellation) =>
        Verb.Run(nameof(Adopt), () =>
        {
            _ = Check(options);
            DatabaseLocation location = DatabaseLocation.Resolve(options.Path, Environment.GetEnvironmentVariable);
            return new Adopting(options, adopt, progress, cancellation).Run(location.Path);
        });

    /// <summary>Checks every option and makes of them what the operations hold to.</summary>
    public static StoreRules Check(LeadDatabaseOptions options)
    {
        Require(options.BusyTimeout >= TimeSpan.Zero && options.BusyTimeout <= TimeSpan.FromHours(1), nameof(options.BusyTimeout), "0 to 1 hour");
        Require(options.MaxReaders is >= 1 and <= 64, nameof(options.MaxReaders), "1 to 64");
        Require(options.CheckpointPages is >= 100 and <= 1_000_000, nameof(options.CheckpointPages), "100 to 1,000,000");
        Require(options.MaxWalBytes is >= 1L << 20 and <= 1L << 40, nameof(options.MaxWalBytes), "1 MiB to 1 TiB");
        long usualLog = options.CheckpointPages * 4096L;
        Require(
            options.MaxWalBytes >= 2 * usualLog,
            nameof(options.MaxWalBytes),
            $"at least {2 * usualLog}, twice what CheckpointPages ({options.CheckpointPages}) lets the log grow to; raise it or lower CheckpointPages");
        Require(options.Durability is Durability.Full or Durability.Normal, nameof(options.Durability), "Full or Normal");
        Require(options.FileMode is not { } mode || IsFileMode(mode), nameof(options.FileMode), "at least UserRead and UserWrite, of the nine permission bits");
        Require(options.TimeProvider is not null, nameof(options.TimeProvider), "a TimeProvider");
        if (options.Cache is { } cache)
        {
            Require(cache.MaxLeads is >= 100 and <= 10_000_000, "Cache.MaxLeads", "100 to 10,000,000");
            Require(cache.MaxAge > TimeSpan.Zero, "Cache.MaxAge", "more than zero");
            Require(cache.WarmOnOpen >= 0 && cache.WarmOnOpen <= cache.MaxLeads, "Cache.WarmOnOpen", "0 to Cache.MaxLeads");
        }

        Require(options.SlowStatementThreshold is not { } slow || slow > TimeSpan.Zero, nameof(options.SlowStatementThreshold), "above zero, or null");
        Require(options.Statuses is not null, nameof(options.Statuses), "a StatusSet");

        string? region = options.DefaultRegion;
        string setting = nameof(options.DefaultRegion);
        if (string.IsNullOrWhiteSpace(region))
        {
            region = Environment.GetEnvironmentVariable(RegionVariable);
            setting = RegionVariable;
        }

        region = string.IsNullOrWhiteSpace(region) ? null : region.Trim().ToUpperInvariant();
        if (region is not null && !PhoneNumber.IsKnownRegion(region))
        {
            string message = $"{setting} must be an ISO 3166 region of two letters, for example GB.";
            throw setting == RegionVariable
                ? new LeadStoreException(LeadStoreErrorKind.CannotOpen, $"The environment variable {message}")
                : new ArgumentException(message, setting);
        }

        return new StoreRules
        {
            Clock = options.TimeProvider!,
            DefaultRegion = region,
            ClosedStatuses = options.Statuses!.Closed,
            RefuseUnknownSources = options.RefuseUnknownSources,
            Statements = Watch(options),
        };
    }

    private static StatementWatch Watch(LeadDatabaseOptions options)
    {
        ILogger logger = CreateLogger(options);
        TimeSpan slow = options.SlowStatementThreshold ?? TimeSpan.Zero;
        return new StatementWatch(
            SqliteConnections.SystemName,
            options.TimeProvider!,
            options.CountStatements,
            options.SlowStatementThreshold,
            logger.IsEnabled(LogLevel.Warning)
                ? one => StoreLog.StatementSlow(logger, one.Duration.TotalMilliseconds, slow.TotalMilliseconds, one.Rows, one.Sql)
                : null);
    }

    private static RestoreTarget Target(LeadDatabaseOptions options, out DatabaseLocation location)
    {
        StoreRules rules = Check(options);
        location = DatabaseLocation.Resolve(options.Path, Environment.GetEnvironmentVariable);
        return new RestoreTarget(location.Path, options.FileMode, rules.Clock);
    }

    private static LeadDatabase Migrated(
        SqliteDatabase database,
        DatabaseLocation location,
        StoreRules rules,
        MigrationSettings migrations,
        LeadCacheOptions? cacheOptions,
        ILogger logger,
        Func<OpenedTraces>? openTraces = null)
    {
        OpenedTraces? traces = null;
        try
        {
            // All of them before anything is changed: who does not fit the file leaves it as it was.
            _ = database.Engine.Read<IReadOnlyList<MigrationSet>, bool>(
                MigrationPlan.VerifyAll, [MigrationScript.Set, .. migrations.Sets], nameof(LeadDatabase.Open));
            foreach (string applied in Migrator.Migrate(database.Engine, MigrationScript.Set).Select(MigrationScript.Set.Name))
            {
                StoreLog.Migrated(logger, applied);
            }

            database.Engine.SchemaIsThere();
            traces = openTraces?.Invoke();
            StoreMaintenance maintenance = new(
                database,
                location,
                rules.Clock,
                logger,
                migrations,
                traces is { File: { } file } ? new StoreMaintenance(file, traces.Location, rules.Clock, logger, migrations) : null);
            StoreMigrations applications = new(
                database.Engine,
                migrations.Sets,
                name => StoreLog.Migrated(logger, name),
                name => StoreLog.RolledBack(logger, name),
                () => maintenance.BackUpBefore("rollback", CancellationToken.None));
            if (migrations is { OnOpen: true, Sets.Count: > 0 })
            {
                _ = applications.Migrate();
            }

            if (NativeSqlite.HasWalResetBug(NativeSqlite.VersionNumber))
            {
                StoreLog.WalResetExposed(logger, NativeSqlite.Version);
            }

            if (database.LogDamage is { } damage)
            {
                StoreLog.LogDamaged(logger, damage.LostCommits, damage.KeptPath ?? $"none was made. {damage.WhyNotKept}");
            }

            LeadCache cache = OpenCache(database.Engine, cacheOptions, rules, logger);
            StoreLog.Opened(logger, location.Source, NativeSqlite.Version);
            return new LeadDatabase(database.Engine, location, database, maintenance, applications, traces?.Engine, cache);
        }
        catch
        {
            database.Engine.Dispose();
            traces?.Engine.Dispose();
            throw;
        }
    }

    private static LeadCache OpenCache(StoreEngine engine, LeadCacheOptions? options, StoreRules rules, ILogger logger)
    {
        LeadCache cache = LeadCache.Create(engine, options, rules);
        if (options is not null && !cache.IsOn)
        {
            StoreLog.CacheIsOff(logger);
        }
        else if (options is { WarmOnOpen: > 0 })
        {
            try
            {
                _ = cache.Warm(options.WarmOnOpen);
            }
            catch (LeadStoreException failure)
            {
                StoreLog.CacheNotWarmed(logger, failure.Kind, failure);
            }
        }

        return cache;
    }

    public sealed class LoggedEvents(ILogger logger, long logLimit) : ISqliteEvents
    {
        public void CheckpointFailed(LeadStoreException failure) =>
            StoreLog.CheckpointFailed(logger, failure.SqliteExtendedErrorCode, failure);

        public void FileNotFlushed(LeadStoreException failure) => StoreLog.FileNotFlushed(logger, failure.SqliteExtendedErrorCode, failure);

        public void CommitRecovered(LeadStoreException failure, LeadStoreOutcome outcome) =>
            StoreLog.CommitRecovered(logger, failure.SqliteExtendedErrorCode, outcome, failure);

        public void LogHeldByReader(long bytes) => StoreLog.LogHeld(logger, bytes, logLimit);

        public void LogReleased(long bytes) => StoreLog.LogReleased(logger, bytes);
    }

    private static ILogger CreateLogger(LeadDatabaseOptions options) =>
        options.LoggerFactory?.CreateLogger("LeadStore") ?? NullLogger.Instance;

    // The owner must be able to use the file; set-user-id and its like mean nothing on it.
    private static bool IsFileMode(UnixFileMode mode) =>
        mode.HasFlag(UnixFileMode.UserRead | UnixFileMode.UserWrite) && ((int)mode & ~0x1ff) == 0;

    private static void Require(bool holds, string option, string range)
    {
        if (!holds)
        {
            throw new ArgumentException($"{option} must be {range}.", option);
        }
    }
}
