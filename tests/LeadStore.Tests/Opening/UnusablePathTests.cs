using System.Runtime.Versioning;
using LeadStore.Tests.Sqlite.Support;

namespace LeadStore.Tests.Opening;

/// <summary>A path that cannot be opened: the message has the path, the setting that chose it and the reason.</summary>
[UnsupportedOSPlatform("windows")]
public sealed class UnusablePathTests : IDisposable
{
    private const UnixFileMode Everything = (UnixFileMode)0b111_111_111;
    private const UnixFileMode ReadAndEnter = (UnixFileMode)0b101_101_101;
    private const UnixFileMode ReadAndWrite = (UnixFileMode)0b110_110_110;
    private const UnixFileMode ReadOnly = (UnixFileMode)0b100_100_100;

    private readonly TempDirectory _directory = new();

    public UnusablePathTests() => File.SetUnixFileMode(_directory.Path, Everything);

    public void Dispose() => _directory.Dispose();

    [Fact]
    public void A_directory_is_refused() => Refused(_directory.Path, "it is a directory");

    [Theory]
    [InlineData("file/leads.db")]
    [InlineData("file/a/leads.db")]
    public void A_path_under_a_file_is_refused(string path)
    {
        File.WriteAllText(_directory.File("file"), "");
        Refused(_directory.File(path), "is a file, not a directory");
        Directory.GetFileSystemEntries(_directory.Path).Should().HaveCount(1);
    }

    [Fact]
    public void A_file_name_that_is_too_long_is_refused() => Refused(_directory.File(new string('x', 300) + ".db"), "too long");

    [Fact]
    public void A_path_that_is_too_long_is_refused() =>
        Refused(_directory.File(string.Join('/', Enumerable.Repeat(new string('x', 200), 30))), "too long");

    [Fact]
    public void A_path_that_SQLite_cannot_hold_is_refused_before_anything_is_made()
    {
        Refused(_directory.File(string.Join('/', Enumerable.Repeat(new string('x', 60), 10)) + ".db"), "too long");
        Directory.GetFileSystemEntries(_directory.Path).Should().BeEmpty();
    }

    [Fact]
    public void The_longest_path_that_SQLite_can_hold_opens()
    {
        string deep = _directory.File(string.Join('/', Enumerable.Repeat(new string('x', 60), 7)));
        string path = Path.Combine(deep, new string('y', 503 - deep.Length));
        using LeadDatabase store = LeadDatabase.Open(path);
        store.CreateLead(new NewLead { Phone = "+447809505864" });
        Refused(path + "y", "too long");
    }

    [Fact]
    public void A_path_with_NUL_is_refused() => Refused(_directory.File("a\0b.db"), "not a path", _directory.File("a?b.db"));

    [Fact]
    public void A_link_to_nowhere_is_refused()
    {
        File.CreateSymbolicLink(_directory.Database, _directory.File("missing/leads.db"));
        Refused(_directory.Database, "symbolic link");
        Directory.GetFileSystemEntries(_directory.Path).Should().Equal(_directory.Database);
    }

    [Fact]
    public void A_blank_path_is_an_argument_error()
    {
        Action open = () => LeadDatabase.Open("  ");
        open.Should().Throw<ArgumentException>();
    }

    [Fact]
    public void A_file_without_read_permission_is_refused()
    {
        LeadDatabase.Open(_directory.Database).Dispose();
        File.SetUnixFileMode(_directory.Database, UnixFileMode.None);
        RefusedWithoutPrivileges(_directory.Database, "permission");
        File.SetUnixFileMode(_directory.Database, ReadAndWrite);
        OpensWithoutPrivileges(_directory.Database);
    }

    [Fact]
    public void A_file_without_write_permission_is_refused_and_nothing_is_left_beside_it()
    {
        LeadDatabase.Open(_directory.Database).Dispose();
        File.SetUnixFileMode(_directory.Database, ReadOnly);
        RefusedWithoutPrivileges(_directory.Database, "read-only");
        Directory.GetFiles(_directory.Path).Should().Equal(_directory.Database);
        File.SetUnixFileMode(_directory.Database, ReadAndWrite);
        OpensWithoutPrivileges(_directory.Database);
    }

    [Fact]
    public void A_directory_without_permission_is_refused()
    {
        string path = _directory.File("closed/leads.db");
        LeadDatabase.Open(path).Dispose();
        File.SetUnixFileMode(path, ReadAndWrite);
        File.SetUnixFileMode(_directory.File("closed"), UnixFileMode.None);
        RefusedWithoutPrivileges(path, "permission");
        File.SetUnixFileMode(_directory.File("closed"), Everything);
        OpensWithoutPrivileges(path);
    }

    [Fact]
    public void A_directory_that_nothing_can_be_created_in_is_refused()
    {
        File.SetUnixFileMode(_directory.Path, ReadAndEnter);
        RefusedWithoutPrivileges(_directory.Database, "permission denied");
        RefusedWithoutPrivileges(_directory.File("new/leads.db"), "permission denied");
        Directory.GetFileSystemEntries(_directory.Path).Should().BeEmpty();
        File.SetUnixFileMode(_directory.Path, Everything);
        OpensWithoutPrivileges(_directory.Database);
    }

    [Fact]
    public void A_file_in_a_directory_without_write_permission_is_refused()
    {
        LeadDatabase.Open(_directory.Database).Dispose();
        File.SetUnixFileMode(_directory.Database, ReadAndWrite);
        File.SetUnixFileMode(_directory.Path, ReadAndEnter);
        RefusedWithoutPrivileges(_directory.Database, "permission");
        File.SetUnixFileMode(_directory.Path, Everything);
        OpensWithoutPrivileges(_directory.Database);
    }

    private static void Refused(string path, string reason, string? shownAs = null)
    {
        Action open = () => LeadDatabase.Open(path);
        LeadStoreException failure = open.Should().Throw<LeadStoreException>().Which;
        failure.Kind.Should().Be(LeadStoreErrorKind.CannotOpen);
        failure.Message.Should().Contain(shownAs ?? path).And.Contain("LeadDatabaseOptions.Path").And.Contain(reason);
    }

    private static void RefusedWithoutPrivileges(string path, string reason)
    {
        using HostProcess other = HostProcess.StartWithoutPrivileges();
        other.Open(path).Should().StartWith("failed CannotOpen ")
            .And.Contain(path).And.Contain("LeadDatabaseOptions.Path").And.ContainEquivalentOf(reason);
    }

    private static void OpensWithoutPrivileges(string path)
    {
        using HostProcess other = HostProcess.StartWithoutPrivileges();
        other.Open(path).Should().StartWith("opened");
        other.Ask("lead +447809505864").Should().StartWith("lead 1");
    }
}
