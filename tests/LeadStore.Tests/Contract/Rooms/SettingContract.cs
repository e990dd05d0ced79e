namespace LeadStore.Tests.Contract.Rooms;

/// <summary>Typed settings with defaults.</summary>
public abstract class SettingContract<TFixture>() : StoreContract(new TFixture())
    where TFixture : StoreFixture, new()
{
    private static readonly Setting<string> Webhook = Setting.Text("crm_webhook", "none");

    [Fact]
    public async Task A_setting_that_was_never_set_has_its_default()
    {
        (await Store.Settings.GetAsync(LeadSettings.AssistantName)).Should().Be("Assistant");
        (await Store.Settings.GetAsync(LeadSettings.Questions)).Should().BeEmpty();
        (await Store.Settings.GetAsync(LeadSettings.ReminderIntervals))
            .Should().Equal(TimeSpan.FromHours(1), TimeSpan.FromHours(24), TimeSpan.FromHours(48));
        (await Store.Settings.GetAsync(Webhook)).Should().Be("none");
        (await Store.Settings.ListAsync()).Should().BeEmpty();
    }

    [Fact]
    public async Task A_setting_of_every_type_comes_back_as_it_was_set()
    {
        await Comes(Setting.Text("text", ""), "Grüße, \u2019\U0001F3E0\n\"quoted\"");
        await Comes(Setting.Number("number", 0), long.MinValue);
        await Comes(Setting.Flag("flag", false), true);
        await Comes(Setting.Duration("duration", TimeSpan.Zero), TimeSpan.FromTicks(123456789));
        await Comes(Setting.Texts("texts", []), (IReadOnlyList<string>)["one", "", "\U0001F600"]);
        await Comes(Setting.Durations("durations", []), (IReadOnlyList<TimeSpan>)[TimeSpan.FromMinutes(5), TimeSpan.FromDays(2)]);
        await Comes(LeadSettings.Questions, (IReadOnlyList<string>)["What is the address?", "When?"]);

        async Task Comes<T>(Setting<T> setting, T value)
        {
            (await Store.Settings.SetAsync(setting, value)).Should().BeEquivalentTo(value);
            (await Store.Settings.GetAsync(setting)).Should().BeEquivalentTo(value, options => options.WithStrictOrdering());
        }
    }

    [Fact]
    public async Task A_setting_is_replaced_and_reset_to_its_default()
    {
        await Store.Settings.SetAsync(Webhook, "one");
        await Store.Settings.SetAsync(Webhook, "two");

        (await Store.Settings.GetAsync(Webhook)).Should().Be("two");
        (await Store.Settings.ListAsync()).Should().Equal(new Dictionary<string, string> { ["crm_webhook"] = "\"two\"" });
        (await Store.Settings.ResetAsync(Webhook)).Should().BeTrue();
        (await Store.Settings.ResetAsync(Webhook)).Should().BeFalse();
        (await Store.Settings.GetAsync(Webhook)).Should().Be("none");
    }

    [Fact]
    public async Task A_value_that_is_equal_to_the_default_is_kept_when_the_default_changes()
    {
        await Store.Settings.SetAsync(Webhook, "none");

        (await Store.Settings.GetAsync(Setting.Text("crm_webhook", "another default"))).Should().Be("none");
    }

    [Fact]
    public async Task A_stored_value_of_another_type_is_reported_by_its_key_and_never_taken_for_the_default()
    {
        await Store.Settings.SetAsync(Webhook, "not a number");
        Setting<long> number = Setting.Number("crm_webhook", 5);

        LeadStoreException corrupt = await Assert.ThrowsAsync<LeadStoreException>(async () => await Store.Settings.GetAsync(number));
        await Store.Settings.SetAsync(number, 7);

        corrupt.Kind.Should().Be(LeadStoreErrorKind.Corrupt);
        corrupt.Message.Should().Contain("crm_webhook").And.NotContain("not a number");
        corrupt.Operation.Should().Be("Settings.Get");
        (await Store.Settings.GetAsync(number)).Should().Be(7);
    }

    [Fact]
    public async Task A_value_that_is_missing_or_too_long_is_refused()
    {
        (await Refusals(async () => await Store.Settings.SetAsync(Webhook, null!))).Should().Equal("value:required");
        (await Refusals(async () => await Store.Settings.SetAsync(Webhook, new string('x', 100_000)))).Should().Equal("value:too_long");
        (await Refusals(async () => await Store.Settings.SetAsync(Setting.Text(new string('k', 201), ""), "x"))).Should().Equal("key:too_long");
        await Assert.ThrowsAsync<ArgumentNullException>(async () => await Store.Settings.GetAsync<string>(null!));
        await Assert.ThrowsAsync<ArgumentNullException>(async () => await Store.Settings.SetAsync(null!, "x"));
        await Assert.ThrowsAsync<ArgumentNullException>(async () => await Store.Settings.ResetAsync<string>(null!));
        Assert.ThrowsAny<ArgumentException>(() => Setting.Text(" ", ""));

        (await Store.Settings.ListAsync()).Should().BeEmpty();
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-5)]
    [InlineData(60, 60)]
    [InlineData(60, 30)]
    [InlineData(600_000)]
    public async Task Reminder_intervals_that_make_no_sense_are_refused(params int[] minutes)
    {
        IReadOnlyList<TimeSpan> intervals = [.. minutes.Select(minute => TimeSpan.FromMinutes(minute))];

        (await Refusals(async () => await Store.Settings.SetAsync(LeadSettings.ReminderIntervals, intervals)))
            .Should().Equal("value:out_of_range");
    }

    [Fact]
    public async Task A_text_that_no_text_may_be_is_refused_and_not_stored()
    {
        foreach (string text in (string[])["a\0b", "a\uD800"])
        {
            (await Refusals(async () => await Store.Settings.SetAsync(LeadSettings.AssistantName, text))).Should().Contain("value:invalid_text");
            (await Refusals(async () => await Store.Settings.SetAsync(LeadSettings.Questions, ["Size?", text]))).Should().Contain("value:invalid_text");
        }

        (await Store.Settings.ListAsync()).Should().BeEmpty();
    }
}
