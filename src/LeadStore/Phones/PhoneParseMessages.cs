namespace LeadStore.Phones;

/// <summary>The stable code and the words for each <see cref="PhoneParseError"/>. None of them repeats what was given.</summary>
internal static class PhoneParseMessages
{
    public static LeadValidationError Describe(PhoneParseError error, string field) => error switch
    {
        PhoneParseError.Empty => new(field, "required",
            "A phone number is required."),
        PhoneParseError.NotANumber => new(field, "not_a_phone_number",
            "The text is not a phone number. Give one number, best as + and country code, then the national number."),
        PhoneParseError.RegionRequired => new(field, "region_required",
            "A national number needs a region to be read in: set LeadDatabaseOptions.DefaultRegion or the environment variable "
            + "LEADSTORE_DEFAULT_REGION to an ISO 3166 code such as GB or US, or write the number as + and country code."),
        PhoneParseError.UnknownRegion => new(field, "unknown_region",
            "The region has no numbering plan. Use an ISO 3166 code of two letters, such as US (the United Kingdom is GB), "
            + "or write the number as + and country code."),
        PhoneParseError.UnknownCountryCode => new(field, "unknown_country_code",
            "The number starts with a country code that does not exist. Check the digits after the + or the international prefix."),
        PhoneParseError.TooShort => new(field, "too_short",
            "The number has too few digits for its country. Check for missing digits."),
        PhoneParseError.TooLong => new(field, "too_long",
            "The number has too many digits for its country, or the text is longer than 250 characters. "
            + "Give one number, with at most one extension."),
        PhoneParseError.ImpossibleLength => new(field, "impossible_length",
            "No number of this country has this many digits. Check for missing or extra digits."),
        PhoneParseError.AreaCodeMissing => new(field, "area_code_missing",
            "The number can be dialled inside its area only. Add the area code."),
        _ => throw new ArgumentOutOfRangeException(nameof(error), error, "There is nothing to describe: the number was read."),
    };
}
