namespace LeadStore.Tests.Maintenance.Support;

/// <summary>Hears of progress on the thread that reports it.</summary>
internal sealed class Observed(Action<BackupProgress>? onReport = null) : IProgress<BackupProgress>
{
    public List<BackupProgress> Reports { get; } = [];

    public void Report(BackupProgress value)
    {
        Reports.Add(value);
        onReport?.Invoke(value);
    }
}
