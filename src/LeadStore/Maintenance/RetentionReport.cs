namespace LeadStore;

/// <summary>Which backups of a directory were kept and which removed.</summary>
/// <param name="Kept">The paths that were kept, the newest first.</param>
/// <param name="Removed">The paths that were removed with their manifests, the newest first.</param>
/// <param name="LastGood">
/// The newest backup that is good, which is never removed; <see langword="null"/> if nothing was to be removed, so that none was verified,
/// or if none is good, and then nothing was removed.
/// </param>
public sealed record RetentionReport(IReadOnlyList<string> Kept, IReadOnlyList<string> Removed, string? LastGood);
