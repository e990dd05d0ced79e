using LeadStore.Leads;
using LeadStore.Sqlite;
using SQLitePCL;

namespace LeadStore.Maintenance;

/// <summary>
/// Compares every row with its checksum, and what has none with what follows from other rows. Finds what SQLite's own check cannot see: a
/// changed bit in a value that no index holds.
/// </summary>
internal sealed class RowVerification
{
    private const int MostNamed = 1000;

    private readonly List<string> _errors = [];
    private readonly List<DamagedRow> _damaged = [];
    private readonly List<MismatchedRow> _found = [];

    private RowVerification()
    {
    }

    public IReadOnlyList<string> Errors => _errors;

    public IReadOnlyList<DamagedRow> Damaged => _damaged;

    /// <summary>Those of them whose checksum does not fit.</summary>
    public IReadOnlyList<MismatchedRow> Found => _found;

    public long DamagedCount { get; private set; }

    public long UnverifiableCount { get; private set; }

    /// <param name="db">The connection; nothing is changed.</param>
    /// <param name="cancellation">Looked at between rows that are found.</param>
    /// <param name="contradictions">
    /// Whether what has no checksum is compared with the rows that it follows from. Another program that deletes a message makes such a
    /// contradiction too, so that it is told and is no reason to refuse anything.
    /// </param>
    public static RowVerification Run(sqlite3 db, bool contradictions, CancellationToken cancellation)
    {
        RowVerification verification = new();
        IReadOnlyList<ChecksummedTable> tables = [];
        verification.Try("checksummed", () => tables = verification.ReadTables(db));
        foreach (ChecksummedTable table in tables)
        {
            cancellation.ThrowIfCancellationRequested();
            verification.Try(table.Name, () => verification.Compare(db, table));
        }

        if (contradictions && tables.Count > 0 && FileFormat.Of(db) == FileFormat.Store)
        {
            verification.Try("leads", () => verification.CompareActivity(db));
        }

        return verification;
    }

    // The file says itself what its checksums are over. One that says less than it should would make every look see less.
    private IReadOnlyList<ChecksummedTable> ReadTables(sqlite3 db)
    {
        int version = (int)OneOffStatement.Number(db, "PRAGMA user_version");
        FileFormat format = FileFormat.Of(db);
        if (version <= format.Newest && !SchemaModel.ReadChecksummed(db).SequenceEqual(SchemaModel.Of(format, version).Checksummed))
        {
            _errors.Add(
                $"The table checksummed does not name what the migrations of schema version {version} name; no row was compared with its "
                + "checksum.");
            return [];
        }

        return RowChecksums.Read(db);
    }

    private void Compare(sqlite3 db, ChecksummedTable table)
    {
        // A key of words may be the application's own; numbers say nothing about anybody.
        string key = string.Join(" || ', ' || ", table.Key.Select(column =>
            $"CASE typeof({OneOffStatement.Quoted(column)}) WHEN 'integer' "
            + $"THEN {OneOffStatement.Literal(column + " ")} || {OneOffStatement.Quoted(column)} ELSE '' END"));
        using OneOffStatement statement = new(
            db,
            $"SELECT {key}, checksum, {table.Checksum()}, {string.Join(", ", table.Key.Select(OneOffStatement.Quoted))} "
                + $"FROM {OneOffStatement.Quoted(table.Name)} NOT INDEXED WHERE checksum IS NOT {table.Checksum()}");
        while (statement.Step())
        {
            if (statement.TypeOf(1) == raw.SQLITE_NULL)
            {
                UnverifiableCount++;
            }
            else
            {
                Add(new DamagedRow(table.Name, statement.Text(0).Trim(' ', ',')));
                Keep(statement, table);
            }
        }
    }

    private void Keep(OneOffStatement statement, ChecksummedTable table)
    {
        if (_found.Count < MostNamed)
        {
            _found.Add(new MismatchedRow(
                table.Name,
                [.. table.Key.Select((_, column) => KeyValue.Read(statement, 3 + column))],
                statement.Int64(1),
                statement.Int64(2)));
        }
    }

    private void CompareActivity(sqlite3 db)
    {
        using OneOffStatement statement = new(db, LeadSql.WithContradictedActivity);
        while (statement.Step())
        {
            Add(new DamagedRow("leads", $"id {statement.Int64(0)}"));
        }
    }

    private void Add(DamagedRow row)
    {
        DamagedCount++;
        if (_damaged.Count < MostNamed)
        {
            _damaged.Add(row);
        }
    }

    private void Try(string table, Action compare)
    {
        try
        {
            compare();
        }
        catch (LeadStoreException failure) when (failure.Kind is LeadStoreErrorKind.Corrupt or LeadStoreErrorKind.InputOutput)
        {
            _errors.Add($"The table {table} could not be read to its end (SQLite code {failure.SqliteExtendedErrorCode}).");
        }
    }
}
