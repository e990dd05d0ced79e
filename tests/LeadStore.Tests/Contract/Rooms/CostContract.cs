namespace LeadStore.Tests.Contract.Rooms;

/// <summary>The ledger of what was spent.</summary>
public abstract class CostContract<TFixture>() : StoreContract(new TFixture())
    where TFixture : StoreFixture, new()
{
    private static readonly CostFilter All = new();

    [Fact]
    public async Task A_cost_is_recorded_read_and_counted_with_its_lead()
    {
        Lead john = await Add();
        CostEntry sms = await Store.Costs.RecordAsync(new NewCost
        {
            Type = " SMS ",
            Amount = new Money(2),
            LeadId = john.Id,
            Details = "  two segments ",
            Campaign = "autumn",
            SourceId = "SM1",
        });
        CostEntry ai = await Store.Costs.AddAiCostAsync(john.Id, new Money(13), "some-model");

        sms.Should().Be(new CostEntry
        {
            Id = sms.Id,
            Type = CostType.Sms,
            Amount = new Money(2),
            LeadId = john.Id,
            Details = "two segments",
            Campaign = "autumn",
            SourceId = "SM1",
            OccurredAt = Now,
        });
        (await Store.Costs.GetAsync(sms.Id)).Should().Be(sms);
        (ai.Type, ai.Details).Should().Be((CostType.Ai, "some-model"));
        LeadCosts costs = await Store.Costs.GetForLeadAsync(john.Id);
        costs.Items.Should().Equal(new LeadCost(CostType.Ai, new Money(13), 1), new LeadCost(CostType.Sms, new Money(2), 1));
        (costs.Total(), costs.Total(CostType.Ai), costs.Total(currency: "EUR"))
            .Should().Be((new Money(15), new Money(13), new Money(0, "EUR")));
        (await Store.Costs.GetAsync(ai.Id + 1)).Should().BeNull();
        (await Store.Costs.GetForLeadAsync(john.Id + 1)).Items.Should().BeEmpty();
    }

    [Fact]
    public async Task The_same_cost_told_twice_counts_once()
    {
        Lead john = await Add();
        NewCost call = new() { Type = CostType.Call, Amount = new Money(40), LeadId = john.Id, SourceId = "CA1" };
        CostEntry first = await Store.Costs.RecordAsync(call);

        (await Store.Costs.RecordAsync(call with { Amount = new Money(41) })).Should().Be(first);
        await Store.Costs.RecordAsync(call with { Type = CostType.Sms });
        await Store.Costs.RecordAsync(call with { SourceId = null });
        await Store.Costs.RecordAsync(call with { SourceId = null });

        (await Store.Costs.GetForLeadAsync(john.Id)).Items.Should().Equal(
            new LeadCost(CostType.Call, new Money(120), 3), new LeadCost(CostType.Sms, new Money(40), 1));
    }

    [Fact]
    public async Task The_same_cost_from_many_callers_counts_once()
    {
        Lead john = await Add();
        NewCost call = new() { Type = CostType.Call, Amount = new Money(40), LeadId = john.Id, SourceId = "CA1" };

        IReadOnlyList<CostEntry> entries = await AtOnce(8, _ => Store.Costs.RecordAsync(call).AsTask());

        entries.Should().AllBeEquivalentTo(entries[0]);
        (await Store.Costs.GetForLeadAsync(john.Id)).Total().Should().Be(new Money(40));
    }

    [Fact]
    public async Task What_is_no_cost_is_refused_with_every_reason()
    {
        NewCost bad = new()
        {
            Type = "a/b",
            Amount = new Money(-1),
            Details = new string('x', 1001),
            Campaign = new string('x', 201),
            SourceId = new string('x', 256),
        };

        (await Refusals(async () => await Store.Costs.RecordAsync(bad))).Should().Equal(
            "Type:not_a_word", "Amount:out_of_range", "Details:too_long", "Campaign:too_long", "SourceId:too_long");
        foreach (long amount in (long[])[long.MinValue, -1, 1_000_000_000_001, long.MaxValue])
        {
            (await Refusals(async () => await Store.Costs.RecordAsync(new NewCost { Amount = new Money(amount) })))
                .Should().Equal("Amount:out_of_range");
        }

        (await Store.Costs.ListAsync(All)).Items.Should().BeEmpty();
        (await Store.Costs.RecordAsync(new NewCost { Amount = new Money(1_000_000_000_000) })).Amount.MinorUnits
            .Should().Be(1_000_000_000_000);
        (await Store.Costs.RecordAsync(new NewCost()))
            .Should().Match<CostEntry>(it => it.Type == CostType.Other && it.Amount == new Money(0));
    }

    [Fact]
    public async Task A_cost_of_a_lead_or_an_organization_that_is_not_there_is_refused()
    {
        await ThrowsAndStoresNothing<LeadNotFoundException>(async () => await Store.Costs.RecordAsync(new NewCost { LeadId = 99 }));
        (await ThrowsAndStoresNothing<LeadStoreException>(async () => await Store.Costs.RecordAsync(new NewCost { OrganizationId = 99 })))
            .Kind.Should().Be(LeadStoreErrorKind.NotFound);
        await Assert.ThrowsAsync<ArgumentNullException>(async () => await Store.Costs.RecordAsync(null!));
    }

    [Fact]
    public async Task Costs_are_listed_newest_first_a_page_at_a_time_and_by_what_they_are()
    {
        Lead john = await Add();
        List<CostEntry> entries = [];
        for (int i = 0; i < 7; i++)
        {
            entries.Add(await Store.Costs.RecordAsync(new NewCost
            {
                Amount = new Money(i),
                Type = i % 2 == 0 ? CostType.Sms : CostType.Call,
                LeadId = i < 3 ? john.Id : null,
                Campaign = i == 6 ? "x" : null,
                OccurredAt = Now.AddHours(i / 2),
            }));
        }

        entries.Reverse();
        (await Pages(All)).Should().Equal(entries);
        (await Pages(All with { Type = CostType.Sms })).Should().Equal(entries.Where(it => it.Type == CostType.Sms));
        (await Pages(All with { LeadId = john.Id })).Should().Equal(entries.Where(it => it.LeadId == john.Id));
        (await Pages(All with { Campaign = "x" })).Should().Equal(entries[0]);
        (await Pages(All with { From = Now.AddHours(1), Until = Now.AddHours(2) }))
            .Should().Equal(entries.Where(it => it.OccurredAt == Now.AddHours(1)));
        (await Pages(All with { OrganizationId = 1 })).Should().BeEmpty();
        (await Pages(All with { OrganizationId = 1, LeadId = john.Id })).Should().BeEmpty();
    }

    [Fact]
    public async Task A_list_refuses_what_no_page_handed_out()
    {
        await Assert.ThrowsAsync<ArgumentException>(async () => await Store.Costs.ListAsync(All, "x"));
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(async () => await Store.Costs.ListAsync(All, pageSize: 0));
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(async () => await Store.Costs.ListAsync(All, pageSize: 1001));
        await Assert.ThrowsAsync<ArgumentNullException>(async () => await Store.Costs.ListAsync(null!));
        (await Refusals(async () => await Store.Costs.SummarizeAsync(All, (CostGrouping)9))).Should().Equal("by:unknown_value");
    }

    [Fact]
    public async Task Sums_by_whatever_add_up_to_the_last_unit()
    {
        Random random = Seeded();
        Lead[] leads = [await Add(), await Add(Phone(1)), await Add(Phone(2))];
        List<CostEntry> entries = [];
        for (int i = 0; i < 300; i++)
        {
            entries.Add(await Store.Costs.RecordAsync(new NewCost
            {
                Type = (string[])["sms", "call", "ai"] is var types ? types[random.Next(3)] : default(CostType),
                Amount = new Money(random.NextInt64(1_000_000_000_001), random.Next(3) == 0 ? "EUR" : "USD"),
                LeadId = random.Next(4) is > 0 and var lead ? leads[lead - 1].Id : null,
                Campaign = random.Next(3) is > 0 and var campaign ? $"campaign {campaign}" : null,
                OccurredAt = Now.AddMinutes(random.Next(-5000, 5000)).AddYears(random.Next(3) == 0 ? -60 : 0),
            }));
        }

        CostFilter[] filters =
        [
            All, All with { Type = CostType.Sms }, All with { LeadId = leads[0].Id }, All with { Campaign = "campaign 1" },
            All with { From = Now.AddDays(-1), Until = Now.AddDays(1) }, All with { LeadId = leads[1].Id, Type = CostType.Ai },
        ];
        foreach (CostFilter filter in filters)
        {
            CostEntry[] listed = [.. await Pages(filter)];
            await Sums(filter, CostGrouping.Type, listed, it => new CostSummary { Type = it.Type });
            await Sums(filter, CostGrouping.Day, listed, it => new CostSummary { Day = DateOnly.FromDateTime(it.OccurredAt.UtcDateTime) });
            await Sums(filter, CostGrouping.Lead, listed, it => new CostSummary { LeadId = it.LeadId });
            await Sums(filter, CostGrouping.Organization, listed, it => new CostSummary { OrganizationId = it.OrganizationId });
            await Sums(filter, CostGrouping.Campaign, listed, it => new CostSummary { Campaign = it.Campaign });
        }

        (await Pages(All)).Should().BeEquivalentTo(entries);
        foreach (Lead lead in leads)
        {
            LeadCosts kept = await Store.Costs.GetForLeadAsync(lead.Id);
            kept.Total(currency: "EUR").MinorUnits
                .Should().Be(entries.Where(it => it.LeadId == lead.Id && it.Amount.Currency == "EUR").Sum(it => it.Amount.MinorUnits));
            kept.Items.Sum(it => it.Count).Should().Be(entries.Count(it => it.LeadId == lead.Id));
        }
    }

    [Fact]
    public async Task A_lead_that_is_deleted_leaves_its_costs_without_what_they_say_of_it()
    {
        Lead john = await Add();
        Lead jane = await Add(Phone(1));
        CostEntry his = await Store.Costs.RecordAsync(new NewCost
        {
            Amount = new Money(7),
            LeadId = john.Id,
            Details = "for John",
            SourceId = "1"
        });
        CostEntry hers = await Store.Costs.RecordAsync(new NewCost { Amount = new Money(5), LeadId = jane.Id, Details = "for Jane" });

        DeleteSummary deleted = await Store.DeleteLeadAsync(john.Id);

        deleted.RowsDeleted.Should().Contain("lead_costs", 1).And.NotContainKey("costs");
        (await Store.Costs.GetAsync(his.Id)).Should().Be(his with { LeadId = null, Details = null });
        (await Store.Costs.GetAsync(hers.Id)).Should().Be(hers);
        (await Store.Costs.GetForLeadAsync(john.Id)).Items.Should().BeEmpty();
        (await Store.Costs.SummarizeAsync(All, CostGrouping.Lead)).Should().Equal(
            new CostSummary { Total = new Money(7), Count = 1 }, new CostSummary { LeadId = jane.Id, Total = new Money(5), Count = 1 });
    }

    [Fact]
    public async Task A_cost_in_a_transaction_that_is_rolled_back_was_never_spent()
    {
        Lead john = await Add();

        await ThrowsAndStoresNothing<InvalidTimeZoneException>(async () => await Store.InTransactionAsync(async tx =>
        {
            await tx.Costs.AddAiCostAsync(john.Id, new Money(1));
            throw new InvalidTimeZoneException();
        }));
    }

    [Fact]
    public async Task A_cost_of_a_lead_is_its_organization_s_unless_somebody_says_whose_else()
    {
        Lead john = await Add();
        Organization acme = await Store.Organizations.CreateAsync("Acme");
        Organization other = await Store.Organizations.CreateAsync("Other");
        await Store.Organizations.SetLeadAsync(john.Id, acme.Id);

        CostEntry own = await Store.Costs.AddAiCostAsync(john.Id, new Money(1));
        CostEntry others = await Store.Costs.RecordAsync(new NewCost { LeadId = john.Id, OrganizationId = other.Id, Amount = new Money(2) });
        CostEntry nobodys = await Store.Costs.RecordAsync(new NewCost { Amount = new Money(4) });

        (own.OrganizationId, others.OrganizationId, nobodys.OrganizationId).Should().Be((acme.Id, other.Id, null));
        (await Pages(All with { OrganizationId = acme.Id })).Should().Equal(own);
        (await Pages(All with { OrganizationId = other.Id, LeadId = john.Id })).Should().Equal(others);
        (await Store.Costs.SummarizeAsync(All, CostGrouping.Organization)).Should().Equal(
            new CostSummary { Total = new Money(4), Count = 1 },
            new CostSummary { OrganizationId = acme.Id, Total = new Money(1), Count = 1 },
            new CostSummary { OrganizationId = other.Id, Total = new Money(2), Count = 1 });
        (await Store.Costs.SummarizeAsync(All with { OrganizationId = acme.Id }, CostGrouping.Type)).Should().Equal(
            new CostSummary { Type = CostType.Ai, Total = new Money(1), Count = 1 });
    }

    private static Random Seeded()
    {
        int seed = int.TryParse(Environment.GetEnvironmentVariable("SEED"), out int given) ? given : Environment.TickCount;
        Console.WriteLine($"SEED={seed}");
        return new Random(seed);
    }

    private async Task<List<CostEntry>> Pages(CostFilter filter)
    {
        List<CostEntry> all = [];
        string? cursor = null;
        do
        {
            CostPage page = await Store.Costs.ListAsync(filter, cursor, pageSize: 2);
            all.AddRange(page.Items);
            cursor = page.NextCursor;
        }
        while (cursor is not null);
        return all;
    }

    private async Task Sums(CostFilter filter, CostGrouping by, CostEntry[] entries, Func<CostEntry, CostSummary> key) =>
        (await Store.Costs.SummarizeAsync(filter, by)).Should().BeEquivalentTo(
            entries.GroupBy(it => (Key: key(it), it.Amount.Currency)).Select(group => group.Key.Key with
            {
                Total = new Money(group.Sum(it => it.Amount.MinorUnits), group.Key.Currency),
                Count = group.Count(),
            }),
            $"{filter} by {by}");
}
