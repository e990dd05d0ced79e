namespace LeadStore.Engine;

/// <summary>
/// A statement of the store: SQL with <c>$1 … $n</c>, which every engine understands. The set of statements is closed: each has a
/// slot number, and each connection keeps it prepared in that slot.
/// </summary>
/// <remarks>
/// Beside the SQL of SQLite a statement uses one function, <see cref="RowChecksum"/>, and every engine supplies it.
/// </remarks>
internal abstract class Statement
{
    /// <summary>
    /// The name of the function by which a statement that stores a row gives it its checksum itself, instead of leaving that to the engine:
    /// <c>leadstore_row_checksum(value, …)</c>, the values being those of the columns that the table <c>checksummed</c> names for that
    /// table, in that order, as they will be stored. It answers, for that store, the INTEGER with which the row is sound when it is
    /// verified: the same that the engine would have put there, had the statement left <c>checksum</c> NULL. It is there on every session
    /// that writes to a store; it depends on nothing but the store and the values, NULL among them, and never answers NULL: a row without a
    /// checksum is one that another program has written.
    /// </summary>
    public const string RowChecksum = "leadstore_row_checksum";

    private static readonly Lock RegistryLock = new();
    private static readonly List<Statement> Registry = [];

    protected Statement(string sql)
    {
        Sql = sql;
        lock (RegistryLock)
        {
            Slot = Registry.Count;
            Registry.Add(this);
        }
    }

    public string Sql { get; }

    /// <summary>What may be said about it; made when somebody asks first.</summary>
    public SqlShape Shape => field ??= SqlShape.OfOwn(Sql);

    /// <summary>
    /// Whether it reads a table or an index from end to end on purpose, because there is but a handful of rows, or because all are wanted.
    /// Every other one finds its rows by an index, however many there are; see <c>LeadDatabase.SelfTest</c>.
    /// </summary>
    public bool MayScan { get; init; }

    /// <summary>
    /// Whether it sorts on purpose: a conversation with a message that was stored after a later one, and no other; what a report adds up.
    /// Every other one has its rows in the order in which they lie.
    /// </summary>
    public bool MaySort { get; init; }

    /// <summary>The statement's index in a connection's array of prepared statements.</summary>
    public int Slot { get; }

    /// <summary>Every statement constructed so far; plan tests walk it.</summary>
    public static IReadOnlyList<Statement> All
    {
        get
        {
            lock (RegistryLock)
            {
                return [.. Registry];
            }
        }
    }
}

/// <summary>A statement that returns rows, and how one row is read.</summary>
internal sealed class Query<T>(string sql, Func<Row, T> read) : Statement(sql)
{
    public Func<Row, T> Read { get; } = read;
}

/// <summary>A statement that returns no rows.</summary>
internal sealed class Command(string sql) : Statement(sql);

/// <summary>A statement that inserts a row into a table whose key is <c>id</c>; no <c>RETURNING</c>, see <see cref="Session.Insert"/>.</summary>
internal sealed class Insert(string sql) : Statement(sql);
