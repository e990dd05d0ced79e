using System.Security.Cryptography;

namespace LeadStore.Exporting;

/// <summary>The lines of an export, one at a time, with the SHA-256 of all before the current one.</summary>
internal sealed class ExportLines(Stream stream) : IDisposable
{
    /// <summary>A line holds one row; SQLite itself takes none that is larger.</summary>
    public const int LongestLine = 1_000_000_000;

    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private byte[] _buffer = new byte[64 * 1024];
    private int _start;
    private int _end;
    private int _lineEnd;

    /// <summary>The number of the current line, from 1 on.</summary>
    public long Number { get; private set; }

    /// <summary>How many bytes were read, up to the end of the current line.</summary>
    public long Length { get; private set; }

    /// <summary>The current line without its end, until the next is read.</summary>
    public ReadOnlyMemory<byte> Current => _buffer.AsMemory(_start, _lineEnd - _start - 1);

    /// <summary>False at the end. What stands behind the last line end is no line.</summary>
    public bool Read()
    {
        _hash.AppendData(_buffer.AsSpan(_start, _lineEnd - _start));
        _start = _lineEnd;
        int searched = _start;
        while (true)
        {
            int found = _buffer.AsSpan(searched, _end - searched).IndexOf((byte)'\n');
            if (found >= 0)
            {
                _lineEnd = searched + found + 1;
                Length += _lineEnd - _start;
                Number++;
                return true;
            }

            searched = _end - _start;
            if (!Fill())
            {
                return false;
            }

            searched += _start;
        }
    }

    /// <summary>Whether there is anything behind the current line.</summary>
    public bool IsAtEnd => _lineEnd == _end && !FillBehind();

    /// <summary>The SHA-256 of all lines before the current one, in lower case.</summary>
    public string Sha256() => Convert.ToHexStringLower(_hash.GetCurrentHash());

    public void Dispose() => _hash.Dispose();

    private bool FillBehind()
    {
        if (_end == _buffer.Length)
        {
            Array.Resize(ref _buffer, _buffer.Length + 1);
        }

        int count = stream.Read(_buffer, _end, _buffer.Length - _end);
        _end += count;
        return count > 0;
    }

    private bool Fill()
    {
        if (_start > 0)
        {
            _buffer.AsSpan(_start, _end - _start).CopyTo(_buffer);
            _end -= _start;
            _start = 0;
            _lineEnd = 0;
        }

        if (_end == _buffer.Length)
        {
            if (_buffer.Length >= LongestLine)
            {
                throw ExportFailure.Damaged(Number + 1, "is longer than a row can be");
            }

            Array.Resize(ref _buffer, Math.Min(_buffer.Length * 2, LongestLine));
        }

        int count = stream.Read(_buffer, _end, _buffer.Length - _end);
        _end += count;
        return count > 0;
    }
}
