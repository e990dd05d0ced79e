namespace LeadStore.Engine;

/// <summary>
/// SQL that an application brings along, run in the transaction of a session until it is disposed. Unlike the statements of the rooms it
/// is not known before, so that it is watched: it may not end the transaction, reach another file, or change what is the store's own.
/// </summary>
internal abstract class ApplicationSql : IDisposable
{
    /// <summary>Runs any number of statements.</summary>
    public abstract void Run(string script);

    /// <summary>Runs one statement with <c>$1 … $n</c>.</summary>
    /// <returns>How many rows it inserted, changed or deleted.</returns>
    public abstract int Execute(string sql, ReadOnlySpan<object?> arguments);

    /// <summary>The rows of one statement: whole numbers, real ones, texts, bytes and nulls.</summary>
    public abstract List<object?[]> Query(string sql, ReadOnlySpan<object?> arguments);

    public abstract void Dispose();
}

/// <summary>What application SQL leaves alone.</summary>
/// <param name="Schema">The tables and views that it may neither change nor add an index or a trigger to.</param>
/// <param name="Rows">The tables whose rows it may not change either.</param>
internal sealed record ProtectedTables(IReadOnlySet<string> Schema, IReadOnlySet<string> Rows);
