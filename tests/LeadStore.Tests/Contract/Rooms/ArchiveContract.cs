namespace LeadStore.Tests.Contract.Rooms;

/// <summary>Hiding leads, bringing them back, and deleting them for good.</summary>
public abstract class ArchiveContract<TFixture>() : StoreContract(new TFixture())
    where TFixture : StoreFixture, new()
{
    [Fact]
    public async Task Archiving_says_whether_it_changed_anything()
    {
        Lead john = await Add();
        Clock.Advance(TimeSpan.FromMinutes(1));

        (await Store.ArchiveLeadAsync(john.Id)).Should().BeTrue();
        Lead archived = await Stored(john);
        Clock.Advance(TimeSpan.FromMinutes(1));
        (await Store.ArchiveLeadAsync(john.Id)).Should().BeFalse();

        archived.Archived.Should().BeTrue();
        archived.ArchivedAt.Should().Be(StoreFixture.Start.AddMinutes(1));
        archived.Version.Should().Be(2);
        (await Stored(john)).Should().Be(archived);
    }

    [Fact]
    public async Task Restoring_says_whether_it_changed_anything()
    {
        Lead john = await Add();

        (await Store.RestoreLeadAsync(john.Id)).Should().BeFalse();
        await Store.ArchiveLeadAsync(john.Id);
        (await Store.RestoreLeadAsync(john.Id)).Should().BeTrue();
        (await Store.RestoreLeadAsync(john.Id)).Should().BeFalse();

        (await Stored(john)).Should().Be(john with { Version = 3 });
    }

    [Fact]
    public async Task An_archived_lead_is_in_no_list_that_does_not_ask_for_it()
    {
        Lead john = await Add();
        Lead jane = await Add(Phone(1));
        await Store.ArchiveLeadAsync(john.Id);

        (await Store.GetAllLeadsAsync()).Should().Equal(jane);
        (await Store.GetAllLeadsAsync(includeArchived: true)).Should().HaveCount(2);
        (await Store.ListLeadsAsync(new LeadFilter())).Items.Should().Equal(jane);
        (await Store.ListLeadsAsync(new LeadFilter { IncludeArchived = true })).Items.Should().HaveCount(2);
    }

    [Fact]
    public async Task Leads_without_a_contact_for_some_time_are_archived_and_the_others_stay()
    {
        Lead old = await Add();
        Lead archived = await Add(Phone(1));
        await Store.ArchiveLeadAsync(archived.Id);
        Clock.Advance(TimeSpan.FromDays(180));
        Lead exactly = await Add(Phone(2));
        Clock.Advance(TimeSpan.FromDays(180));
        Lead fresh = await Add(Phone(3));
        string before = await Content();

        (await Store.ArchiveInactiveAsync(TimeSpan.FromDays(180), dryRun: true)).Should().Be(1);
        (await Content()).Should().Be(before);
        (await Store.ArchiveInactiveAsync(TimeSpan.FromDays(180))).Should().Be(1);
        (await Store.ArchiveInactiveAsync(TimeSpan.FromDays(180))).Should().Be(0);

        (await Store.GetAllLeadsAsync()).Should().BeEquivalentTo([exactly, fresh]);
        (await Stored(old)).Should().Be(old with { ArchivedAt = Now, Version = 2 });
        (await Stored(archived)).ArchivedAt.Should().Be(StoreFixture.Start);
    }

    [Fact]
    public async Task More_inactive_leads_than_one_transaction_takes_are_all_archived()
    {
        await Store.InTransactionAsync(async tx =>
        {
            for (int i = 0; i < 1001; i++)
            {
                await tx.CreateLeadAsync(new NewLead { Phone = Phone(i) });
            }
        });
        Clock.Advance(TimeSpan.FromDays(2));

        (await Store.ArchiveInactiveAsync(TimeSpan.FromDays(1))).Should().Be(1001);

        (await Store.GetAllLeadsAsync()).Should().BeEmpty();
    }

    [Fact]
    public async Task A_time_that_no_contact_can_be_older_than_is_refused()
    {
        await Add();

        await ThrowsAndStoresNothing<ArgumentOutOfRangeException>(async () => await Store.ArchiveInactiveAsync(TimeSpan.Zero));
        await ThrowsAndStoresNothing<ArgumentOutOfRangeException>(async () => await Store.ArchiveInactiveAsync(TimeSpan.FromDays(-1)));
        await ThrowsAndStoresNothing<ArgumentOutOfRangeException>(async () => await Store.ArchiveInactiveAsync(TimeSpan.MaxValue));
    }

    [Fact]
    public async Task Of_many_who_archive_at_once_one_did_it()
    {
        Lead john = await Add();

        IReadOnlyList<bool> changed = await AtOnce(12, async _ => await Store.ArchiveLeadAsync(john.Id));

        changed.Should().ContainSingle(did => did);
    }

    [Fact]
    public async Task Deleting_takes_everything_along_and_counts_it_by_table()
    {
        Lead john = await Add();
        Lead jane = await Add(Phone(1));
        foreach (Lead lead in (Lead[])[john, jane])
        {
            await Write(lead, "one");
            await Write(lead, "two", MessageSender.Assistant);
            await Write(lead, "three");
            await Store.QualifyLeadAsync(lead.Id);
            await Store.RequalifyLeadAsync(lead.Id);
            await Store.QualifyLeadAsync(lead.Id);
            await Store.TryOnceAsync(lead.Id, "thank_you_sent");
        }

        DeleteSummary gone = await Store.DeleteLeadAsync(john.Id);

        gone.LeadId.Should().Be(john.Id);
        gone.MessagesDeleted.Should().Be(3);
        gone.RowsDeleted.Should().BeEquivalentTo(new Dictionary<string, int>
        {
            ["leads"] = 1,
            ["messages"] = 3,
            ["qualifications"] = 2,
            ["reminders"] = 1,
            ["lead_once"] = 1,
            ["lead_attributes"] = 0,
            ["lead_keys"] = 0,
            ["message_attributes"] = 0,
            ["lead_organizations"] = 0,
            ["lead_assignments"] = 0,
            ["lead_notes"] = 0,
            ["activities"] = 0,
            ["lead_contact_rules"] = 0,
            ["lead_properties"] = 0,
            ["lead_scores"] = 0,
            ["property_records"] = 0,
            ["skip_trace_phones"] = 0,
            ["skip_trace_emails"] = 0,
            ["skip_traces"] = 0,
            ["lead_costs"] = 0,
            ["campaign_sends"] = 0,
            ["calls"] = 0,
            ["call_words"] = 0,
        });
        (await Store.GetLeadAsync(john.Id)).Should().BeNull();
        (await Store.GetLeadByPhoneAsync(John)).Should().BeNull();
        (await Store.GetConversationHistoryAsync(john.Id)).Should().BeEmpty();
        (await Store.ListQualificationsAsync(john.Id)).Should().BeEmpty();
        (await Store.Reminders.GetAsync(john.Id)).Should().BeNull();
        (await Store.GetConversationHistoryAsync(jane.Id)).Should().HaveCount(3);
        (await Store.ListQualificationsAsync(jane.Id)).Should().HaveCount(2);
    }

    [Fact]
    public async Task A_lead_without_anything_is_deleted_too_archived_or_not()
    {
        Lead john = await Add();
        Lead jane = await Add(Phone(1));
        await Store.ArchiveLeadAsync(jane.Id);

        (await Store.DeleteLeadAsync(john.Id)).MessagesDeleted.Should().Be(0);
        (await Store.DeleteLeadAsync(jane.Id)).RowsDeleted["leads"].Should().Be(1);

        (await Store.GetAllLeadsAsync(includeArchived: true)).Should().BeEmpty();
    }

    [Fact]
    public async Task Deleting_a_lead_that_is_not_there_throws_unless_it_is_only_tried()
    {
        Lead john = await Add();
        (await Store.TryDeleteLeadAsync(john.Id))!.RowsDeleted["leads"].Should().Be(1);

        (await Store.TryDeleteLeadAsync(john.Id)).Should().BeNull();
        await Assert.ThrowsAsync<LeadNotFoundException>(async () => await Store.DeleteLeadAsync(john.Id));
    }

    [Fact]
    public async Task Ids_are_never_used_again_even_those_of_the_newest()
    {
        Lead john = await Add();
        Message message = await Write(john, "Hello");
        await Store.DeleteLeadAsync(john.Id);
        await Reopen();

        Lead again = await Add();
        Message next = await Write(again, "Hello");

        again.Id.Should().BeGreaterThan(john.Id);
        again.Uid.Should().NotBe(john.Uid);
        next.Id.Should().BeGreaterThan(message.Id);
    }

    [Fact]
    public async Task What_was_done_once_for_a_deleted_lead_can_be_done_for_its_successor()
    {
        Lead john = await Add();
        await Store.TryOnceAsync(john.Id, "thank_you_sent");
        await Store.DeleteLeadAsync(john.Id);

        Lead again = await Add();

        (await Store.TryOnceAsync(again.Id, "thank_you_sent")).Should().BeTrue();
    }

    [Fact]
    public async Task The_webhook_of_a_message_that_was_deleted_with_its_lead_stores_it_again()
    {
        InboundMessage webhook = new() { From = John, Body = "Hello", SourceId = "SM1" };
        InboundResult first = await Store.IngestInboundAsync(webhook);
        await Store.DeleteLeadAsync(first.Lead.Id);

        InboundResult again = await Store.IngestInboundAsync(webhook);

        again.IsNew.Should().BeTrue();
        again.IsDuplicate.Should().BeFalse();
    }
}
