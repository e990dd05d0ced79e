using LeadStore.Engine;
using LeadStore.Importing;

namespace LeadStore;

/// <summary>
/// Brings leads and their messages in from other systems. Reached as <see cref="LeadDatabase.Import"/>; safe to use from any thread.
/// A repeated import changes nothing; the rules are in <c>docs/importing.md</c>.
/// </summary>
/// <example>
/// <code>
/// ImportReport report = db.Import.Run(ImportSource.Csv("leads.csv"), mapping);
/// Console.WriteLine(report);   // 1 tables, 2 rows: 2 imported, 0 merged, 0 unchanged, 0 rejected, 0 left out
/// </code>
/// </example>
public sealed class StoreImport
{
    private readonly StoreEngine _engine;

    private readonly Func<CancellationToken, string?>? _backUp;

    /// <param name="engine">Where the rows go.</param>
    /// <param name="backUp">Makes a backup beside the store, and tells its path; null where there is no file.</param>
    internal StoreImport(StoreEngine engine, Func<CancellationToken, string?>? backUp = null)
    {
        _engine = engine;
        _backUp = backUp;
    }

    /// <summary>
    /// Imports everything that a source holds. By default it is one transaction, for which other writers wait, at most their busy timeout:
    /// all is stored or, if one row is rejected, nothing.
    /// </summary>
    /// <param name="source">What to read.</param>
    /// <param name="mapping">Which column is what. Default: the layout that the source is known by, else the proposed one if it leaves no
    /// doubt.</param>
    /// <param name="options">What to do about rows that cannot be taken, and whether to store in batches.</param>
    /// <param name="progress">Is told now and then how far it is, on this thread.</param>
    /// <param name="cancellationToken">Gives up between two rows: nothing is stored, but for the batches that are.</param>
    /// <returns>What became of each row.</returns>
    /// <exception cref="ImportException">Rows were rejected and <see cref="ImportOptions.ContinueOnRejects"/> is not set.</exception>
    /// <exception cref="LeadStoreException">
    /// <see cref="LeadStoreErrorKind.NotFound"/>, <see cref="LeadStoreErrorKind.InputOutput"/>: the source cannot be read.
    /// <see cref="LeadStoreErrorKind.Validation"/>: the source or the mapping is not what it should be.
    /// <see cref="LeadStoreErrorKind.Ambiguous"/>: a mapping is needed.
    /// <see cref="LeadStoreErrorKind.TargetExists"/>: the file for rejected rows exists already.
    /// <see cref="LeadStoreErrorKind.CannotOpen"/>: its directory does not exist. <see cref="LeadStoreErrorKind.ReadOnly"/>: nothing may be
    /// written there. <see cref="LeadStoreErrorKind.StorageFull"/>: no room for it, or for the store.
    /// </exception>
    public ImportReport Run(
        ImportSource source,
        ImportMapping? mapping = null,
        ImportOptions? options = null,
        IProgress<ImportProgress>? progress = null,
        CancellationToken cancellationToken = default) =>
        Import(source, mapping, new ImportCall(options ?? new ImportOptions(), progress, cancellationToken));

    /// <summary>Does all that <see cref="Run"/> does and takes it back: tells what an import would do. Rejected rows are reported and never
    /// thrown.</summary>
    /// <inheritdoc cref="Run"/>
    public ImportReport Plan(
        ImportSource source,
        ImportMapping? mapping = null,
        ImportOptions? options = null,
        IProgress<ImportProgress>? progress = null,
        CancellationToken cancellationToken = default) =>
        Import(source, mapping, new ImportCall(options ?? new ImportOptions(), progress, cancellationToken) { IsPlan = true });

    /// <summary>
    /// Imports leads that the application holds: each is found again by its phone, or by its email if it has no phone, and what the store
    /// knows already stays. All of them or none, unless <see cref="ImportOptions.ContinueOnRejects"/> is set.
    /// </summary>
    /// <param name="leads">The leads. A phone that cannot be read is kept as an attribute if there is an email.</param>
    /// <param name="options">What to do about leads that cannot be taken, and whether to store in batches.</param>
    /// <returns>What became of each lead.</returns>
    /// <exception cref="ImportException">Leads were rejected and <see cref="ImportOptions.ContinueOnRejects"/> is not set.</exception>
    public LeadImportReport Leads(IEnumerable<NewLead> leads, ImportOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(leads);
        List<NewLead> list = [.. leads];
        LeadImportRow[] rows = new LeadImportRow[list.Count];
        using NewLeadSource source = new(list);
        ImportReport report = ImportRun.Run(
            _engine,
            source,
            NewLeadSource.Mapping,
            WithBackup(new ImportCall(options ?? new ImportOptions())),
            (position, outcome, lead, rejection) =>
                rows[position - 1] = new LeadImportRow((int)position - 1, outcome, lead == 0 ? null : lead, rejection?.Code, rejection?.Column));
        return new LeadImportReport { Rows = rows, Report = report };
    }

    private ImportReport Import(ImportSource source, ImportMapping? mapping, ImportCall call)
    {
        ArgumentNullException.ThrowIfNull(source);
        using IImportSource rows = source.Open();
        ImportMapping chosen = MappingChoice.Of(rows, mapping);
        return ImportRun.Run(_engine, rows, chosen, WithBackup(call));
    }

    // A store without leads has nothing that an import could spoil.
    private ImportCall WithBackup(ImportCall call) =>
        call is { Options.BackUpFirst: true, IsPlan: false } && _engine.Read(static (session, _) => session.First(ImportSql.LastLead, []), 0, "Import.Run") > 0
            ? call with { BackupPath = _backUp?.Invoke(call.Cancellation) }
            : call;
}
