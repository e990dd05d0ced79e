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
        using OneOffStatement rows = new(
            db, $"SELECT * FROM main.{OneOffStatement.Quoted(table)} ORDER BY {OrderOf(db, table)}", cancellation);
        using ValueHash hash = new();
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

        return new TableContent(table, count, hash.ToText());
    }

    private static void Append(ValueHash hash, OneOffStatement row, int column)
    {
        int type = row.TypeOf(column);
        switch (type)
        {
            case raw.SQLITE_NULL:
                hash.Append(type);
                break;
            case raw.SQLITE_INTEGER:
                hash.Append(type, row.Int64(column));
                break;
            case raw.SQLITE_FLOAT:
                hash.Append(type, BitConverter.DoubleToInt64Bits(row.Real(column)));
                break;
            default:
                hash.Append(type, row.Bytes(column));
                break;
        }
    }

    // Each value with its type and its length, so that no two rows can be told apart and give the same bytes. Collected, because to hash a
    // few bytes costs as much as to hash some hundreds.
    private sealed class ValueHash : IDisposable
    {
        private const int Head = 1 + sizeof(long);

        private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        private readonly byte[] _waiting = new byte[1 << 14];
        private int _length;

        public void Append(int type) => Room(1)[0] = (byte)type;

        public void Append(int type, long number)
        {
            Span<byte> room = Room(Head);
            room[0] = (byte)type;
            BinaryPrimitives.WriteInt64LittleEndian(room[1..], number);
        }

        public void Append(int type, ReadOnlySpan<byte> bytes)
        {
            Append(type, bytes.Length);
            if (bytes.Length <= _waiting.Length)
            {
                bytes.CopyTo(Room(bytes.Length));
                return;
            }

            Flush();
            _hash.AppendData(bytes);
        }

        public string ToText()
        {
            Flush();
            return Convert.ToHexStringLower(_hash.GetHashAndReset());
        }

        public void Dispose() => _hash.Dispose();

        private Span<byte> Room(int length)
        {
            if (_length + length > _waiting.Length)
            {
                Flush();
            }

            Span<byte> room = _waiting.AsSpan(_length, length);
            _length += length;
            return room;
        }

        private void Flush()
        {
            _hash.AppendData(_waiting, 0, _length);
            _length = 0;
        }
    }
}
