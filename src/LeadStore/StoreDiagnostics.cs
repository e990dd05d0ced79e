using LeadStore.Sqlite;

namespace LeadStore;

/// <summary>What the store runs on; see <see cref="LeadDatabase.Diagnostics"/>.</summary>
public sealed record StoreDiagnostics
{
    internal StoreDiagnostics()
    {
    }

    /// <summary>The version of the native SQLite library in this process, for example <c>3.50.4</c>.</summary>
    public string SqliteVersion { get; } = NativeSqlite.Version;

    /// <summary>
    /// Whether that library can lose acknowledged commits when a checkpoint runs beside another connection's commit
    /// (<see href="https://sqlite.org/wal.html#walresetbug"/>). This store's own checkpoints avoid it in any case; a program that writes
    /// to the same file with its own SQLite should use 3.51.3 or newer.
    /// </summary>
    public bool WalResetExposed { get; } = NativeSqlite.HasWalResetBug(NativeSqlite.VersionNumber);
}
