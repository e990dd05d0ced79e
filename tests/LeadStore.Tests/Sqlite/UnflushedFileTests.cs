using System.Globalization;
using LeadStore.Tests.Sqlite.Support;

namespace LeadStore.Tests.Sqlite;

/// <summary>
/// A flush of the database file fails. The system forgets what it could not write and says so once; the next flush succeeds. So the log
/// must not be let go: it is the only place where the changes are safe.
/// </summary>
public sealed class UnflushedFileTests : IDisposable
{
    private const int Messages = 120;

    private readonly TempDirectory _directory = new();

    private string Log => _directory.Database + "-wal";

    public void Dispose() => _directory.Dispose();

    [FactWithStrace]
    public void What_could_not_be_flushed_to_the_file_stays_in_the_log_beyond_the_end_of_the_store()
    {
        string before = _directory.File("before");
        using (LeadDatabase store = LeadDatabase.Open(_directory.Database))
        {
            store.CreateLead(new NewLead { Phone = "+447809505864" });
        }

        File.Copy(_directory.Database, before);
        string text = new('x', 8_000);
        using (HostProcess host = HostProcess.StartWithFault(_directory.Database, "fsync,fdatasync:error=EIO:when=1"))
        {
            // The first flush of each thread fails. Let the one that closes have had it.
            host.Open(_directory.Database).Should().StartWith("opened");
            host.Ask($"say 1 first-{text}").Should().StartWith("said ");
            host.Ask("close").Should().Be("closed");

            host.Open(_directory.Database, "pages=100").Should().StartWith("opened");
            Say(host, Messages, text);

            // Another program copies the log as far as it may, and flushes the file without hearing of any failure.
            Raw.Scalar(_directory.Database, "PRAGMA wal_checkpoint(PASSIVE)").Should().Be(0L);
            Say(host, 1, text);
            host.Ask("close").Should().Be("closed");
        }

        // What is on the disk then: of the changed pages none, and the log.
        new FileInfo(Log).Length.Should().BeGreaterThan(Messages * 8_000L);
        File.Copy(before, _directory.Database, overwrite: true);
        File.Delete(_directory.Database + "-shm");
        using (LeadDatabase store = LeadDatabase.Open(_directory.Database))
        {
            store.GetConversationHistory(1).Should().HaveCount(Messages + 2).And.OnlyContain(m => m.Content.Length > text.Length);
            store.CreateMessage(1, MessageSender.Agent, "after");
        }

        File.Exists(Log).Should().BeFalse("this one could flush the file");
        Raw.Scalar(_directory.Database, "SELECT count(*) FROM messages").Should().Be(Messages + 3L);
        Raw.Scalar(_directory.Database, "PRAGMA integrity_check").Should().Be("ok");
    }

    private static void Say(HostProcess host, int count, string text)
    {
        for (int i = 0; i < count; i++)
        {
            host.Ask($"say 1 {i.ToString(CultureInfo.InvariantCulture)}-{text}").Should().StartWith("said ", "the log has it");
        }
    }
}
