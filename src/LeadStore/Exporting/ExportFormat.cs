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

    /// <summary>The counts of the last line, in their order.</summary>
    public static readonly string[] Counts = ["sources", "settings", "leads", "messages", "rows"];

    private static ReadOnlySpan<byte> FirstBytes => "{\"leadstore_export\":"u8;

    /// <summary>Whether a file that begins so is an export, of whichever version.</summary>
    public static bool IsExport(ReadOnlySpan<byte> beginning) => beginning.StartsWith(FirstBytes);
}
