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

    /// <summary><see cref="SelfTest"/> on a thread of its own: the work is reading that blocks.</summary>
    /// <inheritdoc cref="SelfTest"/>
    public Task<SelfTestReport> SelfTestAsync(SelfTestOptions? options = null, CancellationToken cancellationToken = default) =>
        Maintenance.SelfTestAsync(options, cancellationToken);
}
