using LeadStore.Engine;

namespace LeadStore.Migrations;

/// <summary>
/// Brings a database to the newest schema of a set, or back: each migration and its line in the journal in one transaction, so that a
/// process that dies leaves the file before or after a migration. Two processes that open a new file at once both succeed: whoever
/// comes second finds the line. One mechanism for the library's own migrations and for those of applications.
/// </summary>
internal static class Migrator
{
    // SQLite's code for a reference to columns that are no key ("foreign key mismatch"), among others.
    private const int Error = 1;

    private static readonly Query<string> TablesWithReferences = new(
        "SELECT name FROM sqlite_schema WHERE type = 'table' AND EXISTS (SELECT 1 FROM pragma_foreign_key_list(name))",
        row => row.Text(0))
    { MayScan = true };

    private static readonly Query<Reference> BrokenReferences = new(
        "SELECT \"table\", rowid, parent, fkid FROM pragma_foreign_key_check($1)",
        row => new Reference(row.Text(0), row.IsNull(1) ? null : row.Int64(1), row.Text(2), row.Int64(3)))
    { MayScan = true };

    /// <summary>Applies what is pending of the library's own scripts.</summary>
    public static IReadOnlyList<Migration> Migrate(StoreEngine engine, IReadOnlyList<Migration> scripts) =>
        Migrate(engine, MigrationSet.OfStore(scripts));

    /// <summary>Applies what is pending of a set.</summary>
    /// <returns>The migrations that this call applied.</returns>
    public static IReadOnlyList<Migration> Migrate(StoreEngine engine, MigrationSet set)
    {
        IReadOnlyList<Migration> pending = engine.Read(MigrationPlan.FindPending, set, nameof(Migrate));
        return [.. pending.Where(migration => engine.Write(Apply, new MigrationStep(set, migration), nameof(Migrate)))];
    }

    /// <summary>Applies one migration, unless another process was quicker.</summary>
    public static async ValueTask<bool> Apply(Session session, MigrationStep step)
    {
        await MigrationJournal.Create(session, step.Set);
        IReadOnlyList<Migration> pending = await MigrationPlan.FindPending(session, step.Set);
        if (!pending.Contains(step.Migration))
        {
            return false;
        }

        await Run(session, step, step.Migration.UpSql, step.Migration.UpCode);
        await MigrationJournal.Record(session, step.Set, step.Migration);
        return true;
    }

    /// <summary>Undoes one migration, unless another process was quicker.</summary>
    public static async ValueTask<bool> Revert(Session session, MigrationStep step)
    {
        List<JournalLine> journal = await MigrationJournal.Read(session, step.Set);
        if (journal.All(line => line.Number != step.Migration.Number))
        {
            return false;
        }

        if (journal[^1].Number != step.Migration.Number)
        {
            throw new MigrationException(
                step.Name, $"another process has applied {journal[^1].Name} behind it meanwhile. It was not undone; end that process, and try again.");
        }

        MigrationPlan.RefuseChanged(step.Set, step.Migration, journal[^1]);
        await Run(session, step, step.Migration.DownSql, step.Migration.DownCode);
        await MigrationJournal.Remove(session, step.Set, step.Migration.Number);
        return true;
    }

    private static async ValueTask Run(Session session, MigrationStep step, string? sql, Action<MigrationContext>? code)
    {
        try
        {
            // What was broken before is not this migration's doing, and does not keep a file from ever being opened again.
            Dictionary<Reference, int> before = await CountBroken(session);
            if (step.Set.IsStore)
            {
                await session.ExecuteScript(sql!);
            }
            else
            {
                RunOfApplication(session, step, sql, code);
            }

            await RefuseBroken(session, step, before);
        }
        catch (LeadStoreException failure) when (IsOfPlace(failure))
        {
            throw new LeadStoreException(failure.Kind, $"Migration {step.Name}: it was undone. {failure.Message}", failure)
            {
                SqliteExtendedErrorCode = failure.SqliteExtendedErrorCode,
                Sql = failure.Sql,
            };
        }
        catch (LeadStoreException failure) when (failure is not MigrationException && failure.Kind != LeadStoreErrorKind.Busy)
        {
            throw new MigrationException(step.Name, $"it failed and was undone. {failure.Message}", failure)
            {
                SqliteExtendedErrorCode = failure.SqliteExtendedErrorCode,
                Sql = failure.Sql,
            };
        }
    }

    private static async ValueTask RefuseBroken(Session session, MigrationStep step, Dictionary<Reference, int> before)
    {
        KeyValuePair<Reference, int>[] broken =
            [.. (await CountBroken(session)).Where(found => found.Value > before.GetValueOrDefault(found.Key))];
        if (broken.Length > 0)
        {
            Reference first = broken[0].Key;
            int count = broken.Sum(found => found.Value - before.GetValueOrDefault(found.Key));
            throw new MigrationException(
                step.Name,
                first.Parent is null
                    ? $"a table that {first.Table} refers to has no such key (PRIMARY KEY or UNIQUE). It was undone; let it refer to one."
                    : $"it would leave {count} references from {first.Table} to {first.Parent}, or other tables, without their "
                        + "row. It was undone; let it delete or change those rows first.");
        }
    }

    // Table by table: one that refers to what is no key makes the check of everything fail.
    private static async ValueTask<Dictionary<Reference, int>> CountBroken(Session session)
    {
        Dictionary<Reference, int> counts = [];
        foreach (string table in await session.All(TablesWithReferences, []))
        {
            try
            {
                foreach (Reference reference in await session.All(BrokenReferences, [table]))
                {
                    counts[reference] = counts.GetValueOrDefault(reference) + 1;
                }
            }
            catch (LeadStoreException failure) when (failure.SqliteExtendedErrorCode == Error)
            {
                counts[new Reference(table, null, null, 0)] = 1;
            }
        }

        return counts;
    }

    // What is wrong with the disk or the file, not with the migration: its text need not be looked at.
    private static bool IsOfPlace(LeadStoreException failure) => failure.Kind
        is LeadStoreErrorKind.StorageFull
        or LeadStoreErrorKind.InputOutput
        or LeadStoreErrorKind.ReadOnly
        or LeadStoreErrorKind.FileReplaced;

    private static void RunOfApplication(Session session, MigrationStep step, string? sql, Action<MigrationContext>? code)
    {
        using ApplicationSql guarded = session.BeginApplicationSql(MigrationScript.Tables);
        if (code is null)
        {
            guarded.Run(sql!);
            return;
        }

        try
        {
            code(new MigrationContext(guarded));
        }
        catch (Exception failure) when (failure is not (LeadStoreException or OperationCanceledException))
        {
            // Its message is not repeated: it may hold what the code has read.
            throw new MigrationException(step.Name, $"its code threw {failure.GetType()}, and it was undone.", failure);
        }

        if (!session.InTransaction)
        {
            throw new MigrationException(step.Name, "a statement of it that failed has undone it, although its code went on.");
        }
    }

    // A row of a table without rowids has no number, and a table that cannot be checked no parent.
    private sealed record Reference(string Table, long? Row, string? Parent, long Key);
}

/// <summary>One migration of a set. It may run an application's code.</summary>
internal sealed record MigrationStep(MigrationSet Set, Migration Migration) : IRunsCallback
{
    public string Name => Set.Name(Migration);
}
