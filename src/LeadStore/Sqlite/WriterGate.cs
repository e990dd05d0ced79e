namespace LeadStore.Sqlite;

/// <summary>The turn to write: one holder at a time, the others in the order of their arrival.</summary>
internal sealed class WriterGate(TimeSpan patience)
{
    private readonly Lock _lock = new();
    private readonly LinkedList<QueuedWrite> _waiting = [];
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

    public bool IsClosed
    {
        get
        {
            lock (_lock)
            {
                return _closed is not null;
            }
        }
    }

    /// <summary>Takes the writer if nobody holds it.</summary>
    public bool TryEnter()
    {
        lock (_lock)
        {
            ObjectDisposedException.ThrowIf(_closed is not null, typeof(LeadDatabase));
            return !_held && (_held = true);
        }
    }

    /// <summary>Completes when the caller holds the writer, or when a holder has run and committed its write.</summary>
    /// <param name="write">What waits.</param>
    /// <param name="cancellationToken">Gives up waiting. Has no effect any more once the turn has come.</param>
    /// <exception cref="LeadStoreException"><see cref="LeadStoreErrorKind.Busy"/>: the turn did not come in time.</exception>
    public async ValueTask Enter(QueuedWrite write, CancellationToken cancellationToken)
    {
        LinkedListNode<QueuedWrite> place;
        lock (_lock)
        {
            ObjectDisposedException.ThrowIf(_closed is not null, typeof(LeadDatabase));
            if (!_held)
            {
                _held = true;
                return;
            }

            place = _waiting.AddLast(write);
        }

        if (!await write.Wait(patience, cancellationToken).ConfigureAwait(false))
        {
            if (GiveUp(place))
            {
                cancellationToken.ThrowIfCancellationRequested();
                throw new LeadStoreException(
                    LeadStoreErrorKind.Busy,
                    $"Other writers of this process kept the database busy for {patience.TotalSeconds:0.###} s (BusyTimeout). Keep transactions short, or raise BusyTimeout.");
            }

            // The turn came in the same moment: the signal is on the way.
            await write.Wait(Timeout.InfiniteTimeSpan, CancellationToken.None).ConfigureAwait(false);
        }

        write.ThrowIfFailed();
    }

    /// <summary>Takes the next in line out of the queue if the holder may run it; null if it must run itself, or nobody waits.</summary>
    public QueuedWrite? TakeWhoNeedsNoThread()
    {
        lock (_lock)
        {
            if (_waiting.First?.Value is not { NeedsItsThread: false } next)
            {
                return null;
            }

            _waiting.RemoveFirst();
            return next;
        }
    }

    /// <summary>Gives the writer to the next in line, if there is one.</summary>
    public bool HandOver()
    {
        QueuedWrite? next = TakeNext(orElseLeave: false);
        next?.Complete();
        return next is not null;
    }

    /// <summary>Gives the writer back.</summary>
    public void Leave() => (TakeNext(orElseLeave: true) ?? _closed)?.Complete();

    /// <summary>Turns everybody away who does not hold the writer, and returns when nobody does any more.</summary>
    /// <returns>False if the gate was closed before.</returns>
    public bool Close()
    {
        List<QueuedWrite> turnedAway;
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

        foreach (QueuedWrite write in turnedAway)
        {
            write.Complete(new ObjectDisposedException(nameof(LeadDatabase)));
        }

        left.Block(Timeout.InfiniteTimeSpan);
        return true;
    }

    private QueuedWrite? TakeNext(bool orElseLeave)
    {
        lock (_lock)
        {
            if (_waiting.First?.Value is { } next)
            {
                _waiting.RemoveFirst();
                return next;
            }

            _held &= !orElseLeave;
            return null;
        }
    }

    // False if the turn came in the meantime: then it must be used.
    private bool GiveUp(LinkedListNode<QueuedWrite> place)
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
