using System.Buffers.Binary;
using System.Globalization;
using LeadStore.Engine;

namespace LeadStore.Sqlite;

/// <summary>
/// Looks whether the write-ahead log that was found beside a file is damaged in its middle. SQLite uses a log up to the first frame that is
/// not right and takes the rest for the remains of a write that was cut off, without a word; where commits of the same log lie behind that
/// frame, something was lost that had been there (https://sqlite.org/fileformat2.html#the_write_ahead_log).
/// </summary>
internal static class LogAudit
{
    private const int HeaderLength = 32;
    private const int FrameHeaderLength = 24;
    private const uint Magic = 0x377f0682;

    private static readonly Command TakeWriteLock = new("BEGIN IMMEDIATE");
    private static readonly Command ReleaseWriteLock = new("ROLLBACK");

    /// <summary>
    /// Called before anything is written to the file. Keeps a copy of a damaged log, because the next write goes over it.
    /// </summary>
    /// <param name="writer">The open file.</param>
    /// <param name="now">Becomes part of the name of the copy.</param>
    /// <returns>Null if the log is in order or there is none.</returns>
    public static LogDamage? Examine(SqliteSession writer, DateTimeOffset now)
    {
        string log = writer.FilePath + "-wal";
        int pageSize = (int)OneOffStatement.Number(writer.Handle, "PRAGMA page_size");
        if (LostCommits(log, pageSize, CommitCounter.Of(writer)) == 0)
        {
            return null;
        }

        // Another process may have been in the middle of a commit. It cannot be while this one has the write lock.
        writer.Run(TakeWriteLock);
        try
        {
            return LostCommits(log, pageSize, CommitCounter.Of(writer)) is > 0 and var commits ? Keep(log, commits, now) : null;
        }
        finally
        {
            writer.Run(ReleaseWriteLock);
        }
    }

    // A commit behind the damage is not always one that was lost. One whose flush failed leaves its frames in the log; the store tells its
    // callers that it was not applied and commits something else over their beginning, so that the rest hangs in the air. Two things tell
    // such a rest. Its counter is not beyond that of the state that SQLite came to: what was committed over it has the same number. And
    // where its page of the counter is among those that were written over, nothing that hangs in the air was ever appended to by a later
    // commit, while one without a counter that was lost (another program's) follows on the one before it.
    private static int LostCommits(string path, int pageSize, CommitCounter? counter)
    {
        if (new FileInfo(path) is not { Exists: true, Length: > HeaderLength })
        {
            return 0;
        }

        // The locks are on the file and on the log's index, none on the log: opening and closing it drops nobody's.
        using FileStream log = new(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, 1 << 16);
        Span<byte> header = stackalloc byte[HeaderLength];
        log.ReadExactly(header);
        uint magic = BinaryPrimitives.ReadUInt32BigEndian(header);
        bool bigEndian = (magic & 1) != 0;
        (uint First, uint Second) sum = Sum(header[..24], default, bigEndian);
        bool right = (magic & ~1u) == Magic && sum == Stored(header[24..]);

        // All frames of one log have its salts. Where the header is wrong the first frame has them.
        ReadOnlySpan<byte> salts = right ? header.Slice(16, 8) : default;
        byte[] firstSalts = new byte[8];
        bool mayBeCutOff = right;
        int lost = 0;
        long? number = null;
        bool follows = false;
        byte[] frame = new byte[FrameHeaderLength + pageSize];
        while (log.ReadAtLeast(frame, frame.Length, throwOnEndOfStream: false) == frame.Length)
        {
            if (salts.IsEmpty)
            {
                frame.AsSpan(8, 8).CopyTo(firstSalts);
                salts = firstSalts;
            }

            bool ofThisLog = frame.AsSpan(8, 8).SequenceEqual(salts);
            bool endsCommit = ofThisLog && BinaryPrimitives.ReadUInt32BigEndian(frame.AsSpan(4)) != 0;
            if (ofThisLog && BinaryPrimitives.ReadUInt32BigEndian(frame) == counter?.Page)
            {
                number = CommitCounter.In(frame.AsSpan(FrameHeaderLength));
            }

            // Behind the damage each frame is held against what the one before it says of itself.
            bool fits = ofThisLog
                && Sum(frame.AsSpan(FrameHeaderLength), Sum(frame.AsSpan(0, 8), sum, bigEndian), bigEndian) == Stored(frame.AsSpan(16));
            sum = Stored(frame.AsSpan(16));
            right &= fits;
            if (!right)
            {
                follows &= fits;

                // The frame at which SQLite stops may be the end of a commit that was cut off, and that nobody was told of. What lies
                // behind it was written after it.
                if (!mayBeCutOff && endsCommit && (counter is null || (number is { } own ? own > counter.Commits : follows)))
                {
                    lost++;
                }

                mayBeCutOff = false;
            }

            if (endsCommit)
            {
                number = null;
                follows = !right;
            }
        }

        return lost;
    }

    private static (uint First, uint Second) Stored(ReadOnlySpan<byte> bytes) =>
        (BinaryPrimitives.ReadUInt32BigEndian(bytes), BinaryPrimitives.ReadUInt32BigEndian(bytes[4..]));

    private static (uint First, uint Second) Sum(ReadOnlySpan<byte> bytes, (uint First, uint Second) sum, bool bigEndian)
    {
        for (; bytes.Length >= 8; bytes = bytes[8..])
        {
            sum.First += Word(bytes) + sum.Second;
            sum.Second += Word(bytes[4..]) + sum.First;
        }

        return sum;

        uint Word(ReadOnlySpan<byte> word) =>
            bigEndian ? BinaryPrimitives.ReadUInt32BigEndian(word) : BinaryPrimitives.ReadUInt32LittleEndian(word);
    }

    // That the log is damaged is what must be told, whether or not it can be kept.
    private static LogDamage Keep(string log, int commits, DateTimeOffset now)
    {
        string copy = $"{log}.damaged-{now.UtcDateTime.ToString("yyyyMMdd'T'HHmmss'Z'", CultureInfo.InvariantCulture)}";
        if (File.Exists(copy))
        {
            // Kept in the same second by another process; both had the write lock for it, one after the other.
            return new LogDamage(commits, copy);
        }

        try
        {
            Copy(log, copy);
            return new LogDamage(commits, copy);
        }
        catch (Exception failure) when (FileFailure.Is(failure))
        {
            LeadStoreException typed = FileFailure.Of(failure, "Copying the damaged log");
            return new LogDamage(commits, KeptPath: null) { WhyNotKept = $"{typed.Kind}: {typed.Message}" };
        }
    }

    private static void Copy(string log, string copy)
    {
        FileStreamOptions options = new()
        {
            Mode = FileMode.CreateNew,
            Access = FileAccess.Write,
            Share = FileShare.Delete,
            BufferSize = 0,
        };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = File.GetUnixFileMode(log);
        }

        using FileStream from = new(log, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0);
        using FileStream kept = new(copy, options);
        try
        {
            byte[] portion = new byte[1 << 16];
            int read;
            while ((read = from.Read(portion)) > 0)
            {
                FileFailure.Write(kept, portion.AsSpan(0, read));
            }

            kept.Flush(flushToDisk: true);
        }
        catch (Exception failure) when (FileFailure.Is(failure))
        {
            // A part of a log is not what somebody should look for lost commits in.
            File.Delete(copy);
            throw;
        }
    }
}
