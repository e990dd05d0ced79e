using LeadStore.Engine;

namespace LeadStore;

/// <summary>
/// The transaction in which a migration in code runs: see <see cref="Migration.FromCode"/>. To be used on the thread that the callback was
/// called on, and not after it has returned. What is done by it is stored with the migration or not at all.
/// </summary>
/// <remarks>
/// Arguments may be whole and real numbers, texts, <c>byte[]</c>, <see cref="bool"/> (0 or 1), <see cref="Guid"/> (16 bytes),
/// <see cref="DateTimeOffset"/> (microseconds since 1970 UTC, as everywhere in the store) and <see langword="null"/>. The SQL may neither
/// begin nor end a transaction, nor attach a database, nor make temporary or virtual tables, nor change the store's own tables; it may
/// change their rows.
/// </remarks>
public sealed class MigrationContext
{
    private readonly ApplicationSql _sql;

    internal MigrationContext(ApplicationSql sql) => _sql = sql;

    /// <summary>Runs any number of statements without arguments.</summary>
    /// <param name="script">The SQL.</param>
    /// <exception cref="LeadStoreException">A statement failed, or is not allowed here.</exception>
    /// <exception cref="InvalidOperationException">The migration has ended, or this is another thread.</exception>
    public void Run(string script)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(script);
        _sql.Run(script);
    }

    /// <summary>Runs one statement.</summary>
    /// <param name="sql">The SQL, with <c>$1 … $n</c> for the arguments.</param>
    /// <param name="arguments">As many as the statement has parameters.</param>
    /// <returns>How many rows it inserted, changed or deleted.</returns>
    /// <exception cref="ArgumentException">It is not one statement, or the arguments do not fit it.</exception>
    /// <exception cref="LeadStoreException">It failed, or is not allowed here.</exception>
    /// <exception cref="InvalidOperationException">The migration has ended, or this is another thread.</exception>
    public int Execute(string sql, params object?[] arguments)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(sql);
        ArgumentNullException.ThrowIfNull(arguments);
        return _sql.Execute(sql, arguments);
    }

    /// <summary>Reads the rows of one statement, all of them at once: ask for a large table in portions.</summary>
    /// <param name="sql">The SQL, with <c>$1 … $n</c> for the arguments.</param>
    /// <param name="arguments">As many as the statement has parameters.</param>
    /// <returns>
    /// A row for each, its columns in the order of the SQL: <see cref="long"/>, <see cref="double"/>, <see cref="string"/>, <c>byte[]</c> or
    /// null.
    /// </returns>
    /// <exception cref="ArgumentException">It is not one statement, or the arguments do not fit it.</exception>
    /// <exception cref="LeadStoreException">It failed, or is not allowed here.</exception>
    /// <exception cref="InvalidOperationException">The migration has ended, or this is another thread.</exception>
    public IReadOnlyList<IReadOnlyList<object?>> Query(string sql, params object?[] arguments)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(sql);
        ArgumentNullException.ThrowIfNull(arguments);
        return _sql.Query(sql, arguments);
    }
}
