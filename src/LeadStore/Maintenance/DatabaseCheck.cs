using System.Buffers.Binary;
using LeadStore.Sqlite;

namespace LeadStore.Maintenance;

/// <summary>
/// Whether a file, which nobody writes to, is a LeadStore database of a schema that this library knows, complete and in order. The file
/// is not trusted and not changed, and nothing is made beside it.
/// </summary>
internal static class DatabaseCheck
{
    private const int HeaderLength = 100;

    /// <param name="path">A database without a log beside it.</param>
    /// <param name="name">How messages name it, for example <c>backup 'path'</c>.</param>
    /// <param name="cancellation">Ends the check within milliseconds.</param>
    /// <param name="only">What it must be; null for any file of the library.</param>
    public static CheckedDatabase Check(string path, string name, CancellationToken cancellation, FileFormat? only = null)
    {
        (FileFormat format, int schemaVersion) = CheckHeader(path, name, only);
        try
        {
            using PrivateConnection db = PrivateConnection.ForReading(path, cancellation);
            CheckSchema(db, format, schemaVersion, name);
            CheckStructure(db, name);
            CheckJournal(db, format, schemaVersion, name);
            long damagedRows = CountDamagedRows(db, name, cancellation);
            return new CheckedDatabase(schemaVersion, StoreIdentity.Read(db.Handle), Rows(db), damagedRows);
        }
        catch (LeadStoreException failure) when (failure.Kind is LeadStoreErrorKind.Corrupt or LeadStoreErrorKind.Unknown && failure.SqliteExtendedErrorCode != 0)
        {
            // An interruption that came in the middle of a check looks like a failure of it.
            cancellation.ThrowIfCancellationRequested();

            // SQLite says "database disk image is malformed", or that a statement fits no table: both are damage here.
            throw Damaged(name, $"SQLite cannot read it (code {failure.SqliteExtendedErrorCode})", failure);
        }
    }

    public static LeadStoreException Damaged(string name, string reason, Exception? cause = null) => new(
        LeadStoreErrorKind.Corrupt, $"The {name} is damaged: {reason}. Nothing was changed; use another backup.", cause)
    {
        SqliteExtendedErrorCode = (cause as LeadStoreException)?.SqliteExtendedErrorCode ?? 0,
    };

    // The header alone says whose file it is and how long it must be, before SQLite is asked anything about it.
    private static (FileFormat Format, int SchemaVersion) CheckHeader(string path, string name, FileFormat? only)
    {
        Span<byte> header = stackalloc byte[HeaderLength];
        using VfsFile file = new(path);
        if (file.ReadAtLeast(header, HeaderLength, throwOnEndOfStream: false) < HeaderLength
            || !header[..16].SequenceEqual("SQLite format 3\0"u8)
            || FileFormat.Of(Number(header, 68)) is not { } format)
        {
            throw new LeadStoreException(
                LeadStoreErrorKind.NotALeadStore, $"The {name} is not a LeadStore database. Nothing was changed; name a backup of a LeadStore database.");
        }

        if (only is not null && format != only)
        {
            throw new LeadStoreException(
                LeadStoreErrorKind.NotALeadStore, $"The {name} is {format.Kind.Name}, and not {only.Kind.Name}. Nothing was changed; name the other one.");
        }

        long schemaVersion = Number(header, 60);
        if (schemaVersion > format.Newest)
        {
            throw new LeadStoreException(
                LeadStoreErrorKind.SchemaTooNew,
                $"The {name} has schema version {schemaVersion}; this version of LeadStore knows up to {format.Newest}. "
                + "Nothing was changed. Update the LeadStore package, or use an older backup.");
        }

        long pageSize = BinaryPrimitives.ReadUInt16BigEndian(header[16..]) is var size && size == 1 ? 65_536 : size;
        long length = pageSize * Number(header, 28);
        if (schemaVersion < 1 || length != file.Length)
        {
            throw Damaged(name, schemaVersion < 1 ? "it has no schema" : $"it has {file.Length} bytes and should have {length}");
        }

        return (format, (int)schemaVersion);
    }

    private static void CheckSchema(PrivateConnection db, FileFormat format, int schemaVersion, string name)
    {
        HashSet<SchemaObject> present = [.. SchemaObject.ReadAll(db.Handle)];
        IReadOnlySet<SchemaObject> expected = SchemaModel.Of(format, schemaVersion).Objects;
        if (!expected.IsSubsetOf(present))
        {
            throw Damaged(name, $"its tables are not those of schema version {schemaVersion}");
        }

        // Code of extensions reads such a table from pages that anybody may have written.
        if (present.Except(expected).FirstOrDefault(added => added.IsVirtualTable) is { } added)
        {
            throw new LeadStoreException(
                LeadStoreErrorKind.NotALeadStore,
                $"The {name} has the virtual table '{added.Name}', which LeadStore does not make, and whose code would read pages that "
                + "anybody may have written. Nothing was changed; keep such a table in a file of its own, or use another backup.");
        }
    }

    private static void CheckStructure(PrivateConnection db, string name)
    {
        if (db.Text("PRAGMA integrity_check(1)") != "ok")
        {
            throw Damaged(name, "its structure is not in order (PRAGMA integrity_check)");
        }

        if (db.Text("PRAGMA foreign_key_check") is not null || IntegrityCheck.MessagesAstray(db.Handle) > 0)
        {
            throw Damaged(name, "it has rows that refer to rows which are not there (PRAGMA foreign_key_check, or messages without a lead)");
        }
    }

    private static void CheckJournal(PrivateConnection db, FileFormat format, int schemaVersion, string name)
    {
        Dictionary<long, string> journal = db
            .All("SELECT number, sha256 FROM schema_migrations", row => (Number: row.Int64(0), Sha256: row.Text(1)))
            .ToDictionary(line => line.Number, line => line.Sha256);
        Migration? other = format.Scripts.Migrations
            .Take(schemaVersion)
            .FirstOrDefault(script => journal.GetValueOrDefault(script.Number) != script.Checksum);
        if (other is not null || journal.Count != schemaVersion)
        {
            throw new LeadStoreException(
                LeadStoreErrorKind.Migration,
                $"The {name} was made with other migrations than this version of LeadStore has. Nothing was changed; use the version that made it.");
        }
    }

    /// <summary>
    /// The one place where what a file holds is looked at row by row, for backups in the making, for their verification and for restores.
    /// What a damaged row means, they decide.
    /// </summary>
    private static long CountDamagedRows(PrivateConnection db, string name, CancellationToken cancellation)
    {
        RowChecksums.Register(db.Handle);
        RowVerification rows = RowVerification.Run(db.Handle, contradictions: false, cancellation);
        cancellation.ThrowIfCancellationRequested();
        return rows.Errors.Count == 0 ? rows.DamagedCount : throw Damaged(name, rows.Errors[0].TrimEnd('.'));
    }

    private static Dictionary<string, long> Rows(PrivateConnection db) => TableContent.ListTables(db.Handle)
        .ToDictionary(table => table, table => db.Number($"SELECT count(*) FROM main.{OneOffStatement.Quoted(table)}"));

    private static uint Number(ReadOnlySpan<byte> header, int offset) => BinaryPrimitives.ReadUInt32BigEndian(header[offset..]);
}

/// <summary>What is known of a database that was checked and is good, but for rows that are not what was written.</summary>
internal sealed record CheckedDatabase(int SchemaVersion, string? StoreUid, IReadOnlyDictionary<string, long> Rows, long DamagedRows);
