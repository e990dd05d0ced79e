namespace LeadStore.Exporting;

/// <summary>What an export is made of: JSON Lines, each an object with one name that says what it is.</summary>
internal static class ExportFormat
{
    /// <summary>Newer ones are refused; an older one must be readable for ever.</summary>
    public const int Version = 1;

    public const string Header = "leadstore_export";
    public const string Source = "source";
    public const string Setting = "setting";
    public const string Lead = "lead";
    public const string Message = "message";
    public const string Row = "row";
    public const string End = "end";

    /// <summary>Of the header: the highest id that each table ever had, beside that of leads.</summary>
    public const string LastIds = "last_ids";

    /// <summary>What the last line counts in every export.</summary>
    public static readonly string[] AlwaysCounted = ["sources", "settings", "leads", "messages", "rows"];

    /// <summary>The counts of the last line, in their order. Beyond those of every export, what there is nothing of is left out.</summary>
    public static readonly string[] Counts = [.. AlwaysCounted, .. ExportTables.All.Select(table => table.Name)];

    private static ReadOnlySpan<byte> FirstBytes => "{\"leadstore_export\":"u8;

    /// <summary>Whether a file that begins so is an export, of whichever version.</summary>
    public static bool IsExport(ReadOnlySpan<byte> beginning) => beginning.StartsWith(FirstBytes);
}
