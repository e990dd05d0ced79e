using SQLitePCL;

namespace LeadStore.Sqlite;

/// <summary>The native SQLite library in this process.</summary>
internal static class NativeSqlite
{
    static NativeSqlite() => Batteries_V2.Init();

    /// <summary>Makes the library ready for calls that do not go through Microsoft.Data.Sqlite. May be called again.</summary>
    public static void Load()
    {
        // The static constructor has done it.
    }

    /// <summary>For example 3050004 for SQLite 3.50.4.</summary>
    public static int VersionNumber => raw.sqlite3_libversion_number();

    public static string Version => raw.sqlite3_libversion().utf8_to_string();

    /// <summary>
    /// Whether a checkpoint that runs beside another connection's commit can lose acknowledged commits in this version
    /// (https://sqlite.org/wal.html#walresetbug: fixed in 3.51.3, 3.53.0 and the back-ports 3.50.7 and 3.44.6; 3.52.0 was withdrawn).
    /// </summary>
    public static bool HasWalResetBug(int versionNumber) => versionNumber switch
    {
        3052000 => true,
        >= 3051003 => false,
        >= 3050007 and < 3051000 => false,
        >= 3044006 and < 3045000 => false,
        _ => true,
    };
}
