namespace LeadStore.Maintenance;

/// <summary>The lines of a text, as bytes and without their ends. Memory for one line and a block.</summary>
internal sealed class DumpLines(Stream text, CancellationToken cancellation) : IDisposable
{
    /// <summary>No row of a store comes near it.</summary>
    public const int LongestLine = 64 * 1024 * 1024;

    private const int BlockBytes = 64 * 1024;

    private byte[] _buffer = new byte[2 * BlockBytes];
    private int _start;
    private int _end;
    private int _length;

    /// <summary>The line that was read, valid until the next.</summary>
    public ReadOnlySpan<byte> Current => _buffer.AsSpan(_start, _length);

    /// <summary>Counts from 1.</summary>
    public long Number { get; private set; }

    /// <returns>False at the end. What comes after the last line end is no line.</returns>
    public bool Read()
    {
        if (Number > 0)
        {
            _start += _length + 1;
        }

        int searched = 0;
        while (true)
        {
            int lineEnd = _buffer.AsSpan(_start + searched, _end - _start - searched).IndexOf((byte)'\n');
            if (lineEnd >= 0)
            {
                _length = searched + lineEnd;
                Number++;
                return true;
            }

            searched = _end - _start;
            if (searched > LongestLine)
            {
                throw DumpReader.Damaged($"its line {Number + 1} is longer than {LongestLine} bytes");
            }

            cancellation.ThrowIfCancellationRequested();
            MakeRoom();
            int read = text.Read(_buffer, _end, BlockBytes);
            if (read == 0)
            {
                return false;
            }

            _end += read;
        }
    }

    public void Dispose() => text.Dispose();

    private void MakeRoom()
    {
        if (_start > 0)
        {
            _buffer.AsSpan(_start, _end - _start).CopyTo(_buffer);
            _end -= _start;
            _start = 0;
        }

        if (_buffer.Length - _end < BlockBytes)
        {
            Array.Resize(ref _buffer, _buffer.Length * 2);
        }
    }
}
