using System.Text;
using LeadStore.Engine;
using LeadStore.Migrations;
using LeadStore.Sqlite;
using SQLitePCL;

namespace LeadStore.Maintenance;

/// <summary>
/// Makes a new database from a dump. A dump is a program, and this one is not trusted: besides fixed lines it may hold only the very text
/// of the objects that the migrations make, and rows, and SQLite is asked for each row whether it does anything but insert.
/// </summary>
internal sealed class DumpLoader(TimeProvider clock, CancellationToken cancellation)
{
    private const int LongestDefinition = 1024 * 1024;

    // How deep expressions may be: those of a row, whose text is anybody's, and those of the objects, whose text is the migrations' own.
    private const int MostNestingOfRow = 20;
    private const int MostNestingOfObject = 200;

    // What the text of a value is made of, and what the constraints of our own tables ask.
    private static readonly HashSet<string> Functions = new(["replace", "char", "length", "json_valid"], StringComparer.OrdinalIgnoreCase);

    private readonly StringBuilder _definition = new();
    private HashSet<string> _definitions = [];
    private HashSet<string> _fixedLines = [];
    private bool _onlyRows;

    public DumpLoadReport Load(string dump, string path)
    {
        long start = clock.GetTimestamp();
        try
        {
            using DumpReader reader = DumpReader.Open(dump, cancellation);
            using NewFile file = NewFile.ForDatabase(path);
            file.Stream.Dispose();
            DumpLoadReport report = Fill(file, reader);
            cancellation.ThrowIfCancellationRequested();
            file.Finish();
            return report with { Duration = clock.GetElapsedTime(start) };
        }
        catch (Exception failure) when (FileFailure.Is(failure))
        {
            throw FileFailure.Of(failure, "Loading the dump");
        }
    }

    private DumpLoadReport Fill(NewFile file, DumpReader reader)
    {
        NativeSqlite.Load();
        SqliteConnections connections = new(file.Temporary, new StoreRules { Clock = clock }, Durability.Full, TimeSpan.Zero);
        using SqliteSession session = connections.OpenWriter();
        sqlite3 db = session.Handle;
        using DumpLines lines = reader.Lines();
        int schemaVersion = ReadStart(lines);
        Allow(schemaVersion);
        raw.sqlite3_limit(db, raw.SQLITE_LIMIT_ATTACHED, 0);
        raw.sqlite3_limit(db, raw.SQLITE_LIMIT_LENGTH, DumpLines.LongestLine);
        raw.sqlite3_set_authorizer(db, Authorize, null);
        while (lines.Read())
        {
            Execute(db, lines);
        }

        raw.sqlite3_set_authorizer(db, (strdelegate_authorizer)null!, null);
        if (_definition.Length > 0 || session.InTransaction)
        {
            throw DumpReader.Damaged("it does not end with a whole statement and a commit");
        }

        return Verify(db, schemaVersion, reader.Counts) with { Path = file.Target };
    }

    private static int ReadStart(DumpLines lines)
    {
        int? schemaVersion = lines.Read() && lines.Read() ? DumpFormat.SchemaOf(lines.Current) : null;
        if (schemaVersion is null or < 1)
        {
            throw DumpReader.Damaged("its second line gives no schema version");
        }

        return schemaVersion <= MigrationScript.Newest
            ? schemaVersion.Value
            : throw new LeadStoreException(
                LeadStoreErrorKind.SchemaTooNew,
                $"The dump has schema version {schemaVersion}; this version of LeadStore knows up to {MigrationScript.Newest}. "
                + "Nothing was made. Update the LeadStore package.");
    }

    private void Allow(int schemaVersion)
    {
        _definitions = [.. SchemaModel.Of(schemaVersion).Objects.Select(made => made.Sql).OfType<string>()];
        _fixedLines =
        [
            DumpFormat.ForeignKeysOff, DumpFormat.Begin, DumpFormat.ApplicationId, DumpFormat.ClearSequences,
            DumpFormat.UserVersion(schemaVersion), DumpFormat.Commit,
        ];
    }

    private void Execute(sqlite3 db, DumpLines lines)
    {
        ReadOnlySpan<byte> line = lines.Current;
        if (line.Contains((byte)0))
        {
            throw Refused(lines);
        }

        if (_definition.Length > 0 || line.StartsWith("CREATE "u8))
        {
            Define(db, lines);
        }
        else if (line.StartsWith(Encoding.ASCII.GetBytes(DumpFormat.InsertStart)))
        {
            Run(db, line, lines, onlyRows: true);
        }
        else if (_fixedLines.Contains(Encoding.Latin1.GetString(line[..Math.Min(line.Length, 100)])))
        {
            Run(db, line, lines, onlyRows: false);
        }
        else if (!line.IsEmpty && !line.StartsWith("--"u8))
        {
            throw Refused(lines);
        }
    }

    // The text of a table or a trigger may have several lines, whose ends SQLite finds.
    private void Define(sqlite3 db, DumpLines lines)
    {
        _definition.Append(Encoding.UTF8.GetString(lines.Current)).Append('\n');
        if (_definition.Length > LongestDefinition)
        {
            throw Refused(lines);
        }

        if (!lines.Current.EndsWith(";"u8) || raw.sqlite3_complete(_definition.ToString()) == 0)
        {
            return;
        }

        string definition = _definition.ToString().TrimEnd('\n');
        _definition.Clear();
        if (!_definitions.Contains(definition[..^1]))
        {
            throw DumpReader.Damaged($"what its line {lines.Number} ends is not an object that the migrations make");
        }

        Run(db, Encoding.UTF8.GetBytes(definition), lines, onlyRows: false);
    }

    private void Run(sqlite3 db, ReadOnlySpan<byte> sql, DumpLines lines, bool onlyRows)
    {
        _onlyRows = onlyRows;
        raw.sqlite3_limit(db, raw.SQLITE_LIMIT_EXPR_DEPTH, onlyRows ? MostNestingOfRow : MostNestingOfObject);
        int code = raw.sqlite3_prepare_v2(db, sql, out sqlite3_stmt statement, out ReadOnlySpan<byte> rest);
        using (statement)
        {
            if (code == raw.SQLITE_OK && !rest.IsEmpty)
            {
                throw Refused(lines);
            }

            if (code == raw.SQLITE_OK)
            {
                code = raw.sqlite3_step(statement);
            }

            if (code is not (raw.SQLITE_DONE or raw.SQLITE_ROW))
            {
                throw Failure(db, code, lines);
            }
        }
    }

    // Without SQLite's own words, which quote the statement, and the statement holds a row.
    private static LeadStoreException Failure(sqlite3 db, int code, DumpLines lines)
    {
        int extended = raw.sqlite3_extended_errcode(db);
        LeadStoreErrorKind kind = SqliteFailure.KindOf((extended & 0xff) == (code & 0xff) ? extended : code);
        return kind is LeadStoreErrorKind.StorageFull or LeadStoreErrorKind.InputOutput
            ? new LeadStoreException(
                kind,
                $"The dump could not be loaded: writing the new database failed (SQLite code {extended}). "
                + "Nothing was made; make room or choose another volume.")
            {
                SqliteExtendedErrorCode = extended,
            }
            : new LeadStoreException(
                LeadStoreErrorKind.Corrupt, DumpReader.Damaged($"SQLite refused its line {lines.Number} (code {extended})").Message)
            {
                SqliteExtendedErrorCode = extended,
            };
    }

    private static LeadStoreException Refused(DumpLines lines) =>
        DumpReader.Damaged($"its line {lines.Number} is none that a dump of a LeadStore database has");

    private int Authorize(object data, int action, string first, string second, string database, string trigger) => action switch
    {
        _ when !_onlyRows => raw.SQLITE_OK,
        raw.SQLITE_INSERT => database == "main" && MayBeFilled(first) ? raw.SQLITE_OK : raw.SQLITE_DENY,
        raw.SQLITE_READ => raw.SQLITE_OK,
        raw.SQLITE_FUNCTION => Functions.Contains(second) ? raw.SQLITE_OK : raw.SQLITE_DENY,
        _ => raw.SQLITE_DENY,
    };

    private static bool MayBeFilled(string table) =>
        table == "sqlite_sequence" || !table.StartsWith("sqlite_", StringComparison.OrdinalIgnoreCase);

    /// <summary>The one place where a database that a dump has made is judged.</summary>
    private DumpLoadReport Verify(sqlite3 db, int schemaVersion, string counts)
    {
        SchemaModel model = SchemaModel.Of(schemaVersion);
        if (OneOffStatement.Number(db, "PRAGMA user_version") != schemaVersion
            || OneOffStatement.Number(db, "PRAGMA application_id") != SqliteFile.ApplicationId
            || !model.Objects.SetEquals(SchemaObject.ReadAll(db))
            || !model.Migrations.SequenceEqual(SchemaModel.ReadMigrations(db))
            || !model.Checksummed.SequenceEqual(SchemaModel.ReadChecksummed(db)))
        {
            throw DumpReader.Damaged($"it does not make what the migrations of this library to schema version {schemaVersion} make");
        }

        if (IntegrityCheck.Run(db, cancellation) is { Count: > 0 } errors)
        {
            throw DumpReader.Damaged($"what it holds is not sound: {errors[0].TrimEnd('.')}");
        }

        Dictionary<string, long> rows = StoreTables.CountRows(db);
        if (DumpFormat.Counts(rows) != counts)
        {
            throw DumpReader.Damaged("the rows that it holds are not those that its last line counts");
        }

        long damaged = RowVerification.Run(db, contradictions: false, cancellation).DamagedCount;
        return new DumpLoadReport { Path = "", SchemaVersion = schemaVersion, Rows = rows, DamagedRowCount = damaged, Duration = default };
    }
}
