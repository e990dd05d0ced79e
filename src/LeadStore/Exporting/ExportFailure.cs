namespace LeadStore.Exporting;

/// <summary>What is wrong with an export, by line and never with what stands there.</summary>
internal static class ExportFailure
{
    public static LeadStoreException Damaged(long line, string what, Exception? cause = null) => new(
        LeadStoreErrorKind.Corrupt,
        $"Line {line} of the export {what}. The export was cut off, damaged or changed; nothing was stored. Use another copy of it.",
        cause);

    public static LeadStoreException NoExport() => new(
        LeadStoreErrorKind.NotALeadStore,
        "Line 1 is not that of an export of LeadStore. Nothing was stored; name a file that Export.Json has written.");

    public static LeadStoreException Newer(string what, long found, long known) => new(
        LeadStoreErrorKind.SchemaTooNew,
        $"Line 1: the export has {what} {found}; this version of LeadStore knows up to {known}. Nothing was stored. Update the LeadStore package.");

    public static LeadStoreException NotEmpty(string table) => new(
        LeadStoreErrorKind.TargetExists,
        $"An export is loaded into an empty store alone, and this one has {table}. Nothing was stored; open a new file and load it there.");
}
