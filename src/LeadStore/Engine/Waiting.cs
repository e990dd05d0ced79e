namespace LeadStore.Engine;

/// <summary>For blocking callers of what is written once for both ways of calling.</summary>
internal static class Waiting
{
    /// <summary>The result of a call, which is there already where the engine is one that blocks.</summary>
    public static T Result<T>(ValueTask<T> call) => call.IsCompleted ? call.GetAwaiter().GetResult() : call.AsTask().GetAwaiter().GetResult();
}
