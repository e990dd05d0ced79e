namespace LeadStore.Tests.Privacy;

/// <summary>A call that carries personal data.</summary>
/// <param name="Verb">Its name, with the room before it.</param>
/// <param name="How">What is wrong with it; null if nothing is, so that only the storage can make it fail.</param>
/// <param name="Call">Calls it for a lead that exists.</param>
internal sealed record Provocation(string Verb, string? How, Action<LeadDatabase, long> Call)
{
    public override string ToString() => $"{Verb}, {How ?? "valid"}";

    /// <summary>What the call throws; null if it succeeds.</summary>
    public Exception? Failure(LeadDatabase store, long id)
    {
        try
        {
            Call(store, id);
            return null;
        }
        catch (Exception failure)
        {
            return failure;
        }
    }
}
