namespace LeadStore.Engine;

/// <summary>
/// One connection in the hands of one operation. On SQLite every call completes before it returns; operations await all the same,
/// so that the same text runs where a call is a network round trip.
/// </summary>
internal abstract class Session(StoreRules rules)
{
    private readonly StatementWatch _watch = rules.Statements;

    public StoreRules Rules { get; } = rules;

    /// <summary>The current time as it will be read back.</summary>
    public DateTimeOffset Now => Instant.Stored(Rules.Clock.GetUtcNow());

    /// <summary>False on a connection that only reads.</summary>
    public abstract bool CanWrite { get; }

    /// <summary>Whether a transaction is open. False after an error that made the engine roll back by itself.</summary>
    public abstract bool InTransaction { get; }

    /// <summary>Changes whenever the session passes to another operation: who remembers an older one no longer owns the session.</summary>
    public int Epoch { get; protected set; }

    /// <summary>The first row, or the default of <typeparamref name="T"/> if there is none.</summary>
    public ValueTask<T?> First<T>(Query<T> query, ReadOnlySpan<SqlValue> arguments) =>
        _watch.IsOn ? WatchedFirst(query, arguments) : FirstUnwatched(query, arguments);

    public ValueTask<List<T>> All<T>(Query<T> query, ReadOnlySpan<SqlValue> arguments) =>
        _watch.IsOn ? WatchedAll(query, arguments) : AllUnwatched(query, arguments);

    /// <summary>Runs a statement that returns no rows.</summary>
    /// <returns>How many rows it inserted, changed or deleted.</returns>
    public ValueTask<int> Execute(Command command, ReadOnlySpan<SqlValue> arguments) =>
        _watch.IsOn ? WatchedExecute(command, arguments) : ExecuteUnwatched(command, arguments);

    /// <summary><see cref="First"/>, as the engine does it.</summary>
    public abstract ValueTask<T?> FirstUnwatched<T>(Query<T> query, ReadOnlySpan<SqlValue> arguments);

    /// <summary><see cref="All"/>, as the engine does it.</summary>
    public abstract ValueTask<List<T>> AllUnwatched<T>(Query<T> query, ReadOnlySpan<SqlValue> arguments);

    /// <summary><see cref="Execute"/>, as the engine does it.</summary>
    public abstract ValueTask<int> ExecuteUnwatched(Command command, ReadOnlySpan<SqlValue> arguments);

    /// <summary>
    /// Inserts a row. Each engine finds out the id in the way that costs least there: on SQLite a <c>RETURNING</c> takes ten times as long as
    /// the insert, because its rows are kept in a table until the statement is over.
    /// </summary>
    /// <returns>The id of the row; 0 if the statement inserted none.</returns>
    public ValueTask<long> Insert(Insert statement, ReadOnlySpan<SqlValue> arguments) =>
        _watch.IsOn ? WatchedInsert(statement, arguments) : InsertUnwatched(statement, arguments);

    /// <summary><see cref="Insert"/>, as the engine does it.</summary>
    public abstract ValueTask<long> InsertUnwatched(Insert statement, ReadOnlySpan<SqlValue> arguments);

    /// <summary>
    /// Runs the statements of a migration; nothing of it is kept prepared. They may use <c>leadstore_checksum(seed, value, …)</c>, which
    /// is <see cref="Statement.RowChecksum"/> for the store of that seed: the tables that have it are only being made.
    /// </summary>
    public abstract ValueTask ExecuteScript(string sql);

    /// <summary>Begins to run SQL that is an application's own; the caller disposes what it gets before anything else is run.</summary>
    public abstract ApplicationSql BeginApplicationSql(ProtectedTables own);

    /// <summary>Whether the caller that took the session at <paramref name="epoch"/> still holds it.</summary>
    public virtual bool IsHeldSince(int epoch) => epoch == Epoch;

    /// <summary>Throws if the caller that took the session at <paramref name="epoch"/> does not hold it any more.</summary>
    public virtual void VerifyHeldSince(int epoch)
    {
        if (!IsHeldSince(epoch))
        {
            throw new InvalidOperationException(
                "This transaction has ended, or runs on another thread. Use the store that is handed to a callback only inside the callback.");
        }
    }

    // Apart from the short way, which is to stay short.
    private ValueTask<T?> WatchedFirst<T>(Query<T> query, ReadOnlySpan<SqlValue> arguments)
    {
        StatementRun run = _watch.Begin(query.Shape, query);
        try
        {
            return Ended(FirstUnwatched(query, arguments), run, static row => EqualityComparer<T?>.Default.Equals(row, default) ? 0 : 1);
        }
        catch (Exception failure)
        {
            run.Fail(failure);
            throw;
        }
    }

    private ValueTask<List<T>> WatchedAll<T>(Query<T> query, ReadOnlySpan<SqlValue> arguments)
    {
        StatementRun run = _watch.Begin(query.Shape, query);
        try
        {
            return Ended(AllUnwatched(query, arguments), run, static rows => rows.Count);
        }
        catch (Exception failure)
        {
            run.Fail(failure);
            throw;
        }
    }

    private ValueTask<int> WatchedExecute(Command command, ReadOnlySpan<SqlValue> arguments)
    {
        StatementRun run = _watch.Begin(command.Shape, command);
        try
        {
            return Ended(ExecuteUnwatched(command, arguments), run, static changed => changed);
        }
        catch (Exception failure)
        {
            run.Fail(failure);
            throw;
        }
    }

    private ValueTask<long> WatchedInsert(Insert statement, ReadOnlySpan<SqlValue> arguments)
    {
        StatementRun run = _watch.Begin(statement.Shape, statement);
        try
        {
            return Ended(InsertUnwatched(statement, arguments), run, static id => id == 0 ? 0 : 1);
        }
        catch (Exception failure)
        {
            run.Fail(failure);
            throw;
        }
    }

    private static ValueTask<T> Ended<T>(ValueTask<T> call, StatementRun run, Func<T, int> rows)
    {
        if (!call.IsCompletedSuccessfully)
        {
            return EndedLater(call, run, rows);
        }

        T result = call.Result;
        run.End(rows(result));
        return new ValueTask<T>(result);
    }

    private static async ValueTask<T> EndedLater<T>(ValueTask<T> call, StatementRun run, Func<T, int> rows)
    {
        T result;
        try
        {
            result = await call.ConfigureAwait(false);
        }
        catch (Exception failure)
        {
            run.Fail(failure);
            throw;
        }

        run.End(rows(result));
        return result;
    }
}
