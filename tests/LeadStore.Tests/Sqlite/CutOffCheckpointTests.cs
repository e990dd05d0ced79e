using LeadStore.Tests.Sqlite.Support;
using Microsoft.Data.Sqlite;

namespace LeadStore.Tests.Sqlite;

public sealed class CutOffCheckpointTests : IDisposable
{
    private const int PageSize = 4096;
    private const int Leads = 100;

    private readonly TempDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    /// <summary>A checkpoint copies the pages in their order; power or kill -9 may end it after any of them.</summary>
    [Fact]
    public void A_store_opens_whole_wherever_its_checkpoint_was_cut_off()
    {
        string before = _directory.File("before.db");
        string live = _directory.File("live.db");
        using (LeadDatabase store = LeadDatabase.Open(live))
        {
            store.InTransaction(tx =>
            {
                for (int i = 0; i < Leads; i++)
                {
                    tx.CreateLead(new NewLead { Phone = $"+4478095{i:00000}", Name = new string('n', 100) });
                }
            });
            FileImage.CopyAsAfterCrash(live, before, "-wal");
        }

        byte[] old = File.ReadAllBytes(before);
        byte[] log = File.ReadAllBytes(before + "-wal");
        using (SqliteConnection connection = Raw.Open(before))
        {
            connection.Execute("PRAGMA wal_checkpoint(TRUNCATE)");
        }

        byte[] complete = File.ReadAllBytes(before);
        complete.Length.Should().BeGreaterThan(old.Length + (2 * PageSize), "the checkpoint makes the file longer");
        for (int pages = 0; pages <= complete.Length / PageSize; pages++)
        {
            string image = _directory.File($"cut{pages}.db");
            int written = pages * PageSize;
            File.WriteAllBytes(image, [.. complete[..written], .. old[Math.Min(written, old.Length)..]]);
            File.WriteAllBytes(image + "-wal", log);
            using LeadDatabase store = LeadDatabase.Open(image);
            store.GetAllLeads().Should().HaveCount(Leads, "the log has every page, and {0} were copied", pages);
            store.CreateLead(new NewLead { Phone = "+447809505864" });
        }
    }
}
