namespace LeadStore.Importing;

/// <summary>
/// The pieces of a JSON file, one after the other at constant memory: its lines, or the elements of its array. A piece is valid until the
/// next one.
/// </summary>
internal sealed class JsonChunks : IDisposable
{
    /// <summary>The longest line or element.</summary>
    public const int MostBytes = 16 << 20;

    private readonly FileStream _file;
    private readonly string _path;
    private byte[] _buffer = new byte[1 << 16];
    private int _start;
    private int _end;
    private long _line = 1;

    // Where the buffer, and where the line that is being read, begin in the file.
    private long _bufferAt;
    private long _lineAt;
    private bool _hasElements;
    private bool _ended;
    private bool _over;

    public JsonChunks(string path)
    {
        _path = path;
        _file = SourceFile.Open(path);
        while (_end < 3 && Read())
        {
        }

        if (_buffer.AsSpan(0, _end).StartsWith(SourceFile.Utf8Bom))
        {
            _start = 3;
            _lineAt = 3;
        }

        SkipBlanks();
        IsArray = _start < _end && _buffer[_start] == (byte)'[';
        IsEmpty = _start == _end;
        if (IsArray)
        {
            _start++;
        }
    }

    public bool IsArray { get; }

    public bool IsEmpty { get; }

    /// <summary>The line where the piece begins, counted from 1.</summary>
    public long Line { get; private set; }

    /// <summary>The byte of that line where it begins, counted from 1.</summary>
    public int Column { get; private set; } = 1;

    public ReadOnlySpan<byte> Piece => _buffer.AsSpan(PieceStart, PieceLength);

    /// <summary>What is wrong with the place; null if a piece stands there.</summary>
    public string? Error { get; private set; }

    private int PieceStart { get; set; }

    private int PieceLength { get; set; }

    /// <summary>Goes on to the next piece; false at the end.</summary>
    public bool MoveNext()
    {
        Error = null;
        return !_over && (IsArray ? NextElement() : NextLine());
    }

    public void Dispose() => _file.Dispose();

    private bool NextLine()
    {
        SkipBlanks();
        if (_start == _end)
        {
            return false;
        }

        Mark();
        int length = Find(from => _buffer.AsSpan(from, _end - from).IndexOf((byte)'\n'));
        if (length < 0 && _end - _start >= MostBytes)
        {
            SkipLine();
            return Fail($"is longer than {MostBytes >> 20} MiB.");
        }

        Cut(length < 0 ? _end - _start : length);
        return true;
    }

    // Where the piece that begins at the start ends, by a search that goes on where it stopped when there was no more to read.
    private int Find(Func<int, int> search)
    {
        int searched = 0;
        while (true)
        {
            int found = search(_start + searched);
            if (found >= 0)
            {
                return searched + found;
            }

            searched = _end - _start;
            if (searched >= MostBytes || !Read())
            {
                return -1;
            }
        }
    }

    private bool NextElement()
    {
        SkipBlanks();
        bool isSeparated = !_hasElements;
        if (_hasElements && _start < _end && _buffer[_start] == (byte)',')
        {
            isSeparated = true;
            _start++;
            SkipBlanks();
        }

        Mark();
        if (_start == _end)
        {
            _over = true;
            return Fail("ends before the array does; it was cut off.");
        }

        if (_buffer[_start] == (byte)']')
        {
            _over = true;
            _start++;
            SkipBlanks();
            Mark();
            return _start != _end && Fail("has something behind the end of the array.");
        }

        if (!isSeparated || _buffer[_start] != (byte)'{')
        {
            _over = true;
            string what = isSeparated ? "no JSON object" : "not separated by a comma";
            return Fail($"is {what}; the array is broken here, and the rest was not read.");
        }

        Scanner scanner = default;
        int length = Find(from => scanner.End(_buffer.AsSpan(from, _end - from)));
        if (length < 0)
        {
            _over = true;
            return Fail(
                _end - _start >= MostBytes
                    ? $"is an object of more than {MostBytes >> 20} MiB, or is not closed; the rest was not read."
                    : "is an object that is not closed; the file was cut off, or a quotation mark is missing, and the rest was not read.");
        }

        _hasElements = true;
        Cut(length);
        return true;
    }

    // The place where a piece begins, or what is wrong with it.
    private void Mark()
    {
        Line = _line;
        Column = (int)Math.Min(int.MaxValue, _bufferAt + _start - _lineAt + 1);
    }

    private bool Fail(string error)
    {
        Error = error;
        PieceLength = 0;
        return true;
    }

    private void Cut(int length)
    {
        PieceStart = _start;
        PieceLength = length;
        if (Piece.Count((byte)'\n') is var lines and > 0)
        {
            _line += lines;
            _lineAt = _bufferAt + _start + Piece.LastIndexOf((byte)'\n') + 1;
        }

        _start += length;
    }

    private void SkipLine()
    {
        int found;
        while ((found = _buffer.AsSpan(_start, _end - _start).IndexOf((byte)'\n')) < 0)
        {
            _start = _end;
            if (!Read())
            {
                return;
            }
        }

        _start += found;
    }

    private void SkipBlanks()
    {
        while (true)
        {
            for (; _start < _end; _start++)
            {
                switch (_buffer[_start])
                {
                    case (byte)'\n':
                        _line++;
                        _lineAt = _bufferAt + _start + 1;
                        break;
                    case (byte)' ' or (byte)'\t' or (byte)'\r':
                        break;
                    default:
                        return;
                }
            }

            if (!Read())
            {
                return;
            }
        }
    }

    // Reads on behind what is there. False at the end of the file.
    private bool Read()
    {
        if (_ended)
        {
            return false;
        }

        if (_start > 0)
        {
            _buffer.AsSpan(_start, _end - _start).CopyTo(_buffer);
            _bufferAt += _start;
            _end -= _start;
            _start = 0;
        }

        if (_end == _buffer.Length)
        {
            Array.Resize(ref _buffer, _buffer.Length * 2);
        }

        try
        {
            int read = _file.Read(_buffer, _end, _buffer.Length - _end);
            _ended = read == 0;
            _end += read;
            return read > 0;
        }
        catch (IOException failure)
        {
            throw SourceFile.CannotRead(_path, failure);
        }
    }

    // Finds the end of an object by its braces, outside of texts.
    private struct Scanner
    {
        private int _depth;
        private bool _inText;
        private bool _escaped;

        public int End(ReadOnlySpan<byte> bytes)
        {
            for (int i = 0; i < bytes.Length; i++)
            {
                byte b = bytes[i];
                if (_inText)
                {
                    (_inText, _escaped) = (_escaped || b != (byte)'"', !_escaped && b == (byte)'\\');
                }
                else if (b == (byte)'"')
                {
                    _inText = true;
                }
                else if (b is (byte)'{' or (byte)'[')
                {
                    _depth++;
                }
                else if (b is (byte)'}' or (byte)']' && --_depth == 0)
                {
                    return i + 1;
                }
            }

            return -1;
        }
    }
}
