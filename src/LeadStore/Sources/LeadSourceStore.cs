using LeadStore.Engine;
using LeadStore.Sources;

namespace LeadStore;

/// <summary>
/// The sources of leads: what people see of each, and whether it is offered for new leads. Reached as
/// <see cref="LeadDatabase.Sources"/>; safe to use from any thread.
/// </summary>
public sealed class LeadSourceStore
{
    private readonly StoreEngine _engine;

    internal LeadSourceStore(StoreEngine engine) => _engine = engine;

    /// <summary>The sources, by name.</summary>
    /// <param name="includeInactive">Whether to list those that are not offered for new leads any more.</param>
    public IReadOnlyList<SourceInfo> List(bool includeInactive = false) =>
        _engine.Read(SourceOperations.List, includeInactive, "Sources.List");

    /// <inheritdoc cref="List"/>
    public ValueTask<IReadOnlyList<SourceInfo>> ListAsync(bool includeInactive = false, CancellationToken cancellationToken = default) =>
        _engine.ReadAsync(SourceOperations.List, includeInactive, "Sources.List", cancellationToken);

    /// <summary>One source; <see langword="null"/> if it is not listed.</summary>
    /// <param name="source">The source.</param>
    public SourceInfo? Get(LeadSource source) => _engine.Read(SourceOperations.Get, source, "Sources.Get");

    /// <inheritdoc cref="Get"/>
    public ValueTask<SourceInfo?> GetAsync(LeadSource source, CancellationToken cancellationToken = default) =>
        _engine.ReadAsync(SourceOperations.Get, source, "Sources.Get", cancellationToken);

    /// <summary>Adds a source.</summary>
    /// <param name="source">The word that leads carry.</param>
    /// <param name="displayName">What people see, at most 200 characters. Default: the word.</param>
    /// <exception cref="LeadStoreException"><see cref="LeadStoreErrorKind.Duplicate"/>: it is listed already.</exception>
    /// <exception cref="LeadValidationException">The word or the display name is refused.</exception>
    public SourceInfo Add(LeadSource source, string? displayName = null) =>
        _engine.Write(SourceOperations.Add, (source, displayName), "Sources.Add");

    /// <inheritdoc cref="Add"/>
    public ValueTask<SourceInfo> AddAsync(LeadSource source, string? displayName = null, CancellationToken cancellationToken = default) =>
        _engine.WriteAsync(SourceOperations.Add, (source, displayName), "Sources.Add", cancellationToken);

    /// <summary>Changes what people see; leads keep their source.</summary>
    /// <param name="source">The source.</param>
    /// <param name="displayName">1 to 200 characters.</param>
    /// <exception cref="LeadStoreException"><see cref="LeadStoreErrorKind.NotFound"/>: it is not listed.</exception>
    /// <exception cref="LeadValidationException">The display name is refused.</exception>
    public SourceInfo Rename(LeadSource source, string displayName) =>
        _engine.Write(SourceOperations.Rename, (source, displayName), "Sources.Rename");

    /// <inheritdoc cref="Rename"/>
    public ValueTask<SourceInfo> RenameAsync(LeadSource source, string displayName, CancellationToken cancellationToken = default) =>
        _engine.WriteAsync(SourceOperations.Rename, (source, displayName), "Sources.Rename", cancellationToken);

    /// <summary>Offers a source for new leads again.</summary>
    /// <param name="source">The source.</param>
    /// <exception cref="LeadStoreException"><see cref="LeadStoreErrorKind.NotFound"/>: it is not listed.</exception>
    public SourceInfo Activate(LeadSource source) => _engine.Write(SourceOperations.SetActive, (source, true), "Sources.Activate");

    /// <inheritdoc cref="Activate"/>
    public ValueTask<SourceInfo> ActivateAsync(LeadSource source, CancellationToken cancellationToken = default) =>
        _engine.WriteAsync(SourceOperations.SetActive, (source, true), "Sources.Activate", cancellationToken);

    /// <summary>Does not offer a source for new leads any more; its leads keep it.</summary>
    /// <param name="source">The source.</param>
    /// <exception cref="LeadStoreException"><see cref="LeadStoreErrorKind.NotFound"/>: it is not listed.</exception>
    public SourceInfo Deactivate(LeadSource source) => _engine.Write(SourceOperations.SetActive, (source, false), "Sources.Deactivate");

    /// <inheritdoc cref="Deactivate"/>
    public ValueTask<SourceInfo> DeactivateAsync(LeadSource source, CancellationToken cancellationToken = default) =>
        _engine.WriteAsync(SourceOperations.SetActive, (source, false), "Sources.Deactivate", cancellationToken);

    /// <summary>Deletes a source that no lead came from.</summary>
    /// <param name="source">The source.</param>
    /// <returns>False if it was not listed.</returns>
    /// <exception cref="LeadStoreException"><see cref="LeadStoreErrorKind.InUse"/>: a lead, archived or not, has it.</exception>
    public bool Delete(LeadSource source) => _engine.Write(SourceOperations.Delete, source, "Sources.Delete");

    /// <inheritdoc cref="Delete"/>
    public ValueTask<bool> DeleteAsync(LeadSource source, CancellationToken cancellationToken = default) =>
        _engine.WriteAsync(SourceOperations.Delete, source, "Sources.Delete", cancellationToken);
}
