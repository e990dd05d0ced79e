using System.Runtime.Versioning;
using LeadStore.Tests.Sqlite.Support;

namespace LeadStore.Tests.Importing;

/// <summary>A file for rejected rows that cannot be written: the import tells why, stores nothing and leaves nothing behind.</summary>
[UnsupportedOSPlatform("windows")]
public sealed class RejectsFileTests : IDisposable
{
    private const UnixFileMode Everything = (UnixFileMode)0b111_111_111;
    private const UnixFileMode ReadAndEnter = (UnixFileMode)0b101_101_101;

    private readonly TempDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Fact]
    public void Its_directory_must_be_there()
    {
        string source = Source(good: 1, bad: 1);
        using LeadDatabase store = LeadDatabase.Open(_directory.Database);
        ImportOptions options = new() { ContinueOnRejects = true, RejectsPath = _directory.File("none/rejects.jsonl") };

        LeadStoreException refused = Assert.Throws<LeadStoreException>(
            () => store.Import.Run(ImportSource.Json(source), Mapping(), options));

        refused.Kind.Should().Be(LeadStoreErrorKind.CannotOpen);
        refused.InnerException.Should().BeOfType<DirectoryNotFoundException>();
        refused.Message.Should().Contain(options.RejectsPath);
        store.GetAllLeads().Should().BeEmpty();
        store.Import.Run(ImportSource.Json(source), Mapping(), options with { RejectsPath = _directory.File("rejects.jsonl") })
            .Total.Imported.Should().Be(1);
    }

    [Fact]
    public void A_directory_that_nothing_can_be_created_in_is_told_as_read_only()
    {
        File.SetUnixFileMode(_directory.Path, Everything);
        string source = Source(good: 1, bad: 1);
        string closed = Directory.CreateDirectory(_directory.File("closed")).FullName;
        File.SetUnixFileMode(closed, ReadAndEnter);
        using HostProcess host = HostProcess.StartWithoutPrivileges();
        host.Open(_directory.Database).Should().StartWith("opened");

        Import(host, source, Path.Combine(closed, "rejects.jsonl")).Should().StartWith("failed ReadOnly").And.Contain("permission denied");

        Directory.GetFileSystemEntries(closed).Should().BeEmpty();
        Import(host, source, _directory.File("rejects.jsonl")).Should().Be("imported 1");
    }

    [Fact]
    public void A_full_disk_is_told_as_such_and_the_file_is_gone()
    {
        string source = Source(good: 1, bad: 20_000);
        string rejects = _directory.File("rejects.jsonl");
        using HostProcess host = HostProcess.StartWithFileLimit(2048);
        host.Open(_directory.Database).Should().StartWith("opened");

        Import(host, source, rejects).Should().StartWith("failed StorageFull").And.Contain(rejects);

        File.Exists(rejects).Should().BeFalse();
        Import(host, Source(good: 2, bad: 1), rejects).Should().Be("imported 2");
        File.ReadLines(rejects).Should().HaveCount(2);
        host.Ask("close").Should().Be("closed");
        using LeadDatabase store = LeadDatabase.Open(_directory.Database);
        store.GetAllLeads().Should().HaveCount(2);
        store.Maintenance.Verify().IsSound.Should().BeTrue();
    }

    private static ImportMapping Mapping() => new()
    {
        System = "crm",
        Tables =
        [
            new TableMapping
            {
                Table = "people",
                To = ImportTarget.Leads,
                Columns = new Dictionary<string, ColumnMapping> { ["id"] = new() { To = "key" }, ["phone"] = new() { To = "phone" } },
            },
        ],
    };

    // The good ones first, so that something is there to be taken back. The bad ones have nothing that they could be known by.
    private string Source(int good, int bad)
    {
        string path = _directory.File("people.jsonl");
        IEnumerable<string> rows = Enumerable.Range(0, good).Select(i => $"{{\"id\":{i},\"phone\":\"+4478095058{i:00}\"}}");
        File.WriteAllLines(path, rows.Concat(Enumerable.Repeat("{\"phone\":\"none\",\"name\":\"Jo\"}", bad)));
        return path;
    }

    private static string Import(HostProcess host, string source, string rejects)
    {
        string answer = host.Ask($"import {source} {rejects}");
        while (answer.StartsWith("read", StringComparison.Ordinal))
        {
            answer = host.Read()!;
        }

        return answer;
    }
}
