using LeadStore.Engine;

namespace LeadStore.Migrations;

/// <summary>
/// Brings a database to the schema of this library: each pending script and its line in the journal in one transaction, so that a
/// process that dies leaves the file before or after a migration. Two processes that open a new file at once both succeed: whoever
/// comes second finds the line.
/// </summary>
internal static class Migrator
{
    private static readonly Query<long> JournalExists = new(
        "SELECT count(*) FROM sqlite_schema WHERE type = 'table' AND name = 'schema_migrations'", row => row.Int64(0));

    private static readonly Query<Applied> ReadJournal = new(
        "SELECT number, name, sha256 FROM schema_migrations ORDER BY number",
        row => new Applied(row.Int32(0), row.Text(1), row.Text(2)));

    private static readonly Command Record = new(
        "INSERT INTO schema_migrations (number, name, sha256, applied_at) VALUES ($1, $2, $3, $4)");

    private const string CreateJournal = """
        CREATE TABLE IF NOT EXISTS schema_migrations (
            number INTEGER PRIMARY KEY,
            name TEXT NOT NULL,
            sha256 TEXT NOT NULL,
            applied_at INTEGER NOT NULL
        ) STRICT;
        """;

    /// <returns>The migrations that this call applied.</returns>
    public static IReadOnlyList<MigrationScript> Migrate(StoreEngine engine, IReadOnlyList<MigrationScript> scripts)
    {
        IReadOnlyList<MigrationScript> pending = engine.Read(FindPending, scripts, nameof(Migrate));
        return [.. pending.Where(script => engine.Write(Apply, (script, scripts), nameof(Migrate)))];
    }

    private static async ValueTask<bool> Apply(Session session, (MigrationScript Script, IReadOnlyList<MigrationScript> Scripts) migration)
    {
        MigrationScript script = migration.Script;
        await session.ExecuteScript(CreateJournal);
        IReadOnlyList<MigrationScript> pending = await FindPending(session, migration.Scripts);
        if (!pending.Contains(script))
        {
            return false;
        }

        try
        {
            await session.ExecuteScript(script.Sql);
        }
        catch (LeadStoreException failure) when (failure.Kind != LeadStoreErrorKind.Busy)
        {
            throw new MigrationException(script.Name, $"it failed and was undone. {failure.Message}", failure);
        }

        await session.Execute(Record, [script.Number, script.Name, script.Checksum, session.Now]);
        return true;
    }

    private static async ValueTask<IReadOnlyList<MigrationScript>> FindPending(Session session, IReadOnlyList<MigrationScript> scripts)
    {
        if (await session.First(JournalExists, []) == 0)
        {
            return scripts;
        }

        Dictionary<int, Applied> journal = (await session.All(ReadJournal, [])).ToDictionary(applied => applied.Number);
        foreach (MigrationScript script in scripts)
        {
            if (journal.TryGetValue(script.Number, out Applied? applied) && applied.Sha256 != script.Checksum)
            {
                throw new MigrationException(
                    script.Name,
                    $"the file was migrated by another text of it (SHA-256 {applied.Sha256}, here {script.Checksum}). Use the LeadStore version that made the file.");
            }
        }

        return [.. scripts.Where(script => !journal.ContainsKey(script.Number))];
    }

    private sealed record Applied(int Number, string Name, string Sha256);
}
