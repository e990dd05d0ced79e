namespace LeadStore.Benchmarks;

/// <summary>A copy of the sample that a run may write to, opened; closed and removed with it.</summary>
internal sealed class WorkingCopy : IDisposable
{
    // A step that is prime to the number of leads visits them all, far from each other.
    private const int Step = 61_803;

    private readonly string _path;
    private int _next;

    /// <param name="name">What tells it from other copies.</param>
    /// <param name="durability">How it is opened.</param>
    /// <param name="checkpointPages">As in the options; 0 for their default.</param>
    /// <param name="leads">How many leads it has.</param>
    /// <param name="cache">As in the options.</param>
    public WorkingCopy(
        string name, Durability durability, int checkpointPages = 0, int leads = SampleStore.Leads, LeadCacheOptions? cache = null)
    {
        Leads = leads;
        SampleStore.Ensure(leads);
        _path = $"{SampleStore.PathOf(leads)}.{name}";
        Remove();
        File.Copy(SampleStore.PathOf(leads), _path);

        // Else the first checkpoint would wait for the disk to take the copy.
        using (FileStream file = File.OpenWrite(_path))
        {
            file.Flush(flushToDisk: true);
        }

        LeadDatabaseOptions options = new() { Path = _path, Durability = durability, DefaultRegion = "US", Cache = cache };
        if (checkpointPages > 0)
        {
            options.CheckpointPages = checkpointPages;
        }

        Store = LeadDatabase.Open(options);
    }

    public string Path => _path;

    public LeadDatabase Store { get; }

    public int Leads { get; }

    /// <summary>From 0 to the number of leads; may be called by many threads at once.</summary>
    public int Next() => (int)((uint)Interlocked.Add(ref _next, Step) % Leads);

    public Message CreateMessage() => Store.CreateMessage(1 + Next(), MessageSender.Customer, "Is the stable still for sale?");

    public ValueTask<Message> CreateMessageAsync(CancellationToken cancellationToken = default) =>
        Store.CreateMessageAsync(1 + Next(), MessageSender.Customer, "Is the stable still for sale?", cancellationToken: cancellationToken);

    public void Dispose()
    {
        Store.Dispose();
        Remove();
    }

    // With the log that a run which was killed has left: it belongs to the file before.
    private void Remove() => Array.ForEach([_path, _path + "-wal", _path + "-shm"], File.Delete);
}
