using System.Buffers.Binary;

namespace LeadStore.CrashTests.Support;

/// <summary>The bytes of a write-ahead log and where its commits end (https://sqlite.org/fileformat2.html#the_write_ahead_log).</summary>
internal sealed class LogFile
{
    public const int HeaderLength = 32;
    private const int FrameHeaderLength = 24;

    private LogFile(byte[] bytes, int frameLength, List<int> commitEnds)
    {
        Bytes = bytes;
        FrameLength = frameLength;
        CommitEnds = commitEnds;
    }

    public byte[] Bytes { get; }

    public int FrameLength { get; }

    /// <summary>The offset behind the last frame of each commit, in their order.</summary>
    public IReadOnlyList<int> CommitEnds { get; }

    /// <summary>Every offset at which a frame begins, and the end.</summary>
    public IEnumerable<int> Boundaries
    {
        get
        {
            for (int at = HeaderLength; at <= CommitEnds[^1]; at += FrameLength)
            {
                yield return at;
            }
        }
    }

    /// <summary>Reads a log that no process has open any more and that was never begun anew.</summary>
    public static LogFile Read(string path)
    {
        byte[] bytes = File.ReadAllBytes(path);
        int frameLength = (int)BinaryPrimitives.ReadUInt32BigEndian(bytes.AsSpan(8)) + FrameHeaderLength;
        List<int> ends = [];
        for (int at = HeaderLength; at + frameLength <= bytes.Length && SameSalts(bytes, at); at += frameLength)
        {
            // The size of the database after the commit; 0 in every frame but the last of one.
            if (BinaryPrimitives.ReadUInt32BigEndian(bytes.AsSpan(at + 4)) != 0)
            {
                ends.Add(at + frameLength);
            }
        }

        return new LogFile(bytes, frameLength, ends);
    }

    /// <summary>How many commits lie whole before an offset.</summary>
    public int CommitsBefore(int offset) => CommitEnds.Count(end => end <= offset);

    /// <summary>The offset at which the frame begins that an offset is in; 0 for the header.</summary>
    public int FrameAt(int offset) =>
        offset < HeaderLength ? 0 : HeaderLength + ((offset - HeaderLength) / FrameLength * FrameLength);

    private static bool SameSalts(byte[] bytes, int frame) => bytes.AsSpan(frame + 8, 8).SequenceEqual(bytes.AsSpan(16, 8));
}
