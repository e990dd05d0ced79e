using LeadStore.Tests.Sqlite.Support;

namespace LeadStore.Tests.Sqlite;

/// <summary>The file is taken away under a running store. SQLite itself goes on and says that all is well.</summary>
public sealed class FileReplacedTests : IDisposable
{
    private readonly TempDirectory _directory = new();
    private readonly LeadDatabase _store;
    private readonly Lead _lead;

    public FileReplacedTests()
    {
        _store = LeadDatabase.Open(_directory.Database);
        _lead = _store.CreateLead(new NewLead { Phone = "+447809505864" });
    }

    private string Moved => _directory.File("moved.db");

    public void Dispose()
    {
        _store.Dispose();
        _directory.Dispose();
    }

    [Fact]
    public void A_file_that_a_newer_library_has_upgraded_meanwhile_is_not_written_to_any_more()
    {
        using TempDirectory directory = new();
        using LeadDatabase store = LeadDatabase.Open(directory.Database);
        store.CreateLead(new NewLead { Phone = "+447809505864" });
        Raw.Execute(directory.Database, "PRAGMA user_version=99");

        Action write = () => store.CreateLead(new NewLead { Phone = "+447809505865" });

        LeadStoreException failure = write.Should().Throw<LeadStoreException>().Which;
        (failure.Kind, failure.Outcome).Should().Be((LeadStoreErrorKind.SchemaTooNew, LeadStoreOutcome.NotApplied));
        store.GetAllLeads().Should().HaveCount(1);
    }

    [Fact]
    public void A_deleted_file_is_noticed_before_anything_more_is_acknowledged()
    {
        File.Delete(_directory.Database);
        Refused(LeadStoreOutcome.NotApplied);
        File.Exists(_directory.Database).Should().BeFalse("a new empty one in its place would hide the loss");
    }

    [Fact]
    public void A_file_that_another_one_took_the_place_of_is_noticed_and_the_other_left_alone()
    {
        string other = _directory.File("other.db");
        using (LeadDatabase second = LeadDatabase.Open(other))
        {
            second.CreateLead(new NewLead { Phone = "+447809505865" });
        }

        byte[] before = File.ReadAllBytes(other);
        File.Move(_directory.Database, Moved);
        File.Move(other, _directory.Database);

        Refused(LeadStoreOutcome.NotApplied);
        File.ReadAllBytes(_directory.Database).Should().Equal(before);
    }

    [Fact]
    public void A_file_that_was_moved_and_put_back_is_the_same_again()
    {
        File.Move(_directory.Database, Moved);
        Refused(LeadStoreOutcome.NotApplied);

        File.Move(Moved, _directory.Database);
        _store.CreateMessage(_lead.Id, MessageSender.Agent, "after");
        _store.GetConversationHistory(_lead.Id).Should().ContainSingle();
    }

    [Fact]
    public void A_reader_that_is_opened_meanwhile_never_reads_from_the_other_file()
    {
        string other = _directory.File("other.db");
        using (LeadDatabase second = LeadDatabase.Open(other))
        {
            second.CreateLead(new NewLead { Phone = "+447809505865" });
        }

        File.Move(_directory.Database, Moved);
        File.Move(other, _directory.Database);

        // The readers that are open stay with the old file; while they are in use a further one is opened.
        _store.Invoking(s => Inside.OnReader(s, _ => s.GetLeadByPhone("+447809505865"))).Should().Throw<LeadStoreException>()
            .Which.Kind.Should().Be(LeadStoreErrorKind.FileReplaced);
    }

    [Fact]
    public void A_long_read_of_a_deleted_file_says_what_has_happened()
    {
        File.Delete(_directory.Database);
        _store.Invoking(s => s.Maintenance.Verify()).Should().Throw<LeadStoreException>().Which.Kind.Should().Be(LeadStoreErrorKind.FileReplaced);
    }

    [Fact]
    public void A_deleted_log_is_noticed_before_the_write_is_acknowledged()
    {
        File.Delete(_directory.Database + "-wal");
        Refused(LeadStoreOutcome.NotApplied);
    }

    private void Refused(LeadStoreOutcome outcome)
    {
        for (int i = 0; i < 2; i++)
        {
            LeadStoreException failure = _store.Invoking(s => s.CreateMessage(_lead.Id, MessageSender.Agent, "x")).Should().Throw<LeadStoreException>().Which;
            failure.Kind.Should().Be(LeadStoreErrorKind.FileReplaced);
            failure.Outcome.Should().Be(outcome);
            failure.Operation.Should().Be("CreateMessage");
            failure.Message.Should().Contain("Close the store");
        }
    }
}
