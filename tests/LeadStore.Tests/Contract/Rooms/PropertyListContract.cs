using System.Globalization;

namespace LeadStore.Tests.Contract.Rooms;

/// <summary>The lists of properties, against the same question asked of a list in memory.</summary>
public abstract class PropertyListContract<TFixture>() : StoreContract(new TFixture())
    where TFixture : StoreFixture, new()
{
    private const int Leads = 120;
    private readonly int _seed = int.TryParse(Environment.GetEnvironmentVariable("SEED"), CultureInfo.InvariantCulture, out int seed)
        ? seed
        : Random.Shared.Next();

    [Fact]
    public async Task Every_filter_shows_what_fits_newest_lead_first_page_by_page()
    {
        Random random = new(_seed);
        List<PropertyLead> all = await Fill(random);
        HashSet<long> doNotCall = [];
        foreach (PropertyLead item in all.Where(_ => random.Next(4) == 0))
        {
            await Store.ContactRules.SetDoNotCallAsync(item.Lead.Id, true);
            doNotCall.Add(item.Lead.Id);
        }

        for (int i = 0; i < 60; i++)
        {
            PropertyFilter filter = Filter(random);
            long[] expected =
            [
                .. all.Where(item => Fits(filter, item, doNotCall)).Select(item => item.Lead.Id).OrderDescending(),
            ];

            List<PropertyLead> shown = await Pages(filter, pageSize: random.Next(1, 20));

            shown.Select(item => item.Lead.Id).Should().Equal(expected, $"seed {_seed}, filter {i}: {Describe(filter)}");
            shown.Should().BeSubsetOf(all, $"seed {_seed}, filter {i}");
        }
    }

    [Fact]
    public async Task A_lead_without_a_property_is_not_shown_and_one_that_is_archived_where_it_is_asked_for()
    {
        await Add();
        Lead jane = await Add(Phone(1));
        await Store.Properties.SetAsync(jane.Id, new NewProperty { Address = "1 Main St", SourceType = "absentee", Equity = new Money(5) });
        await Store.ArchiveLeadAsync(jane.Id);

        (await Store.Properties.ListAsync(new PropertyFilter())).Items.Should().BeEmpty();
        (await Store.Properties.ListAsync(new PropertyFilter { MinEquity = new Money(5) })).Items.Should().BeEmpty();
        (await Store.Properties.ListAsync(new PropertyFilter { IncludeArchived = true })).Items.Single().Lead.Id.Should().Be(jane.Id);
        (await Store.Properties.ListAsync(new PropertyFilter { MinEquity = new Money(5), IncludeArchived = true }))
            .Items.Single().Lead.Archived.Should().BeTrue();
    }

    [Fact]
    public async Task A_threshold_lets_through_its_own_currency_alone()
    {
        Lead john = await Add();
        await Store.Properties.SetAsync(
            john.Id, new NewProperty { Address = "1", SourceType = "x", Equity = new Money(100, "EUR"), TaxDebt = new Money(10, "EUR") });

        (await Count(new PropertyFilter { MinEquity = new Money(100, "EUR"), MinTaxDebt = new Money(10, "EUR") })).Should().Be(1);
        (await Count(new PropertyFilter { MinEquity = new Money(1) })).Should().Be(0);
        (await Count(new PropertyFilter { MinTaxDebt = new Money(1) })).Should().Be(0);
    }

    [Fact]
    public async Task A_cursor_goes_on_where_the_page_ended_though_leads_were_added_and_deleted()
    {
        List<Lead> leads = [];
        for (int i = 0; i < 6; i++)
        {
            leads.Add(await AddProperty(i));
        }

        PropertyPage first = await Store.Properties.ListAsync(new PropertyFilter(), pageSize: 2);
        await AddProperty(6);
        await Store.DeleteLeadAsync(leads[4].Id);
        PropertyPage second = await Store.Properties.ListAsync(new PropertyFilter(), first.NextCursor, pageSize: 2);

        first.Items.Select(item => item.Lead.Id).Should().Equal(leads[5].Id, leads[4].Id);
        second.Items.Select(item => item.Lead.Id).Should().Equal(leads[3].Id, leads[2].Id);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1001)]
    public async Task A_page_has_1_to_1000_rows(int pageSize) =>
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(
            async () => await Store.Properties.ListAsync(new PropertyFilter(), pageSize: pageSize));

    [Theory]
    [MemberData(nameof(ContractCases.CursorsThatNoPageHandedOut), MemberType = typeof(ContractCases))]
    public async Task A_cursor_that_no_page_handed_out_is_refused(string cursor) =>
        await Assert.ThrowsAsync<ArgumentException>(async () => await Store.Properties.ListAsync(new PropertyFilter(), cursor));

    [Fact]
    public async Task A_filter_that_is_out_of_range_is_refused() =>
        (await Refusals(async () => await Store.Properties.ListAsync(
            new PropertyFilter { Temperature = (LeadTemperature)9, MinScore = 101, SourceType = "" })))
            .Should().Equal("Temperature:unknown_value", "MinScore:out_of_range", "SourceType:not_a_word");

    private static bool Fits(PropertyFilter filter, PropertyLead item, HashSet<long> doNotCall) =>
        (filter.IncludeArchived || !item.Lead.Archived)
        && (filter.Temperature ?? item.Property.Temperature) == item.Property.Temperature
        && (filter.IsVacant ?? item.Property.IsVacant) == item.Property.IsVacant
        && (filter.IsProbate ?? item.Property.IsProbate) == item.Property.IsProbate
        && (filter.MinEquity is not { } equity || (item.Property.Equity is { } has && has.Currency == equity.Currency && has >= equity))
        && (filter.MinTaxDebt is not { } debt || (item.Property.TaxDebt.Currency == debt.Currency && item.Property.TaxDebt >= debt))
        && item.Property.LeadScore >= (filter.MinScore ?? 0)
        && (filter.MayBeCalled is not { } may || may != doNotCall.Contains(item.Lead.Id))
        && (filter.Traced is not { } traced || traced == item.Property.SkipTracedAt is not null)
        && (filter.SourceType ?? item.Property.SourceType) == item.Property.SourceType;

    private static PropertyFilter Filter(Random random) => new()
    {
        IncludeArchived = random.Next(3) == 0,
        Temperature = random.Next(3) == 0 ? (LeadTemperature)random.Next(4) : null,
        IsVacant = random.Next(3) == 0 ? random.Next(2) == 0 : null,
        IsProbate = random.Next(4) == 0 ? random.Next(2) == 0 : null,
        MinEquity = random.Next(3) == 0 ? new Money(random.Next(-10, 100), random.Next(5) == 0 ? "EUR" : "USD") : null,
        MinTaxDebt = random.Next(4) == 0 ? new Money(random.Next(-1, 10)) : null,
        MinScore = random.Next(4) == 0 ? random.Next(101) : null,
        MayBeCalled = random.Next(4) == 0 ? random.Next(2) == 0 : null,
        Traced = random.Next(4) == 0 ? random.Next(2) == 0 : null,
        SourceType = random.Next(4) == 0 ? Word(random) : null,
    };

    private static string Word(Random random) => random.Next(2) == 0 ? "tax_lien" : "absentee";

    private static string Describe(PropertyFilter filter) => string.Join(
        ", ", typeof(PropertyFilter).GetProperties().Select(property => $"{property.Name} {property.GetValue(filter)}"));

    private async Task<List<PropertyLead>> Fill(Random random)
    {
        List<PropertyLead> all = [];
        for (int i = 0; i < Leads; i++)
        {
            Lead lead = await Add(Phone(i));
            string currency = random.Next(5) == 0 ? "EUR" : "USD";
            await Store.Properties.SetAsync(lead.Id, new NewProperty
            {
                Address = $"{i} Main Street",
                SourceType = Word(random),
                Equity = random.Next(3) == 0 ? null : new Money(random.Next(-20, 100), currency),
                TaxDebt = random.Next(3) == 0 ? new Money(random.Next(10), currency) : null,
                IsVacant = random.Next(3) == 0,
                IsProbate = random.Next(3) == 0,
            });
            await Store.Properties.SetTemperatureAsync(lead.Id, (LeadTemperature)random.Next(4));
            PropertyFacts property = await Store.Properties.SetScoreAsync(lead.Id, ScoreKind.Lead, random.Next(101));
            if (random.Next(5) == 0)
            {
                await Store.ArchiveLeadAsync(lead.Id);
            }

            all.Add(new PropertyLead(await Stored(lead), property));
        }

        return all;
    }

    private async Task<List<PropertyLead>> Pages(PropertyFilter filter, int pageSize)
    {
        List<PropertyLead> shown = [];
        string? cursor = null;
        do
        {
            PropertyPage page = await Store.Properties.ListAsync(filter, cursor, pageSize);
            page.Items.Count.Should().BeLessThanOrEqualTo(pageSize);
            shown.AddRange(page.Items);
            cursor = page.NextCursor;
        }
        while (cursor is not null);

        return shown;
    }

    private async Task<int> Count(PropertyFilter filter) => (await Store.Properties.ListAsync(filter)).Items.Count;

    private async Task<Lead> AddProperty(int number)
    {
        Lead lead = await Add(Phone(number));
        await Store.Properties.SetAsync(lead.Id, new NewProperty { Address = $"{number} Main St", SourceType = "absentee" });
        return lead;
    }
}
