using System.Globalization;

namespace LeadStore.Importing;

/// <summary>What some of the values of a column look like. It keeps counts, and words only where there are few of them.</summary>
internal sealed class ColumnProfile(ImportColumn column)
{
    private const int MostWords = 24;
    private const int LongestWord = 40;
    private const int LongestTime = 40;

    // Between 1985 and 2100: what is outside is a number of something else.
    private const long Earliest = 473_385_600;
    private const long Latest = 4_102_444_800;

    private readonly HashSet<string> _words = new(StringComparer.OrdinalIgnoreCase);
    private readonly HashSet<ulong> _different = [];

    public ImportColumn Column { get; } = column;

    public string Name => Column.Name;

    public string Plain { get; } = NameWords.Plain(column.Name);

    /// <summary>How many values there were, without the empty ones.</summary>
    public int Values { get; private set; }

    /// <summary>How many different values there were among them.</summary>
    public int Different => _different.Count;

    /// <summary>Whether most rows share their value with others.</summary>
    public bool IsShared => Values >= 4 && 3 * Different <= Values;

    public int Phones { get; private set; }

    /// <summary>Those among them that are written as nothing but a phone number is.</summary>
    public int PlainlyPhones { get; private set; }

    public int Emails { get; private set; }

    public int TextTimes { get; private set; }

    public int Seconds { get; private set; }

    public int Milliseconds { get; private set; }

    public int Microseconds { get; private set; }

    public int Booleans { get; private set; }

    public int Numbers { get; private set; }

    /// <summary>Those of the numbers that have no fraction.</summary>
    public int WholeNumbers { get; private set; }

    public int Objects { get; private set; }

    public int Arrays { get; private set; }

    public int Guids { get; private set; }

    /// <summary>The different values, as long as they are few and short; null if they are not.</summary>
    public IReadOnlySet<string>? Words => _words.Count <= MostWords ? _words : null;

    public int Times => TextTimes + Seconds + Milliseconds + Microseconds;

    /// <summary>Whether nearly all values are of a kind; true of a column without values.</summary>
    public bool Are(int count) => Values == 0 || count >= 0.9 * Values;

    /// <summary>Whether most values are of a kind; true of a column without values. People make mistakes in what they type by hand.</summary>
    public bool Mostly(int count) => Values == 0 || count >= 0.6 * Values;

    /// <summary>How the times are written.</summary>
    public ImportFormat TimeFormat =>
        Values == 0 || TextTimes > 0 ? ImportFormat.Automatic
        : Are(Seconds) ? ImportFormat.UnixSeconds
        : Are(Milliseconds) ? ImportFormat.UnixMilliseconds
        : Are(Microseconds) ? ImportFormat.UnixMicroseconds
        : ImportFormat.Automatic;

    public void Add(ImportValue value)
    {
        if (!ValueReading.IsBlank(value) && ValueReading.Text(value) is { } text)
        {
            _different.Add(ImportContext.Hash(text.Trim()));
        }

        switch (value.Kind)
        {
            case ImportValueKind.Text when !string.IsNullOrWhiteSpace(value.Text):
                Values++;
                AddText(value.Text.Trim());
                break;
            case ImportValueKind.Integer:
                Values++;
                Numbers++;
                WholeNumbers++;
                AddNumber(value.Integer);
                AddWord(value.Integer.ToString(CultureInfo.InvariantCulture));
                break;
            case ImportValueKind.Boolean:
                Values++;
                Booleans++;
                AddWord(value.Integer == 0 ? "false" : "true");
                break;
            case ImportValueKind.Real:
                Values++;
                Numbers++;
                WholeNumbers += double.IsInteger(value.Real) ? 1 : 0;
                AddNumber((long)Math.Clamp(value.Real, long.MinValue / 2, long.MaxValue / 2));
                break;
            case ImportValueKind.Json:
                Values++;
                AddJson(value.Text!);
                break;
            case ImportValueKind.Blob:
                Values++;
                break;
        }
    }

    private void AddText(string text)
    {
        AddWord(text);
        if (text[0] is '{' or '[')
        {
            AddJson(text);
        }
        else if (IsEmail(text))
        {
            Emails++;
        }
        else if (IsTime(text))
        {
            TextTimes++;
        }
        else if (IsPhone(text, out bool plainly))
        {
            Phones++;
            PlainlyPhones += plainly ? 1 : 0;
        }

        if (long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long number))
        {
            Numbers++;
            WholeNumbers++;
            CountTimes(number);
        }

        Guids += Guid.TryParse(text, out _) ? 1 : 0;
        if (text.ToUpperInvariant() is "0" or "1" or "TRUE" or "FALSE" or "YES" or "NO" or "Y" or "N" or "T" or "F")
        {
            Booleans++;
        }
    }

    private void AddNumber(long number)
    {
        if (number is 0 or 1)
        {
            Booleans++;
        }

        CountTimes(number);
        if (number is >= 10_000_000 and <= 999_999_999_999_999)
        {
            Phones++;
        }
    }

    private void CountTimes(long number)
    {
        Seconds += IsBetween(number, 1) ? 1 : 0;
        Milliseconds += IsBetween(number, 1000) ? 1 : 0;
        Microseconds += IsBetween(number, 1_000_000) ? 1 : 0;

        static bool IsBetween(long number, long unit) => number / unit is >= Earliest and <= Latest;
    }

    private void AddJson(string text)
    {
        if (text[0] == '{' && text[^1] == '}')
        {
            Objects++;
        }
        else if (text[0] == '[' && text[^1] == ']')
        {
            Arrays++;
        }
    }

    private void AddWord(string word)
    {
        if (_words.Count <= MostWords)
        {
            // Too long a text is as good as too many.
            _words.Add(word.Length <= LongestWord ? word : $"{_words.Count}{new string('.', LongestWord)}");
        }
    }

    private static bool IsEmail(string text) =>
        text.IndexOf('@') is > 0 and var at && at < text.Length - 3 && text.IndexOf('.', at) > at + 1 && !text.Any(char.IsWhiteSpace);

    // As SQLite and ISO 8601 write it; a date with the day or the month first is not told which it is.
    private static bool IsTime(string text) =>
        text.Length is >= 10 and <= LongestTime
        && text[4] == '-' && text[7] == '-'
        && DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out _);

    private static bool IsPhone(string text, out bool plainly)
    {
        int digits = 0;
        bool others = false;
        foreach (char letter in text)
        {
            digits += char.IsDigit(letter) ? 1 : 0;
            others |= char.IsLetter(letter) && !"xextlp:w".Contains(char.ToLowerInvariant(letter), StringComparison.Ordinal);
            others |= letter is ':' && text.IndexOf(':') < 3;
        }

        // Numbers of orders and customers have hyphens and leading zeros too, but not these beginnings.
        plainly = text[0] is '+' or '(' || (digits >= 9 && text.AsSpan().TrimStart('0').Length is var rest && text.Length - rest is 1 or 2);
        return !others && digits is >= 7 and <= 17 && text.Length <= 32;
    }
}
