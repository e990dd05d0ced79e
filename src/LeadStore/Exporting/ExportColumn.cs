namespace LeadStore.Exporting;

/// <summary>A column of a table that is exported row by row.</summary>
/// <param name="Name">Its name, in the file and in the export.</param>
/// <param name="Kind">How it stands in the export.</param>
internal sealed record ExportColumn(string Name, ExportColumnKind Kind);

/// <summary>How the values of a column stand in an export. What is null is left out.</summary>
internal enum ExportColumnKind
{
    /// <summary>A whole number.</summary>
    Number,

    /// <summary>True or false, which is 1 or 0 in the file.</summary>
    Flag,

    /// <summary>A number with a fraction, with as many digits as bring the same one back.</summary>
    Real,

    /// <summary>Text, to the letter.</summary>
    Text,

    /// <summary>JSON, or text that may be: as it is where it is an object in one line, else as text.</summary>
    Json,

    /// <summary>A time in ISO 8601 and UTC, with six decimals.</summary>
    Time,

    /// <summary>A UUID, which is 16 bytes in the file.</summary>
    Uid,

    /// <summary>A phone with a plus sign, which is the digits alone in the file.</summary>
    Phone,
}
