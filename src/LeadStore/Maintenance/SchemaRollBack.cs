using LeadStore.Engine;
using LeadStore.Migrations;
using LeadStore.Sqlite;

namespace LeadStore.Maintenance;

/// <summary>
/// Takes the library's own schema of a store that nobody has open back to an older version: first a verified backup, then every step in
/// one transaction, which is committed only if the schema is what the migrations up to that version make.
/// </summary>
internal static class SchemaRollBack
{
    private const int MostNamed = 5;

    /// <param name="settings">The file.</param>
    /// <param name="location">The same, as backups name it.</param>
    /// <param name="rules">The rules of the store.</param>
    /// <param name="toVersion">The version that it shall have.</param>
    /// <param name="events">Is told what no caller sees.</param>
    public static RollBackReport Run(
        SqliteFileSettings settings, DatabaseLocation location, StoreRules rules, int toVersion, ISqliteEvents events)
    {
        if (NativeFile.WhyNoRegularFile(settings.Path) is { } reason)
        {
            throw SqliteFile.CannotOpen(settings.Description, reason.TrimEnd('.'), null);
        }

        string live = Restoring.Resolve(settings.Path);
        SqliteFile.Inspect(live, MigrationScript.Newest, settings.Description);
        if (!UntouchedFile.IsCutOff(live))
        {
            // What is refused by the journal of migrations alone leaves the file as it is, to the byte.
            (IReadOnlyList<Migration> planned, bool certain) = UntouchedFile.Read(
                live, settings.Description, rules, async (session, logWasRead) => (await Plan(session, toVersion), logWasRead));
            if (planned.Count == 0 && certain)
            {
                return new RollBackReport { RolledBack = [] };
            }
        }

        // Before anything takes long: nobody has it open.
        DatabaseHold.Take(live).Dispose();
        SqliteDatabase database = SqliteDatabase.OpenFile(settings, rules, MigrationScript.Newest, events);
        using SqliteEngine engine = database.Engine;
        IReadOnlyList<Migration> steps = engine.Read(Plan, toVersion, nameof(LeadDatabase.RollBack));
        if (steps.Count == 0)
        {
            return new RollBackReport { RolledBack = [] };
        }

        RefuseToLeaveOthers(database, toVersion);
        string backup = BackupName.FreeBefore("rollback", settings.Path, rules.Clock.GetUtcNow());
        _ = new BackupMaker(database, location, rules.Clock).Make(backup, new BackupOptions(), null, CancellationToken.None);
        engine.Dispose();
        ExclusiveFile.Change(live, rules, session => Run(session, steps, toVersion, backup));
        return new RollBackReport { RolledBack = [.. steps.Select(step => step.ToString())], BackupPath = backup };
    }

    private static async ValueTask<IReadOnlyList<Migration>> Plan(Session session, int toVersion)
    {
        IReadOnlyList<Migration> steps = await MigrationPlan.FindRollBack(session, (MigrationScript.Set, toVersion));
        List<JournalLine> applications = await MigrationJournal.ReadOfApplications(session);
        return steps.Count == 0 || applications.Count == 0 || toVersion >= MigrationScript.ApplicationsSince
            ? steps
            : throw new MigrationException(
                steps[0].ToString(),
                $"the file has {applications.Count} migrations of applications "
                + $"({string.Join(", ", applications.Select(line => line.Namespace).Distinct())}), and version {toVersion} has no journal for "
                + "them. Nothing was changed; roll those back first with StoreMigrations.RollBack.");
    }

    private static void RefuseToLeaveOthers(SqliteDatabase database, int toVersion)
    {
        SchemaComparison schema = LongRead.Run(
            database, db => SchemaComparison.Of(db, (int)OneOffStatement.Number(db, "PRAGMA user_version")), nameof(LeadDatabase.RollBack));
        if (toVersion == 0 && schema.Own.Count > 0)
        {
            throw new MigrationException(
                MigrationScript.All[0].ToString(),
                $"the file has more in it than the store: {string.Join(", ", schema.Own.Take(MostNamed))}. Without the store it would be a file of "
                + "nobody. Nothing was changed; move that away first.");
        }
    }

    // What ANALYZE has measured; with it the file would not be empty.
    private static string DropStatistics(SqliteSession session) => string.Concat(
        SchemaObject.ReadAll(session.Handle)
            .Where(one => one.Type == "table" && one.Name.StartsWith("sqlite_stat", StringComparison.Ordinal))
            .Select(one => $"DROP TABLE {one.Name}; "));

    private static void Run(SqliteSession session, IReadOnlyList<Migration> steps, int toVersion, string backup)
    {
        using (PrivateConnection copy = PrivateConnection.ForReading(backup, CancellationToken.None))
        {
            IReadOnlyList<TableContent> saved = TableContent.ReadAll(copy.Handle, CancellationToken.None);
            if (!saved.SequenceEqual(TableContent.ReadAll(session.Handle, CancellationToken.None)))
            {
                throw new LeadStoreException(
                    LeadStoreErrorKind.Busy,
                    $"Another program has written to the database since it was backed up to '{backup}'. Nothing was changed; end it, and try again.");
            }
        }

        int version = steps[0].Number;
        HashSet<SchemaObject> own = [.. SchemaComparison.Of(session.Handle, version).Own];
        foreach (Migration step in steps)
        {
            _ = SqliteEngine.Finished(Migrator.Revert(session, new MigrationStep(MigrationScript.Set, step)));
        }

        if (toVersion == 0)
        {
            session.RunScript($"{DropStatistics(session)} PRAGMA application_id=0");
        }

        SchemaComparison after = SchemaComparison.Of(session.Handle, toVersion);
        bool hasVersion = OneOffStatement.Number(session.Handle, "PRAGMA user_version") == toVersion;
        if (after.Changed.Count > 0 || !own.SetEquals(after.Own) || !hasVersion)
        {
            IEnumerable<SchemaObject> differing = after.Changed.Concat(after.Own.Except(own)).Concat(own.Except(after.Own)).Distinct();
            throw new MigrationException(
                steps[^1].ToString(),
                "the way down does not lead to the schema that was there before it, because another program has changed or added something "
                + $"({string.Join(", ", differing.Take(MostNamed))}). It was undone; nothing was changed.");
        }
    }
}
