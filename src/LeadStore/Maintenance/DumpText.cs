using System.Buffers;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Unicode;
using LeadStore.Sqlite;
using SQLitePCL;

namespace LeadStore.Maintenance;

/// <summary>Writes SQL as UTF-8 to a stream through one buffer, and knows the length and the SHA-256 of what it has written.</summary>
internal sealed class DumpText(Stream stream) : IDisposable
{
    private const int BufferBytes = 64 * 1024;

    // Characters that no line of text may hold as they are: they would not survive every program that the dump passes through.
    private static readonly SearchValues<byte> Controls =
        SearchValues.Create([.. Enumerable.Range(0, 32).Except(['\t', '\n', '\r']).Select(code => (byte)code), 0x7f]);

    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private readonly byte[] _buffer = new byte[BufferBytes];
    private int _used;

    /// <summary>How many bytes were written.</summary>
    public long Length { get; private set; }

    public void Line(string text)
    {
        Write(text);
        Write("\n"u8);
    }

    public void Write(string text) => Write(Encoding.UTF8.GetBytes(text));

    public void Write(ReadOnlySpan<byte> bytes)
    {
        Length += bytes.Length;
        while (bytes.Length > 0)
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

    /// <summary>A value of the current row, as an expression on one line that gives exactly this value.</summary>
    public void Value(OneOffStatement row, int column)
    {
        switch (row.TypeOf(column))
        {
            case raw.SQLITE_NULL:
                Write("NULL"u8);
                break;
            case raw.SQLITE_INTEGER:
                Integer(row.Int64(column));
                break;
            case raw.SQLITE_FLOAT:
                Real(row.Real(column));
                break;
            case raw.SQLITE_BLOB:
                Hex(row.Bytes(column));
                break;
            default:
                Text(row.Bytes(column));
                break;
        }
    }

    /// <summary>The SHA-256 of everything so far, in lower case.</summary>
    public string Sha256()
    {
        Empty();
        return Convert.ToHexStringLower(_hash.GetCurrentHash());
    }

    /// <summary>Hands everything to the stream.</summary>
    public void Flush()
    {
        Empty();
        stream.Flush();
    }

    public void Dispose() => _hash.Dispose();

    private void Empty()
    {
        _hash.AppendData(_buffer, 0, _used);
        stream.Write(_buffer, 0, _used);
        _used = 0;
    }

    private void Integer(long value)
    {
        Span<byte> digits = stackalloc byte[20];
        value.TryFormat(digits, out int length, provider: CultureInfo.InvariantCulture);
        Write(digits[..length]);
    }

    // The shortest text that reads back as the same number, and as a number that is not whole. SQLite has no word for infinity.
    private void Real(double value)
    {
        string text = double.IsPositiveInfinity(value) ? "9e999"
            : double.IsNegativeInfinity(value) ? "-9e999"
            : value.ToString("R", CultureInfo.InvariantCulture);
        Write(text.AsSpan().IndexOfAny('.', 'E', 'e') < 0 ? text + ".0" : text);
    }

    private void Hex(ReadOnlySpan<byte> bytes)
    {
        Write("x'"u8);
        Span<byte> digits = stackalloc byte[512];
        while (bytes.Length > 0)
        {
            int part = Math.Min(bytes.Length, digits.Length / 2);
            Convert.TryToHexStringLower(bytes[..part], digits, out int length);
            Write(digits[..length]);
            bytes = bytes[part..];
        }

        Write("'"u8);
    }

    private void Text(ReadOnlySpan<byte> text)
    {
        if (text.ContainsAny(Controls) || !Utf8.IsValid(text))
        {
            Write("CAST("u8);
            Hex(text);
            Write(" AS TEXT)"u8);
            return;
        }

        if (!text.ContainsAny((byte)'\n', (byte)'\r'))
        {
            Quoted(text, [], []);
            return;
        }

        // Line ends stay out of the line: a word that the text does not hold stands for each, and is replaced by it.
        byte[] newLine = WordFor("\\n", text);
        byte[] carriageReturn = WordFor("\\r", text);
        Write("replace(replace("u8);
        Quoted(text, newLine, carriageReturn);
        Write(",'"u8);
        Write(newLine);
        Write("',char(10)),'"u8);
        Write(carriageReturn);
        Write("',char(13))"u8);
    }

    private void Quoted(ReadOnlySpan<byte> text, byte[] newLine, byte[] carriageReturn)
    {
        Write("'"u8);
        int next;
        while ((next = text.IndexOfAny((byte)'\'', (byte)'\n', (byte)'\r')) >= 0)
        {
            Write(text[..next]);
            Write(text[next] switch
            {
                (byte)'\'' => "''"u8,
                (byte)'\n' => newLine,
                _ => carriageReturn,
            });
            text = text[(next + 1)..];
        }

        Write(text);
        Write("'"u8);
    }

    private static byte[] WordFor(string word, ReadOnlySpan<byte> text)
    {
        byte[] bytes = Encoding.ASCII.GetBytes(word);
        for (int i = 0; text.IndexOf(bytes) >= 0; i++)
        {
            bytes = Encoding.ASCII.GetBytes(FormattableString.Invariant($"{word}{i}"));
        }

        return bytes;
    }
}
