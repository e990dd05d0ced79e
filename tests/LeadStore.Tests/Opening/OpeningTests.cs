using System.Runtime.Versioning;
using LeadStore.Tests.Sqlite.Support;

namespace LeadStore.Tests.Opening;

[UnsupportedOSPlatform("windows")]
public sealed class OpeningTests : IDisposable
{
    private readonly TempDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Fact]
    public void Open_makes_the_file_and_the_directories_above_it()
    {
        string path = _directory.File("a/b c/ü/leads.db");
        using LeadDatabase store = LeadDatabase.Open(path);
        File.Exists(path).Should().BeTrue();
        store.Path.Should().Be(path);
        store.PathSource.Should().Be(DatabasePathSource.Options);
    }

    [Theory]
    [InlineData("with space.db")]
    [InlineData("100%25.db")]
    [InlineData("what?.db")]
    [InlineData("hash#1.db")]
    [InlineData("a;b='c'\".db")]
    [InlineData("ключ-телефон.db")]
    [InlineData(":memory:.db")]
    [InlineData(":memory:")]
    [InlineData("file:leads.db")]
    public void A_file_name_is_taken_as_it_is_whatever_it_means_to_a_URI_or_a_connection_string(string name)
    {
        string path = _directory.File(name);
        using (LeadDatabase store = LeadDatabase.Open(path))
        {
            store.CreateLead(new NewLead { Phone = "+447809505864" });
        }

        FileImage.Of(_directory.Path).Keys.Should().Equal(name);
        LeadDatabase.GetMigrationStatus(new LeadDatabaseOptions { Path = path }).IsUpToDate.Should().BeTrue();
        using LeadDatabase again = LeadDatabase.Open(path);
        again.GetLeadByPhone("+447809505864").Should().NotBeNull();
    }

    [Fact]
    public void What_was_stored_is_there_after_closing_and_opening_again()
    {
        Lead lead;
        Message message;
        using (LeadDatabase store = LeadDatabase.Open(_directory.Database))
        {
            Dictionary<string, string> answers = new() { ["q"] = "a" };
            lead = store.CreateLead(new NewLead { Phone = "+447809505864", Name = "John", Answers = answers });
            message = store.CreateMessage(lead.Id, MessageSender.Customer, "Hi 👋");
            lead = store.GetRequiredLead(lead.Id);
        }

        using LeadDatabase again = LeadDatabase.Open(_directory.Database);
        again.GetLeadByPhone("+447809505864").Should().Be(lead);
        again.GetConversationHistory(lead.Id).Should().Equal(message);
    }

    [Fact]
    public void A_process_whose_first_call_opens_an_existing_file_opens_it()
    {
        LeadDatabase.Open(_directory.Database).Dispose();
        using HostProcess other = HostProcess.Start();
        other.Open(_directory.Database).Should().Be($"opened 0 Options {_directory.Database}");
    }

    [Fact]
    public void A_closed_store_leaves_one_file_alone()
    {
        using (LeadDatabase store = LeadDatabase.Open(_directory.Database))
        {
            store.CreateLead(new NewLead { Phone = "+447809505864" });
        }

        Directory.GetFiles(_directory.Path).Should().Equal(_directory.Database);
    }

    [Fact]
    public void A_new_file_and_its_log_are_private_to_their_owner()
    {
        using LeadDatabase store = LeadDatabase.Open(_directory.Database);
        store.CreateLead(new NewLead { Phone = "+447809505864" });
        const UnixFileMode mode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        ModesOf(_directory.Path).Should().BeEquivalentTo(new Dictionary<string, UnixFileMode>
        {
            ["leads.db"] = mode,
            ["leads.db-wal"] = mode,
            ["leads.db-shm"] = mode,
        });
    }

    [Fact]
    public void A_new_file_and_its_log_take_the_mode_that_an_option_gives()
    {
        UnixFileMode mode = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead;
        using LeadDatabase store = LeadDatabase.Open(new LeadDatabaseOptions { Path = _directory.Database, FileMode = mode });
        store.CreateLead(new NewLead { Phone = "+447809505864" });
        ModesOf(_directory.Path).Values.Should().Equal(mode, mode, mode);
    }

    [Fact]
    public void Without_a_mode_a_new_file_takes_the_default_of_the_process()
    {
        string other = _directory.File("other");
        File.WriteAllText(other, "");
        using LeadDatabase store = LeadDatabase.Open(new LeadDatabaseOptions { Path = _directory.Database, FileMode = null });
        File.GetUnixFileMode(_directory.Database).Should().Be(File.GetUnixFileMode(other));
    }

    [Fact]
    public void The_mode_of_an_existing_file_is_left_alone()
    {
        LeadDatabase.Open(_directory.Database).Dispose();
        UnixFileMode mode = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.OtherRead;
        File.SetUnixFileMode(_directory.Database, mode);
        using LeadDatabase store = LeadDatabase.Open(_directory.Database);
        store.CreateLead(new NewLead { Phone = "+447809505864" });
        ModesOf(_directory.Path).Values.Should().Equal(mode, mode, mode);
    }

    [Fact]
    public void A_symbolic_link_is_followed_and_kept()
    {
        string link = _directory.File("link.db");
        File.CreateSymbolicLink(link, _directory.Database);
        using (LeadDatabase direct = LeadDatabase.Open(_directory.Database))
        using (LeadDatabase linked = LeadDatabase.Open(link))
        {
            linked.CreateLead(new NewLead { Phone = "+447809505864" });
            direct.GetLeadByPhone("+447809505864").Should().NotBeNull();
        }

        new FileInfo(link).LinkTarget.Should().Be(_directory.Database);
    }

    [Fact]
    public void A_store_in_memory_has_no_file_and_is_gone_when_it_is_disposed()
    {
        using LeadDatabase store = LeadDatabase.OpenInMemory();
        store.Path.Should().Be(":memory:");
        store.PathSource.Should().Be(DatabasePathSource.Memory);
        store.CreateLead(new NewLead { Phone = "+447809505864" });
        store.Dispose();
        using LeadDatabase other = LeadDatabase.OpenInMemory();
        other.GetAllLeads().Should().BeEmpty();
        other.Invoking(s => s.OpenReadOnlyConnection()).Should().Throw<InvalidOperationException>();
    }

    [Fact]
    public void Two_stores_in_memory_are_two_stores()
    {
        using LeadDatabase one = LeadDatabase.OpenInMemory();
        using LeadDatabase other = LeadDatabase.OpenInMemory();
        one.CreateLead(new NewLead { Phone = "+447809505864" });
        other.GetAllLeads().Should().BeEmpty();
    }

    private static Dictionary<string, UnixFileMode> ModesOf(string directory) =>
        Directory.GetFiles(directory).ToDictionary(file => Path.GetFileName(file), File.GetUnixFileMode);
}
