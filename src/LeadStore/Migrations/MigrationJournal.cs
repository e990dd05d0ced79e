using LeadStore.Engine;

namespace LeadStore.Migrations;

/// <summary>What a file says of the migrations that were applied to it: the library's own in one table, those of applications in another.</summary>
internal static class MigrationJournal
{
    private static readonly Query<long> StoreJournalExists = new(
        "SELECT count(*) FROM sqlite_schema WHERE type = 'table' AND name = 'schema_migrations'", row => row.Int64(0))
    { MayScan = true };

    private static readonly Query<long> ApplicationJournalExists = new(
        "SELECT count(*) FROM sqlite_schema WHERE type = 'table' AND name = 'application_migrations'", row => row.Int64(0))
    { MayScan = true };

    private static readonly Query<JournalLine> ReadStore = new(
        "SELECT number, name, sha256, applied_at FROM schema_migrations ORDER BY number",
        row => new JournalLine(MigrationScript.Namespace, row.Int32(0), row.Text(1), row.Text(2), row.Time(3)))
    { MayScan = true };

    private static readonly Query<JournalLine> ReadApplications = new(
        "SELECT namespace, number, name, sha256, applied_at FROM application_migrations ORDER BY namespace, number",
        row => new JournalLine(row.Text(0), row.Int32(1), row.Text(2), row.Text(3), row.Time(4)))
    { MayScan = true };

    private static readonly Command RecordStore = new(
        "INSERT INTO schema_migrations (number, name, sha256, applied_at) VALUES ($1, $2, $3, $4)");

    private static readonly Command RecordApplication = new(
        "INSERT INTO application_migrations (namespace, number, name, sha256, applied_at) VALUES ($1, $2, $3, $4, $5)");

    private static readonly Command RemoveStore = new("DELETE FROM schema_migrations WHERE number = $1");

    private static readonly Command RemoveApplication = new("DELETE FROM application_migrations WHERE namespace = $1 AND number = $2");

    private const string CreateStore = """
        CREATE TABLE IF NOT EXISTS schema_migrations (
            number INTEGER PRIMARY KEY,
            name TEXT NOT NULL,
            sha256 TEXT NOT NULL,
            applied_at INTEGER NOT NULL
        ) STRICT;
        """;

    /// <summary>Makes the journal unless it is there; that of the applications is made by a migration.</summary>
    public static async ValueTask Create(Session session, MigrationSet set)
    {
        if (set.IsStore)
        {
            await session.ExecuteScript(CreateStore);
        }
    }

    /// <summary>What was applied of a set, in the order of the numbers.</summary>
    public static async ValueTask<List<JournalLine>> Read(Session session, MigrationSet set)
    {
        if (!set.IsStore)
        {
            return [.. (await ReadOfApplications(session)).Where(line => line.Namespace == set.Namespace)];
        }

        return await session.First(StoreJournalExists, []) == 0 ? [] : await session.All(ReadStore, []);
    }

    /// <summary>What was applied of every application.</summary>
    public static async ValueTask<List<JournalLine>> ReadOfApplications(Session session) =>
        await session.First(ApplicationJournalExists, []) == 0 ? [] : await session.All(ReadApplications, []);

    public static async ValueTask Record(Session session, MigrationSet set, Migration migration)
    {
        string name = migration.ToString();
        _ = set.IsStore
            ? await session.Execute(RecordStore, [migration.Number, name, migration.Checksum, session.Now])
            : await session.Execute(RecordApplication, [set.Namespace, migration.Number, name, migration.Checksum, session.Now]);
    }

    /// <summary>Takes a line out; the journal of the store goes with its last line.</summary>
    public static async ValueTask Remove(Session session, MigrationSet set, int number)
    {
        if (!set.IsStore)
        {
            await session.Execute(RemoveApplication, [set.Namespace, number]);
            return;
        }

        await session.Execute(RemoveStore, [number]);
        if ((await session.All(ReadStore, [])).Count == 0)
        {
            await session.ExecuteScript("DROP TABLE schema_migrations");
        }
    }
}

/// <summary>A line of a journal.</summary>
/// <param name="Namespace">Whose migration it is.</param>
/// <param name="Number">Its number.</param>
/// <param name="Name">Its number and name at that time, for example <c>0001_orders</c>.</param>
/// <param name="Sha256">The checksum of what was run.</param>
/// <param name="AppliedAt">When.</param>
internal sealed record JournalLine(string Namespace, int Number, string Name, string Sha256, DateTimeOffset AppliedAt);
