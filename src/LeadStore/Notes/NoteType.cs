namespace LeadStore;

/// <summary>What a note is about.</summary>
public enum NoteType
{
    /// <summary>Anything. The default.</summary>
    General,

    /// <summary>A call that was made or taken.</summary>
    Call,

    /// <summary>An email that was written or read.</summary>
    Email,

    /// <summary>A meeting.</summary>
    Meeting,

    /// <summary>What is to be done next.</summary>
    FollowUp,
}
