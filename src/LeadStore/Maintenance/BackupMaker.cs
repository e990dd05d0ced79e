using System.IO.Compression;
using LeadStore.Sqlite;
using SQLitePCL;

namespace LeadStore.Maintenance;

/// <summary>
/// Makes one backup: a copy of one state, made in a private directory beside the target, opened again, compared with that state row by
/// row, and only then given its name. Whatever ends it before leaves nothing behind.
/// </summary>
internal sealed class BackupMaker(SqliteDatabase database, DatabaseLocation location, TimeProvider clock)
{
    public BackupReport Make(string path, BackupOptions options, IProgress<BackupProgress>? progress, CancellationToken cancellation)
    {
        try
        {
            return MakeAt(path, options, new ProgressSteps(progress), cancellation);
        }
        catch (Exception failure) when (FileFailure.Is(failure))
        {
            throw FileFailure.Of(failure, "The backup");
        }
    }

    private BackupReport MakeAt(string path, BackupOptions options, ProgressSteps progress, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        string target = Target(path, options);
        long start = clock.GetTimestamp();
        using WorkDirectory work = WorkDirectory.BesideOf(target);
        PrivateFile.Create(work.NewDatabase).Dispose();
        Snapshot snapshot = LongRead.Run(
            database, (db, either) => Take(db, work.NewDatabase, progress, either), nameof(StoreMaintenance.Backup), cancellation);

        MakeOneFile(work.NewDatabase);
        CheckedDatabase copy = VerifyCopy(work.NewDatabase, snapshot.Tables, options.AllowDamagedRows, cancellation);
        progress.Report(BackupStage.Verifying, 1);
        (long databaseLength, string databaseSha256) = Digest(work.NewDatabase, cancellation);
        (long length, string sha256) = options.Compression == BackupCompression.Gzip
            ? Compress(work, databaseLength, databaseSha256, progress, cancellation)
            : (databaseLength, databaseSha256);
        new BackupManifest
        {
            Format = BackupManifest.FormatName,
            FormatVersion = BackupManifest.NewestFormat,
            CreatedAt = snapshot.Time,
            SchemaVersion = copy.SchemaVersion,
            Compression = options.Compression,
            Length = length,
            Sha256 = sha256,
            DatabaseLength = databaseLength,
            DatabaseSha256 = databaseSha256,
            Tables = snapshot.Tables,
            StoreUid = copy.StoreUid,
            DamagedRows = copy.DamagedRows,
            SqliteVersion = NativeSqlite.Version,
        }.Write(work.NewManifest);
        progress.Report(BackupStage.Finishing, 1);

        cancellation.ThrowIfCancellationRequested();
        string made = options.Compression == BackupCompression.Gzip ? work.NewCompressed : work.NewDatabase;
        while (!TryPublish(work.NewManifest, made, target))
        {
            // Another backup may have got the same name in the meantime.
            target = Target(path, options);
        }

        progress.Report(BackupStage.Done, 1);
        return new BackupReport
        {
            Path = target,
            ManifestPath = BackupManifest.PathOf(target),
            Length = length,
            Sha256 = sha256,
            DatabaseLength = databaseLength,
            SchemaVersion = copy.SchemaVersion,
            Rows = copy.Rows,
            CreatedAt = snapshot.Time,
            StoreUid = copy.StoreUid!,
            DamagedRows = copy.DamagedRows,
            Duration = clock.GetElapsedTime(start),
        };
    }

    private string Target(string path, BackupOptions options)
    {
        string full = Path.GetFullPath(path);
        if (Directory.Exists(full))
        {
            return BackupName.Free(Path.TrimEndingDirectorySeparator(full), BackupName.StoreName(location), clock.GetUtcNow(), options.Compression);
        }

        if (!Directory.Exists(Path.GetDirectoryName(full)) || Path.EndsInDirectorySeparator(full))
        {
            throw new LeadStoreException(
                LeadStoreErrorKind.CannotOpen, $"The directory of the backup '{full}' does not exist. Make it, or name another: a volume may not be mounted.");
        }

        if (!Path.HasExtension(full) && !Path.Exists(full))
        {
            throw new LeadStoreException(
                LeadStoreErrorKind.CannotOpen,
                $"There is no directory '{full}'. Make it, if it is to hold backups with dated names: a volume may not be mounted. The file of a "
                + "backup needs an extension, as in leads.db.");
        }

        if (RestoreRecovery.Suffixes.Append("-shm").Any(suffix => full.EndsWith(suffix, StringComparison.Ordinal) && Path.Exists(full[..^suffix.Length])))
        {
            // SQLite would take it for a file of its own, and remove it.
            throw Taken(full);
        }

        // Looked at without opening it: it may be the live file.
        return Path.Exists(full) || Path.Exists(BackupManifest.PathOf(full)) || IsLink(full) ? throw Taken(full) : full;
    }

    private Snapshot Take(sqlite3 db, string copy, ProgressSteps progress, CancellationToken cancellation)
    {
        // The state is chosen by the first read in the transaction; a copy would let go of one that it had begun itself after each step.
        _ = TableContent.ListTables(db);
        DateTimeOffset time = clock.GetUtcNow();
        Action<double> copied = fraction => progress.Report(BackupStage.Copying, fraction);
        if (database.InMemory)
        {
            SnapshotCopy.CopyMemory(db, copy, copied, cancellation);
        }
        else
        {
            SnapshotCopy.Copy(db, copy, copied, cancellation);
        }

        IReadOnlyList<TableContent> tables = TableContent.ReadAll(db, cancellation);
        progress.Report(BackupStage.Reading, 1);
        return new Snapshot(time, tables);
    }

    // The copied header says that a write-ahead log belongs to it; a backup is one file.
    private void MakeOneFile(string copy)
    {
        using (PrivateConnection db = PrivateConnection.ForWriting(copy, CancellationToken.None))
        {
            db.Execute("PRAGMA locking_mode=EXCLUSIVE");
            if (database.InMemory)
            {
                // Only files are marked as ours.
                db.Execute($"PRAGMA application_id={SqliteFile.ApplicationId}");
            }

            if (db.Text("PRAGMA journal_mode=DELETE") != "delete")
            {
                throw new LeadStoreException(LeadStoreErrorKind.Unknown, "The copy could not be made one file; no backup was made. Try again.");
            }
        }

        using FileStream file = new(copy, FileMode.Open, FileAccess.ReadWrite);
        file.Flush(flushToDisk: true);
    }

    private static CheckedDatabase VerifyCopy(
        string copy, IReadOnlyList<TableContent> expected, bool allowDamagedRows, CancellationToken cancellation)
    {
        CheckedDatabase database;
        try
        {
            database = DatabaseCheck.Check(copy, "copy", cancellation);
        }
        catch (LeadStoreException failure) when (failure.Kind != LeadStoreErrorKind.StorageFull)
        {
            throw NotGood(failure.Kind, $"its check failed. {failure.Message}", failure);
        }

        if (database.DamagedRows > 0 && !allowDamagedRows)
        {
            throw new LeadStoreException(
                LeadStoreErrorKind.Corrupt,
                $"No backup was made, because {database.DamagedRows} rows of the store are not what it has written (their checksums). Verify names "
                + "them: restore a backup from before, or look at them and accept them with AcceptDamagedRows. BackupOptions.AllowDamagedRows "
                + "makes a backup with them in it.");
        }

        using PrivateConnection db = PrivateConnection.ForReading(copy, cancellation);
        return TableContent.ReadAll(db.Handle, cancellation).SequenceEqual(expected)
            ? database
            : throw NotGood(LeadStoreErrorKind.Corrupt, "it does not hold what the store holds.", null);
    }

    // A store that is damaged itself shows here, too.
    private static LeadStoreException NotGood(LeadStoreErrorKind kind, string reason, Exception? cause) => new(
        kind, $"No backup was made, because the copy is not good: {reason} If it happens again the store is damaged: restore an older backup.", cause)
    {
        SqliteExtendedErrorCode = (cause as LeadStoreException)?.SqliteExtendedErrorCode ?? 0,
    };

    private static (long Length, string Sha256) Digest(string path, CancellationToken cancellation)
    {
        using FileStream file = File.OpenRead(path);
        using DigestStream digest = new(file, cancellation);
        BackupVerifier.Drain(digest, Stream.Null);
        return (digest.Count, digest.Sha256());
    }

    private static (long Length, string Sha256) Compress(
        WorkDirectory work, long length, string sha256, ProgressSteps progress, CancellationToken cancellation)
    {
        (long Length, string Sha256) compressed;
        using (FileStream source = File.OpenRead(work.NewDatabase))
        using (FileStream target = PrivateFile.Create(work.NewCompressed))
        using (DigestStream digest = new(target, cancellation))
        {
            using (GZipStream gzip = new(digest, CompressionLevel.Optimal, leaveOpen: true))
            {
                BackupVerifier.Drain(source, gzip);
            }

            target.Flush(flushToDisk: true);
            compressed = (digest.Count, digest.Sha256());
        }

        progress.Report(BackupStage.Finishing, 0.7);
        using FileStream stored = File.OpenRead(work.NewCompressed);
        using GZipStream unpacked = new(stored, CompressionMode.Decompress);
        using DigestStream again = new(unpacked, cancellation);
        BackupVerifier.Drain(again, Stream.Null);
        progress.Report(BackupStage.Finishing, 0.9);
        return again.Count == length && again.Sha256() == sha256
            ? compressed
            : throw NotGood(LeadStoreErrorKind.Corrupt, "unpacked it is not what was compressed.", null);
    }

    // First the manifest, so that a backup never lies there without its own. False if the name is taken.
    private static bool TryPublish(string newManifest, string made, string target)
    {
        string manifest = BackupManifest.PathOf(target);
        string directory = Path.GetDirectoryName(target)!;
        if (!NativeFile.TryMoveToFreeName(newManifest, manifest))
        {
            return false;
        }

        bool published = false;
        try
        {
            NativeFile.SyncDirectory(directory);
            published = NativeFile.TryMoveToFreeName(made, target);
        }
        finally
        {
            if (!published)
            {
                File.Move(manifest, newManifest);
            }
        }

        NativeFile.SyncDirectory(directory);
        return published;
    }

    private static bool IsLink(string path) => new FileInfo(path).LinkTarget is not null;

    private static LeadStoreException Taken(string target) => new(
        LeadStoreErrorKind.TargetExists,
        $"The backup '{target}', or a manifest of that name, exists already. It was not changed; name another file, or a directory to get a dated name.");

    private sealed record Snapshot(DateTimeOffset Time, IReadOnlyList<TableContent> Tables);
}
