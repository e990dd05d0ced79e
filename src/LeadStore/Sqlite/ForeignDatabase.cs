using System.Buffers.Binary;
using SQLitePCL;

namespace LeadStore.Sqlite;

/// <summary>
/// A SQLite file of another application, opened so that nothing of it changes: neither the file nor what lies beside it, to the last byte.
/// It sees one moment of the file, for as long as it is open. What the file holds is not trusted.
/// </summary>
/// <remarks>
/// Whatever SQLite reads beside a file (a log, a journal that is to be rolled back) it also writes. So a file that has some is copied into a
/// private directory while it is locked, and read there. A file whose application has it open in log mode cannot be locked: it is refused.
/// </remarks>
internal sealed class ForeignDatabase : IDisposable
{
    private const int HeaderLength = 100;
    private const int WriteVersionAt = 18;
    private const int LogMode = 2;
    private const int ApplicationIdAt = 68;
    private const int BusyMilliseconds = 2000;

    private readonly PrivateConnection _connection;
    private readonly IDisposable? _hold;
    private readonly DirectoryInfo? _copy;

    private ForeignDatabase(string path, PrivateConnection connection, IDisposable? hold, DirectoryInfo? copy)
    {
        Path = path;
        _connection = connection;
        _hold = hold;
        _copy = copy;
    }

    /// <summary>The absolute path.</summary>
    public string Path { get; }

    public sqlite3 Handle => _connection.Handle;

    /// <param name="path">The file.</param>
    /// <param name="cancellation">Interrupts whatever is read.</param>
    /// <exception cref="LeadStoreException">
    /// <see cref="LeadStoreErrorKind.CannotOpen"/>: there is no such file, or it is none. <see cref="LeadStoreErrorKind.Validation"/>: it is
    /// empty, no SQLite database, or a store of our own. <see cref="LeadStoreErrorKind.Busy"/>: its application has it open.
    /// </exception>
    public static ForeignDatabase Open(string path, CancellationToken cancellation = default)
    {
        string full = System.IO.Path.GetFullPath(path);
        try
        {
            full = Resolve(full);
            RefuseWhatIsNoFile(full);
            bool hasLogMode = InspectHeader(full);
            ForeignDatabase database = HasContent(full + "-wal") || HasContent(full + "-journal")
                ? OpenCopy(full, cancellation)
                : hasLogMode ? OpenHeld(full, cancellation) : OpenShared(full, cancellation);
            return database.Begun();
        }
        catch (LeadStoreException failure) when (failure.Kind == LeadStoreErrorKind.Busy && failure.SqliteExtendedErrorCode != 0)
        {
            throw Busy(full, failure);
        }
        catch (LeadStoreException failure) when ((failure.SqliteExtendedErrorCode & 0xff) == raw.SQLITE_NOTADB)
        {
            throw NoDatabase(full, failure);
        }
        catch (Exception failure) when (FileFailure.Is(failure))
        {
            throw FileFailure.Of(failure, $"Reading the file '{full}'");
        }
    }

    /// <summary>Whether a file is one of ours, going by its first page alone.</summary>
    public static bool IsLeadStore(string path)
    {
        Span<byte> header = stackalloc byte[HeaderLength];
        return new FileInfo(path) is { Exists: true, Length: >= HeaderLength } && ReadHeader(path, header) && IsOurs(header);
    }

    public void Dispose()
    {
        _connection.Dispose();
        _hold?.Dispose();
        _copy?.Delete(recursive: true);
    }

    public static LeadStoreException Busy(string path, LeadStoreException? cause) => new(
        LeadStoreErrorKind.Busy,
        $"The file '{path}' is in use by another program. Nothing was changed; end the program that has it open, and try again.",
        cause)
    {
        SqliteExtendedErrorCode = cause?.SqliteExtendedErrorCode ?? raw.SQLITE_BUSY,
    };

    // A rename onto a symbolic link would replace the link; SQLite names the log after what it points to.
    public static string Resolve(string path) =>
        new FileInfo(path) is { LinkTarget: not null } link && link.ResolveLinkTarget(returnFinalTarget: true) is { } target
            ? target.FullName
            : path;

    private ForeignDatabase Begun()
    {
        try
        {
            // Sorting goes to files where it is long; the tables of others may be of any length.
            _connection.Execute("PRAGMA temp_store=FILE; PRAGMA query_only=ON; BEGIN");

            // The moment that is seen is that of the first read.
            _ = _connection.Number("SELECT count(*) FROM sqlite_schema");
            return this;
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    private static void RefuseWhatIsNoFile(string path)
    {
        if (NativeFile.WhyNoRegularFile(path) is { } reason)
        {
            throw new LeadStoreException(LeadStoreErrorKind.CannotOpen, $"'{path}' {reason}; name a SQLite file.");
        }

        if (new FileInfo(path).Length == 0)
        {
            throw new LeadStoreException(
                LeadStoreErrorKind.Validation, $"The file '{path}' is empty. Nothing was changed; name a database that has tables.");
        }
    }

    // True if the file is in log mode.
    private static bool InspectHeader(string path)
    {
        Span<byte> header = stackalloc byte[HeaderLength];
        if (!ReadHeader(path, header) || !header[..16].SequenceEqual("SQLite format 3\0"u8))
        {
            throw NoDatabase(path, null);
        }

        return IsOurs(header)
            ? throw new LeadStoreException(
                LeadStoreErrorKind.Validation,
                $"The file '{path}' is a LeadStore database already. Nothing was changed; open it with LeadDatabase.Open.")
            : header[WriteVersionAt] == LogMode;
    }

    private static bool IsOurs(ReadOnlySpan<byte> header) =>
        BinaryPrimitives.ReadInt32BigEndian(header[ApplicationIdAt..]) == SqliteFile.ApplicationId;

    private static bool ReadHeader(string path, Span<byte> header)
    {
        using VfsFile file = new(path);
        return file.ReadAtLeast(header, HeaderLength, throwOnEndOfStream: false) == HeaderLength;
    }

    private static bool HasContent(string path) => new FileInfo(path) is { Exists: true, Length: > 0 };

    // The usual way: one reader more, who takes a shared lock and lets go of it at the end.
    private static ForeignDatabase OpenShared(string path, CancellationToken cancellation)
    {
        PrivateConnection connection = PrivateConnection.ForReadingShared(path, cancellation);
        LockWait.Set(connection.Handle, BusyMilliseconds);
        return new ForeignDatabase(path, connection, hold: null, copy: null);
    }

    // In log mode, and closed in good order: a reader would make a log and its index beside it.
    private static ForeignDatabase OpenHeld(string path, CancellationToken cancellation)
    {
        VfsFile? hold = Hold(path);
        try
        {
            return new ForeignDatabase(path, PrivateConnection.ForReading(path, cancellation), hold, copy: null);
        }
        catch
        {
            hold?.Dispose();
            throw;
        }
    }

    private static ForeignDatabase OpenCopy(string path, CancellationToken cancellation)
    {
        DirectoryInfo directory = Directory.CreateTempSubdirectory("leadstore-");
        string copy = System.IO.Path.Combine(directory.FullName, "copy.db");
        try
        {
            using (VfsFile? hold = Hold(path))
            {
                (long, DateTime)[] before = [.. Parts(path)];
                foreach (string suffix in (string[])["", "-wal", "-journal"])
                {
                    CopyIfThere(path + suffix, copy + suffix, cancellation);
                }

                if (!before.SequenceEqual(Parts(path)))
                {
                    throw Busy(path, null);
                }
            }

            return new ForeignDatabase(path, PrivateConnection.ForWriting(copy, cancellation), hold: null, directory);
        }
        catch
        {
            directory.Delete(recursive: true);
            throw;
        }
    }

    // Length and time of the file and what lies beside it: they tell whether somebody wrote where no lock could be taken.
    private static IEnumerable<(long Length, DateTime Time)> Parts(string path) =>
        ((string[])["", "-wal", "-journal"]).Select(suffix => new FileInfo(path + suffix) is { Exists: true } file
            ? (file.Length, file.LastWriteTimeUtc)
            : (-1, default));

    private static void CopyIfThere(string from, string to, CancellationToken cancellation)
    {
        if (!HasContent(from))
        {
            return;
        }

        using VfsFile source = new(from);
        using FileStream target = new(to, FileMode.CreateNew, FileAccess.Write, FileShare.None, bufferSize: 0);
        byte[] portion = new byte[1 << 20];
        while (source.Read(portion) is var count and > 0)
        {
            cancellation.ThrowIfCancellationRequested();
            FileFailure.Write(target, portion.AsSpan(0, count));
        }
    }

    // Null where the file cannot be written: then its application, if it has the same rights, cannot have it open to write either.
    private static VfsFile? Hold(string path)
    {
        VfsFile file;
        try
        {
            file = new VfsFile(path, write: true);
        }
        catch (LeadStoreException failure) when (failure.Kind is LeadStoreErrorKind.CannotOpen or LeadStoreErrorKind.ReadOnly)
        {
            return null;
        }

        try
        {
            return file.TryLock() ? file : throw Busy(path, null);
        }
        catch (LeadStoreException failure) when (failure.Kind != LeadStoreErrorKind.Busy)
        {
            file.Dispose();
            return null;
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    private static LeadStoreException NoDatabase(string path, LeadStoreException? cause) => new(
        LeadStoreErrorKind.Validation,
        $"The file '{path}' is not a SQLite database, or it is encrypted. Nothing was changed; name another file.",
        cause)
    {
        SqliteExtendedErrorCode = cause?.SqliteExtendedErrorCode ?? 0,
    };
}
