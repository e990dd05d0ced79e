using System.Globalization;
using LeadStore.Phones;

namespace LeadStore;

/// <summary>
/// A phone number in E.164 form: + and the country code, then the national number, for example <c>+447809505864</c>. Two spellings
/// of one number are equal. Numbers are accepted when their length is possible in their country, whether assigned or not.
/// </summary>
/// <remarks>
/// Eight bytes, nothing allocated. <c>default</c> is no number at all: <see cref="IsEmpty"/> is true and the text is empty.
/// The order is the numerical order of the digits.
/// </remarks>
/// <example>
/// <code>
/// PhoneNumber number = PhoneNumber.Parse("07809 505864", "GB");   // +447809505864
/// bool same = number == PhoneNumber.Parse("whatsapp:+44 (0)7809 505864");   // true
/// </code>
/// </example>
public readonly struct PhoneNumber : IEquatable<PhoneNumber>, IComparable<PhoneNumber>
{
    private const int LongestText = 20;

    private PhoneNumber(long digits) => Digits = digits;

    /// <summary>True for <c>default</c>, which is no number.</summary>
    public bool IsEmpty => Digits == 0;

    /// <summary>The digits with the country code, as one integer: the form in which a number is stored. 0 if empty.</summary>
    internal long Digits { get; }

    /// <summary>Reads a phone number in any usual spelling.</summary>
    /// <param name="text">
    /// A number with + and country code, with an international prefix (that of the region, or <c>00</c>), or national.
    /// Punctuation, a <c>tel:</c>, <c>sms:</c> or <c>whatsapp:</c> prefix, digits of any script and letters on the keypad are
    /// understood; an extension is dropped.
    /// </param>
    /// <param name="region">
    /// Where a national number belongs: ISO 3166 alpha-2 such as <c>GB</c>, in upper or lower case. Without one, only
    /// international numbers are accepted.
    /// </param>
    /// <returns>The number; never empty.</returns>
    /// <exception cref="LeadValidationException">
    /// The text is not a possible phone number. The one error has the field <c>Phone</c> and a code: <c>required</c>,
    /// <c>not_a_phone_number</c>, <c>region_required</c>, <c>unknown_region</c>, <c>unknown_country_code</c>, <c>too_short</c>,
    /// <c>too_long</c>, <c>impossible_length</c> or <c>area_code_missing</c>.
    /// </exception>
    public static PhoneNumber Parse(string text, string? region = null)
    {
        ArgumentNullException.ThrowIfNull(text);
        PhoneParseError error = TryParse(text.AsSpan(), region, out PhoneNumber number);
        return error == PhoneParseError.None ? number : throw new LeadValidationException([Describe(error, "Phone")]);
    }

    /// <summary>Reads a phone number in any usual spelling; national numbers in a region.</summary>
    /// <param name="text">See <see cref="Parse"/>.</param>
    /// <param name="region">See <see cref="Parse"/>.</param>
    /// <param name="number">The number, or <c>default</c>.</param>
    /// <returns>False if the text is <see langword="null"/> or not a possible phone number.</returns>
    public static bool TryParse(string? text, string? region, out PhoneNumber number) =>
        TryParse(text.AsSpan(), region, out number) == PhoneParseError.None;

    /// <summary>Reads an international phone number in any usual spelling.</summary>
    /// <param name="text">See <see cref="Parse"/>.</param>
    /// <param name="number">The number, or <c>default</c>.</param>
    /// <returns>False if the text is <see langword="null"/>, not a possible phone number, or a national one.</returns>
    public static bool TryParse(string? text, out PhoneNumber number) => TryParse(text, null, out number);

    /// <summary>True if both are the same number.</summary>
    /// <param name="left">A number.</param>
    /// <param name="right">Another number.</param>
    public static bool operator ==(PhoneNumber left, PhoneNumber right) => left.Digits == right.Digits;

    /// <summary>True if the numbers differ.</summary>
    /// <param name="left">A number.</param>
    /// <param name="right">Another number.</param>
    public static bool operator !=(PhoneNumber left, PhoneNumber right) => left.Digits != right.Digits;

    /// <summary>True if the left number comes before the right one.</summary>
    /// <param name="left">A number.</param>
    /// <param name="right">Another number.</param>
    public static bool operator <(PhoneNumber left, PhoneNumber right) => left.Digits < right.Digits;

    /// <summary>True if the left number comes before the right one, or is the same.</summary>
    /// <param name="left">A number.</param>
    /// <param name="right">Another number.</param>
    public static bool operator <=(PhoneNumber left, PhoneNumber right) => left.Digits <= right.Digits;

    /// <summary>True if the left number comes after the right one.</summary>
    /// <param name="left">A number.</param>
    /// <param name="right">Another number.</param>
    public static bool operator >(PhoneNumber left, PhoneNumber right) => left.Digits > right.Digits;

    /// <summary>True if the left number comes after the right one, or is the same.</summary>
    /// <param name="left">A number.</param>
    /// <param name="right">Another number.</param>
    public static bool operator >=(PhoneNumber left, PhoneNumber right) => left.Digits >= right.Digits;

    /// <inheritdoc/>
    public bool Equals(PhoneNumber other) => Digits == other.Digits;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is PhoneNumber other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => Digits.GetHashCode();

    /// <inheritdoc/>
    public int CompareTo(PhoneNumber other) => Digits.CompareTo(other.Digits);

    /// <summary>The number in E.164 form, for example <c>+447809505864</c>; empty if <see cref="IsEmpty"/>.</summary>
    public override string ToString() =>
        IsEmpty ? "" : string.Create(CultureInfo.InvariantCulture, stackalloc char[LongestText], $"+{Digits}");

    /// <summary>Makes a number of digits that were stored; they are not checked again.</summary>
    internal static PhoneNumber FromDigits(long digits) => new(digits);

    /// <summary>Reads a phone number and says why it is none, for validators that collect several errors.</summary>
    internal static PhoneParseError TryParse(ReadOnlySpan<char> text, string? region, out PhoneNumber number)
    {
        PhoneParseError error = PhoneNumberParser.Parse(text, region, out long digits);
        number = new PhoneNumber(digits);
        return error;
    }

    /// <summary>The code and the words for a text that was refused; never the text itself.</summary>
    internal static LeadValidationError Describe(PhoneParseError error, string field) => PhoneParseMessages.Describe(error, field);

    /// <summary>True if national numbers can be read in the region: ISO 3166 alpha-2, in upper or lower case.</summary>
    internal static bool IsKnownRegion(string region) => NumberingPlans.All.ForRegion(region) is not null;
}
