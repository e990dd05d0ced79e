using LeadStore.Engine;

namespace LeadStore.SkipTracing;

/// <summary>Traces in the file of the store: an operation on them is one of the store.</summary>
internal sealed class TracesInStore(StoreEngine engine) : TraceEngine
{
    public override bool IsInTransaction => engine is TransactionEngine;

    public override TraceEngine Within(StoreEngine transaction) => new TracesInStore(transaction);

    public override T Read<TArgument, T>(Func<TraceSessions, TArgument, ValueTask<T>> operation, TArgument argument, string name) =>
        engine.Read(Run, (operation, argument), name);

    public override ValueTask<T> ReadAsync<TArgument, T>(
        Func<TraceSessions, TArgument, ValueTask<T>> operation, TArgument argument, string name, CancellationToken cancellationToken) =>
        engine.ReadAsync(Run, (operation, argument), name, cancellationToken);

    public override T ReadSnapshot<TArgument, T>(
        Func<TraceSessions, TArgument, ValueTask<T>> operation, TArgument argument, string name) =>
        engine.ReadSnapshot(Run, (operation, argument), name);

    public override ValueTask<T> ReadSnapshotAsync<TArgument, T>(
        Func<TraceSessions, TArgument, ValueTask<T>> operation, TArgument argument, string name, CancellationToken cancellationToken) =>
        engine.ReadSnapshotAsync(Run, (operation, argument), name, cancellationToken);

    public override T ReadLong<TArgument, T>(
        Func<TraceSessions, TArgument, CancellationToken, ValueTask<T>> operation,
        TArgument argument,
        string name,
        CancellationToken cancellationToken) =>
        engine.ReadLong(
            static (session, call, either) => call.operation(new TraceSessions(session, session), call.argument, either),
            (operation, argument),
            name,
            cancellationToken);

    public override T Write<TArgument, T>(Func<TraceSessions, TArgument, ValueTask<T>> operation, TArgument argument, string name) =>
        argument is IRunsCallback
            ? engine.Write(
                static (session, call) => Run(session, (call.Operation, call.Argument)), new CallbackCall<TArgument, T>(operation, argument), name)
            : engine.Write(Run, (operation, argument), name);

    public override ValueTask<T> WriteAsync<TArgument, T>(
        Func<TraceSessions, TArgument, ValueTask<T>> operation, TArgument argument, string name, CancellationToken cancellationToken) =>
        engine.WriteAsync(Run, (operation, argument), name, cancellationToken);

    private static ValueTask<T> Run<TArgument, T>(
        Session session, (Func<TraceSessions, TArgument, ValueTask<T>> Operation, TArgument Argument) call) =>
        call.Operation(new TraceSessions(session, session), call.Argument);

    private sealed record CallbackCall<TArgument, T>(
        Func<TraceSessions, TArgument, ValueTask<T>> Operation, TArgument Argument) : IRunsCallback;
}
