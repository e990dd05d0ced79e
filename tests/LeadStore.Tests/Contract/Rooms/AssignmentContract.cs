namespace LeadStore.Tests.Contract.Rooms;

/// <summary>Who has which lead, and had it before.</summary>
public abstract class AssignmentContract<TFixture>() : StoreContract(new TFixture())
    where TFixture : StoreFixture, new()
{
    [Fact]
    public async Task A_lead_goes_from_one_user_to_the_next_and_its_history_stays()
    {
        Lead john = await Add();
        User ada = await User("ada");
        User grace = await User("grace");

        LeadAssignment first = await Store.Users.AssignAsync(john.Id, ada.Id, " round robin ");
        Clock.Advance(TimeSpan.FromHours(1));
        LeadAssignment second = await Store.Users.AssignAsync(john.Id, grace.Id, "ada");
        Clock.Advance(TimeSpan.FromHours(1));
        (await Store.Users.UnassignAsync(john.Id, "grace")).Should().BeTrue();
        (await Store.Users.UnassignAsync(john.Id, "grace")).Should().BeFalse();
        Clock.Advance(TimeSpan.FromHours(1));
        LeadAssignment third = await Store.Users.AssignAsync(john.Id, grace.Id, "boss");

        first.Should().Be(new LeadAssignment
        {
            LeadId = john.Id,
            Number = 1,
            UserId = ada.Id,
            AssignedBy = "round robin",
            AssignedAt = StoreFixture.Start,
        });
        (await Store.Users.ListAssignmentsAsync(john.Id)).Should().Equal(
            first with { EndedAt = second.AssignedAt, EndedBy = "ada" },
            second with { EndedAt = second.AssignedAt.AddHours(1), EndedBy = "grace" },
            third);
        (await Store.Users.GetAssignmentAsync(john.Id)).Should().Be(third);
        third.Number.Should().Be(3);
        (await Stored(john)).Should().Be(john);
    }

    [Fact]
    public async Task The_same_user_again_changes_nothing()
    {
        Lead john = await Add();
        User ada = await User("ada");
        LeadAssignment first = await Store.Users.AssignAsync(john.Id, ada.Id, "me");
        Clock.Advance(TimeSpan.FromHours(1));

        (await Store.Users.AssignAsync(john.Id, ada.Id, "somebody else")).Should().Be(first);
        (await Store.Users.ListAssignmentsAsync(john.Id)).Should().Equal(first);
    }

    [Fact]
    public async Task Nobody_who_is_not_active_gets_a_lead_but_keeps_those_there_are()
    {
        Lead john = await Add();
        Lead jane = await Add(Phone(1));
        User ada = await User("ada");
        LeadAssignment held = await Store.Users.AssignAsync(john.Id, ada.Id, "me");
        await Store.Users.UpdateAsync(ada.Id, user => user with { Active = false });

        (await Refusals(async () => await Store.Users.AssignAsync(jane.Id, ada.Id, "me"))).Should().Equal("userId:inactive");
        (await Store.Users.GetAssignmentAsync(jane.Id)).Should().BeNull();
        (await Store.Users.GetAssignmentAsync(john.Id)).Should().Be(held);
    }

    [Fact]
    public async Task The_leads_that_a_user_has_now_come_in_pages_the_newest_first()
    {
        User ada = await User("ada");
        User grace = await User("grace");
        for (int i = 0; i < 7; i++)
        {
            await Store.Users.AssignAsync((await Add(Phone(i))).Id, ada.Id, "me");
        }

        await Store.Users.AssignAsync(3, grace.Id, "me");
        await Store.Users.UnassignAsync(4, "me");
        await Store.ArchiveLeadAsync(6);
        List<long> seen = [];
        string? cursor = null;
        do
        {
            LeadPage page = await Store.Users.ListAssignedLeadsAsync(ada.Id, cursor, pageSize: 2);
            seen.AddRange(page.Items.Select(lead => lead.Id));
            cursor = page.NextCursor;
        }
        while (cursor is not null);

        seen.Should().Equal(7, 5, 2, 1);
        (await Store.Users.ListAssignedLeadsAsync(ada.Id, includeArchived: true)).Items.Select(lead => lead.Id)
            .Should().Equal(7, 6, 5, 2, 1);
        (await Store.Users.ListAssignedLeadsAsync(grace.Id)).Items.Should().Equal(await Store.GetRequiredLeadAsync(3));
        await Assert.ThrowsAsync<ArgumentException>(async () => await Store.Users.ListAssignedLeadsAsync(ada.Id, "x"));
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(async () => await Store.Users.ListAssignedLeadsAsync(ada.Id, pageSize: 1001));
    }

    [Fact]
    public async Task Eight_threads_that_assign_one_lead_leave_one_assignment_and_a_history_without_gaps()
    {
        Lead john = await Add();
        List<User> users = [];
        for (int i = 0; i < 8; i++)
        {
            users.Add(await User($"user{i}"));
        }

        await AtOnce(8, async number => await Store.Users.AssignAsync(john.Id, users[number].Id, "me"));

        IReadOnlyList<LeadAssignment> history = await Store.Users.ListAssignmentsAsync(john.Id);
        history.Select(it => it.Number).Should().Equal(Enumerable.Range(1, 8));
        history.Select(it => it.UserId).Should().BeEquivalentTo(users.Select(user => user.Id));
        history.Where(it => it.EndedAt is null).Should().ContainSingle().Which.Number.Should().Be(8);
    }

    [Fact]
    public async Task Leads_users_and_names_that_are_not_there_are_refused()
    {
        Lead john = await Add();
        User ada = await User("ada");

        await ThrowsAndStoresNothing<LeadNotFoundException>(async () => await Store.Users.AssignAsync(99, ada.Id, "me"));
        await ThrowsAndStoresNothing<LeadNotFoundException>(async () => await Store.Users.UnassignAsync(99, "me"));
        (await ThrowsAndStoresNothing<LeadStoreException>(async () => await Store.Users.AssignAsync(john.Id, 99, "me"))).Kind
            .Should().Be(LeadStoreErrorKind.NotFound);
        (await Refusals(async () => await Store.Users.AssignAsync(john.Id, ada.Id, " "))).Should().Equal("by:required");
        (await Refusals(async () => await Store.Users.UnassignAsync(john.Id, new string('x', 201)))).Should().Equal("by:too_long");
        (await Store.Users.GetAssignmentAsync(99)).Should().BeNull();
        (await Store.Users.ListAssignmentsAsync(99)).Should().BeEmpty();
        (await Store.Users.ListAssignedLeadsAsync(99)).Items.Should().BeEmpty();
    }

    [Fact]
    public async Task The_history_goes_with_its_lead()
    {
        Lead john = await Add();
        User ada = await User("ada");
        await Store.Users.AssignAsync(john.Id, ada.Id, "me");

        (await Store.DeleteLeadAsync(john.Id)).RowsDeleted["lead_assignments"].Should().Be(1);

        (await Store.Users.ListAssignmentsAsync(john.Id)).Should().BeEmpty();
        (await Store.Users.DeleteAsync(ada.Id)).Should().BeTrue();
    }

    private async Task<User> User(string name) => await Store.Users.CreateAsync(new NewUser { Email = $"{name}@example.com" });
}
