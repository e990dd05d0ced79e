using System.Security.Cryptography;
using LeadStore.Sqlite;

namespace LeadStore.Maintenance;

/// <summary>
/// Passes bytes on in one direction, counting them and computing their SHA-256; gives up when it is cancelled or a limit is passed.
/// </summary>
internal sealed class DigestStream(
    Stream inner, CancellationToken cancellation, long limit = long.MaxValue, Func<Exception>? beyondLimit = null) : Stream
{
    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);

    /// <summary>How many bytes have passed.</summary>
    public long Count { get; private set; }

    public override bool CanRead => inner.CanRead;

    public override bool CanWrite => inner.CanWrite;

    public override bool CanSeek => false;

    public override long Length => inner.Length;

    public override long Position { get => Count; set => throw new NotSupportedException(); }

    /// <summary>The SHA-256 of everything that has passed, in lower case; asked once, at the end.</summary>
    public string Sha256() => Convert.ToHexStringLower(_hash.GetHashAndReset());

    public override int Read(Span<byte> buffer)
    {
        int count = inner.Read(buffer);
        Note(buffer[..count]);
        return count;
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override void Write(ReadOnlySpan<byte> buffer)
    {
        Note(buffer);
        FileFailure.Write(inner, buffer);
    }

    public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

    public override void Flush() => inner.Flush();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        // The stream below belongs to whoever made it.
        _hash.Dispose();
        base.Dispose(disposing);
    }

    private void Note(ReadOnlySpan<byte> bytes)
    {
        cancellation.ThrowIfCancellationRequested();
        Count += bytes.Length;
        if (Count > limit)
        {
            throw beyondLimit!();
        }

        _hash.AppendData(bytes);
    }
}
