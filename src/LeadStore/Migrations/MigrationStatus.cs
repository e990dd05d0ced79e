using System.Globalization;
using System.Text;
using LeadStore.Migrations;

namespace LeadStore;

/// <summary>
/// Which migrations a file has had, and which it has not: the library's own and those of applications. See
/// <see cref="LeadDatabase.GetMigrationStatus"/> and <see cref="StoreMigrations.GetStatus"/>.
/// </summary>
public sealed class MigrationStatus
{
    private readonly IReadOnlyList<MigrationSet> _sets;

    internal MigrationStatus(int schemaVersion, IReadOnlyList<MigrationEntry> migrations, IReadOnlyList<MigrationSet> sets)
    {
        SchemaVersion = schemaVersion;
        Migrations = migrations;
        _sets = sets;
    }

    /// <summary>The version of the library's own schema that the file has; 0 if it has none yet.</summary>
    public int SchemaVersion { get; }

    /// <summary>The version of the schema that this library makes.</summary>
    public int NewestSchemaVersion { get; } = MigrationScript.Newest;

    /// <summary>Whether a newer LeadStore has migrated the file, so that this one does not open it.</summary>
    public bool IsTooNew => SchemaVersion > NewestSchemaVersion;

    /// <summary>Every migration: first the library's own, then those of applications by namespace; each in the order of the numbers.</summary>
    public IReadOnlyList<MigrationEntry> Migrations { get; }

    /// <summary>Whether nothing is pending and nothing keeps the file from being opened.</summary>
    public bool IsUpToDate => !IsTooNew && Migrations.All(one => one.State is MigrationState.Applied or MigrationState.OfOtherProgram);

    /// <summary>Whether the file is not opened with these sets: it is too new, or a migration is neither applied nor pending.</summary>
    public bool IsRefused => IsTooNew || Migrations.Any(Refuses);

    /// <summary>
    /// True if the file has a write-ahead log that could not be read without making an index beside it (a database that was copied with its
    /// log but without the index): then this is what the file itself says, and the log may hold later migrations.
    /// </summary>
    public bool LogWasNotRead { get; internal set; }

    /// <summary>
    /// The SQL that the pending migrations would run, in order, with a comment above each; empty if none is pending. Where the file is
    /// refused nothing would run: then only comments, which say why.
    /// </summary>
    public string Script() => IsRefused
        ? string.Concat(WhyRefused().Select(reason => $"-- Nothing would run: {reason}.\n"))
        : Text(
            from entry in Migrations
            where entry.State == MigrationState.Pending
            let set = _sets.Single(one => one.Namespace == entry.Namespace)
            select (set, set.Find(entry.Number)!), down: false);

    /// <summary>The SQL that a rollback would run, the newest migration first, with a comment above each.</summary>
    /// <param name="ns">Whose migrations: a namespace that was given, or <c>leadstore</c> for the library's own.</param>
    /// <param name="toNumber">The newest number to stay, 0 for none.</param>
    /// <exception cref="ArgumentException">No set of that name was given, or the number is negative.</exception>
    /// <exception cref="MigrationException">One of them cannot be undone; the rollback itself would be refused for the same reason.</exception>
    public string ScriptRollBack(string ns, int toNumber)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(toNumber);
        MigrationSet set = MigrationPlan.SetOf(_sets, ns);
        IEnumerable<JournalLine> applied = Migrations
            .Where(one => one.Namespace == ns && one.AppliedAt is not null)
            .Select(one => new JournalLine(ns, one.Number, one.Name, one.AppliedChecksum!, one.AppliedAt!.Value));
        return Text(MigrationPlan.FindRollBack(set, [.. applied], toNumber).Select(migration => (set, migration)), down: true);
    }

    private static bool Refuses(MigrationEntry entry) =>
        entry.State is MigrationState.Changed or MigrationState.Missing or MigrationState.OutOfOrder or MigrationState.Newer;

    private IEnumerable<string> WhyRefused()
    {
        IEnumerable<string> reasons = Migrations.Where(Refuses).Select(entry => $"{entry.Namespace}/{entry.Name} is {entry.State}");
        return IsTooNew
            ? reasons.Prepend("a newer LeadStore has migrated the file")
            : reasons;
    }

    private static string Text(IEnumerable<(MigrationSet Set, Migration Migration)> migrations, bool down)
    {
        StringBuilder text = new();
        foreach ((MigrationSet set, Migration migration) in migrations)
        {
            string way = down ? ", down" : "";
            text.Append(CultureInfo.InvariantCulture, $"-- {set.Namespace}/{migration}{way}\n{migration.Describe(down)}\n");
        }

        return text.ToString();
    }
}
