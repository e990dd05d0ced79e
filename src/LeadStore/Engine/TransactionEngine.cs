namespace LeadStore.Engine;

/// <summary>
/// The engine as it is seen from inside a transaction: every operation runs on the transaction's own session, each write under a
/// savepoint of its own, so that one that fails and is caught leaves nothing behind.
/// </summary>
internal sealed class TransactionEngine(Session session) : StoreEngine
{
    private readonly int _epoch = session.Epoch;

    public override T Read<TArgument, T>(Func<Session, TArgument, ValueTask<T>> operation, TArgument argument, string name) =>
        Result(Held(operation)(session, argument));

    public override ValueTask<T> ReadAsync<TArgument, T>(
        Func<Session, TArgument, ValueTask<T>> operation, TArgument argument, string name, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return Held(operation)(session, argument);
    }

    public override T ReadSnapshot<TArgument, T>(Func<Session, TArgument, ValueTask<T>> operation, TArgument argument, string name) =>
        Read(operation, argument, name);

    public override ValueTask<T> ReadSnapshotAsync<TArgument, T>(
        Func<Session, TArgument, ValueTask<T>> operation, TArgument argument, string name, CancellationToken cancellationToken) =>
        ReadAsync(operation, argument, name, cancellationToken);

    public override T Write<TArgument, T>(Func<Session, TArgument, ValueTask<T>> operation, TArgument argument, string name) =>
        Result(Savepoint.Run(session, Held(operation), argument));

    public override ValueTask<T> WriteAsync<TArgument, T>(
        Func<Session, TArgument, ValueTask<T>> operation, TArgument argument, string name, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return Savepoint.Run(session, Held(operation), argument);
    }

    /// <summary>Does nothing: the transaction ends with its callback, and the store belongs to whoever opened it.</summary>
    public override void Dispose()
    {
    }

    /// <inheritdoc cref="Dispose"/>
    public override ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private Func<Session, TArgument, ValueTask<T>> Held<TArgument, T>(Func<Session, TArgument, ValueTask<T>> operation)
    {
        session.VerifyHeldSince(_epoch);
        return operation;
    }

    private static T Result<T>(ValueTask<T> call) => call.IsCompleted ? call.GetAwaiter().GetResult() : call.AsTask().GetAwaiter().GetResult();
}
