namespace LeadStore.Engine;

/// <summary>The tables whose rows somebody keeps beside the store, all under the same integer key.</summary>
/// <param name="Main">The table by whose columns they are looked for: a row that is new or changed may be what was looked for in vain.</param>
/// <param name="Others">The tables that hold further columns: a row that is new may be what was missing.</param>
internal sealed record WatchedTables(string Main, IReadOnlyList<string> Others);

/// <summary>Which rows of the watched tables a transaction has changed; rather one too many. Nothing is allocated while it is noted.</summary>
internal sealed class ChangedRows
{
    private const int Most = 4096;

    private readonly long[] _keys = new long[Most];
    private int _count;

    /// <summary>The keys, the same one several times perhaps. Without meaning where <see cref="TooMany"/>.</summary>
    public ReadOnlySpan<long> Keys => _keys.AsSpan(0, _count);

    /// <summary>Whether what was looked for in vain may be there now.</summary>
    public bool MayAppear { get; private set; }

    /// <summary>Whether they were more than are counted one by one.</summary>
    public bool TooMany { get; private set; }

    public bool None => _count == 0 && !TooMany;

    public void Clear()
    {
        _count = 0;
        MayAppear = false;
        TooMany = false;
    }

    /// <param name="key">The key of a row that was inserted, changed or deleted.</param>
    /// <param name="mayAppear">Whether it may be what was looked for in vain.</param>
    public void Note(long key, bool mayAppear)
    {
        MayAppear |= mayAppear;
        if (_count > 0 && _keys[_count - 1] == key)
        {
            // A lead and what hangs on it are written one after the other.
            return;
        }

        if (_count == Most)
        {
            TooMany = true;
            return;
        }

        _keys[_count++] = key;
    }
}
