using LeadStore.Engine;

namespace LeadStore.Migrations;

/// <summary>Reads how the migrations of a file stand. Changes nothing, and judges nothing.</summary>
internal static class MigrationReader
{
    private static readonly Query<int> SchemaVersion = new("PRAGMA user_version", row => row.Int32(0));

    /// <param name="session">Any that reads.</param>
    /// <param name="sets">Those of applications.</param>
    public static async ValueTask<MigrationStatus> Read(Session session, IReadOnlyList<MigrationSet> sets)
    {
        List<JournalLine> store = await MigrationJournal.Read(session, MigrationScript.Set);
        List<JournalLine> applications = await MigrationJournal.ReadOfApplications(session);
        List<MigrationEntry> entries = Entries(MigrationScript.Set, store);
        IEnumerable<string> namespaces = applications.Select(line => line.Namespace).Concat(sets.Select(set => set.Namespace));
        foreach (string ns in namespaces.Distinct().Order(StringComparer.Ordinal))
        {
            List<JournalLine> lines = [.. applications.Where(line => line.Namespace == ns)];
            entries.AddRange(sets.FirstOrDefault(set => set.Namespace == ns) is { } set
                ? Entries(set, lines)
                : lines.Select(line => Entry(line) with { State = MigrationState.OfOtherProgram }));
        }

        return new MigrationStatus(await session.First(SchemaVersion, []), entries, [MigrationScript.Set, .. sets]);
    }

    private static List<MigrationEntry> Entries(MigrationSet set, List<JournalLine> journal)
    {
        int newest = set.Migrations.Count == 0 ? 0 : set.Migrations[^1].Number;
        int newestApplied = journal.Count == 0 ? 0 : journal[^1].Number;
        List<MigrationEntry> entries = [];
        foreach (Migration migration in set.Migrations)
        {
            entries.Add(Entry(set, migration, journal.Find(line => line.Number == migration.Number), newestApplied));
        }

        foreach (JournalLine line in journal)
        {
            if (set.Find(line.Number) is null)
            {
                entries.Add(Entry(line) with { State = line.Number > newest ? MigrationState.Newer : MigrationState.Missing });
            }
        }

        entries.Sort((one, other) => one.Number.CompareTo(other.Number));
        return entries;
    }

    private static MigrationEntry Entry(MigrationSet set, Migration migration, JournalLine? line, int newestApplied) => new()
    {
        Namespace = set.Namespace,
        Number = migration.Number,
        Name = migration.ToString(),
        State = line is null && migration.Number < newestApplied ? MigrationState.OutOfOrder
            : line is null ? MigrationState.Pending
            : line.Sha256 == migration.Checksum ? MigrationState.Applied
            : MigrationState.Changed,
        AppliedAt = line?.AppliedAt,
        AppliedChecksum = line?.Sha256,
        Checksum = migration.Checksum,
        HasDown = migration.HasDown,
    };

    private static MigrationEntry Entry(JournalLine line) => new()
    {
        Namespace = line.Namespace,
        Number = line.Number,
        Name = line.Name,
        State = MigrationState.Missing,
        AppliedAt = line.AppliedAt,
        AppliedChecksum = line.Sha256,
    };
}
