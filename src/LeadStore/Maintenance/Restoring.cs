using LeadStore.Migrations;
using LeadStore.Sqlite;

namespace LeadStore.Maintenance;

/// <summary>
/// Puts a backup in the place of a store that nobody has open. Everything is verified in a copy before the store is touched; the copy takes
/// the place of the store by one rename, so that whoever is killed at any moment leaves the old store or the new one.
/// </summary>
internal static class Restoring
{
    /// <param name="backup">The backup.</param>
    /// <param name="target">What it takes the place of.</param>
    /// <param name="options">What it may be.</param>
    /// <param name="cancellation">Has no effect any more once the exchange has begun.</param>
    public static RestoreReport Restore(string backup, RestoreTarget target, RestoreOptions options, CancellationToken cancellation)
    {
        try
        {
            cancellation.ThrowIfCancellationRequested();
            string live = Resolve(target.Path);
            RefuseWhatIsNoFile(live);
            NativeFile.MakeDirectory(Path.GetDirectoryName(live)!);
            RefuseItself(backup, live);
            string kept = RestoreRecovery.KeptName(live, target.Clock.GetUtcNow());
            using WorkDirectory work = WorkDirectory.BesideOf(kept);
            BackupCheck check = BackupVerifier.VerifyInto(backup, options, work.NewDatabase, cancellation);
            bool replaced = false;
            if (target.Opened is { } opened)
            {
                BringUpToDate(work.NewDatabase, target);
                MakeReady(work.NewDatabase, live, target.Mode);
                opened.Engine.RunClosed(() => replaced = Exchange(work, live), cancellation);
            }
            else
            {
                MakeOneFile(work.NewDatabase);
                MakeReady(work.NewDatabase, live, target.Mode);
                cancellation.ThrowIfCancellationRequested();
                replaced = Exchange(work, live);
            }

            return new RestoreReport
            {
                Path = target.Path,
                Backup = check,
                KeptPath = replaced ? kept : null,
                ReplacedOtherStore =
                    replaced && check.StoreUid is not null && StoreIdentity.OfFile(kept) is { } before && before != check.StoreUid,
            };
        }
        catch (Exception failure) when (FileFailure.Is(failure))
        {
            throw FileFailure.Of(failure, "The restore");
        }
    }

    /// <summary>Restores the newest backup of a directory that is good and of the store that is to be replaced.</summary>
    public static RestoreReport RestoreLatest(
        string directory, string store, RestoreTarget target, RestoreOptions options, CancellationToken cancellation)
    {
        List<FoundBackup> found = List(directory, store);
        string? uid = StoreIdentity.OfFile(target.Path) ?? OnlyOwner(found, directory, store);
        List<string> rejected = [];
        foreach (FoundBackup backup in found)
        {
            if (backup.HasBadManifest)
            {
                rejected.Add(backup.Path);
            }
            else if (uid is not null && backup.StoreUid == uid)
            {
                try
                {
                    return Restore(backup.Path, target, options, cancellation) with { Rejected = rejected };
                }
                catch (LeadStoreException failure) when (IsOfBackup(failure.Kind) && !IsGood(backup.Path, options, cancellation))
                {
                    rejected.Add(backup.Path);
                }
            }
        }

        throw new LeadStoreException(
            LeadStoreErrorKind.NotFound,
            $"There is no good backup of '{store}' in '{directory}' ({rejected.Count} damaged, {found.Count - rejected.Count} of other stores "
            + "or of a build that did not say of which). Nothing was changed; name another directory, or one backup by Restore.");
    }

    // Where the store itself cannot say which one it is, the directory can, unless it holds the backups of several.
    private static string? OnlyOwner(List<FoundBackup> found, string directory, string store)
    {
        string[] owners = [.. found.Select(backup => backup.StoreUid).OfType<string>().Distinct()];
        return owners.Length <= 1
            ? owners.FirstOrDefault()
            : throw new LeadStoreException(
                LeadStoreErrorKind.Ambiguous,
                $"The directory '{directory}' holds backups of {owners.Length} stores that are called '{store}', and the database cannot be "
                + "read to tell which of them it was. Nothing was changed; name the backup by Restore, after VerifyBackup has said what it holds.");
    }

    private static List<FoundBackup> List(string directory, string store)
    {
        try
        {
            string full = Path.GetFullPath(directory);
            if (!Directory.Exists(full))
            {
                string reason = File.Exists(full)
                    ? "is not a directory. Nothing was changed; restore a single backup with LeadDatabase.Restore."
                    : "does not exist. Nothing was changed; name another, or look whether its volume is mounted.";
                throw new LeadStoreException(LeadStoreErrorKind.CannotOpen, $"The directory of the backups '{directory}' {reason}");
            }

            return FoundBackup.In(full, store);
        }
        catch (Exception failure) when (FileFailure.Is(failure))
        {
            throw FileFailure.Of(failure, "Listing the backups");
        }
    }

    private static bool IsOfBackup(LeadStoreErrorKind kind) => kind
        is LeadStoreErrorKind.Corrupt or LeadStoreErrorKind.NotALeadStore or LeadStoreErrorKind.SchemaTooNew or LeadStoreErrorKind.Migration or LeadStoreErrorKind.InUse;

    // The store that is replaced can be damaged or foreign as well.
    private static bool IsGood(string backup, RestoreOptions options, CancellationToken cancellation)
    {
        try
        {
            _ = BackupVerifier.Verify(backup, options, cancellation);
            return true;
        }
        catch (LeadStoreException failure) when (IsOfBackup(failure.Kind))
        {
            return false;
        }
    }

    private static void RefuseWhatIsNoFile(string live)
    {
        if (NativeFile.WhyNoRegularFile(live) is { } reason)
        {
            throw new LeadStoreException(
                LeadStoreErrorKind.CannotOpen,
                $"The database '{live}' {reason}, and a backup can only take the place of a file. Nothing was changed; name a file.");
        }
    }

    // A rename onto a symbolic link would replace the link; SQLite names the log after what it points to.
    public static string Resolve(string path) =>
        new FileInfo(path) is { LinkTarget: not null } link ? link.ResolveLinkTarget(returnFinalTarget: true)!.FullName : path;

    private static void RefuseItself(string backup, string live)
    {
        string resolved = Resolve(Path.GetFullPath(backup));
        if (resolved == live || (File.Exists(live) && File.Exists(resolved) && NativeFile.IsSame(resolved, live)))
        {
            throw new LeadStoreException(LeadStoreErrorKind.InUse, $"The backup '{backup}' is the store itself. Nothing was changed; name a backup of it.");
        }
    }

    // Without a log, whatever mode the backup was in.
    private static void MakeOneFile(string copy)
    {
        using PrivateConnection db = PrivateConnection.ForWriting(copy, CancellationToken.None);
        db.Execute("PRAGMA locking_mode=EXCLUSIVE");
        if (db.Text("PRAGMA journal_mode=DELETE") != "delete")
        {
            throw new LeadStoreException(LeadStoreErrorKind.Unknown, "The copy of the backup could not be made one file. Nothing was changed; try again.");
        }
    }

    // A store that is open goes on at once: what opening does to a file is done to the copy, before anything is exchanged. Closing it
    // copies its log into it.
    private static void BringUpToDate(string copy, RestoreTarget target)
    {
        try
        {
            LeadDatabaseOptions options = new() { Path = copy, TimeProvider = target.Clock, WithoutSkipTraces = true };
            LeadDatabase.Open(target.Migrations?.AddTo(options) ?? options).Dispose();
        }
        catch (LeadStoreException failure)
        {
            // It was not the caller who opened it.
            failure.Operation = nameof(Restore);
            throw;
        }

        if (File.Exists(copy + "-wal"))
        {
            throw new LeadStoreException(LeadStoreErrorKind.Unknown, "The copy of the backup could not be closed. Nothing was changed; try again.");
        }
    }

    // With the permissions of the store that it becomes, and on the disk before it gets the name.
    public static void MakeReady(string copy, string live, UnixFileMode? mode)
    {
        if (!OperatingSystem.IsWindows() && (File.Exists(live) ? File.GetUnixFileMode(live) : mode) is { } permissions)
        {
            File.SetUnixFileMode(copy, permissions);
        }

        using FileStream file = new(copy, FileMode.Open, FileAccess.ReadWrite);
        file.Flush(flushToDisk: true);
    }

    // True if there was a store, which lies under the name to keep now.
    private static bool Exchange(WorkDirectory work, string live)
    {
        string directory = Path.GetDirectoryName(live)!;
        bool exists = File.Exists(live);
        using (DatabaseHold? hold = exists ? DatabaseHold.Take(live) : null)
        {
            if (exists)
            {
                SetAside(live, work.OldDatabase);
            }

            // A log without its database, or of one that is too damaged to take it in. Beside the new one it would be read as its own.
            SetAsideLogs(live, work.OldDatabase);
            NativeFile.SyncDirectory(work.Path);
            NativeFile.SyncDirectory(directory);
            if (OperatingSystem.IsWindows())
            {
                // An open file cannot be replaced there.
                hold?.Dispose();
            }

            PutIntoPlace(work.NewDatabase, live);
        }

        try
        {
            NativeFile.SyncDirectory(directory);
            bool keeps = RestoreRecovery.Suffixes.Prepend("").Any(suffix => File.Exists(work.OldDatabase + suffix));
            RestoreRecovery.Rescue(work.Path);
            return keeps;
        }
        catch (Exception failure) when (FileFailure.Is(failure))
        {
            throw new LeadStoreException(
                LeadStoreErrorKind.InputOutput,
                $"The backup is in its place, but the database before it could not be given its name; look for it in '{work.Path}'. {failure.Message}",
                failure)
            {
                Outcome = LeadStoreOutcome.Applied,
            };
        }
    }

    private static void SetAside(string live, string old)
    {
        if (NativeFile.TryLink(live, old) == LinkResult.Unsupported && !OperatingSystem.IsWindows())
        {
            // For a moment there is no file; whoever restores next puts it back if this process is killed in it.
            File.Move(live, old);
        }
    }

    private static void SetAsideLogs(string live, string old)
    {
        foreach (string suffix in RestoreRecovery.Suffixes.Where(suffix => File.Exists(live + suffix)))
        {
            File.Move(live + suffix, old + suffix);
        }

        File.Delete(live + "-shm");
    }

    private static void PutIntoPlace(string copy, string live)
    {
        string old = Path.Combine(Path.GetDirectoryName(copy)!, "old.db");
        if (OperatingSystem.IsWindows() && File.Exists(live))
        {
            File.Replace(copy, live, old);
        }
        else if (File.Exists(live) && File.Exists(old))
        {
            File.Move(copy, live, overwrite: true);
        }
        else if (!NativeFile.TryMoveToFreeName(copy, live))
        {
            throw new LeadStoreException(
                LeadStoreErrorKind.Busy, $"A database '{live}' was made while the backup was restored. It was not changed; try again.");
        }
    }
}

/// <summary>The store that a backup takes the place of.</summary>
/// <param name="Path">The absolute path; the file may be missing or damaged.</param>
/// <param name="Mode">The permissions of the file if there is none yet; null for private.</param>
/// <param name="Clock">Names what is replaced.</param>
/// <param name="Opened">The store, if it is open and goes on with the backup.</param>
/// <param name="Migrations">The migrations of its application, which a backup that an open store goes on with gets too.</param>
internal sealed record RestoreTarget(string Path, UnixFileMode? Mode, TimeProvider Clock, SqliteDatabase? Opened = null, MigrationSettings? Migrations = null);
