using System.Globalization;

namespace LeadStore.CrashTests;

/// <summary>What the rounds of a scenario have counted; safe to use from several at once.</summary>
internal sealed class Tally
{
    private readonly SortedDictionary<string, long> _notes = new(StringComparer.Ordinal);
    private long _cases;
    private long _acknowledged;
    private long _lost;
    private long _partial;
    private long _untyped;
    private long _unusable;

    public long Cases => _cases;

    public void Case() => Interlocked.Increment(ref _cases);

    /// <summary>Writes that were acknowledged and then looked for.</summary>
    public void Acknowledged(long writes) => Interlocked.Add(ref _acknowledged, writes);

    public void Lost(long writes) => Interlocked.Add(ref _lost, writes);

    public void Partial(long groups) => Interlocked.Add(ref _partial, groups);

    public void Untyped() => Interlocked.Increment(ref _untyped);

    public void Unusable() => Interlocked.Increment(ref _unusable);

    /// <summary>Counts something that only this scenario has.</summary>
    public void Note(string what, long count = 1)
    {
        lock (_notes)
        {
            _notes[what] = _notes.GetValueOrDefault(what) + count;
        }
    }

    /// <summary>Keeps the largest value of something that only this scenario has.</summary>
    public void NoteLargest(string what, long value)
    {
        lock (_notes)
        {
            _notes[what] = Math.Max(_notes.GetValueOrDefault(what), value);
        }
    }

    public string Notes
    {
        get
        {
            lock (_notes)
            {
                return string.Join(
                    ", ", _notes.Select(note => string.Create(CultureInfo.InvariantCulture, $"{note.Key}: {note.Value:N0}")));
            }
        }
    }

    /// <summary>Acknowledged, lost, partial, untyped, not usable: the columns of the table.</summary>
    public long[] Columns => [_acknowledged, _lost, _partial, _untyped, _unusable];
}
