namespace LeadStore;

/// <summary>Which backups of a directory were kept and which removed.</summary>
/// <param name="Kept">The paths that were kept, the newest first.</param>
/// <param name="Removed">The paths that were removed with their manifests, the newest first.</param>
/// <param name="LastGood">
/// The newest backup that is good, which is never removed; <see langword="null"/> if nothing was to be removed, so that none was verified,
/// or if none is good, and then nothing was removed.
/// </param>
public sealed record RetentionReport(IReadOnlyList<string> Kept, IReadOnlyList<string> Removed, string? LastGood)
{
    /// <summary>
    /// The backups newer than <see cref="LastGood"/> that were verified and are not good, the newest first; all, if none is good. Those
    /// that were made with damaged rows on purpose are not among them. Look after them: a volume that damages backups may damage the store.
    /// </summary>
    public IReadOnlyList<string> Rejected { get; init; } = [];

    /// <summary>
    /// Files that have the name of a backup of this store and were not touched, because nothing says that they are of it, the newest first:
    /// their manifests name another store, cannot be read, or are missing, or an earlier build made them, which named none.
    /// </summary>
    public IReadOnlyList<string> LeftAlone { get; init; } = [];

    /// <summary>The report in one line.</summary>
    public override string ToString() =>
        $"{Kept.Count} kept, {Removed.Count} removed, {Rejected.Count} rejected, {LeftAlone.Count} left alone; last good: {LastGood ?? "none"}";
}
