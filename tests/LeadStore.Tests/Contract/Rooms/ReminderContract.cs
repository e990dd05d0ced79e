namespace LeadStore.Tests.Contract.Rooms;

/// <summary>Reminders: when they are due, who gets them, and what begins them anew. The defaults are 1, 24 and 48 hours.</summary>
public abstract class ReminderContract<TFixture>() : StoreContract(new TFixture())
    where TFixture : StoreFixture, new()
{
    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);
    private static readonly TimeSpan Tick = TimeSpan.FromMicroseconds(1);

    [Fact]
    public async Task Three_reminders_come_after_the_customers_last_message_each_at_its_time_and_then_none()
    {
        Lead john = await Wrote();

        foreach ((int step, int hours) in ((int, int)[])[(1, 1), (2, 24), (3, 48)])
        {
            (await Store.Reminders.GetAsync(john.Id)).Should().Be(new ReminderSchedule(john.Id, step, StoreFixture.Start.AddHours(hours)));
            Clock.SetUtcNow(StoreFixture.Start.AddHours(hours) - Tick);
            (await Store.Reminders.ClaimDueAsync()).Should().BeEmpty("reminder {0} is not due yet", step);

            Clock.SetUtcNow(StoreFixture.Start.AddHours(hours));
            Reminder reminder = (await Store.Reminders.ClaimDueAsync()).Should().ContainSingle().Subject;
            reminder.LeadId.Should().Be(john.Id);
            reminder.Step.Should().Be(step);
            reminder.LastCustomerMessageAt.Should().Be(StoreFixture.Start);
            (await Store.Reminders.MarkSentAsync(reminder)).Should().BeTrue();
            (await Store.Reminders.ClaimDueAsync()).Should().BeEmpty("reminder {0} was sent", step);
        }

        (await Store.Reminders.GetAsync(john.Id)).Should().BeNull();
        Clock.Advance(TimeSpan.FromDays(365));
        (await Store.Reminders.ClaimDueAsync()).Should().BeEmpty();
    }

    [Fact]
    public async Task Whoever_has_never_written_is_not_reminded()
    {
        Lead john = await Add();
        await Write(john, "Are you there?", MessageSender.Assistant);
        Clock.Advance(TimeSpan.FromDays(10));

        (await Store.Reminders.ClaimDueAsync()).Should().BeEmpty();
        (await Store.Reminders.GetAsync(john.Id)).Should().BeNull();
        (await Store.Reminders.GetAsync(99)).Should().BeNull();
    }

    [Fact]
    public async Task Of_many_workers_no_two_ever_get_the_same_reminder()
    {
        for (int i = 0; i < 40; i++)
        {
            await Wrote(Phone(i));
        }

        Clock.Advance(Hour);
        IReadOnlyList<List<Reminder>> claimed = await AtOnce(8, async _ =>
        {
            List<Reminder> mine = [];
            IReadOnlyList<Reminder> some;
            while ((some = await Store.Reminders.ClaimDueAsync(limit: 3)).Count > 0)
            {
                some.Count.Should().BeLessThanOrEqualTo(3);
                mine.AddRange(some);
            }

            return mine;
        });

        Reminder[] all = [.. claimed.SelectMany(mine => mine)];
        all.Should().HaveCount(40);
        all.Select(reminder => reminder.LeadId).Should().OnlyHaveUniqueItems();
        all.Select(reminder => reminder.Claim).Should().OnlyHaveUniqueItems();
    }

    [Fact]
    public async Task A_claim_that_lapses_goes_to_another_worker_and_the_first_one_is_told()
    {
        Lead john = await Wrote();
        Clock.Advance(Hour);
        Reminder first = (await Store.Reminders.ClaimDueAsync(lease: TimeSpan.FromMinutes(2))).Single();
        first.ClaimedUntil.Should().Be(Now.AddMinutes(2));

        Clock.Advance(TimeSpan.FromMinutes(2) - Tick);
        (await Store.Reminders.ClaimDueAsync()).Should().BeEmpty();
        Clock.Advance(Tick);
        Reminder second = (await Store.Reminders.ClaimDueAsync()).Single();

        second.Should().Be(first with { ClaimedUntil = Now.AddMinutes(5), Claim = second.Claim });
        second.Claim.Should().NotBe(first.Claim);
        (await Store.Reminders.MarkSentAsync(first)).Should().BeFalse();
        (await Store.Reminders.ReleaseAsync(first)).Should().BeFalse();
        (await Store.Reminders.MarkSentAsync(second)).Should().BeTrue();
        (await Store.Reminders.MarkSentAsync(second)).Should().BeFalse();
        (await Store.Reminders.GetAsync(john.Id))!.Step.Should().Be(2);
    }

    [Fact]
    public async Task A_claim_that_lapsed_and_that_nobody_took_can_still_be_marked_as_sent()
    {
        Lead john = await Wrote();
        Clock.Advance(Hour);
        Reminder reminder = (await Store.Reminders.ClaimDueAsync(lease: TimeSpan.FromMinutes(2))).Single();
        Clock.Advance(Hour);

        (await Store.Reminders.MarkSentAsync(reminder)).Should().BeTrue();
        (await Store.Reminders.GetAsync(john.Id))!.Step.Should().Be(2);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task A_reminder_that_is_given_back_is_due_again_at_once(int step)
    {
        Lead john = await Wrote();
        await SendDue(step - 1);
        Clock.Advance(TimeSpan.FromDays(1));
        Reminder claimed = (await Store.Reminders.ClaimDueAsync()).Single();

        (await Store.Reminders.ReleaseAsync(claimed)).Should().BeTrue();
        (await Store.Reminders.ReleaseAsync(claimed)).Should().BeFalse();
        (await Store.Reminders.MarkSentAsync(claimed)).Should().BeFalse();

        Reminder again = (await Store.Reminders.ClaimDueAsync()).Single();
        again.Step.Should().Be(step);
        again.LeadId.Should().Be(john.Id);
    }

    [Fact]
    public async Task A_message_of_the_customer_begins_the_reminders_anew()
    {
        Lead john = await Wrote();
        await SendDue(2);
        Clock.Advance(TimeSpan.FromHours(3));
        await Write(john, "Sorry, I was away");

        (await Store.Reminders.GetAsync(john.Id)).Should().Be(new ReminderSchedule(john.Id, 1, Now + Hour));
        Clock.Advance(Hour - Tick);
        (await Store.Reminders.ClaimDueAsync()).Should().BeEmpty();
        Clock.Advance(Tick);
        Reminder reminder = (await Store.Reminders.ClaimDueAsync()).Single();

        reminder.Step.Should().Be(1);
        reminder.LastCustomerMessageAt.Should().Be(Now - Hour);
    }

    [Fact]
    public async Task A_message_of_the_customer_after_the_last_reminder_begins_them_anew()
    {
        Lead john = await Wrote();
        await SendDue(3);
        Clock.Advance(TimeSpan.FromDays(30));
        await Store.IngestInboundAsync(new InboundMessage { From = John, Body = "I am back" });

        (await Store.Reminders.GetAsync(john.Id)).Should().Be(new ReminderSchedule(john.Id, 1, Now + Hour));
        Clock.Advance(Hour);
        (await Store.Reminders.ClaimDueAsync()).Should().ContainSingle().Which.Step.Should().Be(1);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task A_message_of_the_customer_between_the_claim_and_its_end_begins_the_reminders_anew(int step)
    {
        Lead john = await Wrote();
        await SendDue(step - 1);
        Clock.Advance(TimeSpan.FromDays(1));
        Reminder claimed = (await Store.Reminders.ClaimDueAsync()).Single();
        Clock.Advance(TimeSpan.FromSeconds(1));
        await Write(john, "Here I am");

        await Store.Reminders.MarkSentAsync(claimed);

        claimed.Step.Should().Be(step);
        (await Store.Reminders.GetAsync(john.Id)).Should().Be(new ReminderSchedule(john.Id, 1, Now + Hour));
        Clock.Advance(Hour - Tick);
        (await Store.Reminders.ClaimDueAsync()).Should().BeEmpty();
        Clock.Advance(Tick);
        (await Store.Reminders.ClaimDueAsync()).Should().ContainSingle().Which.Step.Should().Be(1);
    }

    [Fact]
    public async Task Messages_of_others_and_older_ones_leave_the_reminders_as_they_are()
    {
        Lead john = await Wrote();
        Clock.Advance(TimeSpan.FromMinutes(30));
        await Write(john, "And the address?", MessageSender.Assistant);
        await Write(john, "imported", at: StoreFixture.Start.AddDays(-3));

        (await Store.Reminders.GetAsync(john.Id)).Should().Be(new ReminderSchedule(john.Id, 1, StoreFixture.Start + Hour));
    }

    [Fact]
    public async Task An_older_message_that_is_stored_after_the_last_reminder_begins_nothing_anew()
    {
        Lead john = await Wrote();
        await SendDue(3);

        await Write(john, "imported", at: StoreFixture.Start.AddDays(-3));
        Clock.Advance(TimeSpan.FromDays(10));

        (await Store.Reminders.GetAsync(john.Id)).Should().BeNull();
        (await Store.Reminders.ClaimDueAsync()).Should().BeEmpty();
    }

    [Fact]
    public async Task After_a_long_pause_of_the_workers_the_reminders_keep_their_distance()
    {
        Lead john = await Wrote();
        Clock.Advance(TimeSpan.FromDays(7));
        Reminder first = (await Store.Reminders.ClaimDueAsync()).Single();
        await Store.Reminders.MarkSentAsync(first);

        first.Step.Should().Be(1);
        (await Store.Reminders.GetAsync(john.Id)).Should().Be(new ReminderSchedule(john.Id, 2, Now.AddHours(23)));
        Clock.Advance(TimeSpan.FromHours(23) - Tick);
        (await Store.Reminders.ClaimDueAsync()).Should().BeEmpty();
        Clock.Advance(Tick);
        (await Store.Reminders.ClaimDueAsync()).Should().ContainSingle().Which.Step.Should().Be(2);
    }

    [Fact]
    public async Task Reminders_come_at_the_intervals_that_are_set()
    {
        await Store.Settings.SetAsync(LeadSettings.ReminderIntervals, [TimeSpan.FromMinutes(5)]);
        Lead john = await Wrote();
        Clock.Advance(TimeSpan.FromMinutes(5));

        await SendDue(1);
        (await Store.Reminders.GetAsync(john.Id)).Should().BeNull();
        await Store.Settings.SetAsync(LeadSettings.ReminderIntervals, []);
        await Write(john, "Hello");
        Clock.Advance(TimeSpan.FromDays(1));

        (await Store.Reminders.ClaimDueAsync()).Should().BeEmpty();
    }

    [Fact]
    public async Task A_reminder_of_a_deleted_lead_is_nobodys()
    {
        Lead john = await Wrote();
        Clock.Advance(Hour);
        Reminder claimed = (await Store.Reminders.ClaimDueAsync()).Single();
        await Store.DeleteLeadAsync(john.Id);

        (await Store.Reminders.MarkSentAsync(claimed)).Should().BeFalse();
        (await Store.Reminders.ReleaseAsync(claimed)).Should().BeFalse();
        (await Store.Reminders.ClaimDueAsync()).Should().BeEmpty();
    }

    [Fact]
    public async Task A_claim_out_of_range_is_refused()
    {
        foreach (int limit in (int[])[0, -1, 1001])
        {
            (await Assert.ThrowsAsync<ArgumentOutOfRangeException>(async () => await Store.Reminders.ClaimDueAsync(limit)))
                .ParamName.Should().Be("limit");
        }

        foreach (TimeSpan lease in (TimeSpan[])[TimeSpan.Zero, -Tick, TimeSpan.FromDays(1) + Tick])
        {
            (await Assert.ThrowsAsync<ArgumentOutOfRangeException>(async () => await Store.Reminders.ClaimDueAsync(1, lease)))
                .ParamName.Should().Be("lease");
        }

        await Assert.ThrowsAsync<ArgumentNullException>(async () => await Store.Reminders.MarkSentAsync(null!));
        await Assert.ThrowsAsync<ArgumentNullException>(async () => await Store.Reminders.ReleaseAsync(null!));
    }

    [Fact]
    public async Task A_message_at_the_end_of_time_breaks_nothing()
    {
        Lead john = await Add();
        await Write(john, "from a clock that is wrong", at: DateTimeOffset.MaxValue);
        Clock.Advance(TimeSpan.FromDays(1));

        (await Store.Reminders.ClaimDueAsync()).Should().BeEmpty();
        Func<Task> look = async () => await Store.Reminders.GetAsync(john.Id);
        await look.Should().NotThrowAsync();
    }

    private async Task<Lead> Wrote(string phone = John) =>
        (await Store.IngestInboundAsync(new InboundMessage { From = phone, Body = "Hello" })).Lead;

    // Lets the clock go on from one reminder to the next and sends them.
    private async Task SendDue(int reminders)
    {
        for (int i = 0; i < reminders; i++)
        {
            Clock.Advance(i == 0 ? Hour : TimeSpan.FromHours(24));
            Reminder reminder = (await Store.Reminders.ClaimDueAsync()).Single();
            (await Store.Reminders.MarkSentAsync(reminder)).Should().BeTrue();
        }
    }
}
