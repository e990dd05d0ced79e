namespace LeadStore.Sqlite;

/// <summary>
/// Watches the write-ahead log over the checkpoints of one store. A reader that stays in its transaction keeps the log from being copied
/// and used again, so that it grows with every write; this says so once when it has passed its limit, and once when that is over.
/// </summary>
/// <param name="limitBytes">The length that is still well.</param>
/// <param name="events">Is told of both.</param>
internal sealed class LogWatch(long limitBytes, ISqliteEvents events)
{
    private volatile Checkpoint? _last;
    private volatile bool _isHeld;

    public long LimitBytes => limitBytes;

    /// <summary>The newest checkpoint of this store; null before the first.</summary>
    public Checkpoint? Last => _last;

    /// <summary>Whether the log has passed its limit because of a reader that has not ended yet.</summary>
    public bool IsHeld => _isHeld;

    /// <summary>Called by the holder of the writer alone. What the application's logger throws comes out of it.</summary>
    public void Note(Checkpoint checkpoint)
    {
        _last = checkpoint;
        if (!_isHeld && checkpoint.IsPartial && checkpoint.LogBytes > limitBytes)
        {
            _isHeld = true;
            events.LogHeldByReader(checkpoint.LogBytes);
        }
        else if (_isHeld && !checkpoint.IsPartial)
        {
            _isHeld = false;
            events.LogReleased(checkpoint.LogBytes);
        }
    }
}
