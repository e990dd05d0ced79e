using LeadStore.Tests.Sqlite.Support;

namespace LeadStore.Tests.Maintenance;

/// <summary>What the doctor says of the content, if it is asked to look.</summary>
public sealed class ContentFindingTests : DoctorTest
{
    [Fact]
    public void Damaged_content_is_told_if_it_is_looked_at()
    {
        Fill(1L << 20);
        Damage(stream =>
        {
            stream.Position = (stream.Length / 4096 / 2 * 4096) - 4096;
            stream.Write(new byte[3 * 4096]);
        });
        Absent("content_damaged");
        Finding("content_damaged", new DoctorOptions { CheckContent = true }).Severity.Should().Be(DoctorSeverity.Problem);
        IntegrityReport report = Store.Maintenance.CheckIntegrity();
        report.IsSound.Should().BeFalse();
        string.Join('\n', report.Errors).Should().NotContain("xxx");
    }

    [Fact]
    public void References_to_nothing_and_broken_constraints_are_found_and_name_no_content()
    {
        Fill(1L << 17);
        Store.Maintenance.CheckIntegrity().Should().Match<IntegrityReport>(report => report.IsSound && report.Errors.Count == 0);
        Store.Dispose();
        Raw.Execute(Folder.Database, "DROP TRIGGER messages_moved; DROP TRIGGER messages_given_away; UPDATE messages SET lead_id = 77");
        Raw.Execute(Folder.Database, "PRAGMA ignore_check_constraints=ON; UPDATE leads SET progress = 500");
        Store = Open();

        IntegrityReport report = Store.Maintenance.CheckIntegrity();
        report.Errors.Should().Contain(error => error.Contains("rows of messages refer to rows of leads that are not there", StringComparison.Ordinal));
        report.Errors.Should().Contain(error => error.Contains("CHECK constraint failed in leads", StringComparison.Ordinal));
        Finding("content_damaged", new DoctorOptions { CheckContent = true });
        Store.GetRequiredLead(1).Phone.Should().Be("+447809505864", "the store is as usable as it was");
    }

    [Fact]
    public void A_row_that_is_not_as_it_was_written_is_told_with_what_to_do_and_without_what_it_holds()
    {
        DoctorOptions options = new() { CheckContent = true };
        Store.CreateMessage(Store.CreateLead(new NewLead { Phone = "+447809505864", Name = "Somebody" }).Id, MessageSender.Customer, "Hello");
        Absent("rows_damaged", options);
        Store.Dispose();
        Raw.Execute(Folder.Database, "UPDATE leads SET name = 'Sxmebody', checksum = 1");
        Raw.Execute(Folder.Database, "UPDATE messages SET content = 'Hxllo'");
        Store = Open();

        Absent("rows_damaged");
        DoctorFinding damaged = Finding("rows_damaged", options);
        damaged.Severity.Should().Be(DoctorSeverity.Problem);
        damaged.Message.Should().StartWith("1 rows").And.Contain("leads id 1");
        damaged.Advice.Should().Contain("Verify").And.Contain("backup");
        DoctorFinding unverifiable = Finding("rows_unverifiable", options);
        unverifiable.Severity.Should().Be(DoctorSeverity.Info);
        unverifiable.Message.Should().StartWith("1 rows");
        Examine(options).ToString().Should().NotContainAny("mebody", "Hxllo", "7809505864");
        Absent("content_damaged", options);
        Store.CreateMessage(1, MessageSender.Agent, "the store is as usable as it was");
    }

    private void Damage(Action<FileStream> damage)
    {
        Store.Dispose();
        using (FileStream stream = File.Open(Folder.Database, FileMode.Open, FileAccess.ReadWrite))
        {
            damage(stream);
        }

        Store = Open();
    }
}
