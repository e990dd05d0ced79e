using LeadStore.Maintenance;

namespace LeadStore.Tests.Maintenance.Support;

/// <summary>A machine as a test says it is; by default one where all is well.</summary>
internal sealed class FakeSurroundings : ISurroundings
{
    public IReadOnlyList<string> TemporaryDirectories { get; init; } = ["/somewhere/else"];

    public Dictionary<string, string> Variables { get; init; } = [];

    public FileSystem? FileSystem { get; init; } = new("ext4", "/");

    public long? Free { get; init; } = 1L << 40;

    public string? Variable(string name) => Variables.GetValueOrDefault(name);

    public FileSystem? FileSystemOf(string path) => FileSystem;

    public long? FreeBytes(string path) => Free;
}
