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

    /// <summary>How many wait at this moment.</summary>
    public int Waiting
    {
        get
        {
            lock (_lock)
            {
                return _waiting.Count;
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
                    $"Other writers of this process kept the database busy for {patience.TotalSeconds:0.###} s (BusyTimeout). Keep "
                    + "transactions short, or raise BusyTimeout.");
            }

            // The turn came in the same moment: the signal is on the way.
            await write.Wait(Timeout.InfiniteTimeSpan, CancellationToken.None).ConfigureAwait(false);
        }

        write.ThrowIfFailed();
    }

    /// <summary>Takes the next in line out of the queue if the holder may run it; null if it runs itself, or nobody waits.</summary>
    public QueuedWrite? TakeWhoMayBeRun()
    {
        lock (_lock)
        {
            if (_waiting.First?.Value is not { RunsItself: false } next)
            {
                return null;
            }

            _waiting.RemoveFirst();
            return next;
        }
    }

    /// <summary>Gives the writer to the next in line, if that one has a thread that waits for it.</summary>
    public bool HandOver()
    {
        QueuedWrite next;
        lock (_lock)
        {
            if (_waiting.First?.Value is not { HasThread: true } first)
            {
                return false;
            }

            next = first;
            _waiting.RemoveFirst();
        }

        next.Complete();
        return true;
    }

    /// <summary>Gives the writer back, or to the next in line.</summary>
    /// <returns>
    /// False if the next in line has no thread: then the writer stays held, and the caller must find it one. The thread pool is not asked,
    /// because all of its threads may be waiting for this very writer.
    /// </returns>
    public bool Leave()
    {
        Signal? next;
        lock (_lock)
        {
            if (_waiting.First?.Value is { } first)
            {
                if (!first.HasThread)
                {
                    return false;
                }

                next = first;
                _waiting.RemoveFirst();
            }
            else
            {
                _held = false;
                next = _closed;
            }
        }

        next?.Complete();
        return true;
    }

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
