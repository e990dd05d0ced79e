namespace LeadStore.Tests.Contract.Rooms;

/// <summary>The property of a lead: facts, raw data, scores, temperature, feedback.</summary>
public abstract class PropertyContract<TFixture>() : StoreContract(new TFixture())
    where TFixture : StoreFixture, new()
{
    private static readonly NewProperty House = new()
    {
        Address = " 12 Main Street, Springfield, IL 62704 ",
        SourceType = " Tax_Lien ",
        EstimatedValue = Money.FromAmount(250_000),
        Equity = Money.FromAmount(-10_000),
        TaxDebt = Money.FromAmount(4_321.09m),
        ConditionScore = 30,
        Violations = 2,
        IsProbate = true,
        IsVacant = true,
        DaysOnMarket = 17,
    };

    [Fact]
    public async Task A_property_is_stored_and_read()
    {
        Lead john = await Add();

        PropertyFacts stored = await Store.Properties.SetAsync(john.Id, House);

        stored.Should().Be(new PropertyFacts
        {
            LeadId = john.Id,
            Address = "12 Main Street, Springfield, IL 62704",
            SourceType = "tax_lien",
            EstimatedValue = new Money(25_000_000),
            Equity = new Money(-1_000_000),
            TaxDebt = new Money(432_109),
            ConditionScore = 30,
            Violations = 2,
            IsProbate = true,
            IsVacant = true,
            DaysOnMarket = 17,
            CreatedAt = Now,
            UpdatedAt = Now,
        });
        (await Store.Properties.GetAsync(john.Id)).Should().Be(stored);
        (await Stored(john)).Should().Be(john, "the lead itself is not changed");
    }

    [Fact]
    public async Task The_owner_of_a_property_becomes_a_lead_without_a_phone_or_an_email_address()
    {
        PropertyLead made = await Store.Properties.CreateLeadAsync(new NewLead { Name = "Ada Abbott", Source = "county" }, House);

        made.Lead.Name.Should().Be("Ada Abbott");
        (made.Lead.Phone ?? made.Lead.Email).Should().BeNull();
        (await Store.GetLeadAsync(made.Lead.Id)).Should().Be(made.Lead);
        (await Store.Properties.GetAsync(made.Lead.Id)).Should().Be(made.Property);
        (await Store.UpdateLeadAsync(made.Lead.Id, it => it with { Progress = 10 })).Progress.Should().Be(10, "it may stay without a phone");
    }

    [Fact]
    public async Task A_lead_whose_property_is_refused_is_not_created()
    {
        Func<Task> create = async () =>
            await Store.Properties.CreateLeadAsync(new NewLead { Name = "Ada Abbott" }, House with { ConditionScore = 101 });

        (await create.Should().ThrowAsync<LeadValidationException>()).Which.Errors.Should().ContainSingle(it => it.Field == "ConditionScore");
        (await Store.GetAllLeadsAsync()).Should().BeEmpty();
    }

    [Fact]
    public async Task A_property_of_which_little_is_known_has_defaults()
    {
        Lead john = await Add();

        PropertyFacts stored = await Store.Properties.SetAsync(john.Id, new NewProperty { Address = "Somewhere", SourceType = "absentee" });

        (stored.EstimatedValue, stored.Equity, stored.TaxDebt, stored.ConditionScore).Should().Be((null, null, default(Money), 50));
        (stored.Temperature, stored.AiScore, stored.SkipTracedAt).Should().Be((LeadTemperature.Dead, null, null));
        (await Store.Properties.GetAsync(john.Id)).Should().Be(stored);
    }

    [Fact]
    public async Task Facts_are_replaced_and_what_others_said_stays()
    {
        Lead john = await Add();
        await Store.Properties.SetAsync(john.Id, House);
        await Store.Properties.SetRawAsync(john.Id, """{ "parcel" :  7 }""");
        await Store.Properties.SetScoreAsync(john.Id, ScoreKind.Lead, 70);
        await Store.Properties.SetTemperatureAsync(john.Id, LeadTemperature.Hot);
        PropertyFacts before = await Store.Properties.AddFeedbackAsync(john.Id, good: true);
        Clock.Advance(TimeSpan.FromHours(1));

        PropertyFacts after = await Store.Properties.SetAsync(john.Id, House with { Equity = null, IsVacant = false });

        after.Should().Be(before with { Equity = null, IsVacant = false, UpdatedAt = Now });
        (await Store.Properties.GetAsync(john.Id)).Should().Be(after);
        (await Store.Properties.GetRawAsync(john.Id)).Should().Be("""{ "parcel" :  7 }""");
    }

    [Fact]
    public async Task Facts_that_are_the_same_are_not_written()
    {
        Lead john = await Add();
        PropertyFacts stored = await Store.Properties.SetAsync(john.Id, House);
        Clock.Advance(TimeSpan.FromHours(1));

        (await Store.Properties.SetAsync(john.Id, House)).Should().Be(stored);
        (await Store.Properties.UpdateAsync(john.Id, it => it)).Should().Be(stored);
        (await Store.Properties.SetTemperatureAsync(john.Id, LeadTemperature.Dead)).Should().Be(stored);
    }

    [Fact]
    public async Task Amounts_of_a_property_are_of_one_currency_and_nothing_owed_is_nothing_in_each()
    {
        Lead john = await Add();
        NewProperty house = new() { Address = "Somewhere", SourceType = "absentee", EstimatedValue = new Money(1, "JPY") };

        (await Refusals(async () => await Store.Properties.SetAsync(
            john.Id, house with { Equity = new Money(1, "EUR"), TaxDebt = new Money(1) })))
            .Should().Equal("Equity:other_currency", "TaxDebt:other_currency");
        (await Store.Properties.SetAsync(john.Id, house)).TaxDebt.Should().Be(new Money(0, "JPY"));
        (await Store.Properties.UpdateAsync(john.Id, it => it with { EstimatedValue = new Money(2, "EUR") }))
            .TaxDebt.Should().Be(new Money(0, "EUR"));
        (await Store.Properties.GetAsync(john.Id))!.EstimatedValue.Should().Be(new Money(2, "EUR"));
    }

    [Fact]
    public async Task What_is_out_of_range_is_refused_with_every_reason()
    {
        Lead john = await Add();
        NewProperty wrong = new()
        {
            Address = new string('x', 501),
            SourceType = "tax;lien",
            EstimatedValue = new Money(-1),
            Equity = new Money(long.MinValue),
            TaxDebt = new Money(long.MaxValue),
            ConditionScore = 101,
            Violations = -1,
            DaysOnMarket = -1,
        };

        LeadValidationException refused = await ThrowsAndStoresNothing<LeadValidationException>(
            async () => await Store.Properties.SetAsync(john.Id, wrong));

        refused.Errors.Select(error => $"{error.Field}:{error.Code}").Should().BeEquivalentTo(
            "EstimatedValue:out_of_range", "Equity:out_of_range", "TaxDebt:out_of_range", "ConditionScore:out_of_range",
            "Violations:out_of_range", "DaysOnMarket:out_of_range", "Address:too_long", "SourceType:not_a_word");
    }

    [Theory]
    [InlineData(null)]
    [InlineData(" ")]
    public async Task An_address_is_needed(string? address)
    {
        Lead john = await Add();

        (await Refusals(async () => await Store.Properties.SetAsync(john.Id, House with { Address = address! })))
            .Should().Equal("Address:required");
        (await Refusals(async () => await Store.Properties.FindByAddressAsync(address!))).Should().Equal("address:required");
    }

    [Fact]
    public async Task An_update_keeps_what_it_does_not_name()
    {
        Lead john = await Add();
        PropertyFacts before = await Store.Properties.SetAsync(john.Id, House);

        PropertyFacts after = await Store.Properties.UpdateAsync(john.Id, it => it with { Address = "7 Elm St", DaysOnMarket = null });

        after.Should().Be(before with { Address = "7 Elm St", DaysOnMarket = null });
        (await Store.Properties.FindByAddressAsync("7 ELM STREET")).Should().Equal(after);
        (await Store.Properties.FindByAddressAsync(House.Address)).Should().BeEmpty();
    }

    [Fact]
    public async Task An_update_does_not_change_what_has_a_verb_of_its_own()
    {
        Lead john = await Add();
        await Store.Properties.SetAsync(john.Id, House);

        (await Refusals(async () => await Store.Properties.UpdateAsync(john.Id, it => it with
        {
            LeadId = 99,
            LeadScore = 1,
            MotivationScore = 1,
            AiScore = 1,
            AiScoredAt = Now,
            Temperature = LeadTemperature.Hot,
            FeedbackGood = 1,
            FeedbackBad = 1,
            SkipTracedAt = Now,
            SkipTraceProvider = "x",
            CreatedAt = default,
            UpdatedAt = default,
        }))).Should().HaveCount(12).And.OnlyContain(refusal => refusal.EndsWith(":read_only", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Every_score_is_kept_and_the_newest_by_its_time_is_shown()
    {
        Lead john = await Add();
        await Store.Properties.SetAsync(john.Id, House);

        await Store.Properties.SetScoreAsync(john.Id, ScoreKind.Ai, 40, " model-1 ", Now);
        await Store.Properties.SetScoreAsync(john.Id, ScoreKind.Ai, 90, "model-2", Now.AddDays(-1));
        await Store.Properties.SetScoreAsync(john.Id, ScoreKind.Lead, 55);
        PropertyFacts facts = await Store.Properties.SetScoreAsync(john.Id, ScoreKind.Motivation, 66);

        (facts.AiScore, facts.AiScoredAt, facts.LeadScore, facts.MotivationScore).Should().Be((40, Now, 55, 66));
        (await Store.Properties.ListScoresAsync(john.Id)).Select(score => (score.Number, score.Kind, score.Value, score.Model, score.ScoredAt))
            .Should().Equal(
                (4, ScoreKind.Motivation, 66, null, Now),
                (3, ScoreKind.Lead, 55, null, Now),
                (2, ScoreKind.Ai, 90, "model-2", Now.AddDays(-1)),
                (1, ScoreKind.Ai, 40, "model-1", Now));
        (await Store.Properties.ListScoresAsync(john.Id, ScoreKind.Ai)).Select(score => score.Number).Should().Equal(2, 1);
        (await Store.Properties.SetScoreAsync(john.Id, ScoreKind.Ai, 41)).AiScore.Should().Be(41, "of two at one time the last is the newest");
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(101)]
    public async Task A_score_is_of_0_to_100(int value)
    {
        Lead john = await Add();
        await Store.Properties.SetAsync(john.Id, House);

        (await Refusals(async () => await Store.Properties.SetScoreAsync(john.Id, (ScoreKind)9, value, new string('x', 201))))
            .Should().Equal("kind:unknown_value", "value:out_of_range", "model:too_long");
    }

    [Fact]
    public async Task Feedback_of_many_at_once_adds_up()
    {
        Lead john = await Add();
        await Store.Properties.SetAsync(john.Id, House);

        await AtOnce(20, async number => await Store.Properties.AddFeedbackAsync(john.Id, number % 4 == 0));

        PropertyFacts facts = (await Store.Properties.GetAsync(john.Id))!;
        (facts.FeedbackGood, facts.FeedbackBad).Should().Be((5, 15));
    }

    [Theory]
    [InlineData("{ \"b\": [1, 2.50e3 ],\n \"a\": \"\\u00e9\\ud83c\\udfe0\" }")]
    [InlineData("null")]
    [InlineData("[]")]
    public async Task Raw_data_are_kept_character_by_character(string json)
    {
        Lead john = await Add();
        await Store.Properties.SetAsync(john.Id, House);

        await Store.Properties.SetRawAsync(john.Id, json);
        (await Store.Properties.GetRawAsync(john.Id)).Should().Be(json);
        await Store.Properties.SetRawAsync(john.Id, null);
        (await Store.Properties.GetRawAsync(john.Id)).Should().BeNull();
    }

    [Theory]
    [InlineData("", "json:not_json")]
    [InlineData("{", "json:not_json")]
    [InlineData("{} {}", "json:not_json")]
    [InlineData("{'a':1}", "json:not_json")]
    public async Task Raw_data_that_are_no_JSON_are_refused(string json, string refusal)
    {
        Lead john = await Add();
        await Store.Properties.SetAsync(john.Id, House);

        (await Refusals(async () => await Store.Properties.SetRawAsync(john.Id, json))).Should().Equal(refusal);
        (await Refusals(async () => await Store.Properties.SetRawAsync(john.Id, $"\"{new string('x', 999_999)}\"")))
            .Should().Equal("json:too_long");
        (await Refusals(async () => await Store.Properties.SetRawAsync(john.Id, new string('[', 200) + new string(']', 200))))
            .Should().Equal("json:not_json");
        (await Refusals(async () => await Store.Properties.SetRawAsync(john.Id, "\"\uD83D\""))).Should().Equal("json:invalid_text");
    }

    [Fact]
    public async Task A_property_is_found_by_its_address_in_another_spelling()
    {
        Lead john = await Add();
        Lead jane = await Add(Phone(1));
        PropertyFacts one = await Store.Properties.SetAsync(john.Id, House);
        PropertyFacts other = await Store.Properties.SetAsync(jane.Id, House with { Address = "12 MAIN ST SPRINGFIELD ILLINOIS 62704-1234" });
        await Store.ArchiveLeadAsync(jane.Id);

        (await Store.Properties.FindByAddressAsync("12 main st., springfield, il")).Should().BeEmpty();
        (await Store.Properties.FindByAddressAsync("12 main st., springfield, il, 62704, USA")).Should().Equal(one, other);
    }

    [Fact]
    public async Task A_property_is_deleted_with_its_scores_and_the_lead_stays()
    {
        Lead john = await Add();
        await Store.Properties.SetAsync(john.Id, House);
        await Store.Properties.SetScoreAsync(john.Id, ScoreKind.Lead, 1);

        (await Store.Properties.DeleteAsync(john.Id)).Should().BeTrue();
        (await Store.Properties.DeleteAsync(john.Id)).Should().BeFalse();

        (await Store.Properties.GetAsync(john.Id)).Should().BeNull();
        (await Store.Properties.ListScoresAsync(john.Id)).Should().BeEmpty();
        (await Stored(john)).Should().Be(john);
    }

    [Fact]
    public async Task A_lead_is_deleted_with_its_property()
    {
        Lead john = await Add();
        await Store.Properties.SetAsync(john.Id, House);
        await Store.Properties.SetScoreAsync(john.Id, ScoreKind.Lead, 1);
        await Store.Properties.SetScoreAsync(john.Id, ScoreKind.Ai, 1);
        await Store.ContactRules.SetDoNotCallAsync(john.Id, true);

        IReadOnlyDictionary<string, int> gone = (await Store.DeleteLeadAsync(john.Id)).RowsDeleted;

        (gone["lead_properties"], gone["lead_scores"], gone["lead_contact_rules"]).Should().Be((1, 2, 1));
        (await Store.Properties.GetAsync(john.Id)).Should().BeNull();
    }

    [Fact]
    public async Task Verbs_on_a_lead_that_is_not_there_say_so()
    {
        await Assert.ThrowsAsync<LeadNotFoundException>(async () => await Store.Properties.SetAsync(99, House));
        await Assert.ThrowsAsync<LeadNotFoundException>(async () => await Store.Properties.UpdateAsync(99, it => it));
        await Assert.ThrowsAsync<LeadNotFoundException>(async () => await Store.Properties.SetRawAsync(99, "{}"));
        await Assert.ThrowsAsync<LeadNotFoundException>(async () => await Store.Properties.SetScoreAsync(99, ScoreKind.Ai, 1));
        await Assert.ThrowsAsync<LeadNotFoundException>(async () => await Store.Properties.SetTemperatureAsync(99, LeadTemperature.Hot));
        await Assert.ThrowsAsync<LeadNotFoundException>(async () => await Store.Properties.AddFeedbackAsync(99, true));
        (await Store.Properties.GetAsync(99)).Should().BeNull();
        (await Store.Properties.GetRawAsync(99)).Should().BeNull();
        (await Store.Properties.ListScoresAsync(99)).Should().BeEmpty();
        (await Store.Properties.DeleteAsync(99)).Should().BeFalse();
    }

    [Fact]
    public async Task Verbs_on_a_lead_without_a_property_say_so()
    {
        Lead john = await Add();

        Func<Task>[] calls =
        [
            async () => await Store.Properties.UpdateAsync(john.Id, it => it),
            async () => await Store.Properties.SetRawAsync(john.Id, "{}"),
            async () => await Store.Properties.SetScoreAsync(john.Id, ScoreKind.Ai, 1),
            async () => await Store.Properties.SetTemperatureAsync(john.Id, LeadTemperature.Hot),
            async () => await Store.Properties.AddFeedbackAsync(john.Id, true),
        ];

        foreach (Func<Task> call in calls)
        {
            (await ThrowsAndStoresNothing<LeadStoreException>(call)).Kind.Should().Be(LeadStoreErrorKind.NotFound);
        }
    }
}
