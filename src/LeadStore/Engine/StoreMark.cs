namespace LeadStore.Engine;

/// <summary>
/// A sign by which an engine tells one committed state of its store from every other: as long as it is the same, nobody has committed
/// anything. What the numbers mean is the engine's own affair.
/// </summary>
internal readonly record struct StoreMark(long A, long B, long C, long D, long E, long F);

/// <summary>Where the mark of a store can be read in nanoseconds.</summary>
internal abstract class StoreMarks
{
    /// <summary>
    /// The mark of a store to which nobody has another way than through its engine: it is always the same, because the engine tells of every
    /// commit itself before anybody can see it.
    /// </summary>
    public static StoreMarks OfOneProcess { get; } = new Constant();

    /// <summary>Reads the mark as it is now. May be called by any thread.</summary>
    /// <returns>False if it cannot be read any more: the store is closed.</returns>
    public abstract bool TryRead(out StoreMark mark);

    private sealed class Constant : StoreMarks
    {
        public override bool TryRead(out StoreMark mark)
        {
            mark = default;
            return true;
        }
    }
}
