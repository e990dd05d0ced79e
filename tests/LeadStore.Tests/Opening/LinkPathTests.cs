using LeadStore.Tests.Sqlite.Support;

namespace LeadStore.Tests.Opening;

/// <summary>Paths that end in nothing: the message says what they are, and not that a permission is missing.</summary>
public sealed class LinkPathTests : IDisposable
{
    private readonly TempDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Fact]
    public void A_path_that_ends_as_a_directory_does_is_told_to_name_a_file()
    {
        Refused(_directory.Database + "/", "ends as the name of a directory does");
        File.Exists(_directory.Database).Should().BeFalse();
    }

    [Fact]
    public void A_link_to_nowhere_is_told_with_what_it_names()
    {
        string link = _directory.File("link.db");
        File.CreateSymbolicLink(link, _directory.Database);
        Refused(link, "is a symbolic link to", _directory.Database);
        File.Exists(_directory.Database).Should().BeFalse();

        LeadDatabase.Open(_directory.Database).Dispose();
        using LeadDatabase store = LeadDatabase.Open(link);
        store.CreateLead(new NewLead { Phone = "+447809505864" }).Id.Should().BePositive();
    }

    [Fact]
    public void A_link_to_itself_is_refused()
    {
        string link = _directory.File("loop.db");
        File.CreateSymbolicLink(link, link);
        Refused(link, "could not be opened");
    }

    private static void Refused(string path, params string[] words)
    {
        LeadStoreException failure = FluentActions.Invoking(() => LeadDatabase.Open(path)).Should().Throw<LeadStoreException>().Which;
        failure.Kind.Should().Be(LeadStoreErrorKind.CannotOpen);
        failure.Message.Should().ContainAll(words).And.NotContain("permission");
    }
}
