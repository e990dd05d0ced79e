using LeadStore.Tests.Maintenance.Support;

namespace LeadStore.Tests.Reports;

public sealed class SampleDataTests
{
    [Fact]
    public void The_same_numbers_make_the_same_content_and_others_do_not()
    {
        using LeadDatabase one = LeadDatabase.OpenInMemory();
        using LeadDatabase two = LeadDatabase.OpenInMemory();
        using LeadDatabase other = LeadDatabase.OpenInMemory();

        SampleReport report = one.SeedSample(7, leads: 50);
        two.SeedSample(7, leads: 50).Should().Be(report);
        other.SeedSample(8, leads: 50);

        Content(one).Should().Be(Content(two)).And.NotBe(Content(other));
        report.Leads.Should().Be(50);
        report.Messages.Should().Be(one.GetAllLeads(includeArchived: true).Sum(lead => one.GetConversationHistory(lead.Id).Count)).And.BePositive();
    }

    [Fact]
    public void Every_phone_is_of_a_range_for_fiction_and_none_comes_twice()
    {
        using LeadDatabase store = LeadDatabase.OpenInMemory();

        store.SeedSample(1, leads: 10_000, messagesPerLead: 0);

        store.GetAllLeads(includeArchived: true).Select(lead => lead.Phone).Should().OnlyHaveUniqueItems()
            .And.AllSatisfy(phone => phone.Should().MatchRegex(@"^\+(447700900\d{3}|1\d{3}55501\d{2})$"));
    }

    [Fact]
    public void A_store_with_leads_and_numbers_out_of_range_are_refused_and_nothing_is_stored()
    {
        using LeadDatabase store = LeadDatabase.OpenInMemory();
        using CancellationTokenSource givenUp = new();
        givenUp.Cancel();
        Assert.Throws<ArgumentOutOfRangeException>(() => store.SeedSample(1, leads: 10_001));
        Assert.Throws<ArgumentOutOfRangeException>(() => store.SeedSample(1, leads: 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => store.SeedSample(1, messagesPerLead: -1));
        Assert.Throws<OperationCanceledException>(() => store.SeedSample(1, cancellationToken: givenUp.Token));
        store.GetAllLeads().Should().BeEmpty();
        store.ArchiveLead(store.CreateLead(new NewLead { Phone = "+447700900001" }).Id);

        Assert.Throws<ArgumentException>(() => store.SeedSample(1)).Message.Should().Contain("empty");

        store.GetAllLeads(includeArchived: true).Should().ContainSingle();
    }

    private static string Content(LeadDatabase store) => string.Join('\n', StoreData.Describe(store).Split('\n').Select(line => line.Remove(line.IndexOf(' ', StringComparison.Ordinal), 37)));
}
