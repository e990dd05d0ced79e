namespace LeadStore;

/// <summary>What <see cref="StoreMaintenance.Optimize"/> does.</summary>
public sealed class OptimizeOptions
{
    /// <summary>
    /// Whether the file is written anew without its free pages. Default <see langword="false"/>: free pages are used again, and most stores
    /// never need this. Every other call waits meanwhile, at most its <see cref="LeadDatabaseOptions.BusyTimeout"/>, and then fails as
    /// busy; it takes some seconds for each gigabyte, and room for the content twice: beside the file, and in the directory for temporary
    /// files (<c>SQLITE_TMPDIR</c>). A store in memory ignores it.
    /// </summary>
    public bool Vacuum { get; set; }
}
