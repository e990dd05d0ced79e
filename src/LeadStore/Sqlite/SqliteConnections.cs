using LeadStore.Engine;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace LeadStore.Sqlite;

/// <summary>
/// Opens the connections of one database and sets every pragma that matters, whatever the native library's own defaults are.
/// Pooling is off: this store keeps its own connections, and a pooled one could meet another owner in the middle of a transaction.
/// </summary>
internal sealed class SqliteConnections(string path, StoreRules rules, Durability durability, TimeSpan busyTimeout)
{
    public const string Memory = ":memory:";

    /// <summary>What metrics and traces call the engine: a well-known value of OpenTelemetry's <c>db.system.name</c>.</summary>
    public const string SystemName = "sqlite";

    // Enough for the upper pages of every index of a million leads; SQLite takes it page by page, as needed.
    private const int CacheKibibytes = 16 * 1024;

    public bool InMemory => path == Memory;

    /// <summary>Who sees the statements of the store.</summary>
    public StatementWatch Statements => rules.Statements;

    public SqliteSession OpenWriter() => Open(canWrite: true);

    public SqliteSession OpenReader() => Open(canWrite: false);

    /// <summary>A read-only connection for reports; the caller disposes it.</summary>
    /// <param name="views">Temporary views that the connection is to have, as SQL.</param>
    public SqliteConnection OpenForReports(string views)
    {
        SqliteConnection connection = new(ConnectionString(SqliteOpenMode.ReadOnly));
        try
        {
            Open(connection);
            sqlite3 db = connection.Handle!;
            LockWait.Set(db, Milliseconds);
            Execute(db, "PRAGMA mmap_size=0; PRAGMA temp_store=MEMORY;" + views);
            Execute(db, "PRAGMA query_only=ON;");

            // To read is to hold the file from now on. One that has not read yet would let a restore exchange the file, and then read the old
            // file with the log of the new one.
            Execute(db, "PRAGMA schema_version;");
            return NativeSqlite.FileHasMoved(db, NativeSqlite.FileOf(db)) ? throw WriterConnection.Replaced(LeadStoreOutcome.NotApplied) : connection;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    /// <summary>Turns the write-ahead log on, which is a property of the file and needs it for itself for a moment.</summary>
    public void TurnOnWriteAheadLog(SqliteSession writer)
    {
        long deadline = Environment.TickCount64 + Milliseconds;
        while (!InMemory)
        {
            try
            {
                Expect(writer.Handle, "PRAGMA journal_mode=WAL", "wal");
                return;
            }
            catch (LeadStoreException failure) when (failure.Kind == LeadStoreErrorKind.Busy && Environment.TickCount64 < deadline)
            {
                // Where two connections want the file at once, this statement gives up without waiting for its busy timeout; this one waits.
                writer.RunScript("BEGIN EXCLUSIVE; ROLLBACK");
            }
        }
    }

    private int Milliseconds => (int)Math.Min(busyTimeout.TotalMilliseconds, int.MaxValue);

    private SqliteSession Open(bool canWrite)
    {
        SqliteConnection connection = new(ConnectionString(InMemory ? SqliteOpenMode.Memory : SqliteOpenMode.ReadWrite));
        try
        {
            Open(connection);
            sqlite3 db = connection.Handle!;
            if (!InMemory && raw.sqlite3_db_readonly(db, "main") == 1)
            {
                // Before the first statement: it would make a -wal and a -shm that nobody can write to either.
                throw new LeadStoreException(LeadStoreErrorKind.ReadOnly, "The file is read-only for this process; give it permission to write.");
            }

            LockWait.Set(db, Milliseconds);
            raw.sqlite3_db_config(db, raw.SQLITE_DBCONFIG_DEFENSIVE, 1, out _);
            Execute(db, "PRAGMA trusted_schema=OFF; PRAGMA cell_size_check=ON; PRAGMA temp_store=MEMORY;");
            Execute(db, $"PRAGMA cache_size=-{CacheKibibytes}; PRAGMA journal_size_limit=-1;");
            Expect(db, "PRAGMA foreign_keys=ON; PRAGMA foreign_keys", "1");
            Expect(db, $"PRAGMA synchronous={durability.ToString().ToUpperInvariant()}; PRAGMA synchronous", durability == Durability.Full ? "2" : "1");
            if (!InMemory)
            {
                Expect(db, "PRAGMA wal_autocheckpoint=0", "0");
                Expect(db, "PRAGMA mmap_size=0", "0");
            }

            if (!canWrite)
            {
                Expect(db, "PRAGMA query_only=ON; PRAGMA query_only", "1");

                // The connection that writes alone decides whether the log is copied when the last one is closed.
                raw.sqlite3_db_config(db, raw.SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, out _);
            }

            RowChecksums.Register(db);
            return new SqliteSession(db, connection, rules, canWrite);
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    private static void Open(SqliteConnection connection)
    {
        try
        {
            connection.Open();
        }
        catch (SqliteException failure)
        {
            throw new LeadStoreException(
                LeadStoreErrorKind.CannotOpen,
                $"A connection could not be opened (SQLite code {failure.SqliteExtendedErrorCode}); check the permissions of the file and of its directory, and the limit of open files.",
                failure)
            {
                SqliteExtendedErrorCode = failure.SqliteExtendedErrorCode,
            };
        }
    }

    private string ConnectionString(SqliteOpenMode mode) => new SqliteConnectionStringBuilder
    {
        DataSource = path,
        Mode = mode,
        Pooling = false,
    }.ToString();

    private static void Execute(sqlite3 db, string sql)
    {
        int code = raw.sqlite3_exec(db, sql);
        if (code != raw.SQLITE_OK)
        {
            throw SqliteFailure.Last(db, code, "Setting up a connection", sql);
        }
    }

    // A pragma that SQLite cannot carry out is not an error to SQLite: it answers with the value that stays in force.
    private static void Expect(sqlite3 db, string sql, string expected)
    {
        string? answer = null;
        strdelegate_exec readAnswer = (_, values, _) =>
        {
            answer = values.FirstOrDefault();
            return 0;
        };
        int code = raw.sqlite3_exec(db, sql, readAnswer, null, out _);
        if (code != raw.SQLITE_OK)
        {
            throw SqliteFailure.Last(db, code, "Setting up a connection", sql);
        }

        if (answer != expected)
        {
            throw new LeadStoreException(
                LeadStoreErrorKind.CannotOpen,
                $"SQLite {NativeSqlite.Version} did not accept a setting that this store relies on ({sql} answered {answer ?? "nothing"}, not {expected}).");
        }
    }
}
