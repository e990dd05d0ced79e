using LeadStore.Engine;
using LeadStore.Importing;

namespace LeadStore;

/// <summary>
/// Brings leads and their messages in from other systems. Reached as <see cref="LeadDatabase.Import"/>; safe to use from any thread.
/// A repeated import changes nothing; the rules are in <c>docs/importing.md</c>.
/// </summary>
public sealed class StoreImport
{
    private readonly StoreEngine _engine;

    internal StoreImport(StoreEngine engine) => _engine = engine;

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

    private ImportReport Import(ImportSource source, ImportMapping? mapping, ImportCall call)
    {
        ArgumentNullException.ThrowIfNull(source);
        using IImportSource rows = source.Open();
        return ImportRun.Run(_engine, rows, MappingChoice.Of(rows, mapping), call);
    }
}
