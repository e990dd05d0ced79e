namespace LeadStore.Tests.Contract.Rooms;

/// <summary>What leads were sent of campaigns, and what became of it.</summary>
public abstract class CampaignSendContract<TFixture>() : StoreContract(new TFixture())
    where TFixture : StoreFixture, new()
{
    [Fact]
    public async Task A_send_that_is_told_twice_is_one()
    {
        Lead john = await Add();
        Campaign winter = await Winter();

        RecordedSend first = await Store.Campaigns.RecordSendAsync(winter.Id, john.Id);
        Clock.Advance(TimeSpan.FromHours(1));
        RecordedSend again = await Store.Campaigns.RecordSendAsync(winter.Id, john.Id);
        RecordedSend next = await Store.Campaigns.RecordSendAsync(winter.Id, john.Id, step: 2);

        first.Should().Be(new RecordedSend(
            new CampaignSend { Id = 1, CampaignId = winter.Id, LeadId = john.Id, Step = 1, SentAt = StoreFixture.Start }, IsNew: true));
        again.Should().Be(first with { IsNew = false });
        (next.IsNew, next.Send.Step, next.Send.SentAt).Should().Be((true, 2, Now));
        (await Store.Campaigns.GetSendAsync(winter.Id, john.Id)).Should().Be(first.Send);
        (await Store.Campaigns.GetSendAsync(winter.Id, john.Id, 2)).Should().Be(next.Send);
        (await Store.Campaigns.GetSendAsync(winter.Id, john.Id, 3)).Should().BeNull();
        (await Stored(john)).Should().Be(john, "a send is no contact of the conversation");
    }

    [Fact]
    public async Task Of_many_who_send_the_same_at_once_one_is_the_first()
    {
        Lead john = await Add();
        Campaign winter = await Winter();

        IReadOnlyList<RecordedSend> told = await AtOnce(8, async _ => await Store.Campaigns.RecordSendAsync(winter.Id, john.Id));

        told.Should().ContainSingle(it => it.IsNew);
        told.Select(it => it.Send).Distinct().Should().ContainSingle();
    }

    [Fact]
    public async Task Nobody_is_asked_whether_a_send_that_has_happened_may()
    {
        Lead john = await Add();
        await Store.ContactRules.SetAsync(john.Id, it => it with { DoNotCall = true });
        await Store.ArchiveLeadAsync(john.Id);
        Campaign winter = await Store.Campaigns.CreateAsync(
            new NewCampaign { Name = "Winter", Type = CampaignType.Call, Status = CampaignStatus.Archived });

        (await Store.Campaigns.RecordSendAsync(winter.Id, john.Id)).IsNew.Should().BeTrue();
    }

    [Fact]
    public async Task An_event_is_stored_with_its_earliest_time_and_the_latest_response()
    {
        Lead john = await Add();
        Campaign winter = await Winter();
        DateTimeOffset sent = StoreFixture.Start;
        await Store.Campaigns.RecordSendAsync(winter.Id, john.Id);

        CampaignSend delivered = await Tell(winter, john, CampaignEvent.Delivered, sent.AddMinutes(1));
        CampaignSend late = await Tell(winter, john, CampaignEvent.Replied, sent.AddMinutes(9), " Call me ");
        CampaignSend early = await Tell(winter, john, CampaignEvent.Replied, sent.AddMinutes(5), "Who is this?");
        CampaignSend again = await Tell(winter, john, CampaignEvent.Delivered, sent.AddMinutes(2), " ");

        delivered.Should().Be(new CampaignSend
        {
            Id = 1,
            CampaignId = winter.Id,
            LeadId = john.Id,
            Step = 1,
            SentAt = sent,
            DeliveredAt = sent.AddMinutes(1),
        });
        late.Should().Be(delivered with { RepliedAt = sent.AddMinutes(9), ResponseAt = sent.AddMinutes(9), Response = "Call me" });
        early.Should().Be(late with { RepliedAt = sent.AddMinutes(5) });
        again.Should().Be(early);
        (await Store.Campaigns.GetSendAsync(winter.Id, john.Id)).Should().Be(again);
    }

    [Fact]
    public async Task Every_event_has_its_time_and_says_how_far_a_send_came()
    {
        Lead john = await Add();
        Campaign winter = await Winter();
        await Store.Campaigns.RecordSendAsync(winter.Id, john.Id);
        (CampaignEvent, CampaignSendStatus, Func<CampaignSend, DateTimeOffset?>)[] events =
        [
            (CampaignEvent.Delivered, CampaignSendStatus.Delivered, it => it.DeliveredAt),
            (CampaignEvent.Unsubscribed, CampaignSendStatus.Delivered, it => it.UnsubscribedAt),
            (CampaignEvent.Failed, CampaignSendStatus.Failed, it => it.FailedAt),
            (CampaignEvent.Opened, CampaignSendStatus.Opened, it => it.OpenedAt),
            (CampaignEvent.Clicked, CampaignSendStatus.Clicked, it => it.ClickedAt),
            (CampaignEvent.Replied, CampaignSendStatus.Replied, it => it.RepliedAt),
        ];
        events.Select(it => it.Item1).Should().BeEquivalentTo(Enum.GetValues<CampaignEvent>());
        (await Store.Campaigns.GetSendAsync(winter.Id, john.Id))!.Status.Should().Be(CampaignSendStatus.Sent);
        foreach ((CampaignEvent what, CampaignSendStatus status, Func<CampaignSend, DateTimeOffset?> timeOf) in events)
        {
            Clock.Advance(TimeSpan.FromMinutes(1));
            CampaignSend send = await Store.Campaigns.RecordEventAsync(winter.Id, john.Id, 1, what);
            (timeOf(send), send.Status).Should().Be((Now, status));
        }
    }

    [Fact]
    public async Task An_event_that_comes_before_its_send_records_that_too()
    {
        Lead john = await Add();
        Campaign winter = await Winter();
        DateTimeOffset at = Now.AddMinutes(-1);

        CampaignSend opened = await Tell(winter, john, CampaignEvent.Opened, at);
        RecordedSend late = await Store.Campaigns.RecordSendAsync(winter.Id, john.Id);
        RecordedSend told = await Store.Campaigns.RecordSendAsync(winter.Id, john.Id, at: at.AddMinutes(-5));

        (opened.SentAt, opened.OpenedAt).Should().Be((at, at));
        late.Should().Be(new RecordedSend(opened, IsNew: false));
        told.Should().Be(new RecordedSend(opened with { SentAt = at.AddMinutes(-5) }, IsNew: false));
        (await Store.Campaigns.GetSendAsync(winter.Id, john.Id)).Should().Be(told.Send);
    }

    [Fact]
    public async Task Events_in_any_order_and_any_number_come_to_the_same()
    {
        Random random = Seeded();
        Campaign winter = await Winter();
        List<Lead> leads = [];
        for (int i = 0; i < 5; i++)
        {
            leads.Add(await Add(Phone(i)));
        }

        // Times are different, so that there is one latest response.
        List<(Lead Lead, int Step, CampaignEvent? What, DateTimeOffset At)> told =
        [
            .. Enumerable.Range(0, 60).Select(i => (leads[random.Next(5)], random.Next(1, 4), Any(random), Now.AddSeconds(i))),
        ];
        foreach ((Lead lead, int step, CampaignEvent? what, DateTimeOffset at) in Shuffled([.. told, .. told], random))
        {
            await (what is { } known
                ? Store.Campaigns.RecordEventAsync(winter.Id, lead.Id, step, known, at, $"{at:O}").AsTask()
                : (Task)Store.Campaigns.RecordSendAsync(winter.Id, lead.Id, step, at).AsTask());
        }

        List<CampaignSend> expected = [];
        foreach (var send in told.GroupBy(it => (it.Lead.Id, it.Step)))
        {
            DateTimeOffset? First(CampaignEvent what) => send.Where(it => it.What == what).Select(it => (DateTimeOffset?)it.At).Min();
            DateTimeOffset? answered = send.Where(it => it.What is not null).Select(it => (DateTimeOffset?)it.At).Max();
            CampaignSend stored = (await Store.Campaigns.GetSendAsync(winter.Id, send.Key.Id, send.Key.Step))!;
            expected.Add(stored);
            stored.Should().Be(new CampaignSend
            {
                Id = stored.Id,
                CampaignId = winter.Id,
                LeadId = send.Key.Id,
                Step = send.Key.Step,
                SentAt = send.Min(it => it.At),
                DeliveredAt = First(CampaignEvent.Delivered),
                OpenedAt = First(CampaignEvent.Opened),
                ClickedAt = First(CampaignEvent.Clicked),
                RepliedAt = First(CampaignEvent.Replied),
                FailedAt = First(CampaignEvent.Failed),
                UnsubscribedAt = First(CampaignEvent.Unsubscribed),
                ResponseAt = answered,
                Response = answered is { } time ? $"{time:O}" : null,
            });
        }

        CampaignStats stats = await Store.Campaigns.GetStatsAsync(winter.Id);
        stats.Steps.Should().Equal(expected.GroupBy(it => it.Step).OrderBy(it => it.Key).Select(it => Count(it.Key, it)));
        stats.Total.Should().Be(Count(null, expected));
        (await Pages(cursor => Store.Campaigns.ListSendsAsync(winter.Id, cursor, 2)))
            .Should().Equal(expected.OrderByDescending(it => it.Id));
    }

    [Fact]
    public async Task Rates_are_of_what_was_sent_and_nothing_has_none()
    {
        Campaign winter = await Winter();
        CampaignStats none = await Store.Campaigns.GetStatsAsync(winter.Id);
        for (int i = 0; i < 8; i++)
        {
            Lead lead = await Add(Phone(i));
            await Store.Campaigns.RecordSendAsync(winter.Id, lead.Id);
            foreach (CampaignEvent what in Enum.GetValues<CampaignEvent>().Where(it => i <= (int)it))
            {
                await Store.Campaigns.RecordEventAsync(winter.Id, lead.Id, 1, what);
            }
        }

        CampaignStats stats = await Store.Campaigns.GetStatsAsync(winter.Id);

        (none.CampaignId, none.Total, none.Steps.Count).Should().Be((winter.Id, new CampaignCounts(), 0));
        (none.Total.DeliveryRate, none.Total.OpenRate, none.Total.ReplyRate).Should().Be((null, null, null));
        CampaignCounts total = stats.Total;
        (total.Sent, total.Delivered, total.Opened, total.Clicked, total.Replied, total.Failed, total.Unsubscribed)
            .Should().Be((8, 1, 2, 3, 4, 5, 6));
        (total.DeliveryRate, total.OpenRate, total.ClickRate, total.ReplyRate, total.FailureRate, total.UnsubscribeRate)
            .Should().Be((0.125, 0.25, 0.375, 0.5, 0.625, 0.75));
        stats.Steps.Should().Equal(total with { Step = 1 });
        (await Assert.ThrowsAsync<LeadStoreException>(async () => await Store.Campaigns.GetStatsAsync(99))).Kind
            .Should().Be(LeadStoreErrorKind.NotFound);
    }

    [Fact]
    public async Task What_a_lead_was_sent_comes_in_pages_the_last_recorded_first()
    {
        Lead john = await Add();
        Lead jane = await Add(Phone(1));
        Campaign winter = await Winter();
        Campaign spring = await Winter();
        List<CampaignSend> his = [];
        for (int step = 1; step <= 5; step++)
        {
            his.Insert(0, (await Store.Campaigns.RecordSendAsync(step == 3 ? spring.Id : winter.Id, john.Id, step)).Send);
        }

        CampaignSend hers = (await Store.Campaigns.RecordSendAsync(winter.Id, jane.Id)).Send;

        (await Pages(cursor => Store.Campaigns.ListOfLeadAsync(john.Id, cursor, 2))).Should().Equal(his);
        (await Pages(cursor => Store.Campaigns.ListOfLeadAsync(jane.Id, cursor, 2))).Should().Equal(hers);
        (await Store.Campaigns.ListOfLeadAsync(99)).Items.Should().BeEmpty();
        (await Store.Campaigns.ListSendsAsync(99)).Items.Should().BeEmpty();
        await Assert.ThrowsAsync<ArgumentException>(async () => await Store.Campaigns.ListOfLeadAsync(john.Id, "x"));
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(async () => await Store.Campaigns.ListSendsAsync(winter.Id, pageSize: 0));
    }

    [Fact]
    public async Task What_cannot_have_been_sent_is_refused()
    {
        Lead john = await Add();
        Campaign winter = await Winter();
        await Store.Campaigns.RecordEventAsync(winter.Id, john.Id, 1000, CampaignEvent.Replied, response: new string('x', 10_000));

        (await Refusals(async () => await Store.Campaigns.RecordSendAsync(winter.Id, john.Id, 0))).Should().Equal("step:out_of_range");
        (await Refusals(async () => await Store.Campaigns.RecordEventAsync(
            winter.Id, john.Id, 1001, (CampaignEvent)9, response: new string('x', 10_001))))
            .Should().Equal("step:out_of_range", "what:unknown_value", "response:too_long");
        await ThrowsAndStoresNothing<LeadNotFoundException>(async () => await Store.Campaigns.RecordSendAsync(winter.Id, 99));
        await ThrowsAndStoresNothing<LeadNotFoundException>(
            async () => await Store.Campaigns.RecordEventAsync(winter.Id, 99, 1, CampaignEvent.Opened));
        (await ThrowsAndStoresNothing<LeadStoreException>(async () => await Store.Campaigns.RecordSendAsync(99, john.Id))).Kind
            .Should().Be(LeadStoreErrorKind.NotFound);
        (await Store.Campaigns.ListOfLeadAsync(john.Id)).Items.Should().ContainSingle();
    }

    [Fact]
    public async Task What_a_lead_was_sent_goes_with_it_and_is_no_longer_counted()
    {
        Lead john = await Add();
        Lead jane = await Add(Phone(1));
        Campaign winter = await Winter();
        await Store.Campaigns.RecordSendAsync(winter.Id, john.Id);
        await Store.Campaigns.RecordSendAsync(winter.Id, john.Id, 2);
        await Store.Campaigns.RecordSendAsync(winter.Id, jane.Id);

        (await Store.DeleteLeadAsync(john.Id)).RowsDeleted.Should().Contain("campaign_sends", 2);

        (await Store.Campaigns.ListOfLeadAsync(john.Id)).Items.Should().BeEmpty();
        (await Store.Campaigns.GetStatsAsync(winter.Id)).Total.Sent.Should().Be(1);
        (await Store.Campaigns.GetAsync(winter.Id)).Should().Be(winter);
    }

    private static CampaignCounts Count(int? step, IEnumerable<CampaignSend> sends) => new()
    {
        Step = step,
        Sent = sends.Count(),
        Delivered = sends.Count(it => it.DeliveredAt is not null),
        Opened = sends.Count(it => it.OpenedAt is not null),
        Clicked = sends.Count(it => it.ClickedAt is not null),
        Replied = sends.Count(it => it.RepliedAt is not null),
        Failed = sends.Count(it => it.FailedAt is not null),
        Unsubscribed = sends.Count(it => it.UnsubscribedAt is not null),
    };

    private static Random Seeded()
    {
        int seed = int.TryParse(Environment.GetEnvironmentVariable("SEED"), out int given) ? given : Environment.TickCount;
        Console.WriteLine($"SEED={seed}");
        return new Random(seed);
    }

    /// <summary>An event, or the send itself.</summary>
    private static CampaignEvent? Any(Random random) => random.Next(7) is > 0 and var what ? (CampaignEvent)(what - 1) : null;

    private static T[] Shuffled<T>(List<T> items, Random random)
    {
        T[] shuffled = [.. items];
        random.Shuffle(shuffled);
        return shuffled;
    }

    private static async Task<List<CampaignSend>> Pages(Func<string?, ValueTask<CampaignSendPage>> read)
    {
        List<CampaignSend> all = [];
        string? cursor = null;
        do
        {
            CampaignSendPage page = await read(cursor);
            all.AddRange(page.Items);
            cursor = page.NextCursor;
        }
        while (cursor is not null);

        return all;
    }

    private async Task<Campaign> Winter() => await Store.Campaigns.CreateAsync(new NewCampaign { Name = "Winter" });

    private async Task<CampaignSend> Tell(Campaign campaign, Lead lead, CampaignEvent what, DateTimeOffset at, string? response = null) =>
        await Store.Campaigns.RecordEventAsync(campaign.Id, lead.Id, 1, what, at, response);
}
