namespace LeadStore.Tests.Contract.Rooms;

/// <summary>Calls with leads; what was said in them is in <see cref="TranscriptContract{TFixture}"/>.</summary>
public abstract class CallContract<TFixture>() : StoreContract(new TFixture())
    where TFixture : StoreFixture, new()
{
    private static DateTimeOffset Start => StoreFixture.Start;

    [Fact]
    public async Task A_call_begins_ends_and_is_read_again()
    {
        Lead john = await Add();
        CallLog begun = await Store.Calls.RecordAsync(new NewCall { LeadId = john.Id, Phone = "+44 7809 505864", SourceId = " CA1 " });
        Clock.Advance(TimeSpan.FromSeconds(95.5));
        CallLog ended = await Store.Calls.CompleteAsync(begun.Id, new CallEnd { RecordingUrl = " https://example.com/1.mp3 " });

        begun.Should().Be(new CallLog
        {
            Id = 1,
            LeadId = john.Id,
            Phone = PhoneNumber.Parse(John),
            Direction = CallDirection.Outbound,
            StartedAt = Start,
            SourceId = "CA1",
        });
        begun.IsUnderWay.Should().BeTrue();
        ended.Should().Be(begun with
        {
            Outcome = CallOutcome.Answered,
            EndedAt = Now,
            DurationSeconds = 95,
            RecordingUrl = "https://example.com/1.mp3",
        });
        ended.IsUnderWay.Should().BeFalse();
        (await Store.Calls.GetAsync(begun.Id)).Should().Be(ended);
        (await Store.Calls.GetBySourceIdAsync("CA1")).Should().Be(ended);
        (await Store.Calls.GetBySourceIdAsync("ca1")).Should().BeNull();
        (await Store.Calls.GetAsync(2)).Should().BeNull();
        (await Stored(john)).Should().Be(john, "a call is no contact of the conversation");
    }

    [Fact]
    public async Task A_call_that_is_over_is_recorded_at_once()
    {
        Lead john = await Add();
        Campaign winter = await Store.Campaigns.CreateAsync(new NewCampaign { Name = "Winter" });
        User ada = await Store.Users.CreateAsync(new NewUser { Email = "ada@example.com" });

        CallLog call = await Store.Calls.RecordAsync(new NewCall
        {
            LeadId = john.Id,
            Direction = CallDirection.Inbound,
            StartedAt = Start.AddHours(-1),
            CampaignId = winter.Id,
            UserId = ada.Id,
            End = new CallEnd { Outcome = "Wrong number", DurationSeconds = 12, Transcript = "Hi", Analysis = """{ "mood":1 }""" },
        });

        call.Should().Be(new CallLog
        {
            Id = 1,
            LeadId = john.Id,
            Direction = CallDirection.Inbound,
            Outcome = "wrong number",
            StartedAt = Start.AddHours(-1),
            EndedAt = Start.AddHours(-1).AddSeconds(12),
            DurationSeconds = 12,
            CampaignId = winter.Id,
            UserId = ada.Id,
            TranscriptLength = 2,
            HasAnalysis = true,
        });
        (await Store.Calls.GetAsync(call.Id)).Should().Be(call);
        (await Store.Calls.GetTranscriptAsync(call.Id)).Should().Be("Hi");
        (await Store.Calls.GetAnalysisAsync(call.Id)).Should().Be("""{ "mood":1 }""");
    }

    [Fact]
    public async Task A_call_that_is_told_twice_is_one_and_ends_once()
    {
        Lead john = await Add();
        Lead jane = await Add(Phone(1));
        NewCall told = new() { LeadId = john.Id, SourceId = "CA1" };
        CallLog first = await Store.Calls.RecordAsync(told);
        CallLog ended = await Store.Calls.CompleteAsync(first.Id, new CallEnd { Outcome = CallOutcome.Busy, Transcript = "Hi" });
        Clock.Advance(TimeSpan.FromHours(1));

        (await Store.Calls.RecordAsync(told with { LeadId = jane.Id, Direction = CallDirection.Inbound })).Should().Be(ended);
        LeadStoreException late = await ThrowsAndStoresNothing<LeadStoreException>(
            async () => await Store.Calls.CompleteAsync(first.Id, new CallEnd { Outcome = CallOutcome.Answered }));
        late.Kind.Should().Be(LeadStoreErrorKind.Concurrency);
        (await Store.Calls.ListAsync(john.Id)).Items.Should().Equal(ended);
        (await Store.Calls.ListAsync(jane.Id)).Items.Should().BeEmpty();
        (await AtOnce(8, async _ => await Store.Calls.RecordAsync(told with { SourceId = "CA2" }))).Distinct().Should().ContainSingle();
        await Store.Calls.RecordAsync(told with { SourceId = null });
        await Store.Calls.RecordAsync(told with { SourceId = " " });
        (await Store.Calls.ListAsync(john.Id)).Items.Should().HaveCount(4);
    }

    [Fact]
    public async Task What_is_known_of_a_call_is_changed()
    {
        Lead john = await Add();
        Campaign winter = await Store.Campaigns.CreateAsync(new NewCampaign { Name = "Winter" });
        User ada = await Store.Users.CreateAsync(new NewUser { Email = "ada@example.com" });
        CallLog call = await Store.Calls.RecordAsync(new NewCall { LeadId = john.Id, End = new CallEnd() });

        CallLog changed = await Store.Calls.UpdateAsync(call.Id, it => it with
        {
            Phone = PhoneNumber.Parse(John),
            Outcome = CallOutcome.Voicemail,
            DurationSeconds = 7,
            RecordingUrl = "s3://calls/1",
            CampaignId = winter.Id,
            UserId = ada.Id,
        });

        changed.Should().Be(call with
        {
            Phone = PhoneNumber.Parse(John),
            Outcome = CallOutcome.Voicemail,
            DurationSeconds = 7,
            RecordingUrl = "s3://calls/1",
            CampaignId = winter.Id,
            UserId = ada.Id,
        });
        (await Store.Calls.GetAsync(call.Id)).Should().Be(changed);
        (await Store.Calls.UpdateAsync(call.Id, it => it)).Should().Be(changed);
        CallLog less = await Store.Calls.UpdateAsync(
            call.Id, it => it with { Phone = default(PhoneNumber), RecordingUrl = " ", CampaignId = null, UserId = null });
        less.Should().Be(changed with { Phone = null, RecordingUrl = null, CampaignId = null, UserId = null });
        (await Store.Calls.GetAsync(call.Id)).Should().Be(less);
    }

    [Fact]
    public async Task The_calls_of_a_lead_come_in_pages_the_one_that_began_last_first()
    {
        Lead john = await Add();
        Lead jane = await Add(Phone(1));
        foreach (int hour in (int[])[3, 1, 2, 2, 5])
        {
            await Store.Calls.RecordAsync(new NewCall { LeadId = john.Id, StartedAt = Start.AddHours(hour) });
        }

        await Store.Calls.RecordAsync(new NewCall { LeadId = jane.Id });

        List<CallLog> seen = [];
        string? cursor = null;
        do
        {
            CallPage page = await Store.Calls.ListAsync(john.Id, cursor, pageSize: 2);
            seen.AddRange(page.Items);
            cursor = page.NextCursor;
        }
        while (cursor is not null);

        seen.Select(call => call.Id).Should().Equal(5, 1, 4, 3, 2);
        (await Store.Calls.ListAsync(99)).Items.Should().BeEmpty();
        await Assert.ThrowsAsync<ArgumentException>(async () => await Store.Calls.ListAsync(john.Id, "x"));
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(async () => await Store.Calls.ListAsync(john.Id, pageSize: 0));
    }

    [Fact]
    public async Task Calls_that_are_none_are_refused()
    {
        Lead john = await Add();
        CallLog begun = await Store.Calls.RecordAsync(new NewCall { LeadId = john.Id });
        CallEnd bad = new()
        {
            Outcome = "a/b",
            DurationSeconds = 1_000_001,
            RecordingUrl = "/tmp/1.mp3",
            Transcript = new string('x', 1_000_001),
            Analysis = "{",
        };

        (await Refusals(async () => await Store.Calls.RecordAsync(new NewCall
        {
            LeadId = john.Id,
            Phone = "none",
            Direction = (CallDirection)9,
            SourceId = new string('x', 256),
            End = bad,
        }))).Should().BeEquivalentTo(
            "Phone:not_a_phone_number", "SourceId:too_long", "Direction:unknown_value", "Outcome:not_a_word",
            "DurationSeconds:out_of_range", "Transcript:too_long", "Analysis:not_json", "RecordingUrl:not_a_url");
        CallEnd worse = bad with
        {
            DurationSeconds = -1,
            EndedAt = Start.AddSeconds(-1),
            RecordingUrl = "https://" + new string('x', 2_000),
            Analysis = "\"\ud83d\"",
        };
        (await Refusals(async () => await Store.Calls.CompleteAsync(begun.Id, worse)))
            .Should().BeEquivalentTo(
                "Outcome:not_a_word", "DurationSeconds:out_of_range", "Transcript:too_long", "Analysis:invalid_text",
                "RecordingUrl:too_long", "EndedAt:out_of_range");
        (await Refusals(async () => await Store.Calls.UpdateAsync(
            begun.Id, it => it with { Outcome = "busy", DurationSeconds = 5, EndedAt = Now })))
            .Should().Equal("EndedAt:read_only", "Outcome:read_only", "DurationSeconds:read_only");
        (await Store.Calls.GetAsync(begun.Id)).Should().Be(begun);
        CallLog ended = await Store.Calls.CompleteAsync(begun.Id, new CallEnd());
        (await Refusals(async () => await Store.Calls.UpdateAsync(
            begun.Id, it => new CallLog { RecordingUrl = "x", DurationSeconds = -1, HasAnalysis = true })))
            .Should().Equal(
                "Id:read_only", "LeadId:read_only", "StartedAt:read_only", "EndedAt:read_only", "HasAnalysis:read_only",
                "RecordingUrl:not_a_url", "Outcome:required", "DurationSeconds:out_of_range");
        await Assert.ThrowsAsync<InvalidOperationException>(async () => await Store.Calls.UpdateAsync(begun.Id, _ => null!));
        await Assert.ThrowsAsync<ArgumentNullException>(async () => await Store.Calls.RecordAsync(null!));
        await Assert.ThrowsAsync<ArgumentNullException>(async () => await Store.Calls.CompleteAsync(begun.Id, null!));
        await Assert.ThrowsAsync<ArgumentNullException>(async () => await Store.Calls.GetBySourceIdAsync(null!));
        (await Store.Calls.GetAsync(begun.Id)).Should().Be(ended);
    }

    [Fact]
    public async Task A_call_ends_within_the_times_that_there_are()
    {
        Lead john = await Add();
        NewCall last = new()
        {
            LeadId = john.Id,
            StartedAt = DateTimeOffset.MaxValue.AddSeconds(-1),
            End = new CallEnd { DurationSeconds = 60 },
        };

        CallLog call = await Store.Calls.RecordAsync(last);

        call.DurationSeconds.Should().Be(60);
        (await Store.Calls.GetAsync(call.Id)).Should().Be(call);
        (await Refusals(async () => await Store.Calls.RecordAsync(last with { End = new CallEnd() })))
            .Should().Equal("EndedAt:out_of_range");
        (await Refusals(async () => await Store.Calls.RecordAsync(last with { StartedAt = Now.AddDays(-12), End = new CallEnd() })))
            .Should().Equal("EndedAt:out_of_range");
    }

    [Fact]
    public async Task A_call_of_nobody_is_refused()
    {
        Lead john = await Add();
        CallLog call = await Store.Calls.RecordAsync(new NewCall { LeadId = john.Id });
        await ThrowsAndStoresNothing<LeadNotFoundException>(async () => await Store.Calls.RecordAsync(new NewCall { LeadId = 99 }));
        Func<Task>[] unknown =
        [
            async () => await Store.Calls.RecordAsync(new NewCall { LeadId = john.Id, CampaignId = 99 }),
            async () => await Store.Calls.RecordAsync(new NewCall { LeadId = john.Id, UserId = 99 }),
            async () => await Store.Calls.UpdateAsync(call.Id, it => it with { CampaignId = 99 }),
            async () => await Store.Calls.UpdateAsync(99, it => it),
            async () => await Store.Calls.CompleteAsync(99, new CallEnd()),
            async () => await Store.Calls.SetTranscriptAsync(99, "x"),
            async () => await Store.Calls.SetAnalysisAsync(99, "{}"),
        ];
        foreach (Func<Task> each in unknown)
        {
            (await ThrowsAndStoresNothing<LeadStoreException>(each)).Kind.Should().Be(LeadStoreErrorKind.NotFound);
        }
    }

    [Fact]
    public async Task Calls_and_their_words_go_with_their_lead()
    {
        Lead john = await Add();
        Lead jane = await Add(Phone(1));
        CallEnd end = new() { Transcript = "Sell it, sell it" };
        CallLog his = await Store.Calls.RecordAsync(new NewCall { LeadId = john.Id, End = end });
        CallLog hers = await Store.Calls.RecordAsync(new NewCall { LeadId = jane.Id, End = new CallEnd { Transcript = "Sell it" } });

        (await Store.DeleteLeadAsync(john.Id)).RowsDeleted.Should().Contain("calls", 1).And.Contain("call_words", 2);

        (await Store.Calls.GetAsync(his.Id)).Should().BeNull();
        (await Store.Calls.SearchTranscriptsAsync("sell")).Items.Should().Equal(hers);
    }

    [Fact]
    public async Task A_call_that_is_deleted_is_found_no_more()
    {
        Lead john = await Add();
        CallLog call = await Store.Calls.RecordAsync(new NewCall { LeadId = john.Id, End = new CallEnd { Transcript = "Sell it" } });

        (await Store.Calls.DeleteAsync(call.Id)).Should().BeTrue();

        (await Store.Calls.DeleteAsync(call.Id)).Should().BeFalse();
        (await Store.Calls.GetAsync(call.Id)).Should().BeNull();
        (await Store.Calls.SearchTranscriptsAsync("sell")).Items.Should().BeEmpty();
        (await Store.Calls.RecordAsync(new NewCall { LeadId = john.Id })).Id.Should().Be(call.Id + 1, "an id is not used again");
    }

    [Fact]
    public async Task A_campaign_and_a_user_whom_a_call_names_are_not_deleted()
    {
        Lead john = await Add();
        Campaign winter = await Store.Campaigns.CreateAsync(new NewCampaign { Name = "Winter" });
        User ada = await Store.Users.CreateAsync(new NewUser { Email = "ada@example.com" });
        await Store.Calls.RecordAsync(new NewCall { LeadId = john.Id, CampaignId = winter.Id, UserId = ada.Id });

        (await ThrowsAndStoresNothing<LeadStoreException>(async () => await Store.Campaigns.DeleteAsync(winter.Id))).Kind
            .Should().Be(LeadStoreErrorKind.InUse);
        (await ThrowsAndStoresNothing<LeadStoreException>(async () => await Store.Users.DeleteAsync(ada.Id))).Kind
            .Should().Be(LeadStoreErrorKind.InUse);
        await Store.DeleteLeadAsync(john.Id);
        (await Store.Campaigns.DeleteAsync(winter.Id)).Should().BeTrue();
        (await Store.Users.DeleteAsync(ada.Id)).Should().BeTrue();
    }
}
