using System.Buffers.Binary;
using System.IO.Compression;
using LeadStore.Sqlite;

namespace LeadStore.Maintenance;

/// <summary>Finds out whether a file is a good backup. Reads it through SQLite's file layer, because it may be an open database after all.</summary>
internal static class BackupVerifier
{
    private const int Portion = 1 << 17;

    /// <summary>Verifies a backup where it lies; a compressed one is unpacked into a private directory beside it.</summary>
    public static BackupCheck Verify(string path, RestoreOptions options, CancellationToken cancellation) => Guarded(path, full =>
    {
        using VfsFile file = Open(full);
        if (!IsGzip(file))
        {
            return Verify(file, full, options, unpackTo: null, cancellation);
        }

        using WorkDirectory work = WorkDirectory.BesideOf(full);
        return Verify(file, full, options, work.NewDatabase, cancellation);
    });

    /// <summary>Verifies a backup by a copy of it, which is then exactly what was verified, whatever happens to the backup.</summary>
    /// <param name="path">The backup.</param>
    /// <param name="options">Its limits.</param>
    /// <param name="copy">A path that nothing has, in a directory of our own.</param>
    /// <param name="cancellation">Ends it.</param>
    public static BackupCheck VerifyInto(string path, RestoreOptions options, string copy, CancellationToken cancellation) => Guarded(path, full =>
    {
        using VfsFile file = Open(full);
        return Verify(file, full, options, copy, cancellation, FileFormat.Store);
    });

    /// <summary>Copies a stream to its end.</summary>
    public static void Drain(Stream from, Stream to) => from.CopyTo(to, Portion);

    private static BackupCheck Guarded(string path, Func<string, BackupCheck> verify)
    {
        try
        {
            return verify(Path.GetFullPath(path));
        }
        catch (InvalidDataException failure)
        {
            throw DatabaseCheck.Damaged(Name(path), "it cannot be unpacked", failure);
        }
        catch (Exception failure) when (FileFailure.Is(failure))
        {
            throw FileFailure.Of(failure, $"Verifying the {Name(path)}");
        }
    }

    private static BackupCheck Verify(
        VfsFile file, string path, RestoreOptions options, string? unpackTo, CancellationToken cancellation, FileFormat? only = null)
    {
        string name = Name(path);
        BackupManifest? manifest = BackupManifest.ReadBeside(path);
        BackupCompression compression = IsGzip(file) ? BackupCompression.Gzip : BackupCompression.None;
        if (manifest is not null && (manifest.Length != file.Length || manifest.Compression != compression))
        {
            throw DatabaseCheck.Damaged(name, $"its manifest says {manifest.Length} bytes ({manifest.Compression}), and it has {file.Length} ({compression})");
        }

        // What is known of its length before it is read: of a compressed one without a manifest, nothing that could be believed.
        long known = compression == BackupCompression.None ? file.Length : manifest?.DatabaseLength ?? 0;
        if (known > options.MaxDatabaseLength)
        {
            throw OverLimit(name, $"holds a database of {known} bytes", options.MaxDatabaseLength);
        }

        if (manifest is not null || unpackTo is not null)
        {
            Read(file, compression, manifest, name, options.MaxDatabaseLength, unpackTo, cancellation);
        }

        CheckedDatabase database = DatabaseCheck.Check(unpackTo ?? path, name, cancellation, only);
        if (manifest is not null && !Fits(manifest, database))
        {
            throw DatabaseCheck.Damaged(name, "its manifest describes another schema or other numbers of rows");
        }

        if (manifest is not null && manifest.DamagedRows != database.DamagedRows)
        {
            throw DatabaseCheck.Damaged(
                name,
                $"{database.DamagedRows} rows are not what was written (their checksums), and its manifest says {manifest.DamagedRows}");
        }

        if (database.DamagedRows > 0 && !options.AllowDamagedRows)
        {
            throw DatabaseCheck.Damaged(
                name,
                $"{database.DamagedRows} rows are not what was written (their checksums); RestoreOptions.AllowDamagedRows lets it in all the same");
        }

        if (manifest?.StoreUid is { } uid && uid != database.StoreUid)
        {
            throw DatabaseCheck.Damaged(name, "its manifest is that of a backup of another store");
        }

        return new BackupCheck
        {
            Path = path,
            HasManifest = manifest is not null,
            Compression = compression,
            DatabaseLength = new FileInfo(unpackTo ?? path).Length,
            SchemaVersion = database.SchemaVersion,
            Rows = database.Rows,
            StoreUid = database.StoreUid,
            DamagedRows = database.DamagedRows,
            CreatedAt = manifest?.CreatedAt,
        };
    }

    // One pass: what is compared with the manifest is what is unpacked.
    private static void Read(
        VfsFile file,
        BackupCompression compression,
        BackupManifest? manifest,
        string name,
        long mostBytes,
        string? unpackTo,
        CancellationToken cancellation)
    {
        long limit = manifest?.DatabaseLength ?? mostBytes;
        file.Position = 0;
        using DigestStream stored = new(file, cancellation);
        using FileStream? copy = unpackTo is null ? null : PrivateFile.Create(unpackTo);
        using DigestStream database = new(copy ?? Stream.Null, cancellation, limit, TooLong);
        if (compression == BackupCompression.Gzip)
        {
            using GZipStream unpacked = new(stored, CompressionMode.Decompress, leaveOpen: true);
            Drain(unpacked, database);
            Drain(stored, Stream.Null);
            RequireEnd(file, database.Count, name);
        }
        else
        {
            Drain(stored, database);
        }

        copy?.Flush(flushToDisk: true);
        if (manifest is not null
            && (stored.Sha256() != manifest.Sha256
                || database.Sha256() != manifest.DatabaseSha256
                || database.Count != manifest.DatabaseLength))
        {
            throw DatabaseCheck.Damaged(name, "its SHA-256 is not that of its manifest");
        }

        LeadStoreException TooLong() => manifest is null
            ? OverLimit(name, $"holds a database of more than {limit} bytes", limit)
            : DatabaseCheck.Damaged(name, $"it holds more than the {limit} bytes that its manifest says");
    }

    // The end of a gzip file repeats the unpacked length. It is not asked for by whoever unpacks a file that was cut off just there.
    private static void RequireEnd(VfsFile file, long unpacked, string name)
    {
        Span<byte> end = stackalloc byte[4];
        file.Position = Math.Max(0, file.Length - end.Length);
        if (file.ReadAtLeast(end, end.Length, throwOnEndOfStream: false) < end.Length || BinaryPrimitives.ReadUInt32LittleEndian(end) != (uint)unpacked)
        {
            throw DatabaseCheck.Damaged(name, "it does not end as it should");
        }
    }

    private static bool Fits(BackupManifest manifest, CheckedDatabase database) =>
        manifest.SchemaVersion == database.SchemaVersion
        && manifest.Tables.Count == database.Rows.Count
        && manifest.Tables.All(table => database.Rows.TryGetValue(table.Name, out long rows) && rows == table.Rows);

    private static VfsFile Open(string path)
    {
        if (WhyNoFile(path) is { } reason)
        {
            throw new LeadStoreException(LeadStoreErrorKind.CannotOpen, $"The {Name(path)} {reason}");
        }

        if (new FileInfo(path + "-wal") is { Exists: true, Length: > 0 })
        {
            throw new LeadStoreException(
                LeadStoreErrorKind.InUse,
                $"The {Name(path)} has a write-ahead log beside it: it is a database in use, or was copied from one, and its newest changes are in the log. "
                + "Make a backup of it with LeadStore instead.");
        }

        try
        {
            return new VfsFile(path);
        }
        catch (LeadStoreException failure) when (failure.SqliteExtendedErrorCode != 0)
        {
            throw new LeadStoreException(
                failure.Kind,
                $"The {Name(path)} could not be opened. Let this process read it: a backup is readable by the user alone who made it.",
                failure)
            {
                SqliteExtendedErrorCode = failure.SqliteExtendedErrorCode,
            };
        }
    }

    private static string? WhyNoFile(string path) =>
        NativeFile.WhyNoFileToRead(path) switch
        {
            null => null,
            NativeFile.IsADirectory =>
                $"{NativeFile.IsADirectory}. Name a file in it, or restore the newest of them with LeadDatabase.RestoreLatest.",
            var reason => $"{reason}. Name the file of a backup.",
        };

    private static bool IsGzip(VfsFile file)
    {
        Span<byte> start = stackalloc byte[2];
        file.Position = 0;
        return file.ReadAtLeast(start, 2, throwOnEndOfStream: false) == 2 && start[0] == 0x1f && start[1] == 0x8b;
    }

    private static LeadStoreException OverLimit(string name, string what, long limit) => new(
        LeadStoreErrorKind.TooLarge,
        $"The {name} {what}, and RestoreOptions.MaxDatabaseLength is {limit}. Nothing was changed; raise the limit if the backup is one of "
        + "yours.");

    private static string Name(string path) => $"backup '{path}'";
}
