namespace LeadStore;

/// <summary>How <see cref="StoreMaintenance.Dump(string, DumpOptions, IProgress{DumpProgress}, CancellationToken)"/> writes.</summary>
public sealed class DumpOptions
{
    /// <summary>
    /// Whether the text is compressed with gzip. Default <see langword="null"/>: it is if the name of the file ends with <c>.gz</c>, and a
    /// stream gets plain text.
    /// </summary>
    public bool? Compress { get; set; }
}
