using System.Security.Cryptography;
using System.Text.RegularExpressions;
using LeadStore.Sqlite;

namespace LeadStore.Maintenance;

/// <summary>
/// Where a backup, a restore, a dump or the database of one is put together: a private directory beside the file that it will become, on
/// the same volume, so that the last step is a rename. Whoever works in one holds a lock in it; one without a holder was left by a run that
/// was ended, and is cleared away by the next run.
/// </summary>
internal sealed partial class WorkDirectory : IDisposable
{
    private const string LockName = "leadstore.lock";

    // Everything that may lie in one; a directory with anything else in it stays. The old ones go first: an old database beside no new
    // one means that the new one is in its place, and the old one must be kept.
    private static readonly string[] Disposable =
        ["old.db-wal", "old.db-journal", "old.db", "new.db", "new.db-journal", "new.db-wal", "new.db-shm", "new.gz", "new.json", "new.sql",
            "new.txt"];

    private readonly FileStream _lock;

    private WorkDirectory(string path, FileStream held)
    {
        Path = path;
        _lock = held;
    }

    public string Path { get; }

    /// <summary>The new database.</summary>
    public string NewDatabase => File("new.db");

    /// <summary>The new database, compressed.</summary>
    public string NewCompressed => File("new.gz");

    public string NewManifest => File("new.json");

    public string NewDump => File("new.sql");

    public string NewExport => File("new.txt");

    /// <summary>What a restore replaces, until it has its own name.</summary>
    public string OldDatabase => File("old.db");

    /// <summary>Makes one, and clears those away that nobody uses any more.</summary>
    /// <param name="target">The absolute path of what will be made.</param>
    public static WorkDirectory BesideOf(string target)
    {
        string directory = System.IO.Path.GetDirectoryName(target)!;
        foreach (string left in Directory.EnumerateDirectories(directory, "*.tmp-????????????????"))
        {
            if (TempName().IsMatch(left))
            {
                ClearIfLeft(left);
            }
        }

        while (true)
        {
            string path = $"{target}.tmp-{Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(8))}";
            PrivateFile.CreateDirectory(path);
            try
            {
                return new WorkDirectory(path, PrivateFile.Create(System.IO.Path.Combine(path, LockName)));
            }
            catch (DirectoryNotFoundException) when (Directory.Exists(directory))
            {
                // Another run took it for one that was left, in the moment before its lock was there.
            }
        }
    }

    public void Dispose()
    {
        try
        {
            RestoreRecovery.Rescue(Path);
            _lock.Dispose();
            Clear(Path);
        }
        catch (Exception failure) when (FileFailure.Is(failure))
        {
            // Whatever went wrong before is what the caller must hear. The next run clears it away.
            _lock.Dispose();
        }
    }

    private string File(string name) => System.IO.Path.Combine(Path, name);

    private static void ClearIfLeft(string path)
    {
        try
        {
            string lockFile = System.IO.Path.Combine(path, LockName);
            if (!System.IO.File.Exists(lockFile))
            {
                // Empty, or not ours.
                Directory.Delete(path);
                return;
            }

            using (new FileStream(lockFile, FileMode.Open, FileAccess.ReadWrite, FileShare.None))
            {
                RestoreRecovery.Rescue(path);
            }

            Clear(path);
        }
        catch (Exception failure) when (FileFailure.Is(failure))
        {
            // In use, or not ours to clear. Nothing depends on it, and the next run tries again.
        }
    }

    private static void Clear(string path)
    {
        foreach (string name in Disposable)
        {
            System.IO.File.Delete(System.IO.Path.Combine(path, name));
        }

        System.IO.File.Delete(System.IO.Path.Combine(path, LockName));
        Directory.Delete(path);
    }

    [GeneratedRegex(@"\.tmp-[0-9a-f]{16}$")]
    private static partial Regex TempName();
}
