namespace LeadStore.Tests.Contract.Rooms;

/// <summary>What was done with leads.</summary>
public abstract class ActivityContract<TFixture>() : StoreContract(new TFixture())
    where TFixture : StoreFixture, new()
{
    [Fact]
    public async Task What_is_over_is_recorded_at_once()
    {
        Lead john = await Add();
        DateTimeOffset earlier = StoreFixture.Start.AddDays(-3);

        Activity sent = await Store.Activities.RecordAsync(
            new NewActivity { LeadId = john.Id, Type = ActivityType.EmailSent, Description = " First letter\n", Input = "[1, 2]", StartedAt = earlier },
            """{ "id" : "x" }""");
        Activity failed = await Store.Activities.RecordAsync(new NewActivity { LeadId = john.Id, Type = "Scraped" }, error: "no such page");

        sent.Should().Be(new Activity
        {
            Id = 1,
            LeadId = john.Id,
            Type = ActivityType.EmailSent,
            Status = ActivityStatus.Success,
            Description = " First letter\n",
            StartedAt = earlier,
            EndedAt = earlier,
            HasInput = true,
            HasOutput = true,
        });
        (failed.Type, failed.Status, failed.Error, failed.EndedAt).Should().Be(
            (new ActivityType("scraped"), ActivityStatus.Failed, "no such page", StoreFixture.Start));
        (await Store.Activities.GetAsync(1)).Should().Be(sent);
        (await Store.Activities.GetAsync(2)).Should().Be(failed);
        (await Store.Activities.GetInputAsync(1)).Should().Be("[1, 2]");
        (await Store.Activities.GetOutputAsync(1)).Should().Be("""{ "id" : "x" }""");
        (await Store.Activities.GetOutputAsync(2)).Should().BeNull();
        (await Stored(john)).Should().Be(john);
    }

    [Fact]
    public async Task What_takes_time_is_begun_and_ended_once()
    {
        Lead john = await Add();
        Activity scoring = await Store.Activities.StartAsync(new NewActivity { LeadId = john.Id, Type = ActivityType.Scored });
        Activity calling = await Store.Activities.StartAsync(new NewActivity { LeadId = john.Id });
        Clock.Advance(TimeSpan.FromMinutes(2));

        Activity done = await Store.Activities.CompleteAsync(scoring.Id, "71");
        Activity failed = await Store.Activities.FailAsync(calling.Id, "timed out", "null");

        (scoring.Status, scoring.EndedAt, calling.Type).Should().Be((ActivityStatus.Pending, null, ActivityType.Other));
        done.Should().Be(scoring with { Status = ActivityStatus.Success, EndedAt = Now, HasOutput = true });
        failed.Should().Be(calling with { Status = ActivityStatus.Failed, Error = "timed out", EndedAt = Now, HasOutput = true });
        (await Store.Activities.GetAsync(scoring.Id)).Should().Be(done);
        foreach (Func<Task> again in new Func<Task>[]
        {
            async () => await Store.Activities.CompleteAsync(scoring.Id, "72"), async () => await Store.Activities.FailAsync(scoring.Id, "x"),
            async () => await Store.Activities.CompleteAsync(failed.Id),
        })
        {
            (await ThrowsAndStoresNothing<LeadStoreException>(again)).Kind.Should().Be(LeadStoreErrorKind.Concurrency);
        }

        (await Store.Activities.GetOutputAsync(scoring.Id)).Should().Be("71");
        (await ThrowsAndStoresNothing<LeadStoreException>(async () => await Store.Activities.CompleteAsync(99))).Kind
            .Should().Be(LeadStoreErrorKind.NotFound);
    }

    [Fact]
    public async Task The_same_activity_told_twice_is_one()
    {
        Lead john = await Add();
        Activity first = await Store.Activities.StartAsync(new NewActivity { LeadId = john.Id, SourceId = " run-1 " });

        Activity again = await Store.Activities.RecordAsync(new NewActivity { LeadId = john.Id, SourceId = "run-1" }, "1");
        Activity done = await Store.Activities.CompleteAsync(first.Id);

        again.Should().Be(first);
        first.SourceId.Should().Be("run-1");
        (await Store.Activities.StartAsync(new NewActivity { LeadId = john.Id, SourceId = "run-1" })).Should().Be(done);
        (await Store.Activities.GetBySourceIdAsync("run-1")).Should().Be(done);
        (await Store.Activities.GetBySourceIdAsync("run-2")).Should().BeNull();
        (await Store.Activities.ListAsync(john.Id)).Items.Should().ContainSingle();
    }

    [Fact]
    public async Task The_activities_of_a_lead_come_in_pages_the_last_begun_first()
    {
        Lead john = await Add();
        Lead jane = await Add(Phone(1));
        int[] hours = [3, 1, 2, 2, 5, 4];
        for (int i = 0; i < hours.Length; i++)
        {
            await Store.Activities.RecordAsync(new NewActivity
            {
                LeadId = i == 4 ? jane.Id : john.Id,
                Type = i % 2 == 0 ? "even" : "odd",
                StartedAt = StoreFixture.Start.AddHours(hours[i]),
            });
        }

        List<long> seen = [];
        string? cursor = null;
        do
        {
            ActivityPage page = await Store.Activities.ListAsync(john.Id, cursor: cursor, pageSize: 2);
            seen.AddRange(page.Items.Select(activity => activity.Id));
            cursor = page.NextCursor;
        }
        while (cursor is not null);

        seen.Should().Equal(6, 1, 4, 3, 2);
        (await Store.Activities.ListAsync(john.Id, "odd")).Items.Select(activity => activity.Id).Should().Equal(6, 4, 2);
        (await Store.Activities.ListAsync(99)).Items.Should().BeEmpty();
        await Assert.ThrowsAsync<ArgumentException>(async () => await Store.Activities.ListAsync(john.Id, cursor: "x"));
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(async () => await Store.Activities.ListAsync(john.Id, pageSize: 0));
    }

    [Fact]
    public async Task What_was_left_undone_is_listed_the_first_begun_first()
    {
        Lead john = await Add();
        for (int i = 0; i < 5; i++)
        {
            await Store.Activities.StartAsync(new NewActivity { LeadId = john.Id, StartedAt = StoreFixture.Start.AddHours(-i) });
        }

        await Store.Activities.CompleteAsync(3);
        ActivityPage first = await Store.Activities.ListPendingAsync(pageSize: 2);
        ActivityPage second = await Store.Activities.ListPendingAsync(cursor: first.NextCursor, pageSize: 2);

        first.Items.Concat(second.Items).Select(activity => activity.Id).Should().Equal(5, 4, 2, 1);
        second.NextCursor.Should().BeNull();
        (await Store.Activities.ListPendingAsync(StoreFixture.Start.AddHours(-1))).Items.Select(activity => activity.Id).Should().Equal(5, 4);
    }

    [Theory]
    [MemberData(nameof(ContractCases.TextKinds), MemberType = typeof(ContractCases))]
    public async Task Any_text_comes_back_as_it_was(string kind)
    {
        string text = ContractCases.TextByKind[kind];
        text = text.Length > 10_000 ? text[..10_000] : text;

        Activity activity = await Store.Activities.RecordAsync(new NewActivity { LeadId = (await Add()).Id, Description = text });

        (await Store.Activities.GetAsync(activity.Id))!.Description.Should().Be(text);
    }

    [Fact]
    public async Task Activities_that_are_none_are_refused()
    {
        Lead john = await Add();
        Activity pending = await Store.Activities.StartAsync(new NewActivity { LeadId = john.Id });
        NewActivity odd = new()
        {
            LeadId = 99,
            Type = "a/b",
            Description = new string('x', 10_001),
            Input = "{",
            SourceId = new string('x', 256),
        };

        (await Refusals(async () => await Store.Activities.RecordAsync(odd, "[", " "))).Should().Equal(
            "SourceId:too_long", "Type:not_a_word", "Description:too_long", "Input:not_json", "output:not_json", "error:required");
        (await Refusals(async () => await Store.Activities.FailAsync(pending.Id, null!))).Should().Equal("error:required");
        (await Refusals(async () => await Store.Activities.FailAsync(pending.Id, new string('x', 10_001)))).Should().Equal("error:too_long");
        (await Refusals(async () => await Store.Activities.CompleteAsync(pending.Id, $"\"{new string('x', 1_000_000)}\"")))
            .Should().Equal("output:too_long");
        await ThrowsAndStoresNothing<LeadNotFoundException>(async () => await Store.Activities.StartAsync(new NewActivity { LeadId = 99 }));
        await Assert.ThrowsAsync<ArgumentNullException>(async () => await Store.Activities.StartAsync(null!));
        await Assert.ThrowsAsync<ArgumentNullException>(async () => await Store.Activities.GetBySourceIdAsync(null!));
        (await Store.Activities.GetAsync(pending.Id)).Should().Be(pending);
    }

    [Fact]
    public async Task Activities_are_deleted_alone_or_with_their_lead()
    {
        Lead john = await Add();
        Activity one = await Store.Activities.StartAsync(new NewActivity { LeadId = john.Id });
        Activity other = await Store.Activities.StartAsync(new NewActivity { LeadId = john.Id });

        (await Store.Activities.DeleteAsync(one.Id)).Should().BeTrue();
        (await Store.Activities.DeleteAsync(one.Id)).Should().BeFalse();
        (await Store.DeleteLeadAsync(john.Id)).RowsDeleted["activities"].Should().Be(1);
        (await Store.Activities.GetAsync(other.Id)).Should().BeNull();
        (await Store.Activities.ListPendingAsync()).Items.Should().BeEmpty();
    }
}
