using LeadStore.Sqlite;
using LeadStore.Tests.Adopting;
using LeadStore.Tests.Sqlite.Support;
using Microsoft.Data.Sqlite;

namespace LeadStore.Tests.Opening;

/// <summary>A file that is not ours, or not ours yet, is refused: not one byte of it changes and nothing is made beside it.</summary>
public sealed class ForeignFileTests : IDisposable
{
    // The index of a log is scratch memory of whoever reads the file, made anew at will, and without one a log cannot be read.
    private const string Scratch = "leads.db-shm";

    private readonly TempDirectory _directory = new();
    private readonly TempDirectory _elsewhere = new();

    public static TheoryData<int, bool> Lengths
    {
        get
        {
            TheoryData<int, bool> lengths = [];
            foreach (int length in (int[])[1, 15, 16, 99, 100, 511, 512, 4095, 4096, 8192])
            {
                lengths.Add(length, false);
                lengths.Add(length, true);
            }

            return lengths;
        }
    }

    public void Dispose()
    {
        _directory.Dispose();
        _elsewhere.Dispose();
    }

    [Fact]
    public void A_text_file_is_refused_unchanged()
    {
        File.WriteAllText(_directory.Database, "phone,name\n+447809505864,John Smith\n");
        Refused(LeadStoreErrorKind.NotALeadStore);
    }

    [Theory]
    [MemberData(nameof(Lengths))]
    public void A_file_of_any_length_without_a_header_is_refused_unchanged(int length, bool zeroed)
    {
        byte[] bytes = new byte[length];
        if (!zeroed)
        {
            new Random(length).NextBytes(bytes);
        }

        File.WriteAllBytes(_directory.Database, bytes);
        Refused(LeadStoreErrorKind.NotALeadStore);
    }

    [Theory]
    [InlineData(15)]
    [InlineData(16)]
    [InlineData(60)]
    [InlineData(99)]
    [InlineData(100)]
    [InlineData(512)]
    [InlineData(4095)]
    [InlineData(4096)]
    [InlineData(4097)]
    [InlineData(8192)]
    [InlineData(-1)]
    [InlineData(-4096)]
    public void A_LeadStore_file_that_was_cut_off_is_refused_unchanged(int length)
    {
        MakeStore();
        using (FileStream file = File.OpenWrite(_directory.Database))
        {
            file.SetLength(length > 0 ? length : file.Length + length);
        }

        // As long as the header says that it was ours it is damaged, and must not be thrown away as a stranger's.
        const int endOfApplicationId = 72;
        Refused(length is > 0 and < endOfApplicationId ? LeadStoreErrorKind.NotALeadStore : LeadStoreErrorKind.Corrupt);
    }

    [Fact]
    public void A_LeadStore_file_with_a_zeroed_header_is_refused_unchanged()
    {
        MakeStore();
        using (FileStream file = File.OpenWrite(_directory.Database))
        {
            file.Write(new byte[100]);
        }

        Refused(LeadStoreErrorKind.NotALeadStore);
    }

    [Fact]
    public void The_database_of_the_source_application_is_refused_unchanged()
    {
        Foreign.Make(_directory.Database, Foreign.LeadQualification, Foreign.LeadQualificationRows);
        Refused(LeadStoreErrorKind.NotALeadStore);
    }

    [Theory]
    [InlineData("PRAGMA journal_mode=DELETE")]
    [InlineData("PRAGMA journal_mode=WAL")]
    [InlineData("PRAGMA application_id=1196444487")]
    [InlineData("PRAGMA user_version=1")]
    [InlineData("PRAGMA encoding='UTF-16le'")]
    [InlineData("PRAGMA page_size=65536")]
    public void The_database_of_another_application_is_refused_unchanged(string pragma)
    {
        Raw.Execute(_directory.Database, $"{pragma}; CREATE TABLE things (id INTEGER PRIMARY KEY); INSERT INTO things VALUES (1)");
        Refused(LeadStoreErrorKind.NotALeadStore);
    }

    [Theory]
    [InlineData("PRAGMA application_id=1196444487")]
    [InlineData("PRAGMA user_version=7")]
    public void A_database_without_tables_that_another_application_has_marked_is_refused_unchanged(string pragma)
    {
        Raw.Execute(_directory.Database, pragma);
        Refused(LeadStoreErrorKind.NotALeadStore);
    }

    [Theory]
    [InlineData("-wal")]
    [InlineData("-wal", "-shm")]
    public void The_log_of_another_application_is_not_copied_into_its_database(params string[] withLog)
    {
        using (SqliteConnection owner = Raw.Open(_elsewhere.Database))
        {
            owner.Execute("PRAGMA journal_mode=WAL; CREATE TABLE things (id INTEGER PRIMARY KEY); PRAGMA wal_checkpoint; INSERT INTO things VALUES (1)");
            FileImage.CopyAsAfterCrash(_elsewhere.Database, _directory.Database, withLog);
        }

        Refused(LeadStoreErrorKind.NotALeadStore);
        Raw.Scalar(_directory.Database, "SELECT count(*) FROM things").Should().Be(1L);
    }

    [Theory]
    [InlineData("-wal")]
    [InlineData("-wal", "-shm")]
    public void A_database_whose_tables_are_still_in_its_log_is_refused_with_file_and_log_unchanged(params string[] withLog)
    {
        using (SqliteConnection owner = Raw.Open(_elsewhere.Database))
        {
            owner.Execute("PRAGMA journal_mode=WAL; PRAGMA wal_autocheckpoint=0; CREATE TABLE things (id INTEGER PRIMARY KEY)");
            FileImage.CopyAsAfterCrash(_elsewhere.Database, _directory.Database, withLog);
        }

        Refused(LeadStoreErrorKind.NotALeadStore, Scratch);
        Raw.Scalar(_directory.Database, "SELECT count(*) FROM things").Should().Be(0L);
    }

    [Fact]
    public void The_hot_journal_of_another_application_is_left_to_it()
    {
        using (SqliteConnection owner = Raw.Open(_elsewhere.Database))
        {
            owner.Execute("PRAGMA journal_mode=DELETE; CREATE TABLE things (id INTEGER PRIMARY KEY, text TEXT); INSERT INTO things VALUES (1, 'kept')");
            owner.Execute("PRAGMA cache_size=1; BEGIN; UPDATE things SET text = 'lost'");
            owner.Execute("WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 500) INSERT INTO things (text) SELECT hex(zeroblob(500)) FROM n");
            FileImage.CopyAsAfterCrash(_elsewhere.Database, _directory.Database, "-journal");
        }

        Refused(LeadStoreErrorKind.NotALeadStore);
        Raw.Scalar(_directory.Database, "SELECT text FROM things").Should().Be("kept");
    }

    [Fact]
    public void A_store_that_a_newer_version_has_written_is_refused_unchanged()
    {
        MakeStore();
        Raw.Execute(_directory.Database, "PRAGMA user_version=1000000");
        Refused(LeadStoreErrorKind.SchemaTooNew).Should().Contain("1000000").And.Contain("Update the LeadStore package");
        Raw.Execute(_directory.Database, "PRAGMA user_version=1");
        OpensAndWorks();
    }

    [Theory]
    [InlineData("-wal")]
    [InlineData("-wal", "-shm")]
    public void A_newer_version_that_is_still_in_the_log_is_refused_with_file_and_log_unchanged(params string[] withLog)
    {
        LeadDatabase.Open(_elsewhere.Database).Dispose();
        using (SqliteConnection newer = Raw.Open(_elsewhere.Database))
        {
            newer.Execute("PRAGMA wal_autocheckpoint=0; PRAGMA user_version=1000000");
            FileImage.CopyAsAfterCrash(_elsewhere.Database, _directory.Database, withLog);
        }

        const int placeOfVersion = 60;
        File.ReadAllBytes(_directory.Database)[placeOfVersion..][..4].Should().StartWith([0, 0], "the file itself has the old version still");
        Refused(LeadStoreErrorKind.SchemaTooNew, Scratch);
        Raw.Scalar(_directory.Database, "PRAGMA user_version").Should().Be(1000000L);
    }

    [Fact]
    public void An_empty_file_becomes_a_store()
    {
        File.WriteAllBytes(_directory.Database, []);
        OpensAndWorks();
    }

    [Theory]
    [InlineData("DELETE")]
    [InlineData("WAL")]
    public void An_empty_database_becomes_a_store(string mode)
    {
        Raw.Execute(_directory.Database, $"PRAGMA journal_mode={mode}; VACUUM");
        new FileInfo(_directory.Database).Length.Should().BePositive();
        OpensAndWorks();
        Raw.Scalar(_directory.Database, "PRAGMA application_id").Should().Be((long)SqliteFile.ApplicationId);
    }

    private void MakeStore()
    {
        using LeadDatabase store = LeadDatabase.Open(_directory.Database);
        store.CreateLead(new NewLead { Phone = "+447809505864" });
    }

    private string Refused(LeadStoreErrorKind kind, string? scratch = null)
    {
        Dictionary<string, string> before = FileImage.Of(_directory.Path);
        Action open = () => LeadDatabase.Open(_directory.Database).Dispose();
        LeadStoreException failure = open.Should().Throw<LeadStoreException>().Which;
        Dictionary<string, string> after = FileImage.Of(_directory.Path);
        if (scratch is not null)
        {
            before.Remove(scratch);
            after.Remove(scratch);
        }

        after.Should().Equal(before);
        failure.Kind.Should().Be(kind);
        failure.Message.Should().Contain(_directory.Database).And.Contain("LeadDatabaseOptions.Path");
        return failure.Message;
    }

    private void OpensAndWorks()
    {
        using LeadDatabase store = LeadDatabase.Open(_directory.Database);
        store.CreateLead(new NewLead { Phone = "+447809505865" });
        store.GetLeadByPhone("+447809505865").Should().NotBeNull();
    }
}
