using System.Buffers.Binary;
using System.Globalization;
using System.IO.Hashing;
using System.Text;
using LeadStore.Engine;
using SQLitePCL;

namespace LeadStore.Sqlite;

/// <summary>
/// The checksum that each row of a checksummed table carries. The tables and columns stand in the file, in <c>checksummed</c>; the
/// connection that writes keeps the checksums by triggers that are its own and vanish with it, so that no statement knows of them and other
/// programs can use the file.
/// </summary>
internal static class RowChecksums
{
    private const string Function = "leadstore_checksum";

    // SQLITE_DETERMINISTIC and SQLITE_INNOCUOUS: triggers may call it though the schema is not trusted.
    private const int Flags = raw.SQLITE_UTF8 | raw.SQLITE_DETERMINISTIC | 0x200000;

    private static readonly Query<long> HasTable = new(
        "SELECT count(*) FROM sqlite_schema WHERE type = 'table' AND name = 'checksummed'", row => row.Int64(0));

    private static readonly Query<long> Seed = new("SELECT checksum_seed FROM store WHERE id = 1", row => row.Int64(0));

    private static readonly Query<ChecksummedTable> Tables = new(
        "SELECT table_name, columns FROM checksummed ORDER BY table_name",
        row => new ChecksummedTable(row.Text(0), row.Text(1).Split(", ")));

    private static readonly Query<string> KeyOf = new(
        "SELECT name FROM pragma_table_info($1) WHERE pk > 0 ORDER BY pk", row => row.Text(0));

    /// <summary>Lets statements of a connection compute checksums.</summary>
    public static void Register(sqlite3 db) => raw.sqlite3_create_function(db, Function, -1, Flags, null, Compute);

    /// <summary>Lets a connection keep the checksums of what it writes. Called once per connection, when the schema is there.</summary>
    public static void Keep(SqliteSession session)
    {
        StringBuilder script = new();
        foreach (ChecksummedTable table in Read(session))
        {
            string update = $"UPDATE {table.Name} SET checksum =";
            script.Append(CultureInfo.InvariantCulture, $"""
                CREATE TEMP TRIGGER {table.Name}_inserted AFTER INSERT ON main.{table.Name}
                BEGIN {update} {table.Checksum("NEW.")} WHERE {table.IsKey("NEW.")}; END;
                CREATE TEMP TRIGGER {table.Name}_updated AFTER UPDATE OF {string.Join(", ", table.Columns)} ON main.{table.Name}
                BEGIN {update} CASE WHEN OLD.checksum = {table.Checksum("OLD.")} THEN {table.Checksum("NEW.")} ELSE OLD.checksum END
                WHERE {table.IsKey("NEW.")}; END;

                """);
        }

        session.RunScript(script.ToString());
    }

    /// <summary>The tables whose rows carry a checksum; none before the schema is there.</summary>
    public static IReadOnlyList<ChecksummedTable> Read(SqliteSession session)
    {
        if (Finished(session.First(HasTable, [])) == 0)
        {
            return [];
        }

        long seed = Finished(session.First(Seed, []));
        return [.. Finished(session.All(Tables, [])).Select(table => table with { Seed = seed, Key = Finished(session.All(KeyOf, [table.Name])) })];
    }

    // Over each value in turn, its type and its bytes, the result of the one before being the seed of the next.
    private static void Compute(sqlite3_context context, object data, sqlite3_value[] values)
    {
        ulong hash = (ulong)raw.sqlite3_value_int64(values[0]);
        Span<byte> number = stackalloc byte[sizeof(long)];
        foreach (sqlite3_value value in values.AsSpan(1))
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
                default:
                    bytes = raw.sqlite3_value_blob(value);
                    break;
            }

            hash = XxHash3.HashToUInt64(bytes, unchecked((long)(hash + (ulong)type)));
        }

        raw.sqlite3_result_int64(context, (long)hash);
    }

    private static T Finished<T>(ValueTask<T> call) => SqliteEngine.Finished(call);
}

/// <summary>A table whose rows carry a checksum.</summary>
internal sealed record ChecksummedTable(string Name, IReadOnlyList<string> Columns)
{
    public long Seed { get; init; }

    /// <summary>The columns of the primary key.</summary>
    public IReadOnlyList<string> Key { get; init; } = [];

    /// <summary>SQL for the checksum that a row should have.</summary>
    /// <param name="of">What stands before each column, for example <c>NEW.</c>.</param>
    public string Checksum(string of = "") =>
        $"leadstore_checksum({Seed.ToString(CultureInfo.InvariantCulture)}, {string.Join(", ", Columns.Select(column => of + column))})";

    /// <summary>SQL that is true for the row with the same key.</summary>
    public string IsKey(string of) => string.Join(" AND ", Key.Select(column => $"{column} = {of}{column}"));
}
