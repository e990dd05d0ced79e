using LeadStore.Sqlite;

namespace LeadStore;

/// <summary>What the store runs on; see <see cref="LeadDatabase.Diagnostics"/>.</summary>
public sealed record StoreDiagnostics
{
    internal StoreDiagnostics(LogDamage? logDamage) => LogDamage = logDamage;

    /// <summary>The version of the native SQLite library in this process, for example <c>3.50.4</c>.</summary>
    public string SqliteVersion { get; } = NativeSqlite.Version;

    /// <summary>
    /// Whether that library can lose acknowledged commits when a checkpoint runs beside another connection's commit
    /// (<see href="https://sqlite.org/wal.html#walresetbug"/>). This store's own checkpoints avoid it in any case; a program that writes
    /// to the same file with its own SQLite should use 3.51.3 or newer.
    /// </summary>
    public bool WalResetExposed { get; } = NativeSqlite.HasWalResetBug(NativeSqlite.VersionNumber);

    /// <summary>
    /// Damage in the middle of the write-ahead log that was found when the store was opened; <see langword="null"/> if there was none. SQLite
    /// uses such a log up to the damage, so that the newest commits are gone: compare with the latest backup, or with what else is known.
    /// Logged too, as event 8.
    /// </summary>
    public LogDamage? LogDamage { get; }
}
