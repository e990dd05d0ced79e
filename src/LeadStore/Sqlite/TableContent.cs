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
        SELECT name FROM pragma_table_list
        WHERE schema = 'main' AND type IN ('table', 'shadow') AND name NOT LIKE 'sqlite\_schema' ESCAPE '\'
        ORDER BY name
        """;

    /// <summary>The content of every table that a connection sees; constant memory.</summary>
    /// <param name="db">Inside a transaction, if anybody else writes.</param>
    /// <param name="cancellation">Looked at every few hundred rows.</param>
    public static IReadOnlyList<TableContent> ReadAll(sqlite3 db, CancellationToken cancellation) =>
        [.. ListTables(db).Select(table => Read(db, table, cancellation))];

    /// <summary>The names of every table that has rows of its own, in their order.</summary>
    public static IReadOnlyList<string> ListTables(sqlite3 db) => OneOffStatement.All(db, TablesSql, row => row.Text(0));

    /// <summary>The columns of a table's primary key, in the order of the key.</summary>
    public static List<string> KeyOf(sqlite3 db, string table) => OneOffStatement.All(
        db, $"SELECT name FROM pragma_table_info({OneOffStatement.Literal(table)}) WHERE pk > 0 ORDER BY pk", row => row.Text(0));

    /// <summary>What to order a table by, in SQL, so that nothing is sorted: its rowid, or the key of one without.</summary>
    public static string OrderOf(sqlite3 db, string table)
    {
        bool withoutRowId = OneOffStatement.Number(
            db, $"SELECT wr FROM pragma_table_list WHERE schema = 'main' AND name = {OneOffStatement.Literal(table)}") != 0;
        return withoutRowId ? string.Join(", ", KeyOf(db, table).Select(OneOffStatement.Quoted)) : "rowid";
    }

    private static TableContent Read(sqlite3 db, string table, CancellationToken cancellation)
    {
        using IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        using OneOffStatement rows = new(
            db, $"SELECT * FROM main.{OneOffStatement.Quoted(table)} ORDER BY {OrderOf(db, table)}", cancellation);
        int columns = rows.Columns;
        long count = 0;
        while (rows.Step())
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
    private static void Append(IncrementalHash hash, OneOffStatement row, int column)
    {
        Span<byte> head = stackalloc byte[9];
        int type = row.TypeOf(column);
        head[0] = (byte)type;
        switch (type)
        {
            case raw.SQLITE_NULL:
                hash.AppendData(head[..1]);
                break;
            case raw.SQLITE_INTEGER:
                BinaryPrimitives.WriteInt64LittleEndian(head[1..], row.Int64(column));
                hash.AppendData(head);
                break;
            case raw.SQLITE_FLOAT:
                BinaryPrimitives.WriteDoubleLittleEndian(head[1..], row.Real(column));
                hash.AppendData(head);
                break;
            default:
                ReadOnlySpan<byte> bytes = row.Bytes(column);
                BinaryPrimitives.WriteInt64LittleEndian(head[1..], bytes.Length);
                hash.AppendData(head);
                hash.AppendData(bytes);
                break;
        }
    }
}
