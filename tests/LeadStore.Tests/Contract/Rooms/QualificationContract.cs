namespace LeadStore.Tests.Contract.Rooms;

/// <summary>Answers, and being qualified once or several times.</summary>
public abstract class QualificationContract<TFixture>() : StoreContract(new TFixture())
    where TFixture : StoreFixture, new()
{
    [Fact]
    public async Task An_answer_is_set_changed_and_removed_and_the_others_stay()
    {
        Lead john = await Add();
        await Store.SetAnswerAsync(john.Id, "question_1", "yes");
        await Store.SetAnswerAsync(john.Id, "question_2", "no");

        Lead changed = await Store.SetAnswerAsync(john.Id, "question_1", "maybe");
        Lead removed = await Store.SetAnswerAsync(john.Id, "question_1", null);

        changed.Answers.Should().Equal(new Dictionary<string, string> { ["question_1"] = "maybe", ["question_2"] = "no" });
        removed.Answers.Should().Equal(new Dictionary<string, string> { ["question_2"] = "no" });
        removed.Version.Should().Be(5);
        removed.Should().Be(await Stored(john));
    }

    [Fact]
    public async Task Answers_keep_the_order_in_which_they_were_given()
    {
        Lead john = await Add();
        foreach (string question in (string[])["zebra", "10", "9", "apple", "Zebra"])
        {
            await Store.SetAnswerAsync(john.Id, question, question);
        }

        await Store.SetAnswerAsync(john.Id, "9", "again");

        (await Stored(john)).Answers.Keys.Should().Equal("zebra", "10", "9", "apple", "Zebra");
    }

    [Fact]
    public async Task The_same_answer_again_or_the_removal_of_none_makes_no_new_version()
    {
        Lead john = await Add();
        Lead answered = await Store.SetAnswerAsync(john.Id, "question_1", "yes");

        (await Store.SetAnswerAsync(john.Id, "question_1", "yes")).Should().Be(answered);
        (await Store.SetAnswerAsync(john.Id, "question_2", null)).Should().Be(answered);
        (await Store.MergeAnswersAsync(john.Id, new Dictionary<string, string?>())).Should().Be(answered);
    }

    [Fact]
    public async Task Merged_answers_are_set_and_removed_in_one_version()
    {
        Lead john = await Add();
        await Store.SetAnswerAsync(john.Id, "question_1", "yes");
        await Store.SetAnswerAsync(john.Id, "question_2", "no");

        Lead merged = await Store.MergeAnswersAsync(
            john.Id, new Dictionary<string, string?> { ["question_1"] = null, ["question_2"] = "perhaps", ["question_3"] = "" });

        merged.Answers.Should().Equal(new Dictionary<string, string> { ["question_2"] = "perhaps", ["question_3"] = "" });
        merged.Version.Should().Be(4);
        merged.Should().Be(await Stored(john));
    }

    [Fact]
    public async Task No_answer_is_lost_among_many_at_once()
    {
        Lead john = await Add();

        await AtOnce(20, async number => await Store.SetAnswerAsync(john.Id, $"question_{number}", "yes"));

        (await Stored(john)).Answers.Should().HaveCount(20);
    }

    [Fact]
    public async Task Many_answers_come_back_as_they_were_given()
    {
        Lead john = await Add();
        Dictionary<string, string> answers = Enumerable.Range(0, 500).ToDictionary(number => $"question_{number}", number => $"answer {number}");

        Lead answered = await Store.QualifyLeadAsync(john.Id, answers);

        answered.Answers.Should().Equal(answers);
        (await Stored(john)).Should().Be(answered);
    }

    [Fact]
    public async Task Qualifying_sets_status_progress_flag_time_and_answers_at_once()
    {
        Lead john = await Add();
        await Store.SetAnswerAsync(john.Id, "question_1", "yes");
        Clock.Advance(TimeSpan.FromMinutes(3));

        Lead qualified = await Store.QualifyLeadAsync(john.Id, new Dictionary<string, string> { ["question_2"] = "no" });

        qualified.Status.Should().Be(LeadStatus.Qualified);
        qualified.Progress.Should().Be(100);
        qualified.Qualified.Should().BeTrue();
        qualified.QualifiedAt.Should().Be(Now);
        qualified.TimesQualified.Should().Be(1);
        qualified.Mode.Should().Be(ConversationMode.FreeChat);
        qualified.Answers.Should().Equal(new Dictionary<string, string> { ["question_1"] = "yes", ["question_2"] = "no" });
        qualified.Version.Should().Be(3);
        qualified.Should().Be(await Stored(john));
        Qualification row = (await Store.ListQualificationsAsync(john.Id)).Should().ContainSingle().Subject;
        row.Should().BeEquivalentTo(new { LeadId = john.Id, Number = 1, QualifiedAt = Now });
        row.Answers.Should().Equal(qualified.Answers);
    }

    [Fact]
    public async Task Qualifying_again_keeps_the_time_and_changes_nothing()
    {
        Lead john = await Add();
        Lead qualified = await Store.QualifyLeadAsync(john.Id);
        Clock.Advance(TimeSpan.FromDays(1));

        Lead again = await Store.QualifyLeadAsync(john.Id);

        again.Should().Be(qualified);
        (await Store.ListQualificationsAsync(john.Id)).Should().ContainSingle();
    }

    [Fact]
    public async Task Requalifying_begins_anew_and_keeps_what_was()
    {
        Lead john = await Add();
        await Store.QualifyLeadAsync(john.Id, new Dictionary<string, string> { ["question_1"] = "yes" });
        Clock.Advance(TimeSpan.FromDays(90));

        Lead anew = await Store.RequalifyLeadAsync(john.Id);
        Lead second = await Store.QualifyLeadAsync(john.Id, new Dictionary<string, string> { ["question_1"] = "no" });

        anew.Status.Should().Be(LeadStatus.Active);
        anew.Progress.Should().Be(0);
        anew.Qualified.Should().BeFalse();
        anew.QualifiedAt.Should().BeNull();
        anew.Answers.Should().BeEmpty();
        anew.TimesQualified.Should().Be(1);
        anew.Mode.Should().Be(ConversationMode.Qualifying);
        second.TimesQualified.Should().Be(2);
        IReadOnlyList<Qualification> times = await Store.ListQualificationsAsync(john.Id);
        times.Select(time => (time.Number, time.QualifiedAt, time.Answers["question_1"]))
            .Should().Equal((1, StoreFixture.Start, "yes"), (2, Now, "no"));
    }

    [Fact]
    public async Task An_answer_that_was_given_after_the_qualification_stays_in_the_history_when_it_begins_anew()
    {
        Lead john = await Add();
        await Store.QualifyLeadAsync(john.Id, new Dictionary<string, string> { ["question_1"] = "yes" });
        await Store.SetAnswerAsync(john.Id, "question_2", "in May");

        await Store.RequalifyLeadAsync(john.Id);

        Qualification kept = (await Store.ListQualificationsAsync(john.Id)).Should().ContainSingle().Subject;
        kept.Answers.Should().Equal(new Dictionary<string, string> { ["question_1"] = "yes", ["question_2"] = "in May" });
    }

    [Fact]
    public async Task Requalifying_a_lead_that_is_not_qualified_changes_nothing()
    {
        Lead john = await Add();
        Lead answered = await Store.SetAnswerAsync(john.Id, "question_1", "yes");

        (await Store.RequalifyLeadAsync(john.Id)).Should().Be(answered);
        (await Store.ListQualificationsAsync(john.Id)).Should().BeEmpty();
        (await Store.ListQualificationsAsync(99)).Should().BeEmpty();
    }

    [Fact]
    public async Task Qualifying_at_once_by_many_counts_once()
    {
        Lead john = await Add();

        await AtOnce(12, async _ => await Store.QualifyLeadAsync(john.Id));

        (await Stored(john)).TimesQualified.Should().Be(1);
        (await Store.ListQualificationsAsync(john.Id)).Should().ContainSingle();
    }

    [Fact]
    public async Task A_missing_answer_is_refused_and_does_not_remove_the_stored_one()
    {
        Lead john = await Add();
        await Store.SetAnswerAsync(john.Id, "question_1", "Double");
        Dictionary<string, string> missing = new() { ["question_1"] = null! };

        (await Refusals(async () => await Store.QualifyLeadAsync(john.Id, missing))).Should().Equal("Answers:required");
        (await Refusals(async () => await Store.UpsertLeadAsync(new NewLead { Phone = john.Phone, Progress = 101, Answers = missing })))
            .Should().BeEquivalentTo("Progress:out_of_range", "Answers:required");

        (await Stored(john)).Answers.Should().Equal(new Dictionary<string, string> { ["question_1"] = "Double" });
        (await Stored(john)).Qualified.Should().BeFalse();
    }

    [Fact]
    public async Task The_status_qualified_says_that_the_lead_is_qualified()
    {
        Lead john = await Add();

        Lead qualified = await Store.UpdateLeadAsync(john.Id, lead => lead with { Status = LeadStatus.Qualified });

        qualified.Should().Match<Lead>(lead => lead.Qualified && lead.TimesQualified == 1 && lead.QualifiedAt == Now);
        (await Store.ListQualificationsAsync(john.Id)).Should().ContainSingle();
        (await Store.CreateLeadAsync(new NewLead { Phone = Phone(1), Status = "qualified" })).Qualified.Should().BeTrue();
    }

    [Fact]
    public async Task Too_many_answers_are_refused_before_any_is_looked_at()
    {
        Lead john = await Add();
        Dictionary<string, string?> answers = Enumerable.Range(0, 501).ToDictionary(i => $"question_{i}", _ => (string?)"Yes");

        (await Refusals(async () => await Store.MergeAnswersAsync(john.Id, answers))).Should().Equal("Answers:too_many");
    }
}
