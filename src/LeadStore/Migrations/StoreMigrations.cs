using LeadStore.Engine;
using LeadStore.Migrations;

namespace LeadStore;

/// <summary>
/// The migrations of an open store: how they stand, and running those of applications, up and down. Reached by
/// <see cref="LeadDatabase.Migrations"/>; safe to use from any thread. The library's own migrations run when a store is opened, and are
/// rolled back by <see cref="LeadDatabase.RollBack"/>.
/// </summary>
public sealed class StoreMigrations
{
    private readonly StoreEngine _engine;
    private readonly IReadOnlyList<MigrationSet> _sets;
    private readonly Action<string> _reportApplied;
    private readonly Action<string> _reportRolledBack;
    private readonly Func<string?> _backUp;

    /// <param name="engine">Runs them.</param>
    /// <param name="sets">Those of applications.</param>
    /// <param name="reportApplied">Is told the name of each that was applied.</param>
    /// <param name="reportRolledBack">Is told the name of each that was undone.</param>
    /// <param name="backUp">Makes a verified backup and says where; null where there is no file.</param>
    internal StoreMigrations(
        StoreEngine engine,
        IReadOnlyList<MigrationSet> sets,
        Action<string> reportApplied,
        Action<string> reportRolledBack,
        Func<string?> backUp)
    {
        _engine = engine;
        _sets = sets;
        _reportApplied = reportApplied;
        _reportRolledBack = reportRolledBack;
        _backUp = backUp;
    }

    /// <summary>How every migration stands in this store.</summary>
    /// <exception cref="LeadStoreException">The file cannot be read; see <see cref="LeadStoreException.Kind"/>.</exception>
    /// <exception cref="InvalidOperationException">Called inside a transaction of the same store.</exception>
    public MigrationStatus GetStatus() => _engine.ReadSnapshot(MigrationReader.Read, _sets, nameof(GetStatus));

    /// <summary>
    /// Runs the pending migrations of <see cref="LeadDatabaseOptions.Migrations"/>, each in a transaction of its own with its line in the
    /// journal. Opening does the same unless <see cref="LeadDatabaseOptions.MigrateOnOpen"/> is off. When several processes do it at once,
    /// each migration is run once. Other writers wait while one runs.
    /// </summary>
    /// <returns>Those that this call has applied, for example <c>billing/0001_orders</c>.</returns>
    /// <exception cref="MigrationException">
    /// The journal does not fit the sets: nothing was changed. Or one failed: it was undone, and those before it stay.
    /// </exception>
    /// <exception cref="LeadStoreException"><see cref="LeadStoreErrorKind.Busy"/>: another process held the write lock for too long.</exception>
    /// <exception cref="InvalidOperationException">Called inside a transaction of the same store.</exception>
    public IReadOnlyList<string> Migrate()
    {
        _ = _engine.ReadSnapshot(MigrationPlan.VerifyAll, _sets, nameof(Migrate));
        List<string> applied = [];
        foreach (MigrationSet set in _sets)
        {
            foreach (Migration migration in Migrator.Migrate(_engine, set))
            {
                applied.Add(set.Name(migration));
                _reportApplied(set.Name(migration));
            }
        }

        return applied;
    }

    /// <summary>
    /// Undoes the newest migrations of an application, the newest first, each in a transaction of its own. Before anything is changed,
    /// every one of them must have its way down, and a verified backup is made beside the database, named
    /// <c>leads.db.before-rollback-20261123T010203Z.db</c>. The next <see cref="Migrate"/>, and the next opening, applies them again: give
    /// the older set to roll back for good.
    /// </summary>
    /// <param name="ns">The namespace of a set of <see cref="LeadDatabaseOptions.Migrations"/>.</param>
    /// <param name="toNumber">The newest number to stay, 0 for none.</param>
    /// <exception cref="ArgumentException">No set of that name was given, or the number is negative.</exception>
    /// <exception cref="MigrationException">
    /// One has no way down, is not the text that was applied, or is not among those given: nothing was changed. Or one failed on its way
    /// down: it was undone, and those before it in this call stay rolled back.
    /// </exception>
    /// <exception cref="LeadStoreException">No backup could be made: nothing was changed; the kinds of <see cref="StoreMaintenance.Backup"/>.</exception>
    /// <exception cref="InvalidOperationException">Called inside a transaction of the same store.</exception>
    public RollBackReport RollBack(string ns, int toNumber)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(ns);
        ArgumentOutOfRangeException.ThrowIfNegative(toNumber);
        MigrationSet set = MigrationPlan.SetOf(_sets, ns);
        IReadOnlyList<Migration> steps = _engine.Read(MigrationPlan.FindRollBack, (set, toNumber), nameof(RollBack));
        if (steps.Count == 0)
        {
            return new RollBackReport { RolledBack = [] };
        }

        string? backup = _backUp();
        List<string> undone = [];
        foreach (MigrationStep step in steps.Select(migration => new MigrationStep(set, migration)))
        {
            if (_engine.Write(Migrator.Revert, step, nameof(RollBack)))
            {
                undone.Add(step.Name);
                _reportRolledBack(step.Name);
            }
        }

        return new RollBackReport { RolledBack = undone, BackupPath = backup };
    }

    /// <summary>The SQL that <see cref="Migrate"/> would run now; empty if nothing is pending. Changes nothing.</summary>
    /// <inheritdoc cref="GetStatus"/>
    public string Script() => GetStatus().Script();

    /// <summary>The SQL that <see cref="RollBack"/> would run now. Changes nothing.</summary>
    /// <param name="ns">As for <see cref="RollBack"/>.</param>
    /// <param name="toNumber">As for <see cref="RollBack"/>.</param>
    /// <exception cref="ArgumentException">No set of that name was given, or the number is negative.</exception>
    /// <exception cref="MigrationException">One of them cannot be undone.</exception>
    public string ScriptRollBack(string ns, int toNumber) => GetStatus().ScriptRollBack(ns, toNumber);
}
