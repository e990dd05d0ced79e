using SQLitePCL;

namespace LeadStore.Sqlite;

/// <summary>Copies what a connection sees into a new file, page by page, in constant memory.</summary>
internal static class SnapshotCopy
{
    private const int PagesPerStep = 256;

    // The copy goes to the disk in small portions: one large one at the end would keep the store's own commits waiting for the disk.
    private const int StepsPerFlush = 16;

    /// <summary>Copies the snapshot of a connection on a file.</summary>
    /// <param name="source">Inside a read transaction, so that no write of anybody restarts the copy.</param>
    /// <param name="path">An empty file that nobody else has open.</param>
    /// <param name="progress">Told the part that is done, from 0 to 1.</param>
    /// <param name="cancellation">Ends the copy after the step that runs.</param>
    public static void Copy(sqlite3 source, string path, Action<double> progress, CancellationToken cancellation)
    {
        using FileStream file = new(path, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0);
        using (PrivateConnection target = PrivateConnection.ForWriting(path, CancellationToken.None))
        {
            // Nobody looks at the file before it is complete and synced; until then it needs neither.
            target.Execute("PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF; PRAGMA cache_size=-2048;");
            using sqlite3_backup backup = raw.sqlite3_backup_init(target.Handle, "main", source, "main");
            if (backup.IsInvalid)
            {
                throw SqliteFailure.Last(target.Handle, raw.sqlite3_errcode(target.Handle), "Beginning a copy");
            }

            int code;
            int steps = 0;
            while ((code = raw.sqlite3_backup_step(backup, PagesPerStep)) == raw.SQLITE_OK)
            {
                cancellation.ThrowIfCancellationRequested();
                progress(1 - ((double)raw.sqlite3_backup_remaining(backup) / Math.Max(1, raw.sqlite3_backup_pagecount(backup))));
                if (++steps % StepsPerFlush == 0)
                {
                    file.Flush(flushToDisk: true);
                }
            }

            if (code != raw.SQLITE_DONE)
            {
                throw CopyFailure(target.Handle, code);
            }
        }

        file.Flush(flushToDisk: true);
        progress(1);
    }

    /// <summary>Copies a database that lives in memory. It is held as one piece meanwhile, in memory once more.</summary>
    public static unsafe void CopyMemory(sqlite3 source, string path, Action<double> progress, CancellationToken cancellation)
    {
        const int portion = 1 << 20;
        nint image = raw.sqlite3_serialize(source, "main", out long length, 0);
        if (image == 0)
        {
            throw new LeadStoreException(
                LeadStoreErrorKind.Unknown, "The database in memory could not be copied: there is not enough memory for a second one.");
        }

        try
        {
            using FileStream file = new(path, FileMode.Open, FileAccess.Write, FileShare.None, bufferSize: 0);
            for (long at = 0; at < length; at += portion)
            {
                cancellation.ThrowIfCancellationRequested();
                FileFailure.Write(file, new ReadOnlySpan<byte>((byte*)image + at, (int)Math.Min(portion, length - at)));
                progress((double)at / length);
            }

            file.Flush(flushToDisk: true);
        }
        finally
        {
            raw.sqlite3_free(image);
        }

        progress(1);
    }

    // A limit on the length of files and a quota are a full disk to whoever meets them; SQLite tells only the disk itself by a code.
    private static LeadStoreException CopyFailure(sqlite3 db, int code)
    {
        int error = NativeSqlite.FileError(db);
        return (code & 0xff) == raw.SQLITE_IOERR && FileFailure.IsNoRoom(error)
            ? FileFailure.NoRoomForCopy()
            : new LeadStoreException(
                SqliteFailure.KindOf(code),
                (code & 0xff) == raw.SQLITE_FULL
                    ? FileFailure.NoRoomForCopy().Message
                    : $"Copying the database failed (SQLite code {code}, system error {error}); check the volume of the copy.")
            {
                SqliteExtendedErrorCode = code,
            };
    }
}
