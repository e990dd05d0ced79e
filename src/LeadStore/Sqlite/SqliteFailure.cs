using SQLitePCL;

namespace LeadStore.Sqlite;

/// <summary>Turns SQLite's result codes into <see cref="LeadStoreException"/>. The text never holds a bound value.</summary>
internal static class SqliteFailure
{
    private static readonly string[] MissingSchema = ["malformed database schema", "no such column: ", "no such table: "];

    /// <summary>The error of the call that has just failed on <paramref name="db"/>; read it before the next call on the handle.</summary>
    public static LeadStoreException Last(
        sqlite3 db, int code, string action, string? sql = null, LeadStoreOutcome outcome = LeadStoreOutcome.NotApplied) =>
        Last(db, code, action, sql, outcome, isOurs: true);

    /// <summary>The same of a statement that is not the library's own, and may well name a table that never was.</summary>
    public static LeadStoreException OfApplication(sqlite3 db, int code, string action, string? sql) =>
        Last(db, code, action, sql, LeadStoreOutcome.NotApplied, isOurs: false);

    private static LeadStoreException Last(sqlite3 db, int code, string action, string? sql, LeadStoreOutcome outcome, bool isOurs)
    {
        int extended = raw.sqlite3_extended_errcode(db);
        if ((extended & 0xff) != (code & 0xff))
        {
            extended = code;
        }

        string detail = raw.sqlite3_errmsg(db).utf8_to_string();
        int systemError = (extended & 0xff) is raw.SQLITE_IOERR or raw.SQLITE_CANTOPEN ? NativeSqlite.SystemError(db) : 0;
        LeadStoreErrorKind kind = IsNoSpace(systemError) ? LeadStoreErrorKind.StorageFull
            : isOurs && IsDamagedSchema(extended, detail) ? LeadStoreErrorKind.Corrupt
            : KindOf(extended);
        string codes = systemError == 0 ? $"SQLite code {extended}" : $"SQLite code {extended}, system error {systemError}";
        return new LeadStoreException(kind, $"{action} failed: {detail} ({codes}). {NextStep(kind)}".TrimEnd())
        {
            SqliteExtendedErrorCode = extended,
            Sql = sql,
            Outcome = outcome,
        };
    }

    // The texts that made the tables lie in the file, and are read again by whoever opens it. SQLite has the code of a statement that is
    // wrong for one that cannot be read any more, and for those that miss what it made. The statements are all the library's own, and right.
    private static bool IsDamagedSchema(int code, string detail) =>
        code == raw.SQLITE_ERROR && MissingSchema.Any(start => detail.StartsWith(start, StringComparison.Ordinal));

    // A full disk, a file at its size limit, a used-up quota: SQLite says "disk I/O error" for some of them. ENOSPC and EFBIG have one
    // number everywhere, EDQUOT one on Linux and one on macOS; on Windows these are ERROR_HANDLE_DISK_FULL and ERROR_DISK_FULL.
    private static bool IsNoSpace(int systemError) => OperatingSystem.IsWindows()
        ? systemError is 39 or 112
        : systemError is 28 or 27 || systemError == (OperatingSystem.IsMacOS() ? 69 : 122);

    public static LeadStoreErrorKind KindOf(int extendedCode) => (extendedCode & 0xff) switch
    {
        raw.SQLITE_BUSY => LeadStoreErrorKind.Busy,
        raw.SQLITE_READONLY => LeadStoreErrorKind.ReadOnly,
        raw.SQLITE_PERM or raw.SQLITE_CANTOPEN => LeadStoreErrorKind.CannotOpen,
        raw.SQLITE_FULL => LeadStoreErrorKind.StorageFull,
        raw.SQLITE_IOERR => LeadStoreErrorKind.InputOutput,
        raw.SQLITE_CORRUPT or raw.SQLITE_NOTADB => LeadStoreErrorKind.Corrupt,
        raw.SQLITE_CONSTRAINT when extendedCode is raw.SQLITE_CONSTRAINT_UNIQUE or raw.SQLITE_CONSTRAINT_PRIMARYKEY =>
            LeadStoreErrorKind.Duplicate,
        raw.SQLITE_CONSTRAINT when extendedCode is raw.SQLITE_CONSTRAINT_FOREIGNKEY => LeadStoreErrorKind.InUse,
        raw.SQLITE_CONSTRAINT or raw.SQLITE_TOOBIG => LeadStoreErrorKind.Validation,
        _ => LeadStoreErrorKind.Unknown,
    };

    private static string NextStep(LeadStoreErrorKind kind) => kind switch
    {
        LeadStoreErrorKind.Busy =>
            "Another connection has the database locked; try again, raise BusyTimeout where the call waited as long as that, or end the "
            + "program that holds it.",
        LeadStoreErrorKind.ReadOnly => "The database file or its directory is read-only; give this process write permission.",
        LeadStoreErrorKind.StorageFull => "Free space on the volume of the database file; the store goes on working then.",
        LeadStoreErrorKind.InputOutput => "The operating system could not read or write the file; check the volume and its logs.",
        LeadStoreErrorKind.Corrupt => "The file is damaged; keep it, and restore the latest backup to another path.",
        _ => "",
    };
}
