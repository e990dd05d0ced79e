using System.Buffers.Binary;
using LeadStore.Tests.Sqlite.Support;

namespace LeadStore.Tests.Opening;

/// <summary>The power failed while the first page of a new file was written. Its journal leads back to an empty file.</summary>
public sealed class CutOffCreationTests : IDisposable
{
    private readonly TempDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Theory]
    [InlineData(512)]
    [InlineData(4096)]
    public void A_new_file_whose_first_page_was_cut_off_is_opened_without_repair(int length)
    {
        File.WriteAllBytes(_directory.Database, new byte[length]);
        File.WriteAllBytes(_directory.Database + "-journal", Journal(pages: 0));

        using (LeadDatabase store = LeadDatabase.Open(_directory.Database))
        {
            store.CreateLead(new NewLead { Phone = "+447809505864" });
        }

        File.Exists(_directory.Database + "-journal").Should().BeFalse();
        using LeadDatabase reopened = LeadDatabase.Open(_directory.Database);
        reopened.GetAllLeads().Should().ContainSingle();
        Raw.Scalar(_directory.Database, "PRAGMA integrity_check").Should().Be("ok");
    }

    [Theory]
    [InlineData(4096, 1)]
    [InlineData(8192, 0)]
    public void Any_other_file_that_is_no_database_is_refused_unchanged_with_its_journal(int length, uint pages)
    {
        byte[] file = new byte[length];
        byte[] journal = Journal(pages);
        File.WriteAllBytes(_directory.Database, file);
        File.WriteAllBytes(_directory.Database + "-journal", journal);

        FluentActions.Invoking(() => LeadDatabase.Open(_directory.Database)).Should().Throw<LeadStoreException>()
            .Which.Kind.Should().Be(LeadStoreErrorKind.NotALeadStore);

        File.ReadAllBytes(_directory.Database).Should().Equal(file);
        File.ReadAllBytes(_directory.Database + "-journal").Should().Equal(journal);
    }

    // What SQLite has written and synced before it touches the file: the header of a journal without pages.
    private static byte[] Journal(uint pages)
    {
        byte[] journal = new byte[512];
        ((ReadOnlySpan<byte>)[0xd9, 0xd5, 0x05, 0xf9, 0x20, 0xa1, 0x63, 0xd7]).CopyTo(journal);
        BinaryPrimitives.WriteUInt32BigEndian(journal.AsSpan(16), pages);
        BinaryPrimitives.WriteUInt32BigEndian(journal.AsSpan(20), 512);
        BinaryPrimitives.WriteUInt32BigEndian(journal.AsSpan(24), 4096);
        return journal;
    }
}
