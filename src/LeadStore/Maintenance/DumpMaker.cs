using System.IO.Compression;
using LeadStore.Migrations;
using LeadStore.Sqlite;
using SQLitePCL;

namespace LeadStore.Maintenance;

/// <summary>
/// Writes everything that one moment of a store holds as SQL. What there is, it asks the file and the migrations, so that a new one
/// changes nothing here; what somebody else has added to the file is left out. Rows come in the order of their keys, and nothing is written
/// of the time or of the place: the same content gives the same text.
/// </summary>
internal sealed class DumpMaker(
    SqliteDatabase database, TimeProvider clock, IProgress<DumpProgress>? progress, CancellationToken cancellation)
{
    private const string ApplicationJournal = "application_migrations";
    private const int RowsBetweenLooks = 256;

    public DumpReport ToFile(string path, bool compress)
    {
        try
        {
            using NewFile file = NewFile.ForDump(path);

            // Knows that a file which may not become so long is no wrong argument; the caller's own stream is not to be judged like that.
            using DigestStream guarded = new(file.Stream, cancellation);
            DumpReport report = ToStream(guarded, compress) with { Path = file.Target };
            file.Finish();
            return report;
        }
        catch (Exception failure) when (FileFailure.Is(failure))
        {
            throw FileFailure.Of(failure, "Writing the dump");
        }
    }

    public DumpReport ToStream(Stream stream, bool compress)
    {
        if (!compress)
        {
            return Write(stream);
        }

        using GZipStream compressed = new(stream, CompressionLevel.Optimal, leaveOpen: true);
        return Write(compressed);
    }

    private DumpReport Write(Stream stream)
    {
        long start = clock.GetTimestamp();
        using DumpText text = new(stream);
        DumpReport report = LongRead.Run(database, (db, _) => Write(db, text), nameof(StoreMaintenance.Dump), cancellation);
        return report with { TextBytes = text.Length, Duration = clock.GetElapsedTime(start) };
    }

    private DumpReport Write(sqlite3 db, DumpText text)
    {
        cancellation.ThrowIfCancellationRequested();
        int schemaVersion = (int)OneOffStatement.Number(db, "PRAGMA user_version");
        if (schemaVersion > MigrationScript.Newest)
        {
            throw new LeadStoreException(
                LeadStoreErrorKind.SchemaTooNew,
                $"Another process has brought the database to schema version {schemaVersion}; this version of LeadStore knows up to "
                + $"{MigrationScript.Newest}. No dump was made. Update the LeadStore package.");
        }

        SchemaComparison schema = SchemaComparison.Of(db, schemaVersion);
        string[] tables = [.. StoreTables.Names(db).Where(table => !schema.IsOwn("table", table))];
        Dictionary<string, long> counts = StoreTables.CountRows(db, tables);
        if (counts.ContainsKey(ApplicationJournal))
        {
            // The tables of applications are left out, and so is that they were made: opening what is loaded makes them anew.
            counts[ApplicationJournal] = 0;
        }

        text.Line(DumpFormat.FirstLine);
        text.Line(DumpFormat.SchemaLine(schemaVersion));
        text.Line(DumpFormat.ForeignKeysOff);
        text.Line(DumpFormat.Begin);
        text.Line(DumpFormat.ApplicationId);
        Schema(db, text, "table", schema);
        Rows(db, text, tables.Where(table => table != ApplicationJournal), counts.Values.Sum());
        Sequences(db, text, tables);

        // After the rows: an index is made at once, and no trigger sees the rows as new.
        Schema(db, text, "index", schema);
        Schema(db, text, "trigger", schema);
        Schema(db, text, "view", schema);
        text.Line(DumpFormat.UserVersion(schemaVersion));
        text.Line(DumpFormat.Commit);
        string sha256 = text.Sha256();
        text.Line(DumpFormat.LastLine(counts, sha256));
        text.Flush();
        return new DumpReport
        {
            TextBytes = 0,
            Sha256 = sha256,
            SchemaVersion = schemaVersion,
            Rows = counts,
            LeftOut = [.. schema.Own.Select(own => own.ToString())],
            Duration = default,
        };
    }

    // Without what SQLite makes by itself (the indexes of keys, sqlite_sequence, the statistics of ANALYZE), and without what is not the
    // store's: a load lets nothing in but what the migrations make.
    private static void Schema(sqlite3 db, DumpText text, string type, SchemaComparison schema)
    {
        using OneOffStatement objects = new(
            db,
            $@"SELECT name, sql FROM sqlite_schema
               WHERE type = '{type}' AND sql IS NOT NULL AND name NOT LIKE 'sqlite\_%' ESCAPE '\' ORDER BY rowid");
        while (objects.Step())
        {
            if (!schema.IsOwn(type, objects.Text(0)))
            {
                text.Write(objects.Bytes(1));
                text.Line(";");
            }
        }
    }

    private void Rows(sqlite3 db, DumpText text, IEnumerable<string> tables, long total)
    {
        long written = 0;
        foreach (string table in tables)
        {
            string start = $"INSERT INTO {OneOffStatement.Quoted(table)} VALUES(";
            string[] columns = [.. StoreTables.StoredColumns(db, table).Select(OneOffStatement.Quoted)];
            if (StoreTables.HasOtherColumns(db, table))
            {
                start = $"INSERT INTO {OneOffStatement.Quoted(table)}({string.Join(',', columns)}) VALUES(";
            }

            using OneOffStatement rows = new(
                db, $"SELECT {string.Join(", ", columns)} FROM {OneOffStatement.Quoted(table)} ORDER BY {TableContent.OrderOf(db, table)}");
            while (rows.Step())
            {
                Row(rows, text, start);
                if (++written % RowsBetweenLooks == 0)
                {
                    cancellation.ThrowIfCancellationRequested();
                    progress?.Report(new DumpProgress(table, written, total));
                }
            }

            progress?.Report(new DumpProgress(table, written, total));
        }
    }

    private static void Row(OneOffStatement rows, DumpText text, string start)
    {
        text.Write(start);
        for (int column = 0; column < rows.Columns; column++)
        {
            if (column > 0)
            {
                text.Write(","u8);
            }

            text.Value(rows, column);
        }

        text.Line(");");
    }

    // What was used once and deleted must not be used again. The rows have set the counters to the highest that is there; these are exact.
    private static void Sequences(sqlite3 db, DumpText text, string[] tables)
    {
        if (OneOffStatement.Number(db, "SELECT count(*) FROM sqlite_schema WHERE name = 'sqlite_sequence'") == 0)
        {
            return;
        }

        text.Line(DumpFormat.ClearSequences);
        using OneOffStatement sequences = new(db, "SELECT name, seq FROM sqlite_sequence ORDER BY name");
        while (sequences.Step())
        {
            if (tables.Contains(sequences.Text(0)))
            {
                Row(sequences, text, "INSERT INTO \"sqlite_sequence\" VALUES(");
            }
        }
    }
}
