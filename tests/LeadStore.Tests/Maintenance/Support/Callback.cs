namespace LeadStore.Tests.Maintenance.Support;

/// <summary>Told of progress on the thread that makes it.</summary>
internal sealed class Callback<T>(Action<T> told) : IProgress<T>
{
    public void Report(T value) => told(value);
}
