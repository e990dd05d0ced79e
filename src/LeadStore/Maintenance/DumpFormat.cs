using System.Globalization;
using System.Text;
using LeadStore.Sqlite;

namespace LeadStore.Maintenance;

/// <summary>The lines of a dump that say what it is. Everything between them is SQL; each row is one line.</summary>
internal static class DumpFormat
{
    public const int Newest = 1;

    public const string ForeignKeysOff = "PRAGMA foreign_keys=OFF;";
    public const string Begin = "BEGIN;";
    public const string ClearSequences = "DELETE FROM sqlite_sequence;";
    public const string Commit = "COMMIT;";

    /// <summary>What a statement of a row begins with; the name of the table follows.</summary>
    public const string InsertStart = "INSERT INTO \"";

    // The last line counts the rows of each table; more would be hundreds of tables.
    public const int LongestLastLine = 64 * 1024;

    private const string FirstLineStart = "-- LeadStore dump ";
    private const string SchemaLineStart = "-- Schema ";
    private const string LastLineStart = "-- End of the dump. Rows: ";
    private const string DigestStart = ". SHA-256 of all above: ";
    private const int DigestLength = 64;

    public static string ApplicationId { get; } = Invariant($"PRAGMA application_id={SqliteFile.ApplicationId};");

    public static string UserVersion(int schemaVersion) => Invariant($"PRAGMA user_version={schemaVersion};");

    public static string FirstLine { get; } =
        Invariant($"{FirstLineStart}{Newest}: load it with LoadDump, or with sqlite3 new.db < dump.sql");

    public static string SchemaLine(int schemaVersion) => Invariant($"{SchemaLineStart}{schemaVersion}, SQLite {NativeSqlite.Version}");

    public static string LastLine(IEnumerable<KeyValuePair<string, long>> rows, string sha256) =>
        $"{LastLineStart}{Counts(rows)}{DigestStart}{sha256}";

    /// <summary>The rows of each table as the last line gives them.</summary>
    public static string Counts(IEnumerable<KeyValuePair<string, long>> rows) =>
        string.Join(", ", rows.Select(table => Invariant($"{Uri.EscapeDataString(table.Key)} {table.Value}")));

    /// <summary>The number of the format; null if the line is not the first of a dump.</summary>
    public static int? FormatOf(ReadOnlySpan<byte> firstLine) => NumberAfter(FirstLineStart, firstLine);

    public static int? SchemaOf(ReadOnlySpan<byte> schemaLine) => NumberAfter(SchemaLineStart, schemaLine);

    /// <summary>What a last line says; null if it is none.</summary>
    public static (string Counts, string Sha256)? ReadLastLine(ReadOnlySpan<byte> line)
    {
        string text = Encoding.Latin1.GetString(line);
        int digest = text.LastIndexOf(DigestStart, StringComparison.Ordinal);
        return text.StartsWith(LastLineStart, StringComparison.Ordinal) && digest >= LastLineStart.Length
            && text.Length == digest + DigestStart.Length + DigestLength
                ? (text[LastLineStart.Length..digest], text[^DigestLength..])
                : null;
    }

    private static int? NumberAfter(string start, ReadOnlySpan<byte> line)
    {
        if (!line.StartsWith(Encoding.ASCII.GetBytes(start)))
        {
            return null;
        }

        ReadOnlySpan<byte> rest = line[start.Length..];
        int digits = rest.IndexOfAnyExceptInRange((byte)'0', (byte)'9');
        return int.TryParse(digits < 0 ? rest : rest[..digits], NumberStyles.None, CultureInfo.InvariantCulture, out int number)
            ? number
            : null;
    }

    private static string Invariant(FormattableString text) => FormattableString.Invariant(text);
}
