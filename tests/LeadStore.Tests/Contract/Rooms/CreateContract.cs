namespace LeadStore.Tests.Contract.Rooms;

/// <summary>Creating leads, and creating or filling in.</summary>
public abstract class CreateContract<TFixture>() : StoreContract(new TFixture())
    where TFixture : StoreFixture, new()
{
    private static NewLead Everything => new()
    {
        Phone = "+44 7809 505864",
        Name = "John Smith",
        Email = "John@Example.com",
        Source = "Website",
        Status = "Active",
        Progress = 40,
        Answers = new Dictionary<string, string> { ["question_1"] = "yes", ["question_2"] = "" },
    };

    [Fact]
    public async Task A_new_lead_has_every_default()
    {
        Lead lead = await Add();

        lead.Id.Should().BePositive();
        lead.Uid.Version.Should().Be(7);
        lead.Phone.Should().Be(John);
        lead.Name.Should().BeNull();
        lead.Email.Should().BeNull();
        lead.Source.Should().Be(LeadSource.InboundSms);
        lead.Status.Should().Be(LeadStatus.New);
        lead.Progress.Should().Be(0);
        lead.Qualified.Should().BeFalse();
        lead.QualifiedAt.Should().BeNull();
        lead.TimesQualified.Should().Be(0);
        lead.Archived.Should().BeFalse();
        lead.ArchivedAt.Should().BeNull();
        lead.Answers.Should().BeEmpty();
        lead.CreatedAt.Should().Be(Now);
        lead.LastContactAt.Should().Be(Now);
        lead.LastCustomerMessageAt.Should().BeNull();
        lead.AssistantPause.Should().BeNull();
        lead.Version.Should().Be(1);
        lead.Mode.Should().Be(ConversationMode.Qualifying);
    }

    [Fact]
    public async Task What_is_returned_is_what_is_stored()
    {
        Lead lead = await Store.CreateLeadAsync(Everything);

        (await Stored(lead)).Should().Be(lead);
        lead.Name.Should().Be("John Smith");
        lead.Email.Should().Be("john@example.com");
        lead.Source.Should().Be((LeadSource)"website");
        lead.Status.Should().Be(LeadStatus.Active);
        lead.Progress.Should().Be(40);
        lead.Answers.Should().Equal(new Dictionary<string, string> { ["question_1"] = "yes", ["question_2"] = "" });
    }

    [Fact]
    public async Task Everything_is_there_after_the_store_was_closed_and_opened_again()
    {
        Lead john = await Store.CreateLeadAsync(Everything);
        await Write(john, "Hello");
        await Store.QualifyLeadAsync(john.Id);
        await Store.Settings.SetAsync(LeadSettings.AssistantName, "Ada");
        string before = await Content();

        await Reopen();

        (await Content()).Should().Be(before);
    }

    [Fact]
    public async Task A_lead_can_be_created_as_it_was_elsewhere()
    {
        DateTimeOffset created = new(2024, 5, 1, 8, 0, 0, TimeSpan.FromHours(2));
        Lead lead = await Store.CreateLeadAsync(new NewLead
        {
            Phone = John,
            Status = LeadStatus.Qualified,
            Progress = 100,
            Qualified = true,
            QualifiedAt = created.AddDays(2),
            CreatedAt = created,
            LastContactAt = created.AddDays(3),
        });

        (await Stored(lead)).Should().Be(lead);
        lead.CreatedAt.Should().Be(created);
        lead.CreatedAt.Offset.Should().Be(TimeSpan.Zero);
        lead.LastContactAt.Should().Be(created.AddDays(3));
        lead.QualifiedAt.Should().Be(created.AddDays(2));
        lead.TimesQualified.Should().Be(1);
        (await Store.ListQualificationsAsync(lead.Id)).Should().ContainSingle().Which.QualifiedAt.Should().Be(created.AddDays(2));
    }

    [Fact]
    public async Task A_time_of_qualification_alone_makes_a_qualified_lead()
    {
        Lead lead = await Store.CreateLeadAsync(new NewLead { Phone = John, QualifiedAt = Now.AddDays(-1) });

        lead.Qualified.Should().BeTrue();
        lead.Mode.Should().Be(ConversationMode.FreeChat);
    }

    [Fact]
    public async Task Times_are_cut_to_whole_microseconds_as_they_are_read_back()
    {
        DateTimeOffset odd = Now.AddTicks(19);

        Lead lead = await Store.CreateLeadAsync(new NewLead { Phone = John, CreatedAt = odd });

        lead.CreatedAt.Should().Be(Now.AddTicks(10));
        (await Stored(lead)).Should().Be(lead);
    }

    [Fact]
    public async Task A_second_lead_with_the_same_phone_is_refused_and_names_the_first()
    {
        Lead john = await Add();

        DuplicateLeadException refused = await ThrowsAndStoresNothing<DuplicateLeadException>(
            async () => await Store.CreateLeadAsync(new NewLead { Phone = "0044 7809 505864", Source = "elsewhere" }));

        refused.ExistingId.Should().Be(john.Id);
        refused.Field.Should().Be(nameof(Lead.Phone));
        refused.Kind.Should().Be(LeadStoreErrorKind.Duplicate);
        refused.Operation.Should().Be(nameof(LeadDatabase.CreateLead));
    }

    [Fact]
    public async Task An_archived_lead_keeps_its_phone_to_itself()
    {
        Lead john = await Add();
        await Store.ArchiveLeadAsync(john.Id);

        DuplicateLeadException refused = await ThrowsAndStoresNothing<DuplicateLeadException>(async () => await Add());

        refused.ExistingId.Should().Be(john.Id);
    }

    [Fact]
    public async Task The_phone_of_a_deleted_lead_is_free_again()
    {
        Lead john = await Add();
        await Store.DeleteLeadAsync(john.Id);

        (await Add()).Id.Should().NotBe(john.Id);
    }

    [Fact]
    public async Task Leads_without_a_phone_need_an_email_address_and_may_share_it()
    {
        Lead one = await Store.CreateLeadAsync(new NewLead { Email = " Jane@Example.com " });
        Lead other = await Store.CreateLeadAsync(new NewLead { Email = "jane@example.com", Phone = "  " });

        one.Phone.Should().BeNull();
        one.Email.Should().Be("jane@example.com");
        other.Id.Should().NotBe(one.Id);
        (await Stored(other)).Should().Be(other);
    }

    [Fact]
    public async Task One_phone_created_at_once_by_many_makes_one_lead()
    {
        IReadOnlyList<long> ids = await AtOnce(16, async _ =>
        {
            try
            {
                return (await Add()).Id;
            }
            catch (DuplicateLeadException duplicate)
            {
                return -duplicate.ExistingId;
            }
        });

        long made = ids.Should().ContainSingle(id => id > 0).Subject;
        ids.Where(id => id < 0).Should().AllBeEquivalentTo(-made);
        (await Store.GetAllLeadsAsync()).Should().ContainSingle();
    }

    [Fact]
    public async Task Upsert_creates_a_lead_that_is_missing()
    {
        Lead lead = await Store.UpsertLeadAsync(Everything);

        lead.Version.Should().Be(1);
        (await Stored(lead)).Should().Be(lead);
    }

    [Fact]
    public async Task Upsert_fills_in_what_is_given_and_leaves_the_rest()
    {
        Lead john = await Store.CreateLeadAsync(Everything);
        Clock.Advance(TimeSpan.FromMinutes(1));

        Lead filled = await Store.UpsertLeadAsync(new NewLead
        {
            Phone = "whatsapp:+447809505864",
            Name = "  ",
            Email = "smith@example.com",
            Answers = new Dictionary<string, string> { ["question_2"] = "no", ["question_3"] = "maybe" },
        });

        filled.Should().Be(await Stored(john));
        filled.Should().Be(john with
        {
            Email = "smith@example.com",
            Answers = new Dictionary<string, string> { ["question_1"] = "yes", ["question_2"] = "no", ["question_3"] = "maybe" },
            Version = john.Version + 1,
        });
    }

    [Fact]
    public async Task Upsert_with_nothing_new_changes_nothing()
    {
        Lead john = await Store.CreateLeadAsync(Everything);
        Clock.Advance(TimeSpan.FromDays(1));

        (await Store.UpsertLeadAsync(Everything)).Should().Be(john);
        (await Stored(john)).Should().Be(john);
    }

    [Fact]
    public async Task Upsert_restores_an_archived_lead()
    {
        Lead john = await Add();
        await Store.ArchiveLeadAsync(john.Id);

        Lead restored = await Store.UpsertLeadAsync(new NewLead { Phone = John, Name = "John" });

        restored.Archived.Should().BeFalse();
        restored.Name.Should().Be("John");
        restored.Should().Be(await Stored(john));
    }

    [Fact]
    public async Task Upsert_that_is_refused_leaves_an_archived_lead_archived()
    {
        Lead john = await Add();
        await Store.ArchiveLeadAsync(john.Id);

        await ThrowsAndStoresNothing<LeadValidationException>(
            async () => await Store.UpsertLeadAsync(new NewLead { Phone = John, Progress = 101 }));

        (await Stored(john)).Archived.Should().BeTrue();
    }

    [Fact]
    public async Task A_customer_who_was_deleted_and_upserted_starts_without_the_old_conversation()
    {
        Lead john = await Add();
        await Write(john, "Hello");
        await Store.DeleteLeadAsync(john.Id);

        Lead again = await Store.UpsertLeadAsync(new NewLead { Phone = John });

        (await Store.GetConversationHistoryAsync(again.Id)).Should().BeEmpty();
    }

    [Fact]
    public async Task One_phone_upserted_at_once_by_many_loses_no_answer()
    {
        await AtOnce(16, async number => await Store.UpsertLeadAsync(new NewLead
        {
            Phone = John,
            Answers = new Dictionary<string, string> { [$"question_{number}"] = "yes" },
        }));

        (await Store.GetAllLeadsAsync()).Should().ContainSingle().Which.Answers.Should().HaveCount(16);
    }
}
