using LeadStore.Engine;
using LeadStore.Sqlite;

namespace LeadStore.Tests.Contract.Deferred;

/// <summary>
/// A session whose every call completes later and on another thread. Like a real connection it takes one statement at a time, and it
/// notices one that nobody waited for.
/// </summary>
internal sealed class DeferredSession(SqliteSession inner, DeferredWorker worker, bool canWrite) : Session(inner.Rules)
{
    private volatile bool _busy;

    public override bool CanWrite => canWrite;

    public override bool InTransaction => inner.InTransaction;

    /// <summary>How many calls were made so far, to show that the tests did go this way.</summary>
    public int Calls { get; private set; }

    /// <summary>Ends the hold of an operation, which must have waited for all that it began.</summary>
    public void EndHold()
    {
        Epoch++;
        RefuseWhileBusy();
    }

    public override ValueTask<T?> FirstUnwatched<T>(Query<T> query, ReadOnlySpan<SqlValue> arguments)
        where T : default
    {
        SqlValue[] kept = arguments.ToArray();
        return Later(() => Completed(inner.FirstUnwatched(query, kept))).Task;
    }

    public override ValueTask<List<T>> AllUnwatched<T>(Query<T> query, ReadOnlySpan<SqlValue> arguments)
    {
        SqlValue[] kept = arguments.ToArray();
        return Later(() => Completed(inner.AllUnwatched(query, kept))).Task;
    }

    public override ValueTask<int> ExecuteUnwatched(Command command, ReadOnlySpan<SqlValue> arguments)
    {
        SqlValue[] kept = arguments.ToArray();
        return Later(() => Completed(inner.ExecuteUnwatched(command, kept))).Task;
    }

    public override ValueTask<long> InsertUnwatched(Insert statement, ReadOnlySpan<SqlValue> arguments)
    {
        SqlValue[] kept = arguments.ToArray();
        return Later(() => Completed(inner.InsertUnwatched(statement, kept))).Task;
    }

    public override ValueTask ExecuteScript(string sql) => Later(() =>
    {
        inner.RunScript(sql);
        return true;
    }).TaskWithoutResult;

    public override ApplicationSql BeginApplicationSql(ProtectedTables own) => inner.BeginApplicationSql(own);

    private DeferredCall<T> Later<T>(Func<T> work)
    {
        RefuseWhileBusy();
        _busy = true;
        Calls++;
        return new DeferredCall<T>(worker, () =>
        {
            try
            {
                return work();
            }
            finally
            {
                _busy = false;
            }
        });
    }

    private void RefuseWhileBusy()
    {
        if (_busy)
        {
            throw new InvalidOperationException("The session was used again before its last statement was awaited to its end.");
        }
    }

    private static T Completed<T>(ValueTask<T> call) => call.IsCompleted
        ? call.GetAwaiter().GetResult()
        : throw new InvalidOperationException("A SQLite session completes every call before it returns.");
}
