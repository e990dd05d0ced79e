namespace LeadStore.Phones;

/// <summary>
/// Turns a text into the digits of an E.164 number. Numbers are accepted when their length is possible in their country; whether
/// a number is assigned to anybody is not asked.
/// </summary>
internal static class PhoneNumberParser
{
    private const int LongestText = 250;
    private const int LongestNationalNumber = 17;
    private const int ShortestNationalNumber = 2;
    private const int LongestCountryCode = 3;
    private const string UsualInternationalPrefix = "00";

    /// <summary>Reads a phone number in any spelling.</summary>
    /// <param name="text">What somebody typed, or a number as it is stored.</param>
    /// <param name="region">Where a national number is read; <see langword="null"/> or empty if only international ones are.</param>
    /// <param name="e164">The digits of the number with its country code; 0 if there is an error.</param>
    public static PhoneParseError Parse(ReadOnlySpan<char> text, ReadOnlySpan<char> region, out long e164)
    {
        if (TryReadNormalised(text, out e164))
        {
            return PhoneParseError.None;
        }

        if (text.Length > LongestText)
        {
            return PhoneParseError.TooLong;
        }

        // U+0000 is no noise that people type: it comes from a broken or a hostile sender.
        return text.Contains('\0') ? PhoneParseError.NotANumber : ParseAnySpelling(text, region, out e164);
    }

    /// <summary>The quick way: + and digits, a length that is possible, and no trunk prefix after the country code.</summary>
    private static bool TryReadNormalised(ReadOnlySpan<char> text, out long e164)
    {
        e164 = 0;
        if (text.Length is < 5 or > 20 || text[0] != '+')
        {
            return false;
        }

        long value = 0;
        ReadOnlySpan<char> digits = text[1..];
        foreach (char c in digits)
        {
            uint digit = (uint)c - '0';
            if (digit > 9)
            {
                return false;
            }

            // 19 digits that do not fit are refused below: no country has a number that long.
            value = unchecked((10 * value) + digit);
        }

        NumberingPlan? plan = NumberingPlans.All.FindCountryCode(digits, out int codeLength);
        int length = digits.Length - codeLength;
        if (plan is null || length < ShortestNationalNumber || plan.Fit(length) != LengthFit.Possible
            || !plan.IsWithoutTrunkPrefix(digits[codeLength..]))
        {
            return false;
        }

        e164 = value;
        return true;
    }

    private static PhoneParseError ParseAnySpelling(ReadOnlySpan<char> text, ReadOnlySpan<char> region, out long e164)
    {
        e164 = 0;
        Span<char> folded = stackalloc char[text.Length];
        folded = folded[..PhoneTextFolding.Fold(text, folded)];
        if (folded.IsWhiteSpace())
        {
            return PhoneParseError.Empty;
        }

        ReadOnlySpan<char> number = PhoneText.FindNumber(folded);
        if (!PhoneText.IsNumber(number))
        {
            return PhoneParseError.NotANumber;
        }

        number = PhoneText.WithoutExtension(number);
        Span<char> digits = stackalloc char[number.Length];
        digits = digits[..PhoneText.ReadDigits(number, digits)];
        return number[0] == '+' ? ReadAfterPlus(digits, region, out e164) : ReadDialled(digits, region, out e164);
    }

    private static PhoneParseError ReadAfterPlus(ReadOnlySpan<char> digits, ReadOnlySpan<char> region, out long e164)
    {
        PhoneParseError error = ReadInternational(digits, out e164);
        if (error != PhoneParseError.UnknownCountryCode)
        {
            return error;
        }

        // Perhaps a plus in front of a prefix, as in +00 44 or +011 44.
        return ReadWithPrefix(digits, FindPlan(region), out e164) ?? error;
    }

    /// <summary>Reads a number as it is dialled in a region.</summary>
    private static PhoneParseError ReadDialled(ReadOnlySpan<char> digits, ReadOnlySpan<char> region, out long e164)
    {
        NumberingPlan? plan = FindPlan(region);
        if (plan is null && !region.IsEmpty)
        {
            e164 = 0;
            return PhoneParseError.UnknownRegion;
        }

        if (ReadWithPrefix(digits, plan, out e164) is { } result)
        {
            return result;
        }

        if (plan is not null)
        {
            PhoneParseError error = ReadNational(digits, plan, out e164);
            return error != PhoneParseError.None && IsUsualInternational(digits)
                ? ReadInternational(digits[UsualInternationalPrefix.Length..], out e164)
                : error;
        }

        return digits.Length < NumberingPlans.All.ShortestNationalNumber ? PhoneParseError.TooShort
            : digits.Length > UsualInternationalPrefix.Length + LongestCountryCode + LongestNationalNumber ? PhoneParseError.TooLong
            : PhoneParseError.RegionRequired;
    }

    /// <summary>
    /// True for 00 and a number that is written as its country writes them. Most of the world dials so, and contacts keep the 00
    /// when they move to a region that dials something else.
    /// </summary>
    private static bool IsUsualInternational(ReadOnlySpan<char> digits) =>
        StartsWithUsualPrefix(digits)
        && NumberingPlans.All.FindCountryCode(digits[UsualInternationalPrefix.Length..], out int codeLength) is { } plan
        && plan.IsNationalNumber(plan.WithoutTrunkPrefix(digits[(UsualInternationalPrefix.Length + codeLength)..]));

    private static bool StartsWithUsualPrefix(ReadOnlySpan<char> digits) =>
        digits.StartsWith(UsualInternationalPrefix, StringComparison.Ordinal);

    /// <summary>Reads a number that starts with an international prefix, or with the region's own country code.</summary>
    /// <returns><see langword="null"/> if it starts with neither.</returns>
    private static PhoneParseError? ReadWithPrefix(ReadOnlySpan<char> digits, NumberingPlan? plan, out long e164)
    {
        e164 = 0;
        if (plan is null)
        {
            return StartsWithUsualPrefix(digits) && digits is not [_, _, '0', ..]
                ? ReadInternational(digits[UsualInternationalPrefix.Length..], out e164)
                : null;
        }

        if (plan.TryRemoveInternationalPrefix(digits, out ReadOnlySpan<char> international))
        {
            return ReadInternational(international, out e164);
        }

        if (NumberingPlans.All.FindCountryCode(digits, out int codeLength)?.CountryCode != plan.CountryCode)
        {
            return null;
        }

        // The country code without + is believed if the number makes more sense without it.
        ReadOnlySpan<char> national = plan.WithoutTrunkPrefix(digits[codeLength..]);
        bool isClearer = !plan.IsNationalNumber(digits) && plan.IsNationalNumber(national);
        return isClearer || plan.Fit(digits.Length) == LengthFit.TooLong
            ? ReadNational(national, NumberingPlans.All.ForCountryCode(plan.CountryCode)!, out e164)
            : null;
    }

    private static PhoneParseError ReadInternational(ReadOnlySpan<char> digits, out long e164)
    {
        e164 = 0;
        if (digits.Length <= ShortestNationalNumber)
        {
            return PhoneParseError.TooShort;
        }

        return NumberingPlans.All.FindCountryCode(digits, out int codeLength) is { } plan
            ? ReadNational(digits[codeLength..], plan, out e164)
            : PhoneParseError.UnknownCountryCode;
    }

    private static PhoneParseError ReadNational(ReadOnlySpan<char> national, NumberingPlan plan, out long e164)
    {
        e164 = 0;
        if (national.Length < ShortestNationalNumber)
        {
            return PhoneParseError.TooShort;
        }

        // Regions that share a country code are measured by the plan that decides for the code.
        NumberingPlan main = NumberingPlans.All.ForCountryCode(plan.CountryCode)!;
        national = WithoutTrunkPrefix(national, plan);
        LengthFit fit = main.Fit(national.Length);
        if (fit == LengthFit.Possible && !main.IsWithoutTrunkPrefix(national))
        {
            national = Settle(national, main);
            fit = main.Fit(national.Length);
        }

        if (fit == LengthFit.Possible)
        {
            e164 = Join(main.CountryCode, national);
        }

        return fit switch
        {
            LengthFit.Possible => PhoneParseError.None,
            LengthFit.LocalOnly => PhoneParseError.AreaCodeMissing,
            LengthFit.TooShort => PhoneParseError.TooShort,
            LengthFit.TooLong => PhoneParseError.TooLong,
            _ => PhoneParseError.ImpossibleLength,
        };
    }

    /// <summary>
    /// Takes off what reading the number again would take off, until nothing changes: a number that is stored must read as itself.
    /// Only numbers that nobody can have, with several trunk prefixes in a row, are touched.
    /// </summary>
    private static ReadOnlySpan<char> Settle(ReadOnlySpan<char> national, NumberingPlan main)
    {
        for (int turn = 0; turn < LongestNationalNumber; turn++)
        {
            ReadOnlySpan<char> again = WithoutTrunkPrefix(national, main);
            if (again.SequenceEqual(national))
            {
                break;
            }

            national = again;
        }

        return national;
    }

    /// <summary>Takes off the trunk prefix, if a number of a possible length is left.</summary>
    private static ReadOnlySpan<char> WithoutTrunkPrefix(ReadOnlySpan<char> national, NumberingPlan plan)
    {
        if (national.Length < ShortestNationalNumber || plan.IsWithoutTrunkPrefix(national))
        {
            return national;
        }

        ReadOnlySpan<char> stripped = plan.WithoutTrunkPrefix(national);
        return plan.IsPossibleOrLonger(stripped.Length) ? stripped : national;
    }

    // A possible number always fits: eng/phones/build-plans.mjs refuses lengths that would not.
    private static long Join(int countryCode, ReadOnlySpan<char> national)
    {
        long value = countryCode;
        foreach (char digit in national)
        {
            value = checked((10 * value) + digit - '0');
        }

        return value;
    }

    private static NumberingPlan? FindPlan(ReadOnlySpan<char> region) => NumberingPlans.All.ForRegion(region);
}
