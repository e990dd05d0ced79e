namespace LeadStore.Tests.Sqlite.Support;

/// <summary>A directory of one test, removed after it.</summary>
internal sealed class TempDirectory : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("leadstore-").FullName;

    public string Database => File("leads.db");

    public string File(string name) => System.IO.Path.Combine(Path, name);

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
