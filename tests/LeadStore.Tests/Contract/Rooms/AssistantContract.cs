namespace LeadStore.Tests.Contract.Rooms;

/// <summary>Pausing the assistant, and what is done once per lead.</summary>
public abstract class AssistantContract<TFixture>() : StoreContract(new TFixture())
    where TFixture : StoreFixture, new()
{
    [Fact]
    public async Task A_pause_says_since_when_until_when_by_whom_and_why()
    {
        Lead john = await Add();

        Lead paused = await Store.PauseAssistantAsync(john.Id, " Mary ", Now.AddHours(1).ToOffset(TimeSpan.FromHours(2)), " talks to him ");

        paused.AssistantPause.Should().Be(new AssistantPause(Now, Now.AddHours(1), "Mary", "talks to him"));
        paused.Should().Be(john with { AssistantPause = paused.AssistantPause, Version = 2 });
        paused.Should().Be(await Stored(john));
    }

    [Fact]
    public async Task A_pause_with_an_end_ends_by_itself()
    {
        Lead john = await Add();
        Lead paused = await Store.PauseAssistantAsync(john.Id, "Mary", Now.AddHours(1));

        paused.IsAssistantPaused(Now).Should().BeTrue();
        paused.IsAssistantPaused(Now.AddHours(1).AddTicks(-1)).Should().BeTrue();
        paused.IsAssistantPaused(Now.AddHours(1)).Should().BeFalse();
        john.IsAssistantPaused(Now).Should().BeFalse();
    }

    [Fact]
    public async Task A_pause_without_an_end_lasts_until_somebody_ends_it()
    {
        Lead john = await Add();
        Lead paused = await Store.PauseAssistantAsync(john.Id, "Mary");
        Lead resumed = await Store.ResumeAssistantAsync(john.Id);

        paused.IsAssistantPaused(Now.AddYears(100)).Should().BeTrue();
        paused.AssistantPause!.Reason.Should().BeNull();
        resumed.AssistantPause.Should().BeNull();
        resumed.Should().Be(await Stored(john));
        (await Store.ResumeAssistantAsync(john.Id)).Should().Be(resumed);
    }

    [Fact]
    public async Task A_second_pause_replaces_the_first()
    {
        Lead john = await Add();
        await Store.PauseAssistantAsync(john.Id, "Mary", Now.AddHours(1), "lunch");
        Clock.Advance(TimeSpan.FromMinutes(1));

        Lead paused = await Store.PauseAssistantAsync(john.Id, "Bob");

        paused.AssistantPause.Should().Be(new AssistantPause(Now, null, "Bob", null));
    }

    [Fact]
    public async Task Something_is_done_once_per_lead_and_key()
    {
        Lead john = await Add();
        Lead jane = await Add(Phone(1));

        (await Store.TryOnceAsync(john.Id, "thank_you_sent")).Should().BeTrue();
        (await Store.TryOnceAsync(john.Id, "thank_you_sent")).Should().BeFalse();
        (await Store.TryOnceAsync(john.Id, "Thank_you_sent")).Should().BeTrue();
        (await Store.TryOnceAsync(jane.Id, "thank_you_sent")).Should().BeTrue();
        await Reopen();
        (await Store.TryOnceAsync(john.Id, "thank_you_sent")).Should().BeFalse();

        (await Stored(john)).Should().Be(john);
    }

    [Fact]
    public async Task Of_many_who_try_at_once_exactly_one_may()
    {
        Lead john = await Add();

        IReadOnlyList<bool> may = await AtOnce(32, async _ => await Store.TryOnceAsync(john.Id, "thank_you_sent"));

        may.Should().ContainSingle(first => first);
    }

    [Fact]
    public async Task What_was_tried_in_a_transaction_that_failed_may_be_tried_again()
    {
        Lead john = await Add();

        await Assert.ThrowsAsync<InvalidTimeZoneException>(async () => await Store.InTransactionAsync(async tx =>
        {
            (await tx.TryOnceAsync(john.Id, "thank_you_sent")).Should().BeTrue();
            (await tx.TryOnceAsync(john.Id, "thank_you_sent")).Should().BeFalse();
            throw new InvalidTimeZoneException();
        }));

        (await Store.TryOnceAsync(john.Id, "thank_you_sent")).Should().BeTrue();
    }
}
