using System.Diagnostics.CodeAnalysis;

namespace LeadStore.Engine;

/// <summary>
/// Says whether a row that was read earlier is still what the store holds, so that it may be kept beside the store. The engine tells it of
/// every commit of its own, with the rows that were changed; that somebody else has committed it sees by the mark of the store
/// (<see cref="StoreMark"/>), which it compares at every question.
/// </summary>
/// <remarks>
/// <para>
/// Whoever keeps a row notes the number of <see cref="View"/> from before he began to read it: the row is at least as new as that state.
/// Of every row it is known by which number it was last changed here, so the row kept is good as long as no higher number stands there.
/// So nothing has to be found and removed at a commit, and one who read before a commit and puts the row away after it does no harm: its
/// number is too low.
/// </para>
/// <para>
/// A commit of this process is seen by others a moment before it is told here. In that moment the mark is another than that of the view, and
/// nothing that is kept is used. It is told before the writer returns to its caller, and by then the numbers of its rows have gone up.
/// </para>
/// <para>The numbers are kept for groups of rows: two rows of one group are changed together, which costs a read and is never wrong.</para>
/// </remarks>
internal sealed class CommitWatch
{
    private const int Groups = 8192;

    private readonly Lock _noting = new();
    private readonly long[] _changedBy = new long[Groups];
    private volatile StoreView? _view;
    private long _number;
    private bool _committing;
    private long _byOthers;

    /// <summary>
    /// The newest state that is known. What is read from now on is as new or newer. Null while the store is closed: then nothing is kept.
    /// </summary>
    public StoreView? View => _view;

    /// <summary>How often somebody else's commit has made everything kept worthless.</summary>
    public long InvalidationsByOthers => Interlocked.Read(ref _byOthers);

    /// <summary>Whether the state that is known is the state of the store now. If somebody else has committed, a new one is begun.</summary>
    /// <returns>
    /// False if it is not, or if that is not certain in this moment: then the store itself must be asked.
    /// </returns>
    public bool IsCurrent([NotNullWhen(true)] out StoreView? view)
    {
        view = _view;
        if (view is null || !view.Marks.TryRead(out StoreMark now))
        {
            return false;
        }

        if (now == view.Mark)
        {
            return true;
        }

        LookAgain();
        return false;
    }

    /// <summary>Whether a row read at a number is in this state as it was then.</summary>
    public bool Holds(StoreView view, long key, long number) => number >= view.Floor && number >= Volatile.Read(ref _changedBy[GroupOf(key)]);

    /// <summary>Whether what was not there at a number is not there in this state either.</summary>
    public static bool HoldsAbsence(StoreView view, long number) => number >= view.AbsenceFloor;

    /// <summary>The store is open, or open again: what was read before counts no more.</summary>
    public void Attach(StoreMarks marks)
    {
        lock (_noting)
        {
            _committing = false;
            Begin(marks);
        }
    }

    /// <summary>The store is being closed, or its file exchanged.</summary>
    public void Detach()
    {
        lock (_noting)
        {
            _view = null;
        }
    }

    /// <summary>The engine is about to commit: until it says what came of it, another mark is not somebody else's.</summary>
    public void Committing()
    {
        lock (_noting)
        {
            _committing = true;
        }
    }

    /// <summary>The engine has committed, and has not told those who wait for it yet.</summary>
    /// <param name="rows">Which rows it has changed.</param>
    /// <param name="before">The mark when nobody else could commit any more.</param>
    /// <param name="after">The mark that its commit has left.</param>
    public void Committed(ChangedRows rows, StoreMark before, StoreMark after)
    {
        lock (_noting)
        {
            _committing = false;
            if (_view is not { } view)
            {
                return;
            }

            if (view.Mark != before)
            {
                _byOthers++;
                Begin(view.Marks);
            }
            else if (rows.TooMany)
            {
                Begin(view.Marks);
            }
            else if (!rows.None)
            {
                _number++;
                foreach (long key in rows.Keys)
                {
                    Volatile.Write(ref _changedBy[GroupOf(key)], _number);
                }

                _view = view with { Mark = after, Number = _number, AbsenceFloor = rows.MayAppear ? _number : view.AbsenceFloor };
            }
            else if (after != before)
            {
                _view = view with { Mark = after };
            }
        }
    }

    /// <summary>The engine has committed or has not, or somebody else has meanwhile: what was read before counts no more.</summary>
    public void CommittedUncertainly(bool byOthers)
    {
        lock (_noting)
        {
            _committing = false;
            if (_view is { } view)
            {
                _byOthers += byOthers ? 1 : 0;
                Begin(view.Marks);
            }
        }
    }

    private void LookAgain()
    {
        lock (_noting)
        {
            if (!_committing && _view is { } view && view.Marks.TryRead(out StoreMark now) && now != view.Mark)
            {
                _byOthers++;
                Begin(view.Marks);
            }
        }
    }

    // The mark is read before anybody reads rows at the new number, so they are as new as the mark or newer.
    private void Begin(StoreMarks marks)
    {
        _number++;
        _view = marks.TryRead(out StoreMark mark) ? new StoreView(marks, mark, _number, _number, _number) : null;
    }

    private static int GroupOf(long key) => (int)((ulong)key % Groups);
}
