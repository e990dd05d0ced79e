using System.Collections.Concurrent;
using LeadStore.Engine;

namespace LeadStore.SkipTracing;

/// <summary>
/// Traces in a file of their own. What is written runs inside a transaction of the store and commits the traces first; see
/// <see cref="TraceFile"/>. What is read sees the traces of no lead that the store has deleted.
/// </summary>
/// <param name="store">The store.</param>
/// <param name="traces">The file of the traces.</param>
/// <param name="reportLeft">Is told why something was left to be done later.</param>
internal sealed class TracesApart(StoreEngine store, StoreEngine traces, Action<LeadStoreException> reportLeft) : TraceEngine
{
    private const string Following = "SkipTrace.KeepInStep";

    // Traces whose postings the store has committed; the next transaction that writes traces notes it with them.
    private readonly ConcurrentQueue<long> _posted = new();

    public override bool IsInTransaction => store is TransactionEngine;

    /// <summary>The engine of the file.</summary>
    public StoreEngine File => traces;

    public override TraceEngine Within(StoreEngine transaction) => new TracesApart(transaction, traces, reportLeft);

    public override T Read<TArgument, T>(Func<TraceSessions, TArgument, ValueTask<T>> operation, TArgument argument, string name) =>
        store.Read(
            static (session, call) => new ValueTask<T>(call.Traces.Read(RunRead, (session, call.Operation, call.Argument), call.Name)),
            new ReadCall<TArgument, T>(traces, operation, argument, name),
            name);

    public override ValueTask<T> ReadAsync<TArgument, T>(
        Func<TraceSessions, TArgument, ValueTask<T>> operation, TArgument argument, string name, CancellationToken cancellationToken) =>
        store.ReadAsync(
            static (session, call) => new ValueTask<T>(call.Traces.Read(RunRead, (session, call.Operation, call.Argument), call.Name)),
            new ReadCall<TArgument, T>(traces, operation, argument, name),
            name,
            cancellationToken);

    public override T ReadSnapshot<TArgument, T>(
        Func<TraceSessions, TArgument, ValueTask<T>> operation, TArgument argument, string name) =>
        store.ReadSnapshot(
            static (session, call) => new ValueTask<T>(
                call.Traces.ReadSnapshot(RunRead, (session, call.Operation, call.Argument), call.Name)),
            new ReadCall<TArgument, T>(traces, operation, argument, name),
            name);

    public override ValueTask<T> ReadSnapshotAsync<TArgument, T>(
        Func<TraceSessions, TArgument, ValueTask<T>> operation, TArgument argument, string name, CancellationToken cancellationToken) =>
        store.ReadSnapshotAsync(
            static (session, call) => new ValueTask<T>(
                call.Traces.ReadSnapshot(RunRead, (session, call.Operation, call.Argument), call.Name)),
            new ReadCall<TArgument, T>(traces, operation, argument, name),
            name,
            cancellationToken);

    // The traces first: what their state has posted is in that of the store, which is the newer one.
    public override T ReadLong<TArgument, T>(
        Func<TraceSessions, TArgument, CancellationToken, ValueTask<T>> operation,
        TArgument argument,
        string name,
        CancellationToken cancellationToken) =>
        traces.ReadLong(
            static async (session, call, cancellation) =>
            {
                // The state is chosen by the first read.
                _ = await TraceFile.Link(session);
                return call.store.ReadLong(
                    static (store, call, either) => call.Operation(new TraceSessions(store, call.Traces), call.Argument, either),
                    (Traces: session, Operation: call.operation, Argument: call.argument),
                    call.name,
                    cancellation);
            },
            (store, operation, argument, name),
            name,
            cancellationToken);

    public override T Write<TArgument, T>(Func<TraceSessions, TArgument, ValueTask<T>> operation, TArgument argument, string name) =>
        Waiting.Result(RunWrite(operation, argument, name, blocking: true, CancellationToken.None));

    public override ValueTask<T> WriteAsync<TArgument, T>(
        Func<TraceSessions, TArgument, ValueTask<T>> operation, TArgument argument, string name, CancellationToken cancellationToken) =>
        RunWrite(operation, argument, name, blocking: false, cancellationToken);

    /// <summary>Puts the two files in step when they are opened: what a process before has left, or a restore has torn apart.</summary>
    public void PutInStep()
    {
        if (Read(static (on, _) => TraceFile.IsOutOfStep(on), true, Following))
        {
            _ = Write(static (on, _) => TraceFile.ReopenPostings(on), true, Following);
            PostAll();
            _ = Write(static (on, _) => TraceFile.DeleteUnknown(on), true, Following);
        }

        PostAll();
        _ = Waiting.Result(Follow(blocking: true));
    }

    public override async ValueTask<DeleteSummary> AfterDelete(DeleteSummary summary, bool blocking)
    {
        Dictionary<(long LeadId, string Table), int> deleted = await FollowIfPossible(blocking).ConfigureAwait(false);
        Dictionary<string, int> rows = new(summary.RowsDeleted);
        foreach (((long leadId, string table), int count) in deleted)
        {
            if (leadId == summary.LeadId)
            {
                rows[table] = rows.GetValueOrDefault(table) + count;
            }
        }

        return summary with { RowsDeleted = rows };
    }

    public override async ValueTask<bool> AfterTransaction(bool blocking) =>
        (await FollowIfPossible(blocking).ConfigureAwait(false)).Count > 0;

    /// <summary>Notes what is posted, and closes the file. The store is closed already, and nothing writes any more.</summary>
    public override void Dispose()
    {
        base.Dispose();
        if (!IsInTransaction)
        {
            NotePosted();
            traces.Dispose();
        }
    }

    private void NotePosted()
    {
        try
        {
            if (!_posted.IsEmpty)
            {
                // The store cannot be asked any more how often it has committed. It is at least as often as this file knows.
                _ = traces.Write(
                    static async (session, posted) =>
                    {
                        await TraceFile.SetPosted(session, posted, (await TraceFile.Link(session)).Commits);
                        return true;
                    },
                    TakePosted(),
                    Following);
            }
        }
        catch (Exception failure) when (failure is LeadStoreException or ObjectDisposedException)
        {
            // It is found open when the store is opened next, and posting it again changes nothing.
        }
    }

    private static async ValueTask<T> RunRead<TArgument, T>(
        Session traces, (Session Store, Func<TraceSessions, TArgument, ValueTask<T>> Operation, TArgument Argument) call) =>
        await call.Operation(new TraceSessions(call.Store, traces, await TraceFile.Deleted(call.Store, traces)), call.Argument);

    private async ValueTask<T> RunWrite<TArgument, T>(
        Func<TraceSessions, TArgument, ValueTask<T>> operation,
        TArgument argument,
        string name,
        bool blocking,
        CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (IsInTransaction)
        {
            throw new InvalidOperationException(
                "The skip traces of this store are in a file of their own (LeadDatabaseOptions.SkipTracePath), and two files have no common "
                + "transaction. Write traces outside of it, with the store that began this one.");
        }

        PairedWrite<TArgument, T> write = argument is IRunsCallback
            ? new PairedCallback<TArgument, T>(traces, operation, argument, name, TakePosted())
            : new PairedWrite<TArgument, T>(traces, operation, argument, name, TakePosted());
        T result = await RunPaired(write, name, blocking, cancellationToken).ConfigureAwait(false);
        if (write.SawDeleted)
        {
            _ = await FollowIfPossible(blocking).ConfigureAwait(false);
        }

        return result;
    }

    private async ValueTask<T> RunPaired<TArgument, T>(
        PairedWrite<TArgument, T> write, string name, bool blocking, CancellationToken cancellationToken)
    {
        T result;
        try
        {
            result = blocking
                ? store.Write(PairedWrite<TArgument, T>.Run, write, name)
                : await store.WriteAsync(PairedWrite<TArgument, T>.Run, write, name, cancellationToken).ConfigureAwait(false);
        }
        catch (LeadStoreException failure) when (write.IsStored && write.HasKept)
        {
            // The traces are there, and what follows from them for the store is not, or nobody knows. The transaction that comes next posts it.
            await PostAgain(failure, name, blocking).ConfigureAwait(false);
            result = write.Result!;
        }

        foreach (long id in write.Kept)
        {
            _posted.Enqueue(id);
        }

        return result;
    }

    private async ValueTask PostAgain(LeadStoreException cause, string name, bool blocking)
    {
        try
        {
            _ = await RunWrite(static (_, _) => ValueTask.FromResult(true), true, name, blocking, CancellationToken.None)
                .ConfigureAwait(false);
        }
        catch (LeadStoreException)
        {
            LeadStoreException failure = cause.With(LeadStoreOutcome.Unknown);
            failure.Operation = name;
            throw failure;
        }
    }

    private void PostAll()
    {
        while (Write(static (on, _) => ValueTask.FromResult(on.Kept!.Count), true, Following) >= TraceFile.MostAtOnce)
        {
            // The next one notes what this one has posted, and posts more.
        }
    }

    private async ValueTask<Dictionary<(long LeadId, string Table), int>> FollowIfPossible(bool blocking)
    {
        try
        {
            return IsInTransaction ? [] : await Follow(blocking).ConfigureAwait(false);
        }
        catch (ObjectDisposedException)
        {
            return [];
        }
        catch (LeadStoreException failure)
        {
            // Nobody sees those traces, and the next one who comes by deletes them.
            reportLeft(failure);
            return [];
        }
    }

    // Lets the traces of deleted leads go, when everything that follows from them is posted: it goes with them.
    private async ValueTask<Dictionary<(long LeadId, string Table), int>> Follow(bool blocking)
    {
        Func<TraceSessions, bool, ValueTask<(List<Purge> Purges, bool AnyOpen)>> look = static async (on, _) =>
            (await TraceFile.PendingPurges(on.Store, on.Traces), await TraceFile.AnyOpen(on.Traces));
        (List<Purge> purges, bool anyOpen) = blocking
            ? Read(look, true, Following)
            : await ReadAsync(look, true, Following, CancellationToken.None).ConfigureAwait(false);
        if (purges.Count == 0)
        {
            return [];
        }

        if (anyOpen)
        {
            PairedWrite<IReadOnlyList<Purge>, bool> write = new(traces, TraceFile.PostOfLeads, purges, Following, TakePosted());
            _ = await RunPaired(write, Following, blocking, CancellationToken.None).ConfigureAwait(false);
        }

        return blocking
            ? traces.Write(TraceFile.Purge, purges, Following)
            : await traces.WriteAsync(TraceFile.Purge, purges, Following, CancellationToken.None).ConfigureAwait(false);
    }

    private List<long> TakePosted()
    {
        List<long> posted = [];
        while (posted.Count < TraceFile.MostAtOnce && _posted.TryDequeue(out long id))
        {
            posted.Add(id);
        }

        return posted;
    }

    private readonly record struct ReadCall<TArgument, T>(
        StoreEngine Traces, Func<TraceSessions, TArgument, ValueTask<T>> Operation, TArgument Argument, string Name);

    /// <summary>One operation in a transaction of the store and one of the traces inside it, which commits first.</summary>
    /// <param name="traces">The file of the traces.</param>
    /// <param name="operation">What to do.</param>
    /// <param name="argument">What it is about.</param>
    /// <param name="name">The verb.</param>
    /// <param name="posted">Traces whose postings the store has committed before.</param>
    private class PairedWrite<TArgument, T>(
        StoreEngine traces, Func<TraceSessions, TArgument, ValueTask<T>> operation, TArgument argument, string name, List<long> posted)
    {
        /// <summary>The traces whose postings are in the transaction of the store, and of which the other file does not know it.</summary>
        public List<long> Kept { get; } = [];

        /// <summary>Whether some of them are of this very operation.</summary>
        public bool HasKept { get; private set; }

        /// <summary>Whether the traces are committed.</summary>
        public bool IsStored { get; private set; }

        public bool SawDeleted { get; private set; }

        public T? Result { get; private set; }

        public static ValueTask<T> Run(Session store, PairedWrite<TArgument, T> write) => write.Run(store);

        private ValueTask<T> Run(Session store)
        {
            Result = traces.Write(static (session, call) => call.Write.Run(call.Store, session), (Write: this, Store: store), name);
            IsStored = true;
            return new ValueTask<T>(Result);
        }

        private async ValueTask<T> Run(Session store, Session session)
        {
            await TraceFile.SetPosted(session, posted, await TraceFile.Commits(store));
            TraceSessions on = new(store, session, await TraceFile.Deleted(store, session), Kept);
            SawDeleted = on.Deleted is not null;
            await TraceFile.PostOpen(on);
            int before = Kept.Count;
            T result = await operation(on, argument);
            HasKept = Kept.Count > before;
            return result;
        }
    }

    /// <summary>One that runs the application's own code, on its caller's thread.</summary>
    private sealed class PairedCallback<TArgument, T>(
        StoreEngine traces, Func<TraceSessions, TArgument, ValueTask<T>> operation, TArgument argument, string name, List<long> posted)
        : PairedWrite<TArgument, T>(traces, operation, argument, name, posted), IRunsCallback;
}
