using LeadStore.Engine;
using Microsoft.Data.Sqlite;

namespace LeadStore.Sqlite;

/// <summary>An opened SQLite database: its engine, and the connections it hands to people who write reports.</summary>
internal sealed class SqliteDatabase(
    SqliteEngine engine,
    SqliteConnections connections,
    LogWatch? log = null,
    Func<SqliteSession>? openReader = null,
    Action? verifyFileIsInPlace = null)
{
    public SqliteEngine Engine { get; } = engine;

    public SqliteConnections Connections { get; } = connections;

    /// <summary>What is known of the write-ahead log; null where there is none, in memory.</summary>
    public LogWatch? Log { get; } = log;

    /// <summary>Damage of the log that was found when the file was opened; null if there was none.</summary>
    public LogDamage? LogDamage { get; private init; }

    /// <summary>Opens a connection that reads, beside those of the engine, after making sure that the path still leads to the same file.</summary>
    public SqliteSession OpenReader() => (openReader ?? Connections.OpenReader)();

    public bool InMemory => Connections.InMemory;

    /// <param name="views">Temporary views that the connection is to have, as SQL; none by default.</param>
    public SqliteConnection OpenForReports(string views = "")
    {
        ObjectDisposedException.ThrowIf(Engine.IsClosed, typeof(LeadDatabase));
        verifyFileIsInPlace?.Invoke();
        SqliteConnection connection = Connections.OpenForReports(views);
        try
        {
            verifyFileIsInPlace?.Invoke();
            return connection;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    /// <summary>Opens the file, which it makes if it is missing, up to but without its schema.</summary>
    /// <param name="settings">What the file is and how it is used.</param>
    /// <param name="rules">What every operation holds to.</param>
    /// <param name="newestSchema">The newest schema that this library knows; a file with a newer one is refused.</param>
    /// <param name="events">Is told what no caller sees.</param>
    public static SqliteDatabase OpenFile(SqliteFileSettings settings, StoreRules rules, int newestSchema, ISqliteEvents events)
    {
        NativeSqlite.Load();
        SqliteFile.CreateIfMissing(settings.Path, settings.FileMode, settings.Description);
        SqliteFile.Inspect(settings.Path, newestSchema, settings.Description, settings.Kind);

        SqliteConnections connections = new(settings.Path, rules, settings.Durability, settings.BusyTimeout);
        SqliteSession? writer = null;
        LogDamage? damage;
        try
        {
            writer = connections.OpenWriter();
            SqliteFile.Claim(writer, newestSchema, settings.Description, settings.Kind);
            if (writer.FileHasMoved)
            {
                // A restore has exchanged the file since it was opened. A log for the old one would have the name of that of the new one.
                throw new LeadStoreException(LeadStoreErrorKind.Busy, "Another program replaced the file in the same moment; try again.");
            }

            connections.TurnOnWriteAheadLog(writer);
            SqliteFile.VerifyLength(writer, settings.Description);
            damage = LogAudit.Examine(writer, rules.Clock.GetUtcNow());
        }
        catch (LeadStoreException failure) when (failure.Kind is LeadStoreErrorKind.CannotOpen or LeadStoreErrorKind.ReadOnly or LeadStoreErrorKind.InputOutput)
        {
            writer?.Dispose();
            throw SqliteFile.CannotOpen(settings.Description, failure.Message.TrimEnd('.'), failure);
        }
        catch (LeadStoreException failure) when (failure.Kind is LeadStoreErrorKind.Corrupt or LeadStoreErrorKind.Busy)
        {
            writer?.Dispose();
            throw new LeadStoreException(failure.Kind, $"The database {settings.Description} could not be opened. {failure.Message}", failure)
            {
                SqliteExtendedErrorCode = failure.SqliteExtendedErrorCode,
            };
        }
        catch
        {
            writer?.Dispose();
            throw;
        }

        LogWatch log = new(settings.LogLimitBytes, events);
        SqliteSession? opened = writer;
        WriterConnection connection = new(
            () => Interlocked.Exchange(ref opened, null) ?? OpenAgain(() => Reopen(connections), settings.Path),
            settings.Durability,
            writer.FilePath + "-wal",
            newestSchema,
            events.CommitRecovered);
        ReaderPool readers = new(settings.MaxReaders, settings.BusyTimeout, OpenReader);
        Checkpointer checkpointer = new(OpenReader, settings.CheckpointPages, settings.BusyTimeout, events, log);
        SqliteEngine engine = new(
            new GroupCommitWriter(connection, checkpointer, settings.BusyTimeout, shares: true), readers, settings.BusyTimeout, OpenReader);
        PoolInstruments.Add(engine, Path.GetFileName(settings.Path));
        return new SqliteDatabase(
            engine,
            connections,
            log,
            OpenReader,
            connection.VerifyFileIsInPlace)
        {
            LogDamage = damage,
        };

        SqliteSession OpenReader()
        {
            // Before, too: SQLite takes the log at the path for that of the other file, and may clear it or its index away with it.
            connection.VerifyFileIsInPlace();
            SqliteSession session = OpenAgain(connections.OpenReader, settings.Path);
            try
            {
                connection.VerifyFileIsInPlace();
                return session;
            }
            catch
            {
                session.Dispose();
                throw;
            }
        }
    }

    private static SqliteSession OpenAgain(Func<SqliteSession> open, string path)
    {
        try
        {
            return open();
        }
        catch (LeadStoreException failure) when (failure.Kind == LeadStoreErrorKind.CannotOpen && !File.Exists(path))
        {
            throw WriterConnection.Replaced(LeadStoreOutcome.NotApplied);
        }
    }

    // Whoever had the file for itself meanwhile may have left it without its log: a restore that failed in its last steps does.
    private static SqliteSession Reopen(SqliteConnections connections)
    {
        SqliteSession session = connections.OpenWriter();
        try
        {
            connections.TurnOnWriteAheadLog(session);
            return session;
        }
        catch
        {
            session.Dispose();
            throw;
        }
    }

    public static SqliteDatabase OpenMemory(StoreRules rules, TimeSpan busyTimeout)
    {
        SqliteConnections connections = new(SqliteConnections.Memory, rules, Durability.Full, busyTimeout);
        WriterConnection connection = new(connections.OpenWriter, Durability.Full, logPath: null, int.MaxValue, (_, _) => { });
        return new SqliteDatabase(
            new SqliteEngine(new GroupCommitWriter(connection, checkpointer: null, busyTimeout, shares: false), readers: null, busyTimeout),
            connections);
    }
}

/// <summary>What a database file is and how it is used.</summary>
internal sealed record SqliteFileSettings
{
    public FileKind Kind { get; init; } = FileKind.Store;

    public required string Path { get; init; }

    /// <summary>How messages name the file: the path and the setting that chose it.</summary>
    public required string Description { get; init; }

    public required Durability Durability { get; init; }

    public required TimeSpan BusyTimeout { get; init; }

    public required int MaxReaders { get; init; }

    public required int CheckpointPages { get; init; }

    /// <summary>The length of the write-ahead log beyond which it is reported.</summary>
    public required long LogLimitBytes { get; init; }

    public UnixFileMode? FileMode { get; init; }
}
