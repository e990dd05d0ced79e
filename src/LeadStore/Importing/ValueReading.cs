using System.Globalization;
using System.Text;
using System.Text.Json;
using LeadStore.Attributes;
using LeadStore.Engine;

namespace LeadStore.Importing;

/// <summary>What the values of other systems mean: text, yes and no, numbers, times, JSON. Pure; says false where a value means nothing.</summary>
internal static class ValueReading
{
    // A number is seconds, milliseconds or microseconds by its size: each range holds the years 1973 to 5138 of its unit alone.
    private const long LeastSeconds = 0;
    private const long MostSeconds = 99_999_999_999;
    private const long MostMilliseconds = 99_999_999_999_999;

    // A real number of days in which SQLite writes times: the years 1900 to 2100. As seconds it would be the first months of 1970.
    private const double FirstJulianDay = 2_415_020.5;
    private const double LastJulianDay = 2_488_069.5;
    private const double JulianDayOf1970 = 2_440_587.5;

    private static readonly string[] Yes = ["true", "1", "yes", "y", "t", "on"];
    private static readonly string[] No = ["false", "0", "no", "n", "f", "off"];

    /// <summary>Nothing was said: no value, or a blank one.</summary>
    public static bool IsBlank(in ImportValue value) => value.Kind == ImportValueKind.Null
        || (value.Kind == ImportValueKind.Text && string.IsNullOrWhiteSpace(value.Text));

    /// <summary>A value as the text that a person would write for it; null if it is bytes that are no text.</summary>
    public static string? Text(in ImportValue value) => value.Kind switch
    {
        ImportValueKind.Null => "",
        ImportValueKind.Integer => value.Integer.ToString(CultureInfo.InvariantCulture),
        ImportValueKind.Real => value.Text ?? value.Real.ToString("R", CultureInfo.InvariantCulture),
        ImportValueKind.Boolean => value.Integer != 0 ? "true" : "false",
        ImportValueKind.Blob => Decoded(value.Blob!),
        _ => value.Text!,
    };

    public static bool TryFlag(in ImportValue value, out bool flag)
    {
        switch (value.Kind)
        {
            case ImportValueKind.Boolean or ImportValueKind.Integer:
                flag = value.Integer != 0;
                return value.Integer is 0 or 1;
            case ImportValueKind.Real:
                flag = value.Real != 0;
                return value.Real is 0 or 1;
            case ImportValueKind.Text:
                string word = value.Text!.Trim();
                flag = Yes.Contains(word, StringComparer.OrdinalIgnoreCase);
                return flag || No.Contains(word, StringComparer.OrdinalIgnoreCase);
            default:
                flag = false;
                return false;
        }
    }

    /// <summary>A whole number; one with a fraction is cut.</summary>
    public static bool TryNumber(in ImportValue value, out long number)
    {
        number = value.Integer;
        switch (value.Kind)
        {
            case ImportValueKind.Integer or ImportValueKind.Boolean:
                return true;
            case ImportValueKind.Real:
                return TryWhole(value.Real, out number);
            case ImportValueKind.Text:
                string text = value.Text!.Trim().TrimEnd('%');
                return long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out number)
                    || (double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double real) && TryWhole(real, out number));
            default:
                return false;
        }
    }

    public static bool TryReal(in ImportValue value, out double number)
    {
        number = value.Kind == ImportValueKind.Real ? value.Real : value.Integer;
        return value.Kind is ImportValueKind.Real or ImportValueKind.Integer
            || (value.Kind == ImportValueKind.Text
                && double.TryParse(value.Text!.Trim(), NumberStyles.Float, CultureInfo.InvariantCulture, out number));
    }

    /// <summary>
    /// An amount in whole units, or in the smallest of its currency where the column says so; as a person writes it too, with a sign of the
    /// currency before it and commas between groups of three digits.
    /// </summary>
    public static bool TryMoney(in ImportValue value, ImportFormat format, string currency, out ReadAmount amount)
    {
        amount = default;
        string text = (Text(value) ?? "").Trim();
        bool isBelowZero = text.StartsWith('-');
        text = text[(isBelowZero ? 1 : 0)..].TrimStart('$', '\u20AC', '\u00A3', ' ');
        if (value.Kind is not (ImportValueKind.Integer or ImportValueKind.Real or ImportValueKind.Text)
            || text.StartsWith('-') || !TryUngroup(ref text)
            || !decimal.TryParse(text, NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent, CultureInfo.InvariantCulture, out decimal number))
        {
            return false;
        }

        number = isBelowZero ? -number : number;
        Money one = Money.FromAmount(1, currency);
        if (Math.Abs(number) > decimal.MaxValue / 100_000)
        {
            return false;
        }

        decimal exact = format == ImportFormat.MinorUnits ? number : number * one.MinorUnits;
        decimal whole = Math.Round(exact, MidpointRounding.AwayFromZero);
        if (Math.Abs(whole) > long.MaxValue)
        {
            return false;
        }

        amount = new ReadAmount(new Money((long)whole, currency), exact == whole, exact / one.MinorUnits);
        return true;
    }

    // A comma between groups of three; one elsewhere may stand before a fraction, and says nothing for sure.
    private static bool TryUngroup(ref string text)
    {
        int end = text.IndexOf('.', StringComparison.Ordinal) is >= 0 and var point ? point : text.Length;
        string[] groups = text[..end].Split(',');
        if (groups.Length > 1)
        {
            if (groups[0].Length is 0 or > 3 || groups.Skip(1).Any(group => group.Length != 3))
            {
                return false;
            }

            text = string.Concat(groups) + text[end..];
        }

        return true;
    }

    /// <summary>A time, in the way in which the column writes it; see <see cref="ImportFormat"/>.</summary>
    public static bool TryTime(in ImportValue value, ImportFormat format, out DateTimeOffset time)
    {
        time = default;
        switch (value.Kind)
        {
            case ImportValueKind.Integer:
                return TryInstant(value.Integer, Unit(format, value.Integer), out time);
            case ImportValueKind.Real:
                return TryReal(value.Real, format, out time);
            case ImportValueKind.Text:
                string text = value.Text!.Trim();
                if (format is ImportFormat.Automatic or ImportFormat.Text && TryTimeText(text, out time))
                {
                    return true;
                }

                if (format == ImportFormat.Text)
                {
                    return false;
                }

                return long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long number)
                    ? (format != ImportFormat.Automatic || text.Length >= 9) && TryInstant(number, Unit(format, number), out time)
                    : double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double real) && TryReal(real, format, out time);
            default:
                return false;
        }
    }

    /// <summary>The texts of a JSON array, or of a list separated by commas, semicolons or lines.</summary>
    public static IEnumerable<string> List(in ImportValue value)
    {
        string text = Text(value) ?? "";
        if (text.StartsWith('['))
        {
            try
            {
                using JsonDocument document = JsonDocument.Parse(text);
                return [.. document.RootElement.EnumerateArray().Select(Item).Where(item => item.Length > 0)];
            }
            catch (JsonException)
            {
                // Then it is a text that begins so.
            }
        }

        return text.Split([',', ';', '\n'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
    }

    /// <summary>The value as JSON, as it is kept among attributes.</summary>
    public static string Json(in ImportValue value, ImportFormat format = ImportFormat.Automatic) => value.Kind switch
    {
        ImportValueKind.Null => "null",
        ImportValueKind.Integer => value.Integer.ToString(CultureInfo.InvariantCulture),
        ImportValueKind.Real when double.IsFinite(value.Real) => value.Text ?? value.Real.ToString("R", CultureInfo.InvariantCulture),
        ImportValueKind.Boolean => value.Integer != 0 ? "true" : "false",
        ImportValueKind.Json => value.Text!,
        ImportValueKind.Blob => JsonText.String(Decoded(value.Blob!) ?? Convert.ToBase64String(value.Blob!)),
        _ when format == ImportFormat.Json && IsJson(value.Text!) => value.Text!,
        _ => JsonText.String(Text(value)!),
    };

    public static bool IsJson(string text)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(text, new JsonDocumentOptions { MaxDepth = JsonText.MaxDepth });
            return true;
        }
        catch (JsonException)
        {
            return false;
        }
    }

    // An entry of a list of phones or addresses may be an object that names it.
    private static string Item(JsonElement element)
    {
        if (element.ValueKind == JsonValueKind.Object)
        {
            foreach (JsonProperty property in element.EnumerateObject())
            {
                if (property.Value.ValueKind == JsonValueKind.String && property.Name is "number" or "phone" or "phone_number" or "email" or "address")
                {
                    return property.Value.GetString()!;
                }
            }
        }

        return element.ValueKind == JsonValueKind.String ? element.GetString()! : element.GetRawText();
    }

    private static bool TryWhole(double real, out long number)
    {
        bool fits = Math.Abs(real) < 1e15;
        number = fits ? (long)real : 0;
        return fits;
    }

    private static bool TryReal(double real, ImportFormat format, out DateTimeOffset time)
    {
        time = default;
        if (!double.IsFinite(real) || Math.Abs(real) > 9e18)
        {
            return false;
        }

        if (format == ImportFormat.Automatic && real is >= FirstJulianDay and <= LastJulianDay)
        {
            // To the millisecond, which is all that such a number holds.
            return TryInstant((long)Math.Round((real - JulianDayOf1970) * 86_400_000), 1000, out time);
        }

        // Microseconds from a number with a fraction of its unit.
        return Unit(format, (long)real) is var unit
            && Math.Abs(real * unit) < 9e18
            && TryInstant((long)Math.Round(real * unit), 1, out time);
    }

    // How many microseconds the unit of a number has.
    private static long Unit(ImportFormat format, long number) => format switch
    {
        ImportFormat.UnixSeconds => 1_000_000,
        ImportFormat.UnixMilliseconds => 1_000,
        ImportFormat.UnixMicroseconds => 1,
        _ when number is >= LeastSeconds and <= MostSeconds => 1_000_000,
        _ when number is > MostSeconds and <= MostMilliseconds => 1_000,
        _ => 1,
    };

    private static bool TryInstant(long number, long unit, out DateTimeOffset time)
    {
        time = default;
        Int128 microseconds = (Int128)number * unit;
        if (microseconds < long.MinValue || microseconds > long.MaxValue || !Instant.IsTime((long)microseconds))
        {
            return false;
        }

        time = Instant.FromMicroseconds((long)microseconds);
        return true;
    }

    // ISO 8601, or as SQLite writes it; UTC where no offset is given. Nothing that depends on a culture.
    private static bool TryTimeText(string text, out DateTimeOffset time)
    {
        time = default;
        if (TrySecondsText(text, out time))
        {
            return true;
        }

        if (text.Length < 10 || text[4] != '-' || text[7] != '-'
            || !DateTimeOffset.TryParse(
                text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out DateTimeOffset parsed))
        {
            return false;
        }

        time = Instant.Stored(parsed);
        return true;
    }

    // As SQLite writes it, which most rows of most imports do: YYYY-MM-DD HH:MM:SS, with T or Z or without.
    private static bool TrySecondsText(string text, out DateTimeOffset time)
    {
        time = default;
        if (text.Length is not (19 or 20) || (text.Length == 20 && text[19] != 'Z') || text[4] != '-' || text[7] != '-'
            || text[10] is not (' ' or 'T') || text[13] != ':' || text[16] != ':')
        {
            return false;
        }

        int year = (Digits(text, 0) * 100) + Digits(text, 2);
        int month = Digits(text, 5);
        int day = Digits(text, 8);
        int hour = Digits(text, 11);
        int minute = Digits(text, 14);
        int second = Digits(text, 17);
        if (year < 1 || month is < 1 or > 12 || day < 1 || day > DateTime.DaysInMonth(year, month)
            || hour is < 0 or > 23 || minute is < 0 or > 59 || second is < 0 or > 59)
        {
            return false;
        }

        time = new DateTimeOffset(year, month, day, hour, minute, second, TimeSpan.Zero);
        return true;
    }

    // Two digits; far below zero if they are none.
    private static int Digits(string text, int at) =>
        char.IsAsciiDigit(text[at]) && char.IsAsciiDigit(text[at + 1]) ? ((text[at] - '0') * 10) + (text[at + 1] - '0') : -100_000;

    private static string? Decoded(byte[] blob)
    {
        try
        {
            return new UTF8Encoding(false, throwOnInvalidBytes: true).GetString(blob);
        }
        catch (DecoderFallbackException)
        {
            return null;
        }
    }
}

/// <summary>An amount as it was read.</summary>
/// <param name="Money">In whole minor units: the nearest, and of two that are as near the one farther from zero.</param>
/// <param name="IsExact">Whether nothing was rounded.</param>
/// <param name="Exact">The amount in whole units, not rounded.</param>
internal readonly record struct ReadAmount(Money Money, bool IsExact, decimal Exact);
