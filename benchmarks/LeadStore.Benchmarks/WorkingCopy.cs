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
    public WorkingCopy(string name, Durability durability)
    {
        SampleStore.Ensure();
        _path = $"{SampleStore.Path}.{name}";
        File.Copy(SampleStore.Path, _path, overwrite: true);
        Store = LeadDatabase.Open(new LeadDatabaseOptions { Path = _path, Durability = durability });
    }

    public LeadDatabase Store { get; }

    /// <summary>From 0 to the number of leads; may be called by many threads at once.</summary>
    public int Next() => (int)((uint)Interlocked.Add(ref _next, Step) % SampleStore.Leads);

    public Message CreateMessage() => Store.CreateMessage(1 + Next(), MessageSender.Customer, "Is the stable still for sale?");

    public ValueTask<Message> CreateMessageAsync(CancellationToken cancellationToken = default) =>
        Store.CreateMessageAsync(1 + Next(), MessageSender.Customer, "Is the stable still for sale?", cancellationToken: cancellationToken);

    public void Dispose()
    {
        Store.Dispose();
        File.Delete(_path);
    }
}
