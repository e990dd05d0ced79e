namespace LeadStore.Tool;

/// <summary>Hands progress on at once, on the thread that reports it.</summary>
internal sealed class Reported<T>(Action<T> onReport) : IProgress<T>
{
    public void Report(T value) => onReport(value);
}
