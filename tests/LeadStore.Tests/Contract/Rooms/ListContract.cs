using System.Text;

namespace LeadStore.Tests.Contract.Rooms;

/// <summary>Lists of leads: order, filters, pages, streams.</summary>
public abstract class ListContract<TFixture>() : StoreContract(new TFixture())
    where TFixture : StoreFixture, new()
{
    private static DateTimeOffset Start => StoreFixture.Start;

    [Fact]
    public async Task Lists_are_ordered_by_last_contact_newest_first_and_then_by_id()
    {
        Lead first = await At(1, 10);
        Lead tied = await At(2, 20);
        Lead tiedToo = await At(3, 20);
        Lead newest = await At(4, 30);

        (await Store.GetAllLeadsAsync()).Should().Equal(newest, tiedToo, tied, first);

        await Store.TouchLeadAsync(first.Id, Start.AddMinutes(40));
        (await Ids(new LeadFilter())).Should().Equal(first.Id, newest.Id, tiedToo.Id, tied.Id);
    }

    [Fact]
    public async Task Archived_leads_take_their_place_in_the_order_where_they_are_asked_for()
    {
        Lead[] leads = [await At(1, 10), await At(2, 20), await At(3, 20), await At(4, 30), await At(5, 30)];
        await Store.ArchiveLeadAsync(leads[1].Id);
        await Store.ArchiveLeadAsync(leads[4].Id);

        (await Store.GetAllLeadsAsync(includeArchived: true)).Select(lead => lead.Id)
            .Should().Equal(leads[4].Id, leads[3].Id, leads[2].Id, leads[1].Id, leads[0].Id);
        (await Ids(new LeadFilter { IncludeArchived = true })).Should().Equal(leads.Reverse().Select(lead => lead.Id));
        (await Ids(new LeadFilter())).Should().Equal(leads[3].Id, leads[2].Id, leads[0].Id);
    }

    [Fact]
    public async Task Every_filter_narrows_alone_and_with_every_other()
    {
        List<Lead> leads = [];
        for (int i = 0; i < 32; i++)
        {
            Lead lead = await Store.CreateLeadAsync(new NewLead
            {
                Phone = Phone(i),
                Status = (i & 1) == 0 ? LeadStatus.New : "contacted",
                Source = (i & 2) == 0 ? LeadSource.InboundSms : "website",
                Qualified = (i & 4) != 0,
                LastContactAt = Start.AddMinutes((i & 8) == 0 ? 10 : 20),
            });
            if ((i & 16) != 0)
            {
                await Store.ArchiveLeadAsync(lead.Id);
            }

            leads.Add(await Stored(lead));
        }

        foreach (LeadFilter filter in EveryCombination())
        {
            IEnumerable<long> expected = leads.Where(lead => LetsThrough(filter, lead))
                .OrderByDescending(lead => lead.LastContactAt).ThenByDescending(lead => lead.Id).Select(lead => lead.Id);

            (await Ids(filter, pageSize: 5)).Should().Equal(expected, "{0}", filter);
            (await Enumerated(filter)).Should().Equal(expected, "{0}", filter);
        }
    }

    [Fact]
    public async Task A_range_of_last_contact_holds_its_beginning_and_not_its_end()
    {
        Lead atTen = await At(1, 10);
        Lead atTwenty = await At(2, 20);
        await At(3, 30);

        LeadFilter range = new() { LastContactFrom = Start.AddMinutes(10), LastContactBefore = Start.AddMinutes(30) };

        (await Ids(range)).Should().Equal(atTwenty.Id, atTen.Id);
        (await Ids(range, pageSize: 1)).Should().Equal(atTwenty.Id, atTen.Id);
        (await Ids(range with { LastContactBefore = range.LastContactFrom })).Should().BeEmpty();
        (await Ids(new LeadFilter { LastContactFrom = DateTimeOffset.MinValue, LastContactBefore = DateTimeOffset.MaxValue }))
            .Should().HaveCount(3);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(7)]
    [InlineData(8)]
    [InlineData(1000)]
    public async Task Pages_of_any_size_together_are_the_list(int pageSize)
    {
        foreach (int i in Enumerable.Range(0, 7))
        {
            await At(i, i is >= 2 and <= 4 ? 50 : i * 10);
        }

        (await Ids(new LeadFilter(), pageSize)).Should().Equal((await Store.GetAllLeadsAsync()).Select(lead => lead.Id));
    }

    [Fact]
    public async Task The_last_page_has_no_cursor_and_neither_has_a_full_one_that_is_the_last()
    {
        await At(1, 10);
        await At(2, 20);

        (await Store.ListLeadsAsync(new LeadFilter(), null, 2)).NextCursor.Should().BeNull();
        (await Store.ListLeadsAsync(new LeadFilter { Status = "nothing" })).Should().BeEquivalentTo(new LeadPage([], null));
    }

    [Fact]
    public async Task A_lead_that_is_deleted_while_pages_are_read_moves_no_other()
    {
        Lead[] leads = [await At(1, 40), await At(2, 40), await At(3, 30), await At(4, 20), await At(5, 10)];
        LeadPage first = await Store.ListLeadsAsync(new LeadFilter(), null, 2);

        await Store.DeleteLeadAsync(leads[0].Id);
        await Store.DeleteLeadAsync(leads[2].Id);
        LeadPage second = await Store.ListLeadsAsync(new LeadFilter(), first.NextCursor, 2);

        first.Items.Should().Equal(leads[1], leads[0]);
        second.Items.Should().Equal(leads[3], leads[4]);
        second.NextCursor.Should().BeNull();
    }

    [Fact]
    public async Task A_new_contact_while_pages_are_read_moves_no_other_lead()
    {
        Lead[] leads = [await At(1, 50), await At(2, 40), await At(3, 30), await At(4, 20)];
        LeadPage first = await Store.ListLeadsAsync(new LeadFilter(), null, 2);

        await Store.TouchLeadAsync(leads[3].Id, Start.AddMinutes(60));
        await At(5, 70);
        LeadPage second = await Store.ListLeadsAsync(new LeadFilter(), first.NextCursor, 2);

        second.Items.Should().Equal(leads[2]);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(1001)]
    [InlineData(int.MaxValue)]
    public async Task A_page_size_out_of_range_is_refused(int pageSize)
    {
        (await Assert.ThrowsAsync<ArgumentOutOfRangeException>(async () => await Store.ListLeadsAsync(new LeadFilter(), null, pageSize)))
            .ParamName.Should().Be("pageSize");
        (await Assert.ThrowsAsync<ArgumentOutOfRangeException>(async () => await Store.ListMessagesAsync(1, null, pageSize)))
            .ParamName.Should().Be("pageSize");
    }

    [Theory]
    [MemberData(nameof(ContractCases.CursorsThatNoPageHandedOut), MemberType = typeof(ContractCases))]
    public async Task A_cursor_that_no_page_handed_out_is_refused(string cursor)
    {
        (await Assert.ThrowsAsync<ArgumentException>(async () => await Store.ListLeadsAsync(new LeadFilter(), cursor)))
            .ParamName.Should().Be("cursor");
        (await Assert.ThrowsAsync<ArgumentException>(async () => await Store.ListMessagesAsync(1, cursor)))
            .ParamName.Should().Be("cursor");
    }

    [Fact]
    public async Task A_cursor_holds_no_personal_data_and_survives_a_restart()
    {
        Lead older = await At(1, 10);
        Lead newer = await Store.CreateLeadAsync(new NewLead { Phone = John, Name = "John Smith", LastContactAt = Start.AddMinutes(20) });
        string cursor = (await Store.ListLeadsAsync(new LeadFilter(), null, 1)).NextCursor!;
        await Reopen();

        LeadPage rest = await Store.ListLeadsAsync(new LeadFilter(), cursor, 1);

        rest.Items.Select(lead => lead.Id).Should().Equal(older.Id).And.NotContain(newer.Id);
        cursor.Should().NotContain("7809505864").And.NotContain(Convert.ToBase64String(Encoding.UTF8.GetBytes("Smith")));
    }

    [Fact]
    public async Task Without_a_filter_all_leads_that_are_not_archived_are_enumerated()
    {
        Lead john = await Add();
        Lead jane = await Add(Phone(1));
        await Store.ArchiveLeadAsync(jane.Id);

        (await Enumerated(null)).Should().Equal(john.Id);
        await Assert.ThrowsAsync<ArgumentNullException>(async () => await Store.ListLeadsAsync(null!));
    }

    [Fact]
    public async Task More_leads_than_a_page_are_enumerated_each_once()
    {
        await Store.InTransactionAsync(async tx =>
        {
            for (int i = 0; i < 1203; i++)
            {
                await tx.CreateLeadAsync(new NewLead { Phone = Phone(i) });
            }
        });

        List<long> ids = await Enumerated(new LeadFilter());

        ids.Should().HaveCount(1203).And.BeInDescendingOrder();
    }

    [Fact]
    public async Task Leads_can_be_changed_while_they_are_enumerated()
    {
        foreach (int i in Enumerable.Range(0, 5))
        {
            await At(i, i);
        }

        int seen = 0;
        await foreach (Lead lead in Store.EnumerateLeadsAsync())
        {
            seen++;
            await Store.UpdateLeadAsync(lead.Id, stored => stored with { Progress = 10 });
        }

        seen.Should().Be(5);
        (await Store.GetAllLeadsAsync()).Should().OnlyContain(lead => lead.Progress == 10);
    }

    private static IEnumerable<LeadFilter> EveryCombination() =>
        from archived in (bool[])[false, true]
        from status in (LeadStatus?[])[null, LeadStatus.New, "Contacted"]
        from source in (LeadSource?[])[null, "website"]
        from qualified in (bool?[])[null, false, true]
        from since in (DateTimeOffset?[])[null, Start.AddMinutes(20)]
        from before in (DateTimeOffset?[])[null, Start.AddMinutes(20)]
        select new LeadFilter
        {
            IncludeArchived = archived,
            Status = status,
            Source = source,
            Qualified = qualified,
            LastContactFrom = since,
            LastContactBefore = before,
        };

    private static bool LetsThrough(LeadFilter filter, Lead lead) =>
        (filter.IncludeArchived || !lead.Archived)
        && (filter.Status is not { } status || lead.Status == status)
        && (filter.Source is not { } source || lead.Source == source)
        && (filter.Qualified is not { } qualified || lead.Qualified == qualified)
        && (filter.LastContactFrom is not { } since || lead.LastContactAt >= since)
        && (filter.LastContactBefore is not { } before || lead.LastContactAt < before);

    private async Task<Lead> At(int number, int minutes) =>
        await Store.CreateLeadAsync(new NewLead { Phone = Phone(number), LastContactAt = Start.AddMinutes(minutes) });

    private async Task<List<long>> Ids(LeadFilter filter, int pageSize = 50)
    {
        List<long> ids = [];
        string? cursor = null;
        do
        {
            LeadPage page = await Store.ListLeadsAsync(filter, cursor, pageSize);
            page.Items.Count.Should().BeLessThanOrEqualTo(pageSize);
            ids.AddRange(page.Items.Select(lead => lead.Id));
            cursor = page.NextCursor;
        }
        while (cursor is not null);

        return ids;
    }

    private async Task<List<long>> Enumerated(LeadFilter? filter)
    {
        List<long> ids = [];
        await foreach (Lead lead in Store.EnumerateLeadsAsync(filter))
        {
            ids.Add(lead.Id);
        }

        return ids;
    }
}
