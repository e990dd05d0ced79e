using System.Data.Common;
using System.Diagnostics.CodeAnalysis;
using LeadStore.Importing;
using LeadStore.Maintenance;
using LeadStore.Sqlite;

namespace LeadStore;

// Reading the file in SQL, beside the verbs.
public sealed partial class LeadDatabase
{
    /// <summary>
    /// Opens a read-only ADO.NET connection to the same file, for reports in SQL. It sees every committed change; the caller disposes it.
    /// The views <c>leads_readable</c> and <c>messages_readable</c> show times as ISO text.
    /// </summary>
    /// <exception cref="InvalidOperationException">The store has no file.</exception>
    /// <exception cref="LeadStoreException">
    /// <see cref="LeadStoreErrorKind.FileReplaced"/>: the file is gone, or is not the one that the store has open.
    /// <see cref="LeadStoreErrorKind.CannotOpen"/>: it cannot be opened, because too many files are for instance.
    /// </exception>
    public DbConnection OpenReadOnlyConnection() => OwnFile().OpenForReports();

    /// <summary>
    /// Answers one SELECT of your own, for reports and trials, on a connection that cannot write. Nothing of it is logged or kept but its text
    /// without any value, and that only where it was slow (<see cref="LeadDatabaseOptions.SlowStatementThreshold"/>) or is counted.
    /// <see cref="DescribeSchema"/> tells the tables; for more than one statement see <see cref="OpenReadOnlyConnection"/>.
    /// </summary>
    /// <param name="sql">One statement that reads, with <c>?1 … ?n</c> for its arguments.</param>
    /// <param name="arguments">
    /// The arguments in their order: <see langword="null"/>, bool, int, long, double, string, <see cref="DateTimeOffset"/> (compared as it
    /// is stored), <see cref="Guid"/> or bytes. Default none.
    /// </param>
    /// <param name="limits">How much it may read; <see langword="null"/> for the defaults.</param>
    /// <param name="cancellationToken">Ends it within milliseconds.</param>
    /// <exception cref="ArgumentException">
    /// It writes, is none or more than one statement, cannot be read by SQLite, or the arguments do not suit it. Nothing of it has run.
    /// </exception>
    /// <exception cref="InvalidOperationException">The store has no file, or the call is inside one of its transactions.</exception>
    /// <exception cref="LeadStoreException">
    /// <see cref="LeadStoreErrorKind.TimedOut"/>: it took too long. Else as <see cref="OpenReadOnlyConnection"/>, or the query failed in
    /// its course.
    /// </exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    /// <example><code>db.Query("SELECT status, count(*) FROM leads WHERE created_at >= ?1 GROUP BY status", [since]);</code></example>
    public QueryResult Query(
        string sql, IReadOnlyList<object?>? arguments = null, QueryLimits? limits = null, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(sql);
        SqliteDatabase database = OwnFile();
        return database.Engine.RunLong(
            either => ReportQuery.Run(database, sql, arguments ?? [], limits ?? new QueryLimits(), TimeProvider.System, either),
            nameof(Query),
            cancellationToken);
    }

    /// <summary>
    /// The same with each row as a value of a type: of a record or class by its constructor or properties, the columns found by name
    /// whatever their case and underscores (<c>lead_id</c> is <c>LeadId</c>; further columns are left out), or as the one value of a single
    /// column.
    /// </summary>
    /// <typeparam name="T">
    /// A type with a public constructor, the longest one for whose parameters (but those with a default) there are columns, or with
    /// properties that can be set; else a number, bool, string, <see cref="DateTimeOffset"/>, <see cref="Guid"/>, enum (by number or name),
    /// <see cref="LeadStatus"/> and such words, or bytes.
    /// Columns that can be NULL want a type that can be null.
    /// </typeparam>
    /// <exception cref="ArgumentException">
    /// <typeparamref name="T"/> has no member for the columns; else as
    /// <see cref="Query(string, IReadOnlyList{object}, QueryLimits, CancellationToken)"/>.
    /// </exception>
    /// <exception cref="InvalidCastException">A value was read that the member cannot hold.</exception>
    /// <example><code>
    /// foreach (StatusCount row in db.Query&lt;StatusCount&gt;("SELECT status, count(*) AS count FROM leads GROUP BY status").Rows)
    /// {
    ///     Console.WriteLine($"{row.Status}: {row.Count}");
    /// }
    /// </code></example>
    /// <inheritdoc cref="Query(string, IReadOnlyList{object}, QueryLimits, CancellationToken)"/>
    public QueryResult<T> Query<
        [DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicConstructors | DynamicallyAccessedMemberTypes.PublicProperties)] T>(
        string sql, IReadOnlyList<object?>? arguments = null, QueryLimits? limits = null, CancellationToken cancellationToken = default) =>
        TypedRows<T>.Read(Query(sql, arguments, limits, cancellationToken));

    /// <summary>Which tables and views the file has, those of an application among them, for reports in SQL.</summary>
    /// <exception cref="InvalidOperationException">The store has no file, or the call is inside one of its transactions.</exception>
    /// <exception cref="LeadStoreException">The file cannot be read; see <see cref="LeadStoreException.Kind"/>.</exception>
    public SchemaDescription DescribeSchema() => LongRead.Run(OwnFile(), SchemaReader.Read, nameof(DescribeSchema));

    /// <summary>
    /// Opens a read-only ADO.NET connection on which the tables of a known layout are there again, by their old names and with their old
    /// columns, over what the store holds now: for programs that have not changed over yet. The caller disposes it.
    /// </summary>
    /// <param name="layout">One of <see cref="ImportLayouts"/>.</param>
    /// <remarks>The store's own tables of the same names are reached as <c>main.leads</c>. A reader in another language runs
    /// <see cref="ImportLayout.ViewScript"/> on its own connection.</remarks>
    /// <inheritdoc cref="OpenReadOnlyConnection"/>
    public DbConnection OpenForOldReaders(ImportLayout layout)
    {
        ArgumentNullException.ThrowIfNull(layout);
        return OwnFile().OpenForReports(OldViews.OnStore(layout));
    }

    private SqliteDatabase OwnFile() => _sqlite is not null && PathSource != DatabasePathSource.Memory
        ? _sqlite
        : throw new InvalidOperationException("Only a store in a file of its own can be read by another connection.");
}
