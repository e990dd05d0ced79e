using LeadStore.Tests.Sqlite.Support;

namespace LeadStore.Tests.Sqlite;

/// <summary>
/// What stands at the names of a store is changed under it, and another process opens what it finds there. The two share no lock then, and
/// without a look at the names each would acknowledge what the other writes over.
/// </summary>
public sealed class FileNamesTests : IDisposable
{
    private const int Each = 20;

    private readonly TempDirectory _directory = new();

    private string Database => _directory.Database;

    public static TheoryData<string> Changes => ["log and index deleted", "index deleted", "moved behind a link"];

    public void Dispose() => _directory.Dispose();

    [Theory]
    [MemberData(nameof(Changes))]
    public void Nothing_is_acknowledged_that_another_process_could_write_over(string change)
    {
        using HostProcess other = HostProcess.Start();
        int acknowledged = 0;
        long lead;
        using (LeadDatabase store = LeadDatabase.Open(Database))
        {
            lead = store.CreateLead(new NewLead { Phone = "+447809505864" }).Id;
        }

        using (LeadDatabase store = LeadDatabase.Open(Database))
        {
            store.CreateMessage(lead, MessageSender.Agent, "before");
            Make(change);
            other.Open(Database).Should().StartWith("opened");
            for (int i = 0; i < Each; i++)
            {
                other.Ask($"say {lead} theirs").Should().NotStartWith("failed");
                acknowledged += TryWrite(store, lead);
            }

            other.Kill();
        }

        acknowledged.Should().Be(0);
        using LeadDatabase again = LeadDatabase.Open(Database);
        again.GetConversationHistory(lead).Count(message => message.Content == "theirs").Should().Be(Each, "they were acknowledged");
        again.Maintenance.Verify().IsSound.Should().BeTrue();
        again.CreateMessage(lead, MessageSender.Agent, "after").Id.Should().BePositive();
    }

    [Theory]
    [MemberData(nameof(Changes))]
    public void What_was_acknowledged_before_is_in_the_file_if_nobody_else_has_opened_it(string change)
    {
        LeadDatabase store = LeadDatabase.Open(Database);
        long lead = store.CreateLead(new NewLead { Phone = "+447809505864" }).Id;
        Make(change);
        TryWrite(store, lead).Should().Be(0);
        store.Dispose();

        using LeadDatabase again = LeadDatabase.Open(Database);
        again.GetLead(lead).Should().NotBeNull();
        again.Maintenance.Verify().IsSound.Should().BeTrue();
    }

    [Fact]
    public void A_log_that_another_one_took_the_place_of_is_noticed()
    {
        using LeadDatabase store = LeadDatabase.Open(Database);
        long lead = store.CreateLead(new NewLead { Phone = "+447809505864" }).Id;
        File.Copy(Database + "-wal", _directory.File("copy"));
        File.Move(_directory.File("copy"), Database + "-wal", overwrite: true);

        TryWrite(store, lead).Should().Be(0);
    }

    [Fact]
    public void A_store_that_was_restored_or_vacuumed_takes_its_new_log_for_its_own()
    {
        using LeadDatabase store = LeadDatabase.Open(Database);
        long lead = store.CreateLead(new NewLead { Phone = "+447809505864" }).Id;
        string backup = store.Maintenance.Backup(_directory.File("backup.db")).Path;

        store.Maintenance.Restore(backup);
        TryWrite(store, lead).Should().Be(1);
        store.Maintenance.Optimize(new OptimizeOptions { Vacuum = true });
        TryWrite(store, lead).Should().Be(1);
    }

    private static int TryWrite(LeadDatabase store, long lead)
    {
        try
        {
            store.CreateMessage(lead, MessageSender.Agent, "ours");
            return 1;
        }
        catch (LeadStoreException failure)
        {
            (failure.Kind, failure.Outcome).Should().Be((LeadStoreErrorKind.FileReplaced, LeadStoreOutcome.NotApplied));
            return 0;
        }
    }

    private void Make(string change)
    {
        switch (change)
        {
            case "log and index deleted":
                File.Delete(Database + "-wal");
                File.Delete(Database + "-shm");
                break;
            case "index deleted":
                File.Delete(Database + "-shm");
                break;
            default:
                File.Move(Database, _directory.File("elsewhere.db"));
                File.CreateSymbolicLink(Database, _directory.File("elsewhere.db"));
                break;
        }
    }
}
