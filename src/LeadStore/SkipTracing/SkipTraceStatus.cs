namespace LeadStore;

/// <summary>How far a skip trace is.</summary>
public enum SkipTraceStatus
{
    /// <summary>Begun; nobody has said how it ended.</summary>
    Pending,

    /// <summary>The provider answered, whether or not it found anybody.</summary>
    Completed,

    /// <summary>There was no answer that could be used; see <see cref="SkipTrace.Failure"/>.</summary>
    Failed,
}
