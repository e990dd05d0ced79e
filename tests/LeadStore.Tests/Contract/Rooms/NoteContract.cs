namespace LeadStore.Tests.Contract.Rooms;

/// <summary>What people note about leads.</summary>
public abstract class NoteContract<TFixture>() : StoreContract(new TFixture())
    where TFixture : StoreFixture, new()
{
    [Fact]
    public async Task A_note_is_added_read_changed_and_deleted()
    {
        Lead john = await Add();
        Note plain = await Store.Notes.AddAsync(john.Id, " Called, nobody there.\n");
        Note full = await Store.Notes.AddAsync(john.Id, "Wants to sell.", NoteType.FollowUp, " ada ");
        Clock.Advance(TimeSpan.FromHours(1));
        Note changed = await Store.Notes.UpdateAsync(full.Id, "Wants to sell soon.");
        Note typed = await Store.Notes.UpdateAsync(full.Id, "Wants to sell soon.", NoteType.Meeting);

        plain.Should().Be(new Note
        {
            Id = 1,
            LeadId = john.Id,
            Content = " Called, nobody there.\n",
            CreatedAt = StoreFixture.Start,
            UpdatedAt = StoreFixture.Start,
        });
        (full.Type, full.CreatedBy).Should().Be((NoteType.FollowUp, "ada"));
        changed.Should().Be(full with { Content = "Wants to sell soon.", UpdatedAt = Now });
        typed.Should().Be(changed with { Type = NoteType.Meeting });
        (await Store.Notes.GetAsync(full.Id)).Should().Be(typed);
        (await Stored(john)).Should().Be(john);
        (await Store.Notes.DeleteAsync(full.Id)).Should().BeTrue();
        (await Store.Notes.DeleteAsync(full.Id)).Should().BeFalse();
        (await Store.Notes.GetAsync(full.Id)).Should().BeNull();
        (await Store.Notes.AddAsync(john.Id, "next")).Id.Should().Be(3, "an id is not used again");
    }

    [Fact]
    public async Task A_change_that_changes_nothing_is_none()
    {
        Note note = await Store.Notes.AddAsync((await Add()).Id, "x", NoteType.Email);
        Clock.Advance(TimeSpan.FromHours(1));

        (await Store.Notes.UpdateAsync(note.Id, "x")).Should().Be(note);
        (await Store.Notes.UpdateAsync(note.Id, "x", NoteType.Email)).Should().Be(note);
    }

    [Fact]
    public async Task Every_type_comes_back()
    {
        Lead john = await Add();
        foreach (NoteType type in Enum.GetValues<NoteType>())
        {
            await Store.Notes.AddAsync(john.Id, "x", type);
        }

        (await Store.Notes.ListAsync(john.Id)).Items.Select(note => note.Type).Reverse().Should().Equal(Enum.GetValues<NoteType>());
    }

    [Theory]
    [MemberData(nameof(ContractCases.TextKinds), MemberType = typeof(ContractCases))]
    public async Task Any_text_comes_back_as_it_was(string kind)
    {
        string text = ContractCases.TextByKind[kind];
        text = text.Length > 10_000 ? text[..10_000] : text;
        Lead john = await Add();

        Note note = await Store.Notes.AddAsync(john.Id, text);

        (await Store.Notes.GetAsync(note.Id))!.Content.Should().Be(text);
    }

    [Fact]
    public async Task The_notes_of_a_lead_come_in_pages_the_newest_first()
    {
        Lead john = await Add();
        Lead jane = await Add(Phone(1));
        for (int i = 0; i < 7; i++)
        {
            await Store.Notes.AddAsync(i == 3 ? jane.Id : john.Id, $"note {i}");
        }

        List<string> seen = [];
        string? cursor = null;
        do
        {
            NotePage page = await Store.Notes.ListAsync(john.Id, cursor, pageSize: 2);
            seen.AddRange(page.Items.Select(note => note.Content));
            cursor = page.NextCursor;
        }
        while (cursor is not null);

        seen.Should().Equal("note 6", "note 5", "note 4", "note 2", "note 1", "note 0");
        (await Store.Notes.ListAsync(jane.Id)).Items.Should().ContainSingle();
        (await Store.Notes.ListAsync(99)).Items.Should().BeEmpty();
        await Assert.ThrowsAsync<ArgumentException>(async () => await Store.Notes.ListAsync(john.Id, "x"));
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(async () => await Store.Notes.ListAsync(john.Id, pageSize: 0));
    }

    [Fact]
    public async Task Notes_that_are_none_are_refused()
    {
        Lead john = await Add();
        Note note = await Store.Notes.AddAsync(john.Id, new string('x', 10_000));

        (await Refusals(async () => await Store.Notes.AddAsync(john.Id, " ", (NoteType)9, new string('x', 201))))
            .Should().Equal("Type:unknown_value", "Content:required", "by:too_long");
        (await Refusals(async () => await Store.Notes.AddAsync(john.Id, new string('x', 10_001)))).Should().Equal("Content:too_long");
        (await Refusals(async () => await Store.Notes.UpdateAsync(note.Id, "a\0", (NoteType)9)))
            .Should().Equal("Content:invalid_text", "Type:unknown_value");
        await ThrowsAndStoresNothing<LeadNotFoundException>(async () => await Store.Notes.AddAsync(99, "x"));
        (await ThrowsAndStoresNothing<LeadStoreException>(async () => await Store.Notes.UpdateAsync(99, "x"))).Kind
            .Should().Be(LeadStoreErrorKind.NotFound);
    }

    [Fact]
    public async Task Notes_go_with_their_lead()
    {
        Lead john = await Add();
        Note note = await Store.Notes.AddAsync(john.Id, "x");

        (await Store.DeleteLeadAsync(john.Id)).RowsDeleted["lead_notes"].Should().Be(1);

        (await Store.Notes.GetAsync(note.Id)).Should().BeNull();
    }
}
