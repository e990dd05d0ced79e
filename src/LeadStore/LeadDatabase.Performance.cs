namespace LeadStore;

// Whether the store is as quick as it should be.
public sealed partial class LeadDatabase
{
    /// <summary>
    /// Holds the store to its speed, on its own file: no statement of the library reads a whole table or sorts where none is meant to, every
    /// index is there, and lookups by phone and by id, histories and pages of the inbox keep to their times. What falls short is named with
    /// what mends it. Only reads, beside everybody else; a store in memory is held for some milliseconds at a time. An empty store passes.
    /// </summary>
    /// <param name="options">The times; <see langword="null"/> for the defaults.</param>
    /// <param name="cancellationToken">Ends it within milliseconds.</param>
    /// <exception cref="ArgumentException">An option is out of its range; the message names it.</exception>
    /// <exception cref="LeadStoreException">The file cannot be read; see <see cref="LeadStoreException.Kind"/>.</exception>
    /// <exception cref="InvalidOperationException">Called inside a transaction of the same store.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    /// <example><code>
    /// SelfTestReport speed = db.SelfTest();
    /// if (!speed.Passed) Console.WriteLine(speed);
    /// </code></example>
    public SelfTestReport SelfTest(SelfTestOptions? options = null, CancellationToken cancellationToken = default) =>
        Maintenance.SelfTest(options, cancellationToken);

    /// <summary>
    /// What the statements have cost since the store was opened, where they are counted (<see cref="LeadDatabaseOptions.CountStatements"/>),
    /// those that were slow, and how busy the store is at this moment. A snapshot; takes microseconds.
    /// </summary>
    /// <exception cref="InvalidOperationException">The store has no database of its own: called inside a transaction.</exception>
    public PerformanceStats GetPerformanceStats() => Maintenance.GetPerformanceStats();

    /// <summary>
    /// Indexes with which the statements that were counted, those of <c>Query</c> among them, would not read whole tables or sort. Each was
    /// tried on an empty copy of the schema; none is made. An index makes every write to its table slower, so weigh it against the time that
    /// the statements took. Statements that want all rows get no advice.
    /// </summary>
    /// <param name="cancellationToken">Ends it between two statements.</param>
    /// <exception cref="InvalidOperationException">
    /// Statements are not counted (<see cref="LeadDatabaseOptions.CountStatements"/>), or the call is inside a transaction.
    /// </exception>
    /// <exception cref="LeadStoreException">The file cannot be read; see <see cref="LeadStoreException.Kind"/>.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public IReadOnlyList<IndexAdvice> AdviseIndexes(CancellationToken cancellationToken = default) =>
        Maintenance.AdviseIndexes(cancellationToken);

    /// <summary><see cref="SelfTest"/> on a thread of its own: the work is reading that blocks.</summary>
    /// <inheritdoc cref="SelfTest"/>
    public Task<SelfTestReport> SelfTestAsync(SelfTestOptions? options = null, CancellationToken cancellationToken = default) =>
        Maintenance.SelfTestAsync(options, cancellationToken);
}
