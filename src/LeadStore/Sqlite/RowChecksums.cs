using System.Buffers.Binary;
using System.Globalization;
using System.IO.Hashing;
using System.Text;
using LeadStore.Engine;
using SQLitePCL;

namespace LeadStore.Sqlite;

/// <summary>
/// The checksum that each row of a checksummed table carries. The tables and columns stand in the file, in <c>checksummed</c>; the
/// connection that writes keeps the checksums by triggers that are its own and vanish with it, so that no statement need know of them and
/// other programs can use the file.
/// </summary>
internal static class RowChecksums
{
    private const string Function = "leadstore_checksum";

    // SQLITE_DETERMINISTIC and SQLITE_INNOCUOUS: triggers may call it though the schema is not trusted.
    private const int Flags = raw.SQLITE_UTF8 | raw.SQLITE_DETERMINISTIC | 0x200000;

    /// <summary>Lets statements of a connection compute checksums.</summary>
    public static void Register(sqlite3 db) => raw.sqlite3_create_function(db, Function, -1, Flags, null, Compute);

    /// <summary>
    /// Lets a connection keep the checksums of what it writes. Called once per connection, when the schema is there. A statement that stores
    /// many rows can give them their checksum itself: <see cref="Statement.RowChecksum"/>.
    /// </summary>
    public static void Keep(SqliteSession session)
    {
        StringBuilder script = new();
        IReadOnlyList<ChecksummedTable> tables = Read(session.Handle);
        RegisterOwn(session.Handle, tables);

        foreach (ChecksummedTable table in tables)
        {
            // Names stand in the file, which somebody else may have made: they go into SQL quoted.
            string name = OneOffStatement.Quoted(table.Name);
            string update = $"UPDATE {name} SET checksum =";
            script.Append(CultureInfo.InvariantCulture, $"""
                CREATE TEMP TRIGGER {OneOffStatement.Quoted(table.Name + "_inserted")} AFTER INSERT ON main.{name} WHEN NEW.checksum IS NULL
                BEGIN {update} {table.Checksum("NEW.")} WHERE {table.IsKey("NEW.")}; END;
                CREATE TEMP TRIGGER {OneOffStatement.Quoted(table.Name + "_updated")}
                AFTER UPDATE OF {string.Join(", ", table.Columns.Select(OneOffStatement.Quoted))} ON main.{name}
                BEGIN {update} CASE
                    WHEN OLD.checksum IS NULL OR OLD.checksum = {table.Checksum("OLD.")} THEN {table.Checksum("NEW.")}
                    ELSE OLD.checksum + 1 -- damaged before, and to be found so later too
                END WHERE {table.IsKey("NEW.")}; END;

                """);
        }

        // All or none, and quicker than one by one.
        session.RunScript("BEGIN");
        try
        {
            session.RunScript(script.ToString());
            session.RunScript("COMMIT");
        }
        catch (LeadStoreException)
        {
            if (session.InTransaction)
            {
                session.RunScript("ROLLBACK");
            }

            throw;
        }
    }

    /// <summary>Lets a connection understand the statements that give a row its checksum, without keeping any.</summary>
    public static void RegisterOwn(sqlite3 db) => RegisterOwn(db, Read(db));

    /// <summary>The same where nothing is stored, and no store is there that would have a seed.</summary>
    public static void RegisterForPlans(sqlite3 db) => raw.sqlite3_create_function(db, Statement.RowChecksum, -1, Flags, 0L, ComputeOwn);

    /// <summary>The tables whose rows carry a checksum; none before the schema is there.</summary>
    public static IReadOnlyList<ChecksummedTable> Read(sqlite3 db)
    {
        if (OneOffStatement.Number(db, "SELECT count(*) FROM sqlite_schema WHERE type = 'table' AND name = 'checksummed'") == 0)
        {
            return [];
        }

        long seed = OneOffStatement.Number(db, "SELECT checksum_seed FROM store WHERE id = 1");
        return OneOffStatement.All(
            db,
            "SELECT table_name, columns FROM checksummed",
            row => new ChecksummedTable(row.Text(0), row.Text(1).Split(", "), seed, TableContent.KeyOf(db, row.Text(0))));
    }

    private static void RegisterOwn(sqlite3 db, IReadOnlyList<ChecksummedTable> tables)
    {
        if (tables.Count > 0)
        {
            raw.sqlite3_create_function(db, Statement.RowChecksum, -1, Flags, tables[0].Seed, ComputeOwn);
        }
    }

    private static void Compute(sqlite3_context context, object data, sqlite3_value[] values) =>
        raw.sqlite3_result_int64(context, Of(raw.sqlite3_value_int64(values[0]), values.AsSpan(1)));

    private static void ComputeOwn(sqlite3_context context, object data, sqlite3_value[] values) =>
        raw.sqlite3_result_int64(context, Of((long)data, values));

    // Over each value in turn, its type and its bytes, the result of the one before being the seed of the next.
    private static long Of(long seed, ReadOnlySpan<sqlite3_value> values)
    {
        ulong hash = (ulong)seed;
        Span<byte> number = stackalloc byte[sizeof(long)];
        foreach (sqlite3_value value in values)
        {
            int type = raw.sqlite3_value_type(value);
            scoped ReadOnlySpan<byte> bytes;
            switch (type)
            {
                case raw.SQLITE_NULL:
                    bytes = [];
                    break;
                case raw.SQLITE_INTEGER:
                    BinaryPrimitives.WriteInt64LittleEndian(number, raw.sqlite3_value_int64(value));
                    bytes = number;
                    break;
                case raw.SQLITE_FLOAT:
                    BinaryPrimitives.WriteDoubleLittleEndian(number, raw.sqlite3_value_double(value));
                    bytes = number;
                    break;
                default:
                    bytes = raw.sqlite3_value_blob(value);
                    break;
            }

            hash = XxHash3.HashToUInt64(bytes, unchecked((long)(hash + (ulong)type)));
        }

        return (long)hash;
    }
}

/// <summary>A table whose rows carry a checksum.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Columns">What the checksum is computed from.</param>
/// <param name="Seed">What it begins with, different in each store, so that rows of another one do not pass.</param>
/// <param name="Key">The columns of the primary key.</param>
internal sealed record ChecksummedTable(string Name, IReadOnlyList<string> Columns, long Seed, IReadOnlyList<string> Key)
{
    /// <summary>SQL for the checksum that a row should have.</summary>
    /// <param name="of">What stands before each column, for example <c>NEW.</c>.</param>
    public string Checksum(string of = "") =>
        $"leadstore_checksum({Seed.ToString(CultureInfo.InvariantCulture)}, "
        + $"{string.Join(", ", Columns.Select(column => of + OneOffStatement.Quoted(column)))})";

    /// <summary>SQL that is true for the row with the same key.</summary>
    public string IsKey(string of) =>
        string.Join(" AND ", Key.Select(column => $"{OneOffStatement.Quoted(column)} = {of}{OneOffStatement.Quoted(column)}"));
}
