using LeadStore.Engine;

namespace LeadStore.Migrations;

/// <summary>Compares sets of migrations with what a file has had, and says what is to be run, or why nothing may be.</summary>
internal static class MigrationPlan
{
    /// <summary>The migrations of a set that the file does not have, in order.</summary>
    /// <exception cref="MigrationException">The journal does not fit the set.</exception>
    public static async ValueTask<IReadOnlyList<Migration>> FindPending(Session session, MigrationSet set)
    {
        List<JournalLine> journal = await MigrationJournal.Read(session, set);
        Verify(set, journal);
        return [.. set.Migrations.Where(migration => journal.All(line => line.Number != migration.Number))];
    }

    /// <summary>Verifies several sets, before anything of them is run.</summary>
    public static async ValueTask<bool> VerifyAll(Session session, IReadOnlyList<MigrationSet> sets)
    {
        foreach (MigrationSet set in sets)
        {
            Verify(set, await MigrationJournal.Read(session, set));
        }

        return true;
    }

    /// <summary>What is to be undone, the newest first, so that only numbers up to one are left.</summary>
    /// <exception cref="MigrationException">One of them cannot be undone.</exception>
    public static async ValueTask<IReadOnlyList<Migration>> FindRollBack(Session session, (MigrationSet Set, int ToNumber) rollBack) =>
        FindRollBack(rollBack.Set, await MigrationJournal.Read(session, rollBack.Set), rollBack.ToNumber);

    /// <inheritdoc cref="FindRollBack(Session, ValueTuple{MigrationSet, int})"/>
    public static IReadOnlyList<Migration> FindRollBack(MigrationSet set, List<JournalLine> journal, int toNumber)
    {
        List<Migration> steps = [];
        foreach (JournalLine line in journal.Where(line => line.Number > toNumber).Reverse())
        {
            Migration? migration = set.Find(line.Number);
            if (migration is null)
            {
                throw new MigrationException(
                    set.Name(line.Name),
                    $"the file has it (SHA-256 {line.Sha256}), and it is not among those given, so that nobody knows how to undo it. Nothing was "
                    + "changed; use the version that applied it.");
            }

            RefuseChanged(set, migration, line);
            steps.Add(migration.HasDown
                ? migration
                : throw new MigrationException(
                    set.Name(migration),
                    "it has no way down. Nothing was changed; restore a backup from before it, or give it one (the checksum stays the same)."));
        }

        return steps;
    }

    /// <summary>The set of a namespace.</summary>
    /// <exception cref="ArgumentException">None has that name.</exception>
    public static MigrationSet SetOf(IReadOnlyList<MigrationSet> sets, string ns) =>
        sets.FirstOrDefault(set => set.Namespace == ns)
        ?? throw new ArgumentException($"No migrations of '{ns}' were given; add that MigrationSet to LeadDatabaseOptions.Migrations.", nameof(ns));

    /// <summary>Refuses two sets of one name, whose migrations could not be told apart.</summary>
    public static void RefuseTwins(IReadOnlyList<MigrationSet> sets)
    {
        if (sets.Count > 1 && sets.GroupBy(set => set.Namespace).FirstOrDefault(group => group.Count() > 1) is { } twins)
        {
            Migration?[] first = [.. twins.Select(set => set.Migrations.Count > 0 ? set.Migrations[0] : null)];
            throw new MigrationException(
                twins.Key,
                $"two sets have this namespace; they begin with {string.Join(" and ", first.Select(one => one is null ? "nothing" : Both(one)))}. "
                + "Give each one of its own, or make one of the two.");
        }
    }

    private static void Verify(MigrationSet set, List<JournalLine> journal)
    {
        int newest = set.Migrations.Count == 0 ? 0 : set.Migrations[^1].Number;
        foreach (JournalLine line in journal)
        {
            if (set.Find(line.Number) is { } migration)
            {
                RefuseChanged(set, migration, line);
            }
            else
            {
                throw line.Number > newest
                    ? new MigrationException(
                        set.Name(line.Name),
                        $"the file was migrated by a newer version of {Owner(set)} (SHA-256 {line.Sha256}); the newest here is "
                        + $"{(newest == 0 ? "none" : Both(set.Migrations[^1]))}. The file was not changed. Update the program.")
                    : new MigrationException(
                        set.Name(line.Name),
                        $"the file has it (SHA-256 {line.Sha256}), and it is missing among those given, of which the newest is "
                        + $"{Both(set.Migrations[^1])}. The file was not changed. Put it back as it was: what was released stays.");
            }
        }

        Migration? late = set.Migrations.FirstOrDefault(
            one => journal.Count > 0 && one.Number < journal[^1].Number && journal.All(line => line.Number != one.Number));
        if (late is not null)
        {
            throw new MigrationException(
                set.Name(late),
                $"it comes out of order (SHA-256 {late.Checksum}): the file has {journal[^1].Name} already (SHA-256 {journal[^1].Sha256}). The "
                + "file was not changed. Give it a number behind that one.");
        }
    }

    /// <summary>Refuses a migration that was applied from another text.</summary>
    public static void RefuseChanged(MigrationSet set, Migration migration, JournalLine line)
    {
        if (line.Sha256 != migration.Checksum)
        {
            throw new MigrationException(
                set.Name(migration),
                $"the file was migrated by another text of it, {line.Name} (SHA-256 {line.Sha256}, here {migration.Checksum}). The file was not "
                + $"changed. Use the version of {Owner(set)} that made it, or put the text back as it was and add a migration.");
        }
    }

    private static string Owner(MigrationSet set) => set.IsStore ? "LeadStore" : "the application";

    private static string Both(Migration migration) => $"{migration} (SHA-256 {migration.Checksum})";
}
