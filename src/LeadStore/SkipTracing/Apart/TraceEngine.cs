using LeadStore.Engine;

namespace LeadStore.SkipTracing;

/// <summary>Runs operations on traces, wherever these are.</summary>
internal abstract class TraceEngine : IDisposable
{
    /// <summary>Whether it is part of a transaction of the application.</summary>
    public abstract bool IsInTransaction { get; }

    public abstract T Read<TArgument, T>(Func<TraceSessions, TArgument, ValueTask<T>> operation, TArgument argument, string name);

    public abstract ValueTask<T> ReadAsync<TArgument, T>(
        Func<TraceSessions, TArgument, ValueTask<T>> operation, TArgument argument, string name, CancellationToken cancellationToken);

    /// <summary>Runs a read of several statements that all see the same state, of each file its own.</summary>
    public abstract T ReadSnapshot<TArgument, T>(Func<TraceSessions, TArgument, ValueTask<T>> operation, TArgument argument, string name);

    public abstract ValueTask<T> ReadSnapshotAsync<TArgument, T>(
        Func<TraceSessions, TArgument, ValueTask<T>> operation, TArgument argument, string name, CancellationToken cancellationToken);

    /// <summary>Runs a read of many statements that all see the same state, of each file its own, and may take long.</summary>
    public abstract T ReadLong<TArgument, T>(
        Func<TraceSessions, TArgument, CancellationToken, ValueTask<T>> operation,
        TArgument argument,
        string name,
        CancellationToken cancellationToken);

    public abstract T Write<TArgument, T>(Func<TraceSessions, TArgument, ValueTask<T>> operation, TArgument argument, string name);

    public abstract ValueTask<T> WriteAsync<TArgument, T>(
        Func<TraceSessions, TArgument, ValueTask<T>> operation, TArgument argument, string name, CancellationToken cancellationToken);

    /// <summary>Runs an operation as a read, and once more as a write if it says that it has something to change.</summary>
    public async ValueTask<T> ReadElseWriteAsync<TArgument, T>(
        Func<TraceSessions, TArgument, ValueTask<ReadAttempt<T>>> operation,
        TArgument argument,
        string name,
        CancellationToken cancellationToken)
    {
        ReadAttempt<T> attempt = await ReadAsync(operation, argument, name, cancellationToken).ConfigureAwait(false);
        return attempt.NeedsWrite
            ? (await WriteAsync(operation, argument, name, cancellationToken).ConfigureAwait(false)).Value
            : attempt.Value;
    }

    /// <summary>The same traces as they are seen from inside a transaction of the store.</summary>
    public abstract TraceEngine Within(StoreEngine transaction);

    /// <summary>A lead was deleted: so are its traces.</summary>
    /// <returns>What was deleted, with them.</returns>
    public virtual ValueTask<DeleteSummary> AfterDelete(DeleteSummary summary, bool blocking) => ValueTask.FromResult(summary);

    /// <summary>A transaction of the application has ended, in which leads may have been deleted.</summary>
    /// <returns>Whether traces were.</returns>
    public virtual ValueTask<bool> AfterTransaction(bool blocking) => ValueTask.FromResult(false);

    /// <summary>Closes what is not the store's own.</summary>
    public virtual void Dispose()
    {
    }
}
