namespace LeadStore;

/// <summary>What a score of a property lead is about.</summary>
public enum ScoreKind
{
    /// <summary>How much the owner wants to sell; <see cref="PropertyFacts.MotivationScore"/>.</summary>
    Motivation,

    /// <summary>How good the lead is on the whole; <see cref="PropertyFacts.LeadScore"/>.</summary>
    Lead,

    /// <summary>What a model says of the lead; <see cref="PropertyFacts.AiScore"/>.</summary>
    Ai,
}
