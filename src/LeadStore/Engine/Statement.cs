namespace LeadStore.Engine;

/// <summary>
/// A statement of the store: SQL with <c>$1 … $n</c>, which every engine understands. The set of statements is closed: each has a
/// slot number, and each connection keeps it prepared in that slot.
/// </summary>
internal abstract class Statement
{
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
