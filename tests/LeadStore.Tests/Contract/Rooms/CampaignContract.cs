namespace LeadStore.Tests.Contract.Rooms;

/// <summary>Campaigns themselves; what leads were sent of them is in <see cref="CampaignSendContract{TFixture}"/>.</summary>
public abstract class CampaignContract<TFixture>() : StoreContract(new TFixture())
    where TFixture : StoreFixture, new()
{
    [Fact]
    public async Task A_campaign_is_created_read_changed_and_deleted()
    {
        Organization acme = await Store.Organizations.CreateAsync("Acme");
        Campaign plain = await Store.Campaigns.CreateAsync(new NewCampaign { Name = " Winter " });
        Campaign full = await Store.Campaigns.CreateAsync(new NewCampaign
        {
            Name = "Spring",
            Type = "Direct_Mail",
            Message = " Dear {name},\n",
            Status = CampaignStatus.Active,
            OrganizationId = acme.Id,
        });
        Clock.Advance(TimeSpan.FromHours(1));
        Campaign changed = await Store.Campaigns.UpdateAsync(
            full.Id,
            it => it with
            {
                Name = "Summer ",
                Status = CampaignStatus.Paused,
                Type = "carrier pigeon",
                Message = null,
                OrganizationId = null,
            });

        plain.Should().Be(new Campaign
        {
            Id = 1,
            Name = "Winter",
            Type = CampaignType.Sms,
            Status = CampaignStatus.Draft,
            CreatedAt = StoreFixture.Start,
            UpdatedAt = StoreFixture.Start,
        });
        full.Should().Be(new Campaign
        {
            Id = 2,
            OrganizationId = acme.Id,
            Name = "Spring",
            Type = CampaignType.DirectMail,
            Message = " Dear {name},\n",
            Status = CampaignStatus.Active,
            CreatedAt = StoreFixture.Start,
            UpdatedAt = StoreFixture.Start,
        });
        changed.Should().Be(new Campaign
        {
            Id = 2,
            Name = "Summer",
            Type = "carrier pigeon",
            Status = CampaignStatus.Paused,
            CreatedAt = StoreFixture.Start,
            UpdatedAt = Now,
        });
        (await Store.Campaigns.GetAsync(full.Id)).Should().Be(changed);
        (await Store.Campaigns.DeleteAsync(full.Id)).Should().BeTrue();
        (await Store.Campaigns.DeleteAsync(full.Id)).Should().BeFalse();
        (await Store.Campaigns.GetAsync(full.Id)).Should().BeNull();
        (await Store.Campaigns.CreateAsync(new NewCampaign { Name = "next" })).Id.Should().Be(3, "an id is not used again");
    }

    [Fact]
    public async Task A_change_that_changes_nothing_is_none()
    {
        Campaign winter = await Store.Campaigns.CreateAsync(new NewCampaign { Name = "Winter" });
        Clock.Advance(TimeSpan.FromHours(1));

        (await Store.Campaigns.UpdateAsync(winter.Id, it => it with { Name = " Winter" })).Should().Be(winter);
        (await Store.Campaigns.GetAsync(winter.Id)).Should().Be(winter);
    }

    [Fact]
    public async Task Every_status_comes_back_and_any_follows_any_other()
    {
        foreach (CampaignStatus status in Enum.GetValues<CampaignStatus>())
        {
            Campaign campaign = await Store.Campaigns.CreateAsync(new NewCampaign { Name = "x", Status = status });
            foreach (CampaignStatus next in Enum.GetValues<CampaignStatus>())
            {
                await Store.Campaigns.UpdateAsync(campaign.Id, it => it with { Status = next });
                (await Store.Campaigns.GetAsync(campaign.Id))!.Status.Should().Be(next);
                await Store.Campaigns.UpdateAsync(campaign.Id, it => it with { Status = status });
            }
        }
    }

    [Fact]
    public async Task Campaigns_come_in_pages_the_newest_first_and_by_what_they_are()
    {
        Organization acme = await Store.Organizations.CreateAsync("Acme");
        for (int i = 0; i < 7; i++)
        {
            await Store.Campaigns.CreateAsync(new NewCampaign
            {
                Name = $"{i}",
                Type = i % 2 == 0 ? CampaignType.Sms : CampaignType.Email,
                Status = i < 3 ? CampaignStatus.Archived : CampaignStatus.Active,
                OrganizationId = i is 2 or 3 or 4 ? acme.Id : null,
            });
        }

        (await Names(null)).Should().Equal("6", "5", "4", "3", "2", "1", "0");
        (await Names(new CampaignFilter { Status = CampaignStatus.Archived })).Should().Equal("2", "1", "0");
        (await Names(new CampaignFilter { Type = CampaignType.Email })).Should().Equal("5", "3", "1");
        (await Names(new CampaignFilter { OrganizationId = acme.Id })).Should().Equal("4", "3", "2");
        (await Names(new CampaignFilter { OrganizationId = acme.Id, Status = CampaignStatus.Active, Type = "SMS" })).Should().Equal("4");
        (await Names(new CampaignFilter { OrganizationId = 99 })).Should().BeEmpty();
        await Assert.ThrowsAsync<ArgumentException>(async () => await Store.Campaigns.ListAsync(cursor: "x"));
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(async () => await Store.Campaigns.ListAsync(pageSize: 1001));
        (await Refusals(async () => await Store.Campaigns.ListAsync(new CampaignFilter { Status = (CampaignStatus)9 })))
            .Should().Equal("Status:unknown_value");
    }

    [Fact]
    public async Task Campaigns_that_are_none_are_refused()
    {
        Campaign winter = await Store.Campaigns.CreateAsync(
            new NewCampaign { Name = new string('x', 200), Message = new string('x', 100_000) });

        (await Refusals(async () => await Store.Campaigns.CreateAsync(new NewCampaign
        {
            Name = " ",
            Type = "a/b",
            Message = "a\0",
            Status = (CampaignStatus)9,
        }))).Should().Equal("Name:required", "Type:not_a_word", "Message:invalid_text", "Status:unknown_value");
        (await Refusals(async () => await Store.Campaigns.CreateAsync(
            new NewCampaign { Name = new string('x', 201), Message = new string('x', 100_001) })))
            .Should().Equal("Name:too_long", "Message:too_long");
        (await Refusals(async () => await Store.Campaigns.UpdateAsync(
            winter.Id, it => it with { Id = 7, CreatedAt = Now.AddDays(1), UpdatedAt = Now.AddDays(1), Name = "" })))
            .Should().Equal("Id:read_only", "CreatedAt:read_only", "UpdatedAt:read_only", "Name:required");
        await Assert.ThrowsAsync<ArgumentNullException>(async () => await Store.Campaigns.CreateAsync(null!));
        await Assert.ThrowsAsync<InvalidOperationException>(async () => await Store.Campaigns.UpdateAsync(winter.Id, _ => null!));
        Func<Task>[] unknown =
        [
            async () => await Store.Campaigns.CreateAsync(new NewCampaign { Name = "x", OrganizationId = 99 }),
            async () => await Store.Campaigns.UpdateAsync(winter.Id, it => it with { OrganizationId = 99 }),
            async () => await Store.Campaigns.UpdateAsync(99, it => it),
        ];
        foreach (Func<Task> call in unknown)
        {
            (await ThrowsAndStoresNothing<LeadStoreException>(call)).Kind.Should().Be(LeadStoreErrorKind.NotFound);
        }

        (await Store.Campaigns.GetAsync(winter.Id)).Should().Be(winter);
    }

    [Fact]
    public async Task An_organization_with_campaigns_is_not_deleted()
    {
        Organization acme = await Store.Organizations.CreateAsync("Acme");
        Campaign winter = await Store.Campaigns.CreateAsync(new NewCampaign { Name = "Winter", OrganizationId = acme.Id });

        LeadStoreException refused = await ThrowsAndStoresNothing<LeadStoreException>(
            async () => await Store.Organizations.DeleteAsync(acme.Id));

        refused.Kind.Should().Be(LeadStoreErrorKind.InUse);
        refused.Message.Should().Contain("campaigns");
        (await Store.Campaigns.GetAsync(winter.Id)).Should().Be(winter);
        await Store.Campaigns.DeleteAsync(winter.Id);
        (await Store.Organizations.DeleteAsync(acme.Id)).Should().BeTrue();
    }

    [Fact]
    public async Task A_campaign_that_leads_were_sent_is_not_deleted_until_none_of_them_is_there()
    {
        Lead john = await Add();
        Campaign winter = await Store.Campaigns.CreateAsync(new NewCampaign { Name = "Winter" });
        await Store.Campaigns.RecordSendAsync(winter.Id, john.Id);

        LeadStoreException refused = await ThrowsAndStoresNothing<LeadStoreException>(
            async () => await Store.Campaigns.DeleteAsync(winter.Id));

        (refused.Kind, refused.Operation).Should().Be((LeadStoreErrorKind.InUse, "Campaigns.Delete"));
        (await Store.Campaigns.ListOfLeadAsync(john.Id)).Items.Should().ContainSingle();
        await Store.DeleteLeadAsync(john.Id);
        (await Store.Campaigns.DeleteAsync(winter.Id)).Should().BeTrue();
    }

    private async Task<List<string>> Names(CampaignFilter? filter)
    {
        List<string> names = [];
        string? cursor = null;
        do
        {
            CampaignPage page = await Store.Campaigns.ListAsync(filter, cursor, pageSize: 2);
            names.AddRange(page.Items.Select(campaign => campaign.Name));
            cursor = page.NextCursor;
        }
        while (cursor is not null);

        return names;
    }
}
