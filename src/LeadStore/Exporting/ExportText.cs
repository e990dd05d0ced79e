using System.Security.Cryptography;

namespace LeadStore.Exporting;

/// <summary>Writes bytes to a stream through one buffer, and knows how many they were and their SHA-256.</summary>
/// <remarks>
/// Not the digest of the maintenance room: that one takes what its file throws for a failure of the file system, and here the stream may be
/// the caller's, whose exceptions come out as they are. It also tells its hash at the end alone; an export has its own in its last line.
/// </remarks>
internal sealed class ExportText(Stream stream, CancellationToken cancellation) : IDisposable
{
    private const int BufferBytes = 64 * 1024;

    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private readonly byte[] _buffer = new byte[BufferBytes];
    private int _used;

    /// <summary>How many bytes were written.</summary>
    public long Length { get; private set; }

    public void Write(ReadOnlySpan<byte> bytes)
    {
        Length += bytes.Length;
        while (!bytes.IsEmpty)
        {
            if (_used == _buffer.Length)
            {
                Empty();
            }

            int part = Math.Min(bytes.Length, _buffer.Length - _used);
            bytes[..part].CopyTo(_buffer.AsSpan(_used));
            _used += part;
            bytes = bytes[part..];
        }
    }

    /// <summary>The SHA-256 of everything so far, in lower case.</summary>
    public string Sha256()
    {
        Empty();
        return Convert.ToHexStringLower(_hash.GetCurrentHash());
    }

    public void Flush()
    {
        Empty();
        stream.Flush();
    }

    public void Dispose() => _hash.Dispose();

    private void Empty()
    {
        cancellation.ThrowIfCancellationRequested();
        ReadOnlySpan<byte> part = _buffer.AsSpan(0, _used);
        _hash.AppendData(part);
        stream.Write(part);
        _used = 0;
    }
}
