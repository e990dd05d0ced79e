namespace LeadStore.Tests.Contract.Rooms;

/// <summary>The sources of leads.</summary>
public abstract class SourceContract<TFixture>() : StoreContract(new TFixture())
    where TFixture : StoreFixture, new()
{
    private static readonly LeadSource Website = "website";

    [Fact]
    public async Task A_source_is_listed_with_its_first_lead()
    {
        Lead john = await Store.CreateLeadAsync(new NewLead { Phone = John, Source = " Website " });
        await Store.UpdateLeadAsync(john.Id, lead => lead with { Source = "referral" });

        (await Store.Sources.ListAsync()).Should().Equal(
            new SourceInfo("referral", "referral", true, Now), new SourceInfo(Website, "website", true, Now));
    }

    [Fact]
    public async Task A_source_is_added_read_and_renamed()
    {
        SourceInfo added = await Store.Sources.AddAsync("Website", "  Our web site ");
        SourceInfo plain = await Store.Sources.AddAsync("fair 2026");
        SourceInfo renamed = await Store.Sources.RenameAsync(Website, "The new web site");

        added.Should().Be(new SourceInfo(Website, "Our web site", true, Now));
        plain.DisplayName.Should().Be("fair 2026");
        renamed.Should().Be(added with { DisplayName = "The new web site" });
        (await Store.Sources.GetAsync(Website)).Should().Be(renamed);
        (await Store.Sources.ListAsync()).Should().Equal(plain, renamed);
        (await Store.Sources.GetAsync("unheard_of")).Should().BeNull();
    }

    [Fact]
    public async Task Renaming_leaves_the_leads_their_source()
    {
        Lead john = await Store.CreateLeadAsync(new NewLead { Phone = John, Source = Website });

        await Store.Sources.RenameAsync(Website, "The new web site");

        (await Stored(john)).Should().Be(john);
    }

    [Fact]
    public async Task A_source_cannot_be_added_twice()
    {
        await Store.Sources.AddAsync(Website, "first");

        LeadStoreException refused = await ThrowsAndStoresNothing<LeadStoreException>(
            async () => await Store.Sources.AddAsync("WEBSITE", "second"));

        refused.Kind.Should().Be(LeadStoreErrorKind.Duplicate);
        refused.Operation.Should().Be("Sources.Add");
    }

    [Fact]
    public async Task A_source_that_is_not_offered_any_more_is_listed_where_it_is_asked_for_and_keeps_its_leads()
    {
        Lead john = await Store.CreateLeadAsync(new NewLead { Phone = John, Source = Website });

        SourceInfo inactive = await Store.Sources.DeactivateAsync(Website);

        inactive.Active.Should().BeFalse();
        (await Store.Sources.ListAsync()).Should().BeEmpty();
        (await Store.Sources.ListAsync(includeInactive: true)).Should().Equal(inactive);
        (await Stored(john)).Source.Should().Be(Website);
        (await Store.Sources.ActivateAsync(Website)).Active.Should().BeTrue();
        (await Store.Sources.ListAsync()).Should().ContainSingle();
    }

    [Fact]
    public async Task A_source_is_deleted_only_while_no_lead_has_it()
    {
        Lead john = await Store.CreateLeadAsync(new NewLead { Phone = John, Source = Website });
        await Store.ArchiveLeadAsync(john.Id);

        LeadStoreException refused = await ThrowsAndStoresNothing<LeadStoreException>(
            async () => await Store.Sources.DeleteAsync(Website));
        await Store.UpdateLeadAsync(john.Id, lead => lead with { Source = "referral" });

        refused.Kind.Should().Be(LeadStoreErrorKind.InUse);
        refused.Operation.Should().Be("Sources.Delete");
        (await Store.Sources.DeleteAsync(Website)).Should().BeTrue();
        (await Store.Sources.DeleteAsync(Website)).Should().BeFalse();
        (await Store.Sources.ListAsync()).Should().ContainSingle().Which.Source.Should().Be((LeadSource)"referral");
    }

    [Fact]
    public async Task A_source_that_is_not_there_cannot_be_changed()
    {
        foreach (Func<Task> change in (Func<Task>[])
            [
                async () => await Store.Sources.RenameAsync(Website, "x"),
                async () => await Store.Sources.ActivateAsync(Website),
                async () => await Store.Sources.DeactivateAsync(Website),
            ])
        {
            (await ThrowsAndStoresNothing<LeadStoreException>(change)).Kind.Should().Be(LeadStoreErrorKind.NotFound);
        }
    }

    [Fact]
    public async Task Words_and_names_that_are_none_are_refused()
    {
        (await Refusals(async () => await Store.Sources.AddAsync("web/site", new string('x', 201))))
            .Should().Equal("Source:not_a_word", "DisplayName:too_long");
        (await Refusals(async () => await Store.Sources.AddAsync(" "))).Should().Equal("Source:not_a_word");
        (await Refusals(async () => await Store.Sources.RenameAsync(Website, " "))).Should().Equal("DisplayName:required");
        (await Store.Sources.ListAsync(includeInactive: true)).Should().BeEmpty();
    }

    [Fact]
    public async Task Where_unknown_sources_are_refused_a_lead_needs_one_that_is_listed_and_active()
    {
        ILeadStore strict = await Open(new StoreSetup { RefuseUnknownSources = true });
        NewLead lead = new() { Phone = John, Source = Website };

        (await Refusals(async () => await strict.CreateLeadAsync(lead))).Should().Equal("Source:unknown_source");
        await strict.Sources.AddAsync(Website);
        Lead john = await strict.CreateLeadAsync(lead);
        await strict.Sources.DeactivateAsync(Website);
        (await Refusals(async () => await strict.CreateLeadAsync(lead with { Phone = Phone(1) }))).Should().Equal("Source:unknown_source");
        (await Refusals(async () => await strict.UpdateLeadAsync(john.Id, stored => stored with { Source = "referral" })))
            .Should().Equal("Source:unknown_source");

        (await strict.UpdateLeadAsync(john.Id, stored => stored with { Name = "John" })).Name.Should().Be("John");
        (await strict.GetAllLeadsAsync()).Should().ContainSingle();
        (await strict.Sources.ListAsync(includeInactive: true)).Should().ContainSingle();
    }

    [Fact]
    public async Task Where_unknown_sources_are_refused_a_person_who_writes_is_not_turned_away()
    {
        ILeadStore strict = await Open(new StoreSetup { RefuseUnknownSources = true });

        InboundResult inbound = await strict.IngestInboundAsync(new InboundMessage { From = John, Body = "Hello", Channel = Channel.WhatsApp });

        inbound.Lead.Source.Should().Be(new LeadSource("inbound_whatsapp"));
        (await strict.CreateLeadAsync(new NewLead { Phone = Phone(1) })).Source.Should().Be(LeadSource.InboundSms);
        (await strict.Sources.ListAsync()).Select(source => source.Source.Value).Should().Equal("inbound_sms", "inbound_whatsapp");
    }

    [Fact]
    public async Task An_unknown_source_is_named_beside_every_other_refused_field()
    {
        ILeadStore strict = await Open(new StoreSetup { RefuseUnknownSources = true });

        (await Refusals(async () => await strict.CreateLeadAsync(new NewLead { Phone = John, Source = Website, Name = new string('x', 201) })))
            .Should().BeEquivalentTo("Source:unknown_source", "Name:too_long");
    }
}
