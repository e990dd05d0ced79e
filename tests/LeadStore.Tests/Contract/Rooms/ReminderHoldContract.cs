namespace LeadStore.Tests.Contract.Rooms;

/// <summary>Reminders that are held back: of leads that are archived, qualified or left to people.</summary>
public abstract class ReminderHoldContract<TFixture>() : StoreContract(new TFixture())
    where TFixture : StoreFixture, new()
{
    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);
    private static readonly TimeSpan Tick = TimeSpan.FromMicroseconds(1);

    [Fact]
    public async Task Whoever_is_archived_or_qualified_is_not_reminded()
    {
        Lead archived = await Wrote(Phone(1));
        Lead qualified = await Wrote(Phone(2));
        await Store.ArchiveLeadAsync(archived.Id);
        await Store.QualifyLeadAsync(qualified.Id);
        Clock.Advance(TimeSpan.FromDays(3));

        (await Store.Reminders.GetAsync(archived.Id)).Should().BeNull();
        (await Store.Reminders.GetAsync(qualified.Id)).Should().BeNull();
        (await Store.Reminders.ClaimDueAsync()).Should().BeEmpty();
    }

    [Fact]
    public async Task An_archived_customer_who_writes_again_is_reminded_again()
    {
        await Wrote();
        await Store.ArchiveLeadAsync((await Store.GetLeadByPhoneAsync(John))!.Id);
        Clock.Advance(TimeSpan.FromDays(3));
        await Store.Reminders.ClaimDueAsync();
        await Store.IngestInboundAsync(new InboundMessage { From = John, Body = "Me again" });

        Clock.Advance(Hour);

        (await Store.Reminders.ClaimDueAsync()).Should().ContainSingle().Which.Step.Should().Be(1);
    }

    [Fact]
    public async Task A_reminder_that_falls_into_a_pause_comes_when_the_pause_ends()
    {
        Lead john = await Wrote();
        await Store.PauseAssistantAsync(john.Id, "Mary", until: Now.AddHours(5));
        Clock.Advance(Hour);
        (await Store.Reminders.ClaimDueAsync()).Should().BeEmpty();
        (await Store.Reminders.GetAsync(john.Id)).Should().Be(new ReminderSchedule(john.Id, 1, StoreFixture.Start.AddHours(5)));

        Clock.Advance(TimeSpan.FromHours(4) - Tick);
        (await Store.Reminders.ClaimDueAsync()).Should().BeEmpty();
        Clock.Advance(Tick);

        (await Store.Reminders.ClaimDueAsync()).Should().ContainSingle().Which.Step.Should().Be(1);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_pause_that_is_ended_early_lets_the_reminder_go_whether_or_not_a_worker_looked_meanwhile(bool workerLooked)
    {
        Lead john = await Wrote();
        await Store.PauseAssistantAsync(john.Id, "Mary", until: Now.AddDays(30));
        Clock.Advance(TimeSpan.FromHours(2));
        if (workerLooked)
        {
            (await Store.Reminders.ClaimDueAsync()).Should().BeEmpty();
        }

        await Store.ResumeAssistantAsync(john.Id);

        (await Store.Reminders.GetAsync(john.Id))!.Step.Should().Be(1);
        (await Store.Reminders.ClaimDueAsync()).Should().ContainSingle().Which.Step.Should().Be(1);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_pause_without_an_end_holds_the_reminder_until_it_is_ended_whether_or_not_a_worker_looked_meanwhile(bool workerLooked)
    {
        Lead john = await Wrote();
        await Store.PauseAssistantAsync(john.Id, "Mary");
        Clock.Advance(TimeSpan.FromHours(2));
        (await Store.Reminders.GetAsync(john.Id)).Should().BeNull();
        if (workerLooked)
        {
            (await Store.Reminders.ClaimDueAsync()).Should().BeEmpty();
        }

        await Store.ResumeAssistantAsync(john.Id);

        (await Store.Reminders.GetAsync(john.Id)).Should().Be(new ReminderSchedule(john.Id, 1, StoreFixture.Start + Hour));
        (await Store.Reminders.ClaimDueAsync()).Should().ContainSingle().Which.Step.Should().Be(1);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_lead_that_comes_out_of_the_archive_is_treated_alike_whether_or_not_a_worker_looked_meanwhile(bool workerLooked)
    {
        Lead john = await Wrote();
        await Store.ArchiveLeadAsync(john.Id);
        Clock.Advance(TimeSpan.FromHours(2));
        if (workerLooked)
        {
            (await Store.Reminders.ClaimDueAsync()).Should().BeEmpty();
        }

        await Store.RestoreLeadAsync(john.Id);

        (await Store.Reminders.ClaimDueAsync()).Should().ContainSingle().Which.Step.Should().Be(1);
    }

    private async Task<Lead> Wrote(string phone = John) =>
        (await Store.IngestInboundAsync(new InboundMessage { From = phone, Body = "Hello" })).Lead;

    [Fact]
    public async Task An_imported_conversation_of_long_ago_sets_off_no_reminder_and_begins_anew_with_the_next_message()
    {
        Lead john = await Store.CreateLeadAsync(new NewLead { Phone = John });
        await Store.CreateMessageAsync(john.Id, MessageSender.Customer, "Hello", Now.AddDays(-90));

        (await Store.Reminders.GetAsync(john.Id)).Should().BeNull();
        (await Store.Reminders.ClaimDueAsync()).Should().BeEmpty();

        await Store.CreateMessageAsync(john.Id, MessageSender.Customer, "Me again");
        Clock.Advance(Hour);
        (await Store.Reminders.ClaimDueAsync()).Should().ContainSingle().Which.Step.Should().Be(1);
    }
}
