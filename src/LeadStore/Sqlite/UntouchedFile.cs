using LeadStore.Engine;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace LeadStore.Sqlite;

/// <summary>A LeadStore file that is looked at without being opened as a store: no byte of it, its log or its log's index is written.</summary>
internal static class UntouchedFile
{
    /// <param name="path">Absolute.</param>
    /// <param name="describe">How messages name the file.</param>
    /// <param name="rules">The rules of the session.</param>
    /// <param name="read">What is read, and whether the log was read with it.</param>
    public static T Read<T>(string path, string describe, StoreRules rules, Func<Session, bool, ValueTask<T>> read)
    {
        NativeSqlite.Load();
        if (NativeFile.WhyNoRegularFile(path) is { } reason)
        {
            throw SqliteFile.CannotOpen(describe, reason.TrimEnd('.'), null);
        }

        SqliteFile.Inspect(path, int.MaxValue, describe);
        string file = new FileInfo(path) is { LinkTarget: not null } link ? link.ResolveLinkTarget(returnFinalTarget: true)!.FullName : path;

        // Where there is no log, the file says all. The index of a log is made by whoever opens it to write; it is not made here.
        bool hasLog = new FileInfo(file + "-wal") is { Exists: true, Length: > 0 };
        bool readsLog = hasLog && File.Exists(file + "-shm");
        using SqliteSession session = Open(file, readsLog ? "mode=ro&readonly_shm=1" : "immutable=1", rules);
        session.RunScript("BEGIN");
        return SqliteEngine.Finished(read(session, !hasLog || readsLog));
    }

    private static SqliteSession Open(string path, string how, StoreRules rules)
    {
        string slashes = OperatingSystem.IsWindows() ? "/" + path.Replace('\\', '/') : path;
        string uri = $"file:{Uri.EscapeDataString(slashes).Replace("%2F", "/", StringComparison.Ordinal)}?{how}";
        SqliteConnection connection = new(new SqliteConnectionStringBuilder
        {
            DataSource = uri,
            Mode = SqliteOpenMode.ReadOnly,
            Pooling = false,
        }.ToString());
        try
        {
            connection.Open();
            raw.sqlite3_db_config(connection.Handle!, raw.SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, out _);
            raw.sqlite3_db_config(connection.Handle!, raw.SQLITE_DBCONFIG_DEFENSIVE, 1, out _);
            OneOffStatement.Execute(connection.Handle!, "PRAGMA query_only=ON; PRAGMA trusted_schema=OFF; PRAGMA cell_size_check=ON; PRAGMA mmap_size=0;");
            return new SqliteSession(connection, rules, canWrite: false);
        }
        catch (SqliteException failure)
        {
            connection.Dispose();
            throw new LeadStoreException(
                LeadStoreErrorKind.CannotOpen, $"The file could not be read (SQLite code {failure.SqliteExtendedErrorCode}); check its permissions.", failure)
            {
                SqliteExtendedErrorCode = failure.SqliteExtendedErrorCode,
            };
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }
}
