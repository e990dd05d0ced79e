namespace LeadStore;

/// <summary>How a CSV file for people is written.</summary>
public sealed record CsvOptions
{
    /// <summary>Whether the file begins with the byte order mark by which spreadsheets know UTF-8. Default <see langword="true"/>.</summary>
    public bool ByteOrderMark { get; init; } = true;

    /// <summary>Whether archived leads, or their messages, are in it. Default <see langword="true"/>.</summary>
    public bool IncludeArchived { get; init; } = true;

    /// <summary>Between the cells: a comma (default), a semicolon or a tab.</summary>
    public char Separator
    {
        get;
        init => field = value is ',' or ';' or '\t'
            ? value
            : throw new ArgumentException("Separator must be a comma, a semicolon or a tab.", nameof(Separator));
    }
    = ',';
}
