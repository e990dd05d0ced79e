namespace LeadStore.TestHost;

/// <summary>Answers each time an import tells how far it is, on its thread.</summary>
internal sealed class Told(Action<string> answer) : IProgress<ImportProgress>
{
    public void Report(ImportProgress value) => answer($"read {value.Rows}");
}
