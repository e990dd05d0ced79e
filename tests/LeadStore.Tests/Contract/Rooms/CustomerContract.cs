namespace LeadStore.Tests.Contract.Rooms;

/// <summary>Recognising who writes: by phone, archived or not, with the conversation.</summary>
public abstract class CustomerContract<TFixture>() : StoreContract(new TFixture())
    where TFixture : StoreFixture, new()
{
    [Theory]
    [InlineData("+447809505864")]
    [InlineData("+44 7809 505864")]
    [InlineData("+44 (0)7809-505-864")]
    [InlineData("0044 7809 505864")]
    [InlineData("whatsapp:+447809505864")]
    [InlineData("tel:+44-7809-505864")]
    [InlineData("\uFF0B\uFF14\uFF14 \uFF17\uFF18\uFF10\uFF19 505864")]
    [InlineData("+\u0664\u0664\u0667\u0668\u0660\u0669\u0665\u0660\u0665\u0668\u0666\u0664")]
    [InlineData("\u00A0+44\u00A07809\u00A0505864\u200E")]
    public async Task Any_spelling_of_a_number_finds_its_customer(string spelling)
    {
        Lead john = await Add();
        await Add(Phone(1));

        (await Store.CheckExistingCustomerAsync(spelling)).Should().Be(john);
        (await Store.GetLeadByPhoneAsync(spelling)).Should().Be(john);
        (await Store.GetLeadWithHistoryAsync(spelling))!.Lead.Should().Be(john);
        (await Store.UpsertLeadAsync(new NewLead { Phone = spelling })).Should().Be(john);
        (await Store.IngestInboundAsync(new InboundMessage { From = spelling, Body = "Hi" })).Lead.Id.Should().Be(john.Id);
    }

    [Fact]
    public async Task A_number_that_nobody_has_finds_nobody_and_stores_nothing()
    {
        await Add();
        string before = await Content();

        (await Store.CheckExistingCustomerAsync(Phone(1))).Should().BeNull();
        (await Store.GetLeadByPhoneAsync(Phone(1))).Should().BeNull();
        (await Store.GetLeadWithHistoryAsync(Phone(1))).Should().BeNull();

        (await Content()).Should().Be(before);
    }

    [Fact]
    public async Task A_national_number_is_one_of_the_default_region()
    {
        ILeadStore british = await Open(new StoreSetup { DefaultRegion = "gb" });
        Lead john = await british.CreateLeadAsync(new NewLead { Phone = "07809 505864" });

        john.Phone.Should().Be(John);
        (await british.CheckExistingCustomerAsync("(07809) 505864")).Should().Be(john);
        (await british.CheckExistingCustomerAsync(John)).Should().Be(john);
        (await british.UpdateLeadAsync(john.Id, lead => lead with { Phone = "07809 505865" })).Phone.Should().Be("+447809505865");
    }

    [Fact]
    public async Task A_national_number_without_a_default_region_is_refused_and_the_message_says_what_to_set()
    {
        LeadValidationException refused =
            await Assert.ThrowsAsync<LeadValidationException>(async () => await Store.CheckExistingCustomerAsync("07809 505864"));

        LeadValidationError error = refused.Errors.Should().ContainSingle().Subject;
        error.Code.Should().Be("region_required");
        error.Message.Should().Contain(nameof(LeadDatabaseOptions.DefaultRegion));
    }

    [Fact]
    public async Task A_customer_who_is_not_archived_comes_back_unchanged()
    {
        Lead john = await Add();
        Clock.Advance(TimeSpan.FromDays(1));
        string before = await Content();

        (await Store.CheckExistingCustomerAsync(John)).Should().Be(john);

        (await Content()).Should().Be(before);
    }

    [Fact]
    public async Task An_archived_customer_is_restored_and_comes_back_current()
    {
        Lead john = await Add();
        await Store.ArchiveLeadAsync(john.Id);

        Lead? returning = await Store.CheckExistingCustomerAsync("+44 7809 505864");

        returning!.Archived.Should().BeFalse();
        returning.ArchivedAt.Should().BeNull();
        returning.Should().Be(await Stored(john), "what is returned is what is stored, its version too");
        returning.Version.Should().Be(john.Version + 2);
        (await Store.GetAllLeadsAsync()).Should().ContainSingle();
    }

    [Fact]
    public async Task A_restored_customer_can_be_changed_by_the_version_that_came_back()
    {
        Lead john = await Add();
        await Store.ArchiveLeadAsync(john.Id);
        Lead returning = (await Store.CheckExistingCustomerAsync(John))!;

        Lead changed = await Store.UpdateLeadAsync(returning with { Name = "John" });

        changed.Should().Be(await Stored(john));
    }

    [Fact]
    public async Task An_archived_customer_who_is_checked_at_once_by_many_is_restored_once()
    {
        Lead john = await Add();
        await Store.ArchiveLeadAsync(john.Id);

        IReadOnlyList<Lead?> found = await AtOnce(12, async _ => await Store.CheckExistingCustomerAsync(John));

        found.Should().AllBeEquivalentTo(await Stored(john), options => options.ComparingByValue<Lead>());
        (await Stored(john)).Version.Should().Be(john.Version + 2);
    }

    [Fact]
    public async Task An_archived_customer_who_writes_comes_back_with_the_whole_conversation()
    {
        Lead john = await Add();
        await Write(john, "I want to sell my house");
        await Write(john, "What is the address?", MessageSender.Assistant);
        await Store.ArchiveLeadAsync(john.Id);
        Clock.Advance(TimeSpan.FromDays(400));

        InboundResult result = await Store.IngestInboundAsync(new InboundMessage { From = John, Body = "12 Mill Lane" });

        result.WasRestored.Should().BeTrue();
        result.IsNew.Should().BeFalse();
        result.Lead.Archived.Should().BeFalse();
        result.Lead.Should().Be(await Stored(john));
        result.History.Select(message => message.Content)
            .Should().Equal("I want to sell my house", "What is the address?", "12 Mill Lane");
    }

    [Fact]
    public async Task Reading_an_archived_lead_does_not_restore_it()
    {
        Lead john = await Add();
        await Store.ArchiveLeadAsync(john.Id);

        (await Store.GetLeadAsync(john.Id))!.Archived.Should().BeTrue();
        (await Store.GetRequiredLeadAsync(john.Id)).Archived.Should().BeTrue();
        (await Store.GetLeadByPhoneAsync(John))!.Archived.Should().BeTrue();
        (await Store.GetLeadWithHistoryAsync(John))!.Lead.Archived.Should().BeTrue();

        (await Stored(john)).Version.Should().Be(john.Version + 1);
    }

    [Fact]
    public async Task A_lead_and_its_history_are_read_together()
    {
        Lead john = await Add();
        Message first = await Write(john, "one");
        Message second = await Write(john, "two", MessageSender.Assistant);

        LeadConversation all = (await Store.GetLeadWithHistoryAsync(John))!;
        LeadConversation newest = (await Store.GetLeadWithHistoryAsync(John, last: 1))!;

        all.Lead.Should().Be(await Stored(john));
        all.History.Should().Equal(first, second);
        newest.History.Should().Equal(second);
    }

    [Fact]
    public async Task An_id_that_no_lead_has_reads_as_null_or_throws_where_it_is_required()
    {
        (await Store.GetLeadAsync(99)).Should().BeNull();

        LeadNotFoundException missing =
            await Assert.ThrowsAsync<LeadNotFoundException>(async () => await Store.GetRequiredLeadAsync(99));
        missing.LeadId.Should().Be(99);
        missing.Kind.Should().Be(LeadStoreErrorKind.NotFound);
        missing.Operation.Should().Be(nameof(LeadDatabase.GetRequiredLead));
    }
}
