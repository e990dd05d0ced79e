namespace LeadStore.Engine;

/// <summary>
/// Runs operations: finds a session, opens the transaction, commits, acknowledges. An operation is a function of a session and an
/// argument, written once; the engine decides how it is called. It keeps the checksums of the rows that are written through it, and
/// supplies the function by which statements can do so themselves: <see cref="Statement.RowChecksum"/>.
/// </summary>
internal abstract class StoreEngine : IDisposable, IAsyncDisposable
{
    public abstract T Read<TArgument, T>(Func<Session, TArgument, ValueTask<T>> operation, TArgument argument, string name);

    public abstract ValueTask<T> ReadAsync<TArgument, T>(
        Func<Session, TArgument, ValueTask<T>> operation, TArgument argument, string name, CancellationToken cancellationToken);

    /// <summary>Runs a read of several statements that all see the same state.</summary>
    public abstract T ReadSnapshot<TArgument, T>(Func<Session, TArgument, ValueTask<T>> operation, TArgument argument, string name);

    public abstract ValueTask<T> ReadSnapshotAsync<TArgument, T>(
        Func<Session, TArgument, ValueTask<T>> operation, TArgument argument, string name, CancellationToken cancellationToken);

    /// <summary>
    /// Runs a read of many statements that all see the same state and may take long: beside the verbs, where the engine can. The operation
    /// is handed a token that ends it, by its caller's will or with the store.
    /// </summary>
    public virtual T ReadLong<TArgument, T>(
        Func<Session, TArgument, CancellationToken, ValueTask<T>> operation, TArgument argument, string name, CancellationToken cancellationToken) =>
        ReadSnapshot(
            static (session, call) => call.operation(session, call.argument, call.cancellationToken),
            (operation, argument, cancellationToken),
            name);

    public abstract T Write<TArgument, T>(Func<Session, TArgument, ValueTask<T>> operation, TArgument argument, string name);

    public abstract ValueTask<T> WriteAsync<TArgument, T>(
        Func<Session, TArgument, ValueTask<T>> operation, TArgument argument, string name, CancellationToken cancellationToken);

    /// <summary>Runs an operation as a read, and once more as a write if it says that it has something to change.</summary>
    public T ReadElseWrite<TArgument, T>(Func<Session, TArgument, ValueTask<ReadAttempt<T>>> operation, TArgument argument, string name)
    {
        ReadAttempt<T> attempt = Read(operation, argument, name);
        return attempt.NeedsWrite ? Write(operation, argument, name).Value : attempt.Value;
    }

    /// <inheritdoc cref="ReadElseWrite"/>
    public async ValueTask<T> ReadElseWriteAsync<TArgument, T>(
        Func<Session, TArgument, ValueTask<ReadAttempt<T>>> operation, TArgument argument, string name, CancellationToken cancellationToken)
    {
        ReadAttempt<T> attempt = await ReadAsync(operation, argument, name, cancellationToken).ConfigureAwait(false);
        return attempt.NeedsWrite
            ? (await WriteAsync(operation, argument, name, cancellationToken).ConfigureAwait(false)).Value
            : attempt.Value;
    }

    /// <summary>Whether the caller is inside a transaction of this engine, so that its own reads and writes are refused.</summary>
    public virtual bool IsInsideTransaction => false;

    /// <summary>
    /// Begins to tell of commits, so that rows of these tables may be kept beside the store; null where the engine cannot tell of each,
    /// whoever makes it. Asked at most once, before the store is used.
    /// </summary>
    public virtual CommitWatch? Watch(WatchedTables tables) => null;

    public abstract void Dispose();

    public abstract ValueTask DisposeAsync();
}

/// <summary>What a read found, or that it must be run again where it can write.</summary>
internal readonly struct ReadAttempt<T>
{
    private ReadAttempt(T value, bool needsWrite)
    {
        Value = value;
        NeedsWrite = needsWrite;
    }

    public static ReadAttempt<T> AsWrite => new(default!, needsWrite: true);

    public T Value { get; }

    public bool NeedsWrite { get; }

    public static implicit operator ReadAttempt<T>(T value) => new(value, needsWrite: false);
}
