using System.IO.Compression;
using System.Security.Cryptography;
using LeadStore.Sqlite;

namespace LeadStore.Maintenance;

/// <summary>
/// A dump as a file: its lines, and whether it is whole. What it is, gzip or plain text, it says by its content. It is read twice, because
/// nothing of it is used before its last line was found to be true.
/// </summary>
internal sealed class DumpReader : IDisposable
{
    private const int BlockBytes = 64 * 1024;

    private readonly FileStream _file;
    private readonly bool _compressed;
    private readonly CancellationToken _cancellation;

    private DumpReader(FileStream file, CancellationToken cancellation)
    {
        _file = file;
        _cancellation = cancellation;
        Span<byte> start = stackalloc byte[2];
        _compressed = file.ReadAtLeast(start, 2, throwOnEndOfStream: false) == 2 && start[0] == 0x1f && start[1] == 0x8b;
    }

    /// <summary>The rows of each table, as the last line gives them.</summary>
    public string Counts { get; private set; } = "";

    /// <summary>Opens a dump and reads it to its end.</summary>
    /// <exception cref="LeadStoreException">
    /// <see cref="LeadStoreErrorKind.NotALeadStore"/>, <see cref="LeadStoreErrorKind.SchemaTooNew"/> or
    /// <see cref="LeadStoreErrorKind.Corrupt"/>.
    /// </exception>
    public static DumpReader Open(string path, CancellationToken cancellation)
    {
        RefuseWhatIsNoFile(path);
        RefuseOpenDatabase(path);
        DumpReader reader = new(new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 0), cancellation);
        try
        {
            reader.Verify();
            return reader;
        }
        catch (InvalidDataException failure)
        {
            reader.Dispose();
            throw Damaged("its compression is broken", failure);
        }
        catch
        {
            reader.Dispose();
            throw;
        }
    }

    /// <summary>The text from its beginning.</summary>
    public DumpLines Lines() => new(Text(), _cancellation);

    public void Dispose() => _file.Dispose();

    public static LeadStoreException Damaged(string reason, Exception? cause = null) => new(
        LeadStoreErrorKind.Corrupt, $"The dump was not loaded, because {reason}. Nothing was made; use another dump or a backup.", cause);

    private static void RefuseWhatIsNoFile(string path)
    {
        if (NativeFile.WhyNoFileToRead(path) is { } reason)
        {
            throw new LeadStoreException(
                LeadStoreErrorKind.CannotOpen, $"The dump '{path}' {reason}. Nothing was made; name a file that Dump has written.");
        }
    }

    // Closing a database file would drop the locks that a store of this process has on it. One that is in use has a log beside it.
    private static void RefuseOpenDatabase(string path)
    {
        string real = Surroundings.RealPath(path);
        if (File.Exists(real + "-wal") || File.Exists(real + "-shm"))
        {
            throw NotADump();
        }
    }

    private static LeadStoreException NotADump() => new(
        LeadStoreErrorKind.NotALeadStore,
        "The file is not a dump of a LeadStore database. Nothing was made; name a file that Dump has written.");

    private void Verify()
    {
        using (DumpLines lines = Lines())
        {
            VerifyStart(lines);
        }

        using Stream text = Text();
        using IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);

        // The end is held back, because the last line is not a part of what it gives the digest of.
        byte[] held = new byte[DumpFormat.LongestLastLine + BlockBytes];
        int used = 0;
        int read;
        while ((read = text.Read(held, used, BlockBytes)) > 0)
        {
            _cancellation.ThrowIfCancellationRequested();
            used += read;
            int certain = Math.Max(0, used - DumpFormat.LongestLastLine);
            hash.AppendData(held, 0, certain);
            held.AsSpan(certain, used - certain).CopyTo(held);
            used -= certain;
        }

        ReadOnlySpan<byte> end = held.AsSpan(0, used);
        int lastLine = used < 2 || end[^1] != '\n' ? -1 : end[..^1].LastIndexOf((byte)'\n') + 1;
        if (lastLine <= 0 || DumpFormat.ReadLastLine(end[lastLine..^1]) is not { } last)
        {
            throw Damaged("it ends before its last line: it was cut off");
        }

        hash.AppendData(end[..lastLine]);
        if (Convert.ToHexStringLower(hash.GetCurrentHash()) != last.Sha256)
        {
            throw Damaged("its content is not what its last line says: it is damaged, or was changed by hand");
        }

        Counts = last.Counts;
    }

    private static void VerifyStart(DumpLines lines)
    {
        int? format = lines.Read() ? DumpFormat.FormatOf(lines.Current) : null;
        if (format is null)
        {
            throw NotADump();
        }

        if (format > DumpFormat.Newest)
        {
            throw new LeadStoreException(
                LeadStoreErrorKind.SchemaTooNew,
                $"The dump has format {format}; this version of LeadStore knows up to {DumpFormat.Newest}. Nothing was made. "
                + "Update the LeadStore package.");
        }
    }

    private Stream Text()
    {
        _file.Position = 0;
        return _compressed ? new GZipStream(_file, CompressionMode.Decompress, leaveOpen: true) : new UnownedStream(_file);
    }

    // The file is closed by the reader, not by whoever reads its text.
    private sealed class UnownedStream(FileStream file) : Stream
    {
        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => file.Length;

        public override long Position
        {
            get => file.Position;
            set => throw new NotSupportedException();
        }

        public override int Read(byte[] buffer, int offset, int count) => file.Read(buffer, offset, count);

        public override int Read(Span<byte> buffer) => file.Read(buffer);

        public override void Flush()
        {
        }

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    }
}
