namespace LeadStore.Tests.Contract.Rooms;

/// <summary>Both forms of UpdateLead, and TouchLead.</summary>
public abstract class UpdateContract<TFixture>() : StoreContract(new TFixture())
    where TFixture : StoreFixture, new()
{
    [Fact]
    public async Task A_change_is_stored_and_returned_as_stored()
    {
        Lead john = await Add();

        Lead changed = await Store.UpdateLeadAsync(john.Id, lead => lead with
        {
            Phone = "0044 7809 505865",
            Name = " John ",
            Email = "John@Example.com",
            Source = "Website",
            Status = LeadStatus.Active,
            Progress = 50,
            Answers = new Dictionary<string, string> { ["question_1"] = "yes" },
            AssistantPause = new AssistantPause(Now, Now.AddHours(1), "Mary", "talks to him"),
        });

        changed.Should().Be(await Stored(john));
        changed.Phone.Should().Be("+447809505865");
        changed.Name.Should().Be("John");
        changed.Email.Should().Be("john@example.com");
        changed.Source.Should().Be((LeadSource)"website");
        changed.Status.Should().Be(LeadStatus.Active);
        changed.Progress.Should().Be(50);
        changed.Answers.Should().ContainKey("question_1");
        changed.AssistantPause.Should().Be(new AssistantPause(Now, Now.AddHours(1), "Mary", "talks to him"));
        changed.Version.Should().Be(john.Version + 1);
        (await Store.GetLeadByPhoneAsync("+447809505865")).Should().Be(changed);
        (await Store.GetLeadByPhoneAsync(John)).Should().BeNull();
    }

    [Fact]
    public async Task A_change_that_changes_nothing_makes_no_new_version()
    {
        Lead john = await Store.CreateLeadAsync(new NewLead { Phone = John, Name = "John", Email = "john@example.com" });

        Lead same = await Store.UpdateLeadAsync(john.Id, lead => lead with
        {
            Name = " John ",
            Email = "JOHN@example.com",
            Phone = "+44 7809 505864",
            Answers = new Dictionary<string, string>(),
        });

        same.Should().Be(john);
        (await Stored(john)).Should().Be(john);
    }

    [Fact]
    public async Task An_exception_from_the_function_comes_out_and_leaves_the_lead_as_it_was()
    {
        Lead john = await Add();

        InvalidTimeZoneException thrown = await ThrowsAndStoresNothing<InvalidTimeZoneException>(
            async () => await Store.UpdateLeadAsync(john.Id, _ => throw new InvalidTimeZoneException("mine")));

        thrown.Message.Should().Be("mine");
        (await Store.UpdateLeadAsync(john.Id, lead => lead with { Progress = 1 })).Progress.Should().Be(1);
    }

    [Fact]
    public async Task A_function_that_returns_null_is_refused()
    {
        Lead john = await Add();

        await ThrowsAndStoresNothing<InvalidOperationException>(async () => await Store.UpdateLeadAsync(john.Id, _ => null!));
    }

    [Theory]
    [MemberData(nameof(ContractCases.ReadOnlyFields), MemberType = typeof(ContractCases))]
    public async Task A_field_that_the_store_keeps_is_refused_by_its_name(string field, Func<Lead, Lead> change)
    {
        Lead john = await Add();
        Func<Lead, Lead> alsoRenamed = lead => change(lead) with { Name = "Renamed" };

        (await Refusals(async () => await Store.UpdateLeadAsync(john.Id, alsoRenamed))).Should().Equal($"{field}:read_only");
        (await Stored(john)).Should().Be(john);
    }

    [Fact]
    public async Task Every_field_that_the_store_keeps_is_refused_at_once()
    {
        Lead john = await Add();
        Func<Lead, Lead> everything = ContractCases.ReadOnlyFields.Select(row => (Func<Lead, Lead>)row[1])
            .Aggregate((first, second) => lead => second(first(lead)));

        IEnumerable<string> refusals = await Refusals(async () => await Store.UpdateLeadAsync(john.Id, everything));

        refusals.Should().BeEquivalentTo(ContractCases.ReadOnlyFields.Select(row => $"{row[0]}:read_only"));
    }

    [Fact]
    public async Task No_change_is_lost_among_many_at_once()
    {
        Lead john = await Add();

        await AtOnce(8, async _ =>
        {
            for (int i = 0; i < 5; i++)
            {
                await Store.UpdateLeadAsync(john.Id, lead => lead with { Progress = lead.Progress + 1 });
            }

            return 0;
        });

        Lead stored = await Stored(john);
        stored.Progress.Should().Be(40);
        stored.Version.Should().Be(41);
    }

    [Fact]
    public async Task A_phone_that_another_lead_has_is_refused_with_its_id()
    {
        Lead john = await Add();
        Lead jane = await Add(Phone(1));

        DuplicateLeadException refused = await ThrowsAndStoresNothing<DuplicateLeadException>(
            async () => await Store.UpdateLeadAsync(jane.Id, lead => lead with { Name = "Jane", Phone = John }));

        refused.ExistingId.Should().Be(john.Id);
    }

    [Fact]
    public async Task A_phone_can_be_taken_away_where_an_email_address_stays_but_not_both()
    {
        Lead john = await Store.CreateLeadAsync(new NewLead { Phone = John, Email = "john@example.com" });

        Lead withoutPhone = await Store.UpdateLeadAsync(john.Id, lead => lead with { Phone = null });

        withoutPhone.Phone.Should().BeNull();
        (await Refusals(async () => await Store.UpdateLeadAsync(john.Id, lead => lead with { Email = " " })))
            .Should().Equal("Phone:required");
        (await Stored(john)).Should().Be(withoutPhone);
    }

    [Fact]
    public async Task Qualified_and_its_time_go_together()
    {
        Lead john = await Add();

        Lead qualified = await Store.UpdateLeadAsync(john.Id, lead => lead with { Qualified = true });
        Lead moved = await Store.UpdateLeadAsync(john.Id, lead => lead with { QualifiedAt = Now.AddDays(-3) });
        Lead not = await Store.UpdateLeadAsync(john.Id, lead => lead with { QualifiedAt = null });

        qualified.QualifiedAt.Should().Be(Now);
        qualified.TimesQualified.Should().Be(1);
        moved.Qualified.Should().BeTrue();
        moved.QualifiedAt.Should().Be(Now.AddDays(-3));
        moved.TimesQualified.Should().Be(1);
        not.Qualified.Should().BeFalse();
        not.TimesQualified.Should().Be(1);
        not.Should().Be(await Stored(john));
    }

    [Fact]
    public async Task A_lead_that_was_read_and_changed_is_stored_if_nobody_else_changed_it()
    {
        Lead john = await Add();

        Lead changed = await Store.UpdateLeadAsync(john with { Name = "John" });

        changed.Should().Be(john with { Name = "John", Version = 2 });
        changed.Should().Be(await Stored(john));
    }

    [Fact]
    public async Task A_stale_lead_is_a_conflict_and_changes_nothing()
    {
        Lead john = await Add();
        await Store.SetAnswerAsync(john.Id, "question_1", "yes");

        LeadConcurrencyException conflict = await ThrowsAndStoresNothing<LeadConcurrencyException>(
            async () => await Store.UpdateLeadAsync(john with { Name = "John" }));

        conflict.Kind.Should().Be(LeadStoreErrorKind.Concurrency);
        conflict.LeadId.Should().Be(john.Id);
        conflict.ExpectedVersion.Should().Be(1);
        conflict.ActualVersion.Should().Be(2);
        conflict.Operation.Should().Be(nameof(LeadDatabase.UpdateLead));
    }

    [Fact]
    public async Task A_lead_that_was_archived_meanwhile_is_a_conflict()
    {
        Lead john = await Add();
        await Store.ArchiveLeadAsync(john.Id);

        await ThrowsAndStoresNothing<LeadConcurrencyException>(async () => await Store.UpdateLeadAsync(john with { Name = "John" }));
    }

    [Fact]
    public async Task A_message_in_between_is_no_conflict_and_the_last_contact_does_not_go_back()
    {
        Lead john = await Add();
        Clock.Advance(TimeSpan.FromMinutes(5));
        await Write(john, "Hello?");
        Clock.Advance(TimeSpan.FromMinutes(5));

        Lead changed = await Store.UpdateLeadAsync(john with { Name = "John" });

        changed.LastContactAt.Should().Be(StoreFixture.Start.AddMinutes(5));
        changed.LastCustomerMessageAt.Should().Be(StoreFixture.Start.AddMinutes(5));
        changed.Should().Be(await Stored(john));
    }

    [Fact]
    public async Task Of_many_who_change_the_same_version_at_once_one_wins()
    {
        Lead john = await Add();

        IReadOnlyList<bool> won = await AtOnce(12, async number =>
        {
            try
            {
                await Store.UpdateLeadAsync(john with { Progress = number + 1 });
                return true;
            }
            catch (LeadConcurrencyException)
            {
                return false;
            }
        });

        won.Should().ContainSingle(success => success);
        (await Stored(john)).Version.Should().Be(2);
    }

    [Fact]
    public async Task A_touch_moves_the_last_contact_and_never_backwards()
    {
        Lead john = await Add();
        Clock.Advance(TimeSpan.FromHours(1));

        Lead touched = await Store.TouchLeadAsync(john.Id);
        Lead touchedBefore = await Store.TouchLeadAsync(john.Id, StoreFixture.Start.AddMinutes(1));
        Lead touchedLater = await Store.TouchLeadAsync(john.Id, Now.AddMinutes(1).ToOffset(TimeSpan.FromHours(-5)));

        touched.Should().Be(john with { LastContactAt = Now }, "a touch is no new version");
        touchedBefore.Should().Be(touched);
        touchedLater.LastContactAt.Should().Be(Now.AddMinutes(1));
        touchedLater.LastContactAt.Offset.Should().Be(TimeSpan.Zero);
        touchedLater.Should().Be(await Stored(john));
    }

    [Fact]
    public async Task A_change_may_move_the_last_contact_forwards_but_not_backwards()
    {
        Lead john = await Add();

        Lead forwards = await Store.UpdateLeadAsync(john.Id, lead => lead with { LastContactAt = Now.AddDays(1) });
        Lead backwards = await Store.UpdateLeadAsync(john.Id, lead => lead with { LastContactAt = Now.AddDays(-1) });

        forwards.Should().Be(john with { LastContactAt = Now.AddDays(1) });
        backwards.Should().Be(forwards);
        (await Stored(john)).Should().Be(forwards);
    }
}
