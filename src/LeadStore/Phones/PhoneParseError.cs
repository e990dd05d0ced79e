namespace LeadStore.Phones;

/// <summary>Why a text is not a phone number; <see cref="None"/> if it is one.</summary>
internal enum PhoneParseError : byte
{
    /// <summary>The text is a phone number.</summary>
    None,

    /// <summary>Nothing, or nothing but white space.</summary>
    Empty,

    /// <summary>Not written like a phone number.</summary>
    NotANumber,

    /// <summary>A national number, and no region to read it in.</summary>
    RegionRequired,

    /// <summary>A national number, and a region that has no numbering plan.</summary>
    UnknownRegion,

    /// <summary>An international number whose country calling code does not exist.</summary>
    UnknownCountryCode,

    /// <summary>Fewer digits than any number of the country has.</summary>
    TooShort,

    /// <summary>More digits than any number of the country has, or a text of more than 250 characters.</summary>
    TooLong,

    /// <summary>A number of digits that no number of the country has, though some are shorter and some are longer.</summary>
    ImpossibleLength,

    /// <summary>The number of digits that is dialled inside an area; the area code is missing.</summary>
    AreaCodeMissing,
}
