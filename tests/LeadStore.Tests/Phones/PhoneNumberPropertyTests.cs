using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;
using LeadStore.Phones;

namespace LeadStore.Tests.Phones;

/// <summary>What holds for every text. FsCheck prints the seed of a failure; give it as Replay to run it again.</summary>
public sealed class PhoneNumberPropertyTests
{
    private static readonly string?[] Regions = [null, "GB", "US", "BR", "AR", "IT", "JP", "DE", "SM", "ID", "AG", "KR", "XX", ""];

    [Property(MaxTest = 1_000)]
    public bool Any_text_is_a_number_or_an_error(string? text, byte region) =>
        IsNumberOrError(text, Regions[region % Regions.Length]);

    [Property(MaxTest = 5_000, Arbitrary = [typeof(AlmostPhoneNumbers)])]
    public bool Any_text_that_is_nearly_a_number_is_a_number_or_an_error(AlmostPhoneNumber almost, byte region) =>
        IsNumberOrError(almost.Text, Regions[region % Regions.Length]);

    [Property(MaxTest = 5_000, Arbitrary = [typeof(AlmostPhoneNumbers)])]
    public bool A_number_reads_its_own_text_in_every_region(AlmostPhoneNumber almost, byte region, byte other)
    {
        return !PhoneNumber.TryParse(almost.Text, Regions[region % Regions.Length], out PhoneNumber number)
            || (PhoneNumber.TryParse(number.ToString(), Regions[other % Regions.Length], out PhoneNumber again) && again == number);
    }

    [Property(MaxTest = 2_000, Arbitrary = [typeof(AlmostPhoneNumbers)])]
    public bool Spaces_around_a_text_change_nothing(AlmostPhoneNumber almost, byte region)
    {
        string? readIn = Regions[region % Regions.Length];
        PhoneNumber.TryParse(almost.Text, readIn, out PhoneNumber number);
        PhoneNumber.TryParse($" \u00A0{almost.Text}\u2009 ", readIn, out PhoneNumber same);
        return number == same;
    }

    private static bool IsNumberOrError(string? text, string? region)
    {
        PhoneParseError error = PhoneNumber.TryParse(text.AsSpan(), region, out PhoneNumber number);
        return error == PhoneParseError.None
            ? number.ToString() is ['+', >= '1' and <= '9', ..] and { Length: >= 6 and <= 20 }
            : number.IsEmpty && PhoneNumber.Describe(error, "Phone").Code.Length > 0;
    }
}

/// <summary>A text of the signs that phone numbers are made of.</summary>
public sealed record AlmostPhoneNumber(string Text);

public static class AlmostPhoneNumbers
{
    private static readonly string[] Parts =
    [
        .. "0123456789".Select(c => c.ToString()), .. "0123456789".Select(c => c.ToString()),
        "+", "00", "011", "+44", "+1", "+39", "+54", "+55", "+81", "0", "15", "(0)", "(", ")", "-", ".", "/", " ", "\u00A0", "\u2009",
        "x", "ext. ", "#", ",", ",,", ";", ";ext=", ";isub=", ";phone-context=", "+1", "tel:", "whatsapp:", "*", "~", "A", "FLOWERS",
        "\u0664", "\uFF15", "\u200E", "\uD835\uDFD2", "\uD835", "\n", "://", "?",
    ];

    public static Arbitrary<AlmostPhoneNumber> Numbers() =>
        Gen.Elements(Parts).ListOf().Select(parts => new AlmostPhoneNumber(string.Concat(parts))).ToArbitrary();
}
