namespace LeadStore.Phones;

/// <summary>How a number of digits fits a numbering plan.</summary>
internal enum LengthFit : byte
{
    Possible,
    LocalOnly,
    TooShort,
    TooLong,
    Impossible,
}
