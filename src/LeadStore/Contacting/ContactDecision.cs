namespace LeadStore;

/// <summary>Whether a lead may be contacted at a time.</summary>
/// <param name="Allowed">Whether it may be.</param>
/// <param name="Reason">Why not; <see cref="ContactReason.None"/> if it may be.</param>
/// <param name="AllowedFrom">
/// When the quiet hours end: the first moment at which it may be contacted. <see langword="null"/> if it may be now, or never.
/// </param>
public sealed record ContactDecision(bool Allowed, ContactReason Reason, DateTimeOffset? AllowedFrom);
