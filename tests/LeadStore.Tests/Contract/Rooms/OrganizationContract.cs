namespace LeadStore.Tests.Contract.Rooms;

/// <summary>Organizations, their plans, and which leads are theirs.</summary>
public abstract class OrganizationContract<TFixture>() : StoreContract(new TFixture())
    where TFixture : StoreFixture, new()
{
    [Fact]
    public async Task An_organization_is_created_read_and_changed()
    {
        Organization acme = await Store.Organizations.CreateAsync("  Acme Homes ", " PRO ");
        Organization other = await Store.Organizations.CreateAsync("Acme Homes");
        Clock.Advance(TimeSpan.FromMinutes(1));
        Organization renamed = await Store.Organizations.UpdateAsync(acme.Id, it => it with { Name = " Acme ", Plan = "enterprise" });

        acme.Should().Be(new Organization
        {
            Id = 1,
            Name = "Acme Homes",
            Plan = OrganizationPlan.Pro,
            CreatedAt = StoreFixture.Start,
            UpdatedAt = StoreFixture.Start,
        });
        other.Plan.Should().Be(OrganizationPlan.Free);
        renamed.Should().Be(acme with { Name = "Acme", Plan = "enterprise", UpdatedAt = Now });
        (await Store.Organizations.GetAsync(acme.Id)).Should().Be(renamed);
        (await Store.Organizations.ListAsync()).Should().Equal(renamed, other);
        (await Store.Organizations.GetAsync(99)).Should().BeNull();
    }

    [Fact]
    public async Task A_change_that_changes_nothing_is_none()
    {
        Organization acme = await Store.Organizations.CreateAsync("Acme");
        Clock.Advance(TimeSpan.FromMinutes(1));

        (await Store.Organizations.UpdateAsync(acme.Id, it => it with { Name = "Acme " })).Should().Be(acme);
        (await Store.Organizations.GetAsync(acme.Id)).Should().Be(acme);
    }

    [Fact]
    public async Task Names_plans_and_changes_that_are_none_are_refused()
    {
        Organization acme = await Store.Organizations.CreateAsync("Acme");

        (await Refusals(async () => await Store.Organizations.CreateAsync(" ", "a/b"))).Should().Equal("Name:required", "Plan:not_a_word");
        (await Refusals(async () => await Store.Organizations.CreateAsync(new string('x', 201)))).Should().Equal("Name:too_long");
        (await Refusals(async () => await Store.Organizations.CreateAsync("a\0"))).Should().Equal("Name:invalid_text");
        (await Refusals(async () => await Store.Organizations.UpdateAsync(
            acme.Id, it => it with { Id = 9, CreatedAt = default, UpdatedAt = default, Name = "" })))
            .Should().BeEquivalentTo("Id:read_only", "CreatedAt:read_only", "UpdatedAt:read_only", "Name:required");
        (await ThrowsAndStoresNothing<LeadStoreException>(async () => await Store.Organizations.UpdateAsync(9, it => it))).Kind
            .Should().Be(LeadStoreErrorKind.NotFound);
        await ThrowsAndStoresNothing<InvalidOperationException>(async () => await Store.Organizations.UpdateAsync(acme.Id, _ => null!));
        await ThrowsAndStoresNothing<InvalidTimeZoneException>(
            async () => await Store.Organizations.UpdateAsync(acme.Id, _ => throw new InvalidTimeZoneException()));
    }

    [Fact]
    public async Task A_lead_is_of_one_organization_or_of_none()
    {
        Lead john = await Add();
        Organization acme = await Store.Organizations.CreateAsync("Acme");
        Organization other = await Store.Organizations.CreateAsync("Other");

        (await Store.Organizations.GetOfLeadAsync(john.Id)).Should().BeNull();
        (await Store.Organizations.SetLeadAsync(john.Id, acme.Id)).Should().BeTrue();
        (await Store.Organizations.SetLeadAsync(john.Id, acme.Id)).Should().BeFalse();
        (await Store.Organizations.GetOfLeadAsync(john.Id)).Should().Be(acme);
        (await Store.Organizations.SetLeadAsync(john.Id, other.Id)).Should().BeTrue();
        (await Store.Organizations.GetOfLeadAsync(john.Id)).Should().Be(other);
        (await Store.Organizations.ListLeadsAsync(acme.Id)).Items.Should().BeEmpty();
        (await Store.Organizations.SetLeadAsync(john.Id, null)).Should().BeTrue();
        (await Store.Organizations.SetLeadAsync(john.Id, null)).Should().BeFalse();
        (await Store.Organizations.GetOfLeadAsync(john.Id)).Should().BeNull();
        (await Stored(john)).Should().Be(john);

        await ThrowsAndStoresNothing<LeadNotFoundException>(async () => await Store.Organizations.SetLeadAsync(99, acme.Id));
        await ThrowsAndStoresNothing<LeadNotFoundException>(async () => await Store.Organizations.SetLeadAsync(99, null));
        (await ThrowsAndStoresNothing<LeadStoreException>(async () => await Store.Organizations.SetLeadAsync(john.Id, 99))).Kind
            .Should().Be(LeadStoreErrorKind.NotFound);
    }

    [Fact]
    public async Task The_leads_of_an_organization_come_in_pages_the_newest_first()
    {
        Organization acme = await Store.Organizations.CreateAsync("Acme");
        Organization other = await Store.Organizations.CreateAsync("Other");
        List<Lead> leads = [];
        for (int i = 0; i < 7; i++)
        {
            leads.Add(await Add(Phone(i)));
            await Store.Organizations.SetLeadAsync(leads[i].Id, i == 3 ? other.Id : acme.Id);
        }

        await Store.ArchiveLeadAsync(leads[5].Id);
        leads.Reverse();
        List<long> seen = [];
        string? cursor = null;
        do
        {
            LeadPage page = await Store.Organizations.ListLeadsAsync(acme.Id, cursor, pageSize: 2);
            seen.AddRange(page.Items.Select(lead => lead.Id));
            cursor = page.NextCursor;
        }
        while (cursor is not null);

        seen.Should().Equal(7, 5, 3, 2, 1);
        (await Store.Organizations.ListLeadsAsync(acme.Id, includeArchived: true)).Items.Select(lead => lead.Id)
            .Should().Equal(7, 6, 5, 3, 2, 1);
        (await Store.Organizations.ListLeadsAsync(other.Id)).Items.Should().Equal(leads[3]);
        await Assert.ThrowsAsync<ArgumentException>(async () => await Store.Organizations.ListLeadsAsync(acme.Id, "x"));
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(async () => await Store.Organizations.ListLeadsAsync(acme.Id, pageSize: 0));
    }

    [Fact]
    public async Task An_organization_is_deleted_only_while_it_has_neither_users_nor_leads()
    {
        Lead john = await Add();
        Organization acme = await Store.Organizations.CreateAsync("Acme");
        User ada = await Store.Users.CreateAsync(new NewUser { Email = "ada@example.com", OrganizationId = acme.Id });
        await Store.Organizations.SetLeadAsync(john.Id, acme.Id);
        await Store.Organizations.RecordUsageAsync(acme.Id, "calls");

        await Refused("users");
        await Store.Users.UpdateAsync(ada.Id, user => user with { OrganizationId = null });
        await Refused("leads");
        (await Store.DeleteLeadAsync(john.Id)).RowsDeleted["lead_organizations"].Should().Be(1);
        (await Store.Organizations.DeleteAsync(acme.Id)).Should().BeTrue();

        (await Store.Organizations.DeleteAsync(acme.Id)).Should().BeFalse();
        (await Store.Organizations.GetUsageAsync(acme.Id)).Should().BeEmpty();
        (await Store.Organizations.CreateAsync("Next")).Id.Should().Be(acme.Id + 1, "an id is not used again");

        async Task Refused(string by)
        {
            LeadStoreException refused = await ThrowsAndStoresNothing<LeadStoreException>(
                async () => await Store.Organizations.DeleteAsync(acme.Id));
            (refused.Kind, refused.Operation).Should().Be((LeadStoreErrorKind.InUse, "Organizations.Delete"));
            refused.Message.Should().Contain(by);
        }
    }
}
