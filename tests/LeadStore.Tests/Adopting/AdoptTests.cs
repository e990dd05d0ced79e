using System.Runtime.Versioning;
using LeadStore.Tests.Sqlite.Support;
using Microsoft.Data.Sqlite;

namespace LeadStore.Tests.Adopting;

/// <summary>The database of another application becomes a store in its place; or it is what it was.</summary>
[UnsupportedOSPlatform("windows")]
public sealed class AdoptTests : IDisposable
{
    private readonly TempDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Fact]
    public void The_conversation_goes_on_in_the_store_and_the_old_database_is_kept()
    {
        Make();
        AdoptReport report = Adopt();

        report.Layout.Should().BeSameAs(ImportLayouts.LeadQualification);
        report.Import.Total.Imported.Should().Be(7);
        report.Path.Should().Be(_directory.Database);
        Files().Should().BeEquivalentTo("leads.db", Path.GetFileName(report.BackupPath));
        Path.GetFileName(report.BackupPath).Should().MatchRegex(@"^leads\.before-adopt-\d{8}T\d{6}Z\.db$");
        Raw.Scalar(report.BackupPath!, "SELECT count(*) FROM messages").Should().Be(4L);
        using LeadDatabase db = LeadDatabase.Open(Foreign.Options(_directory.Database));
        Lead john = db.CheckExistingCustomer("+44 7809 505864")!;
        db.CreateMessage(john.Id, MessageSender.Customer, "Hi again");
        db.GetConversationHistory(john.Id).Should().HaveCount(4);
        db.Maintenance.Verify().IsSound.Should().BeTrue();
    }

    [Fact]
    public void The_store_has_the_permissions_of_the_old_database_and_the_backup_is_for_its_owner_alone()
    {
        if (!OperatingSystem.IsWindows())
        {
            Make();
            UnixFileMode shared = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead;
            File.SetUnixFileMode(_directory.Database, shared);

            AdoptReport report = Adopt();

            File.GetUnixFileMode(_directory.Database).Should().Be(shared);
            File.GetUnixFileMode(report.BackupPath!).Should().Be(UnixFileMode.UserRead | UnixFileMode.UserWrite);
        }
    }

    [Fact]
    public void What_the_old_application_left_in_its_log_comes_along()
    {
        string live = _directory.File("live.db");
        Foreign.Make(live, Foreign.LeadQualification);
        using (SqliteConnection application = Raw.Open(live))
        {
            application.Execute("PRAGMA journal_mode=WAL; PRAGMA wal_autocheckpoint=0;");
            application.Execute(Foreign.LeadQualificationRows);
            File.Copy(live, _directory.Database);
            File.Copy(live + "-wal", _directory.Database + "-wal");
        }

        File.Delete(live);

        AdoptReport report = Adopt();

        report.Import.Total.Imported.Should().Be(7);
        Files().Should().BeEquivalentTo("leads.db", Path.GetFileName(report.BackupPath));
        Raw.Scalar(report.BackupPath!, "SELECT count(*) FROM messages").Should().Be(4L);
    }

    [Fact]
    public void A_plan_changes_nothing()
    {
        Make();
        Dictionary<string, string> before = Foreign.Bytes(_directory.Path);

        AdoptReport report = Adopt(new AdoptOptions { DryRun = true });

        report.IsPlan.Should().BeTrue();
        report.BackupPath.Should().BeNull();
        report.Import.Total.Should().BeEquivalentTo(new { Read = 7L, Imported = 7L });
        Foreign.Bytes(_directory.Path).Should().Equal(before);
    }

    [Fact]
    public void A_row_that_cannot_be_taken_stops_it_and_nothing_has_changed()
    {
        Make("INSERT INTO messages (leadId, sender, content) VALUES (1, 'zork', 'x')");
        Dictionary<string, string> before = Foreign.Bytes(_directory.Path);

        FluentActions.Invoking(() => Adopt()).Should().Throw<ImportException>().Which.Report.Total.Rejected.Should().Be(1);
        Foreign.Bytes(_directory.Path).Should().Equal(before);

        AdoptReport report = Adopt(new AdoptOptions { ContinueOnRejects = true, RejectsPath = _directory.File("rejects.jsonl") });
        report.Import.Total.Should().BeEquivalentTo(new { Read = 8L, Imported = 7L, Rejected = 1L });
        File.ReadAllText(_directory.File("rejects.jsonl")).Should().Contain("zork");
    }

    [Theory]
    [InlineData("SELECT 1")]
    [InlineData("BEGIN EXCLUSIVE")]
    [InlineData("PRAGMA journal_mode=WAL; CREATE TABLE more (x)")]
    public void A_file_that_another_program_has_open_is_left_alone(string use)
    {
        Make();
        using SqliteConnection own = Raw.Open(_directory.Database);
        own.Execute(use);

        FluentActions.Invoking(() => Adopt()).Should().Throw<LeadStoreException>().Which.Kind.Should().Be(LeadStoreErrorKind.Busy);

        own.Dispose();
        Adopt().Import.Total.Rejected.Should().Be(0);
    }

    [Fact]
    public void What_is_a_store_or_no_database_is_refused()
    {
        LeadDatabase.Open(_directory.Database).Dispose();
        Kind().Should().Be(LeadStoreErrorKind.TargetExists);
        File.WriteAllText(_directory.Database, "text and more text");
        Kind().Should().Be(LeadStoreErrorKind.Validation);
        File.WriteAllText(_directory.Database, "");
        Kind().Should().Be(LeadStoreErrorKind.Validation);
        File.Delete(_directory.Database);
        Kind().Should().Be(LeadStoreErrorKind.CannotOpen);
        Directory.CreateDirectory(_directory.Database);
        Kind().Should().Be(LeadStoreErrorKind.CannotOpen);
        Directory.Delete(_directory.Database);
        Files().Should().BeEmpty();

        LeadStoreErrorKind Kind() => FluentActions.Invoking(() => Adopt()).Should().Throw<LeadStoreException>().Which.Kind;
    }

    [Fact]
    public void Whoever_opens_a_foreign_file_is_told_of_it()
    {
        Make();

        FluentActions.Invoking(() => LeadDatabase.Open(_directory.Database)).Should().Throw<LeadStoreException>()
            .Where(failure => failure.Kind == LeadStoreErrorKind.NotALeadStore && failure.Message.Contains("LeadDatabase.Adopt"));
    }

    [Fact]
    public void A_cancelled_one_has_changed_nothing()
    {
        Make();
        Dictionary<string, string> before = Foreign.Bytes(_directory.Path);

        FluentActions.Invoking(() => LeadDatabase.Adopt(Foreign.Options(_directory.Database), null, null, new CancellationToken(canceled: true)))
            .Should().Throw<OperationCanceledException>();

        Foreign.Bytes(_directory.Path).Should().Equal(before);
    }

    [Fact]
    public void A_database_that_is_damaged_is_left_alone()
    {
        Make();
        Raw.Execute(_directory.Database, "PRAGMA writable_schema=ON; UPDATE sqlite_schema SET rootpage = 2 WHERE name = 'idx_messages_leadId'");
        Dictionary<string, string> before = Foreign.Bytes(_directory.Path);

        FluentActions.Invoking(() => Adopt()).Should().Throw<LeadStoreException>().Which.Kind.Should().Be(LeadStoreErrorKind.Corrupt);

        Foreign.Bytes(_directory.Path).Should().Equal(before);
    }

    [Theory]
    [InlineData("PERSIST")]
    [InlineData("TRUNCATE")]
    public void An_application_that_leaves_an_empty_journal_beside_its_file_is_taken_over(string mode)
    {
        Make();
        using (SqliteConnection application = Raw.Open(_directory.Database))
        {
            application.Execute($"PRAGMA journal_mode={mode}; UPDATE leads SET name = 'Jane' WHERE id = 1");
        }

        Files().Should().BeEquivalentTo("leads.db", "leads.db-journal");

        AdoptReport report = Adopt();

        Files().Should().BeEquivalentTo("leads.db", Path.GetFileName(report.BackupPath));
        using LeadDatabase db = LeadDatabase.Open(Foreign.Options(_directory.Database));
        db.GetLead(1)!.Name.Should().Be("Jane");
    }

    [Fact]
    public void A_number_that_the_old_application_has_given_before_is_not_given_again()
    {
        Make("DELETE FROM leads WHERE id = 5; INSERT INTO leads (id, phone) VALUES (30, '+447700900333'); DELETE FROM leads WHERE id = 30");
        Adopt();

        using LeadDatabase db = LeadDatabase.Open(Foreign.Options(_directory.Database));

        db.CreateLead(new NewLead { Phone = "+447700900999" }).Id.Should().Be(31);
    }


    private void Make(params string[] more) => Foreign.Make(_directory.Database, [Foreign.LeadQualification, Foreign.LeadQualificationRows, .. more]);

    private AdoptReport Adopt(AdoptOptions? adopt = null) => LeadDatabase.Adopt(Foreign.Options(_directory.Database), adopt);

    private string[] Files() => [.. Directory.GetFileSystemEntries(_directory.Path).Select(file => Path.GetFileName(file))];
}
