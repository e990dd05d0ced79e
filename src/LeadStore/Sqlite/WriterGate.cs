namespace LeadStore.Sqlite;

/// <summary>
/// The turn to write: one holder at a time, the others in the order of their arrival. A holder can hand the writer to the next in line
/// instead of leaving it, which is how callers share a commit.
/// </summary>
internal sealed class WriterGate(TimeSpan patience)
{
    private readonly Lock _lock = new();
    private readonly LinkedList<Signal> _waiting = [];
    private Signal? _closed;
    private bool _held;

    public bool SomebodyWaits
    {
        get
        {
            lock (_lock)
            {
                return _waiting.Count > 0;
            }
        }
    }

    /// <summary>Completes when the caller holds the writer; at once, and without an allocation, when nobody does.</summary>
    /// <param name="blocking">True to block the calling thread; false to wait without one.</param>
    /// <param name="cancellationToken">Gives up waiting. Has no effect any more once the caller holds the writer.</param>
    /// <exception cref="LeadStoreException"><see cref="LeadStoreErrorKind.Busy"/>: the turn did not come in time.</exception>
    public ValueTask Enter(bool blocking, CancellationToken cancellationToken)
    {
        LinkedListNode<Signal> place;
        lock (_lock)
        {
            ObjectDisposedException.ThrowIf(_closed is not null, typeof(LeadDatabase));
            if (!_held)
            {
                _held = true;
                return ValueTask.CompletedTask;
            }

            place = _waiting.AddLast(new Signal(blocking));
        }

        return Wait(place, cancellationToken);
    }

    /// <summary>Gives the writer to the next in line, if there is one.</summary>
    public bool HandOver()
    {
        Signal next;
        lock (_lock)
        {
            if (_waiting.First is not { } first)
            {
                return false;
            }

            next = first.Value;
            _waiting.RemoveFirst();
        }

        next.Complete();
        return true;
    }

    /// <summary>Gives the writer back.</summary>
    public void Leave()
    {
        Signal? next;
        lock (_lock)
        {
            next = _waiting.First?.Value;
            if (next is null)
            {
                _held = false;
                next = _closed;
            }
            else
            {
                _waiting.RemoveFirst();
            }
        }

        next?.Complete();
    }

    /// <summary>Turns everybody away who does not hold the writer, and returns when nobody does any more.</summary>
    /// <returns>False if the gate was closed before.</returns>
    public bool Close()
    {
        List<Signal> turnedAway;
        Signal left = new(blocking: true);
        lock (_lock)
        {
            if (_closed is not null)
            {
                return false;
            }

            _closed = left;
            turnedAway = [.. _waiting];
            _waiting.Clear();
            if (!_held)
            {
                left.Complete();
            }
        }

        foreach (Signal signal in turnedAway)
        {
            signal.Complete(new ObjectDisposedException(nameof(LeadDatabase)));
        }

        left.Block(Timeout.InfiniteTimeSpan);
        return true;
    }

    private async ValueTask Wait(LinkedListNode<Signal> place, CancellationToken cancellationToken)
    {
        Signal turn = place.Value;
        bool came = await turn.Wait(patience, cancellationToken).ConfigureAwait(false);
        if (!came)
        {
            if (GiveUp(place))
            {
                cancellationToken.ThrowIfCancellationRequested();
                throw new LeadStoreException(
                    LeadStoreErrorKind.Busy,
                    $"Other writers of this process kept the database busy for {patience.TotalSeconds:0.###} s (BusyTimeout). Keep transactions short, or raise BusyTimeout.");
            }

            // The turn was given away in the same moment; its signal is on the way.
            await turn.Wait(Timeout.InfiniteTimeSpan, CancellationToken.None).ConfigureAwait(false);
        }

        turn.ThrowIfFailed();
    }

    // False if the turn came in the meantime: then it must be used.
    private bool GiveUp(LinkedListNode<Signal> place)
    {
        lock (_lock)
        {
            if (place.List is null)
            {
                return false;
            }

            _waiting.Remove(place);
            return true;
        }
    }
}
