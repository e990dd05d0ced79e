using System.Text;

namespace LeadStore.Importing;

/// <summary>The text of a CSV file.</summary>
internal static class CsvText
{
    private const string Guarded = "=+-@\t\r\n＝＋－＠";

    /// <summary>Refuses a file that is not UTF-8, and says where: read on, it would store letters that nobody wrote.</summary>
    public static void Check(string path)
    {
        using FileStream file = SourceFile.Open(path);
        Decoder decoder = SourceFile.StrictUtf8.GetDecoder();
        byte[] bytes = new byte[1 << 16];
        char[] chars = new char[(1 << 16) + 2];
        long line = 1;
        bool first = true;
        try
        {
            int count;
            while ((count = file.Read(bytes)) > 0)
            {
                ReadOnlySpan<byte> block = bytes.AsSpan(0, count);
                if (first && (block.StartsWith((ReadOnlySpan<byte>)[0xFF, 0xFE]) || block.StartsWith((ReadOnlySpan<byte>)[0xFE, 0xFF])))
                {
                    throw NotUtf8(path, 1, "it is UTF-16");
                }

                first = false;
                try
                {
                    decoder.GetChars(block, chars, flush: false);
                }
                catch (DecoderFallbackException failure)
                {
                    int bad = Math.Clamp(failure.Index, 0, count - 1);
                    throw NotUtf8(path, line + block[..bad].Count((byte)'\n'), "a byte there is no UTF-8");
                }

                if (block.Contains((byte)0))
                {
                    throw NotUtf8(path, line + block[..block.IndexOf((byte)0)].Count((byte)'\n'), "a byte there is zero, which no text has");
                }

                line += block.Count((byte)'\n');
            }

            if (first)
            {
                throw SourceFile.Empty(path);
            }

            try
            {
                decoder.GetChars([], chars, flush: true);
            }
            catch (DecoderFallbackException)
            {
                throw NotUtf8(path, line, "it ends inside a character");
            }
        }
        catch (IOException failure)
        {
            throw SourceFile.CannotRead(path, failure);
        }
    }

    /// <summary>Takes off the apostrophe that an export puts before what a spreadsheet would run.</summary>
    public static string WithoutGuard(string value) =>
        value.Length > 1 && value[0] == '\'' && Guarded.Contains(value[1]) ? value[1..] : value;

    private static LeadStoreException NotUtf8(string path, long line, string what) => new(
        LeadStoreErrorKind.Validation,
        $"'{path}', line {line}: the file is not UTF-8; {what}. Save it as \"CSV UTF-8\", and import that.");
}
