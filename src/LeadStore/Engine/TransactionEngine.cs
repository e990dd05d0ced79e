namespace LeadStore.Engine;

/// <summary>
/// The engine as it is seen from inside a transaction: every operation runs on the transaction's own session, each write under a
/// savepoint of its own, so that one that fails and is caught leaves nothing behind.
/// </summary>
internal sealed class TransactionEngine(Session session) : StoreEngine
{
    private readonly int _epoch = session.Epoch;

    public override T Read<TArgument, T>(Func<Session, TArgument, ValueTask<T>> operation, TArgument argument, string name) =>
        Waiting.Result(RunRead(operation, argument, name));

    public override ValueTask<T> ReadAsync<TArgument, T>(
        Func<Session, TArgument, ValueTask<T>> operation, TArgument argument, string name, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return RunRead(operation, argument, name);
    }

    public override T ReadSnapshot<TArgument, T>(Func<Session, TArgument, ValueTask<T>> operation, TArgument argument, string name) =>
        Read(operation, argument, name);

    public override ValueTask<T> ReadSnapshotAsync<TArgument, T>(
        Func<Session, TArgument, ValueTask<T>> operation, TArgument argument, string name, CancellationToken cancellationToken) =>
        ReadAsync(operation, argument, name, cancellationToken);

    public override T Write<TArgument, T>(Func<Session, TArgument, ValueTask<T>> operation, TArgument argument, string name) =>
        Waiting.Result(RunWrite(operation, argument, name));

    public override ValueTask<T> WriteAsync<TArgument, T>(
        Func<Session, TArgument, ValueTask<T>> operation, TArgument argument, string name, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return RunWrite(operation, argument, name);
    }

    /// <summary>Does nothing: the transaction ends with its callback, and the store belongs to whoever opened it.</summary>
    public override void Dispose()
    {
    }

    /// <inheritdoc cref="Dispose"/>
    public override ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private async ValueTask<T> RunRead<TArgument, T>(Func<Session, TArgument, ValueTask<T>> operation, TArgument argument, string name)
    {
        session.VerifyHeldSince(_epoch);
        try
        {
            return await operation(session, argument).ConfigureAwait(false);
        }
        catch (LeadStoreException failure)
        {
            failure.Operation ??= name;
            throw;
        }
    }

    private async ValueTask<T> RunWrite<TArgument, T>(Func<Session, TArgument, ValueTask<T>> operation, TArgument argument, string name)
    {
        session.VerifyHeldSince(_epoch);
        try
        {
            return await Savepoint.Run(session, operation, argument).ConfigureAwait(false);
        }
        catch (LeadStoreException failure)
        {
            failure.Operation ??= name;
            throw;
        }
    }
}
