using System.Text;
using SQLitePCL;

namespace LeadStore.Sqlite;

/// <summary>
/// A statement that is prepared, used once and closed. For the care of the file, whose statements depend on what the file holds; the
/// verbs of the rooms use <see cref="SqliteSession"/>, which keeps its closed set of statements prepared.
/// </summary>
internal sealed class OneOffStatement : IDisposable
{
    private readonly sqlite3 _db;
    private readonly sqlite3_stmt _statement;
    private readonly string _sql;
    private readonly CancellationToken _cancellation;

    /// <param name="db">The connection.</param>
    /// <param name="sql">One statement.</param>
    /// <param name="cancellation">Looked at once; what it interrupts by other means is told as cancelled by it.</param>
    public OneOffStatement(sqlite3 db, string sql, CancellationToken cancellation = default)
    {
        cancellation.ThrowIfCancellationRequested();
        _db = db;
        _sql = sql;
        _cancellation = cancellation;
        int code = raw.sqlite3_prepare_v2(db, sql, out _statement);
        if (code != raw.SQLITE_OK)
        {
            throw Failure(db, code, "Preparing a statement", sql, cancellation);
        }
    }

    public int Columns => raw.sqlite3_column_count(_statement);

    /// <summary>True if there is a row, false at the end.</summary>
    public bool Step()
    {
        int code = raw.sqlite3_step(_statement);
        return code switch
        {
            raw.SQLITE_ROW => true,
            raw.SQLITE_DONE => false,
            _ => throw Failure(_db, code, "A statement", _sql, _cancellation),
        };
    }

    /// <summary>Gives a parameter its value.</summary>
    /// <param name="parameter">Its number, from 1 on.</param>
    /// <param name="value">The value.</param>
    public void Bind(int parameter, long value) => Check(raw.sqlite3_bind_int64(_statement, parameter, value));

    /// <summary>Gives a parameter a text, by its bytes.</summary>
    /// <param name="parameter">Its number, from 1 on.</param>
    /// <param name="text">In UTF-8.</param>
    public void Bind(int parameter, ReadOnlySpan<byte> text) => Check(raw.sqlite3_bind_text(_statement, parameter, text));

    /// <summary>Runs a statement that changes rows, after which it can be run with other values.</summary>
    /// <returns>How many rows it has changed.</returns>
    public int Change()
    {
        try
        {
            _ = Step();
            return raw.sqlite3_changes(_db);
        }
        finally
        {
            _ = raw.sqlite3_reset(_statement);
        }
    }

    /// <summary>SQLITE_INTEGER and its like.</summary>
    public int TypeOf(int column) => raw.sqlite3_column_type(_statement, column);

    public long Int64(int column) => raw.sqlite3_column_int64(_statement, column);

    public double Real(int column) => raw.sqlite3_column_double(_statement, column);

    /// <summary>The bytes of a text or of a blob, valid until the next row.</summary>
    public ReadOnlySpan<byte> Bytes(int column) => raw.sqlite3_column_blob(_statement, column);

    /// <summary>The bytes of a text in UTF-8, whatever encoding the database has; valid until the next row.</summary>
    public ReadOnlySpan<byte> Utf8(int column)
    {
        // Asking for the text makes SQLite turn it into UTF-8; its bytes, zeros among them, are those of that.
        _ = raw.sqlite3_column_text(_statement, column);
        return Bytes(column);
    }

    public string Text(int column) => Encoding.UTF8.GetString(Utf8(column));

    public string? TextOrNull(int column) => TypeOf(column) == raw.SQLITE_NULL ? null : Text(column);

    public void Dispose() => _statement.Dispose();

    private void Check(int code)
    {
        if (code != raw.SQLITE_OK)
        {
            throw SqliteFailure.Last(_db, code, "Binding a value", _sql);
        }
    }

    /// <summary>The number that a statement of one row answers with; a row that must be there and is not is damage.</summary>
    public static long Number(sqlite3 db, string sql, CancellationToken cancellation = default)
    {
        using OneOffStatement statement = new(db, sql, cancellation);
        return statement.Step()
            ? statement.Int64(0)
            : throw new LeadStoreException(
                LeadStoreErrorKind.Corrupt, "A row that every store has is missing; keep the file, and restore the latest backup.")
            {
                Sql = sql,
            };
    }

    /// <summary>The text that a statement answers with first; null if it has no row.</summary>
    public static string? FirstText(sqlite3 db, string sql, CancellationToken cancellation = default)
    {
        using OneOffStatement statement = new(db, sql, cancellation);
        return statement.Step() ? statement.TextOrNull(0) : null;
    }

    public static List<T> All<T>(sqlite3 db, string sql, Func<OneOffStatement, T> read, CancellationToken cancellation = default)
    {
        using OneOffStatement statement = new(db, sql, cancellation);
        List<T> rows = [];
        while (statement.Step())
        {
            rows.Add(read(statement));
        }

        return rows;
    }

    /// <summary>Runs any number of statements that answer with nothing.</summary>
    public static void Execute(sqlite3 db, string sql, CancellationToken cancellation = default)
    {
        int code = raw.sqlite3_exec(db, sql);
        if (code != raw.SQLITE_OK)
        {
            throw Failure(db, code, "A statement", sql, cancellation);
        }
    }

    /// <summary>A name as SQL writes it, whatever it is.</summary>
    public static string Quoted(string name) => $"\"{name.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";

    /// <summary>A text as SQL writes it, whatever it is.</summary>
    public static string Literal(string text) => $"'{text.Replace("'", "''", StringComparison.Ordinal)}'";

    private static Exception Failure(sqlite3 db, int code, string action, string sql, CancellationToken cancellation) =>
        code == raw.SQLITE_INTERRUPT ? new OperationCanceledException(cancellation) : SqliteFailure.Last(db, code, action, sql);
}
