using System.Buffers.Binary;
using System.Security.Cryptography;
using SQLitePCL;

namespace LeadStore.Sqlite;

/// <summary>How many rows a table has, and the SHA-256 of every column of every row in the order of the table's key.</summary>
internal sealed record TableContent(string Name, long Rows, string Sha256)
{
    private const int RowsBetweenLooks = 256;

    // What SQLite lists beside ordinary tables is either stored in such (full-text indexes) or not stored at all (views).
    private const string TablesSql = """
        SELECT name, wr FROM pragma_table_list
        WHERE schema = 'main' AND type IN ('table', 'shadow') AND name NOT LIKE 'sqlite\_schema' ESCAPE '\'
        ORDER BY name
        """;

    /// <summary>The content of every table that a connection sees; constant memory.</summary>
    /// <param name="db">Inside a transaction, if anybody else writes.</param>
    /// <param name="cancellation">Looked at every few hundred rows.</param>
    public static IReadOnlyList<TableContent> ReadAll(sqlite3 db, CancellationToken cancellation) =>
        [.. ListTables(db).Select(table => Read(db, table.Name, table.WithoutRowId, cancellation))];

    /// <summary>Every table that has rows of its own, in the order of their names.</summary>
    public static IReadOnlyList<(string Name, bool WithoutRowId)> ListTables(sqlite3 db)
    {
        List<(string Name, bool WithoutRowId)> tables = [];
        using sqlite3_stmt list = Prepare(db, TablesSql);
        while (Step(db, list, CancellationToken.None))
        {
            tables.Add((raw.sqlite3_column_text(list, 0).utf8_to_string(), raw.sqlite3_column_int(list, 1) != 0));
        }

        return tables;
    }

    public static string Quote(string name) => $"\"{name.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";

    private static TableContent Read(sqlite3 db, string table, bool withoutRowId, CancellationToken cancellation)
    {
        using IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        using sqlite3_stmt rows = Prepare(db, $"SELECT * FROM main.{Quote(table)} ORDER BY {Key(db, table, withoutRowId, cancellation)}");
        int columns = raw.sqlite3_column_count(rows);
        long count = 0;
        while (Step(db, rows, cancellation))
        {
            for (int column = 0; column < columns; column++)
            {
                Append(hash, rows, column);
            }

            if (++count % RowsBetweenLooks == 0)
            {
                cancellation.ThrowIfCancellationRequested();
            }
        }

        return new TableContent(table, count, Convert.ToHexStringLower(hash.GetHashAndReset()));
    }

    // Each value with its type and its length, so that no two rows can be told apart and give the same bytes.
    private static void Append(IncrementalHash hash, sqlite3_stmt row, int column)
    {
        Span<byte> head = stackalloc byte[9];
        int type = raw.sqlite3_column_type(row, column);
        head[0] = (byte)type;
        switch (type)
        {
            case raw.SQLITE_NULL:
                hash.AppendData(head[..1]);
                break;
            case raw.SQLITE_INTEGER:
                BinaryPrimitives.WriteInt64LittleEndian(head[1..], raw.sqlite3_column_int64(row, column));
                hash.AppendData(head);
                break;
            case raw.SQLITE_FLOAT:
                BinaryPrimitives.WriteDoubleLittleEndian(head[1..], raw.sqlite3_column_double(row, column));
                hash.AppendData(head);
                break;
            default:
                ReadOnlySpan<byte> bytes = raw.sqlite3_column_blob(row, column);
                BinaryPrimitives.WriteInt64LittleEndian(head[1..], bytes.Length);
                hash.AppendData(head);
                hash.AppendData(bytes);
                break;
        }
    }

    // The order that the table is stored in: nothing is sorted.
    private static string Key(sqlite3 db, string table, bool withoutRowId, CancellationToken cancellation)
    {
        if (!withoutRowId)
        {
            return "rowid";
        }

        List<string> columns = [];
        using sqlite3_stmt list = Prepare(db, $"SELECT name FROM pragma_table_info({Literal(table)}) WHERE pk > 0 ORDER BY pk");
        while (Step(db, list, cancellation))
        {
            columns.Add(Quote(raw.sqlite3_column_text(list, 0).utf8_to_string()));
        }

        return string.Join(", ", columns);
    }

    private static string Literal(string name) => $"'{name.Replace("'", "''", StringComparison.Ordinal)}'";

    private static sqlite3_stmt Prepare(sqlite3 db, string sql)
    {
        int code = raw.sqlite3_prepare_v2(db, sql, out sqlite3_stmt statement);
        return code == raw.SQLITE_OK ? statement : throw SqliteFailure.Last(db, code, "Reading the tables");
    }

    private static bool Step(sqlite3 db, sqlite3_stmt statement, CancellationToken cancellation)
    {
        int code = raw.sqlite3_step(statement);
        return code switch
        {
            raw.SQLITE_ROW => true,
            raw.SQLITE_DONE => false,
            raw.SQLITE_INTERRUPT => throw new OperationCanceledException(cancellation),
            _ => throw SqliteFailure.Last(db, code, "Reading the tables"),
        };
    }
}
