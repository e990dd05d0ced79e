namespace LeadStore.Tests.Exporting.Support;

/// <summary>Hears of progress on the thread that reports it.</summary>
internal sealed class Told(Action<ExportProgress> onReport) : IProgress<ExportProgress>
{
    public void Report(ExportProgress value) => onReport(value);
}
