namespace LeadStore.Tests.Contract.Rooms;

/// <summary>What was said in calls, what models made of it, and how it is found.</summary>
public abstract class TranscriptContract<TFixture>() : StoreContract(new TFixture())
    where TFixture : StoreFixture, new()
{
    [Fact]
    public async Task A_transcript_is_kept_as_it_is_replaced_and_removed()
    {
        CallLog call = await Call(null);
        string text = " Yes,\r\n\"sell\" it. 😀\n";

        CallLog with = await Store.Calls.SetTranscriptAsync(call.Id, text);
        string? stored = await Store.Calls.GetTranscriptAsync(call.Id);
        CallLog changed = await Store.Calls.SetTranscriptAsync(call.Id, "No");
        CallLog without = await Store.Calls.SetTranscriptAsync(call.Id, null);

        with.Should().Be(call with { TranscriptLength = text.Length });
        stored.Should().Be(text);
        changed.TranscriptLength.Should().Be(2);
        without.Should().Be(call);
        (await Store.Calls.GetTranscriptAsync(call.Id)).Should().BeNull();
        (await Store.Calls.GetTranscriptAsync(99)).Should().BeNull();
    }

    [Fact]
    public async Task An_end_without_a_transcript_leaves_the_one_that_is_there()
    {
        Lead john = await Add();
        CallLog call = await Store.Calls.RecordAsync(new NewCall { LeadId = john.Id });
        await Store.Calls.SetTranscriptAsync(call.Id, "Hello");
        await Store.Calls.SetAnalysisAsync(call.Id, "{}");

        CallLog ended = await Store.Calls.CompleteAsync(call.Id, new CallEnd());

        (ended.TranscriptLength, ended.HasAnalysis).Should().Be((5, true));
        (await Store.Calls.GetAsync(call.Id)).Should().Be(ended);
        (await Store.Calls.GetTranscriptAsync(call.Id)).Should().Be("Hello");
    }

    [Fact]
    public async Task An_analysis_is_kept_character_by_character_and_removed()
    {
        CallLog call = await Call(null);

        CallLog with = await Store.Calls.SetAnalysisAsync(call.Id, """{ "mood" :  1.50, "mood": 2 }""");

        with.Should().Be(call with { HasAnalysis = true });
        (await Store.Calls.GetAnalysisAsync(call.Id)).Should().Be("""{ "mood" :  1.50, "mood": 2 }""");
        (await Store.Calls.SetAnalysisAsync(call.Id, null)).Should().Be(call);
        (await Store.Calls.GetAnalysisAsync(call.Id)).Should().BeNull();
        (await Refusals(async () => await Store.Calls.SetAnalysisAsync(call.Id, "{'a':1}"))).Should().Equal("json:not_json");
        (await Refusals(async () => await Store.Calls.SetAnalysisAsync(call.Id, $"\"{new string('x', 999_999)}\"")))
            .Should().Equal("json:too_long");
        (await Refusals(async () => await Store.Calls.SetTranscriptAsync(call.Id, "a\0"))).Should().Equal("transcript:invalid_text");
        (await Store.Calls.GetAsync(call.Id)).Should().Be(call);
    }

    [Theory]
    [InlineData("sell", true)]
    [InlineData("HOUSE sell", true)]
    [InlineData("\"sell\" AND (house* OR", false)]
    [InlineData("sell -house NEAR", false)]
    [InlineData("house, \"sell\": (*", true)]
    [InlineData("hous", false)]
    [InlineData("cafe", true)]
    [InlineData("CAFE\u0301", true)]
    [InlineData("großmutter", true)]
    [InlineData("GROSSMUTTER", true)]
    [InlineData("дом", true)]
    [InlineData("42", true)]
    [InlineData("t don", true)]
    [InlineData("rent", false)]
    [InlineData("sell rent", false)]
    public async Task A_transcript_is_found_by_whole_words_in_any_order_and_spelling(string text, bool found)
    {
        CallLog call = await Call("Don't call. I'd SELL the house, by the Café; Großmutter said: 42! ДОМ");
        await Call("Nothing of the kind");

        (await Store.Calls.SearchTranscriptsAsync(text)).Items.Should().Equal(found ? [call] : []);
    }

    [Fact]
    public async Task Any_text_finds_the_call_in_which_it_was_said()
    {
        foreach (string text in ContractCases.TextByKind.Values.Where(text => text.Length < 500 && text.Any(char.IsAsciiLetterOrDigit)))
        {
            string[] words = text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
            CallLog call = await Call(text);
            string some = string.Join(' ', words.Take(3));
            if (some.Any(char.IsAsciiLetterOrDigit))
            {
                (await Store.Calls.SearchTranscriptsAsync(some)).Items.Should().Contain(call, text);
            }

            await Store.DeleteLeadAsync(call.LeadId);
        }
    }

    [Fact]
    public async Task A_change_of_a_transcript_changes_by_what_it_is_found()
    {
        CallLog call = await Call("sell the house");

        await Store.Calls.SetTranscriptAsync(call.Id, "rent the house");

        (await Store.Calls.SearchTranscriptsAsync("sell")).Items.Should().BeEmpty();
        (await Store.Calls.SearchTranscriptsAsync("house rent")).Items.Should().ContainSingle();
        await Store.Calls.SetTranscriptAsync(call.Id, null);
        (await Store.Calls.SearchTranscriptsAsync("house")).Items.Should().BeEmpty();
    }

    [Fact]
    public async Task What_a_transaction_that_is_rolled_back_stored_is_not_found()
    {
        CallLog call = await Call("sell");

        await ThrowsAndStoresNothing<InvalidTimeZoneException>(async () => await Store.InTransactionAsync(async tx =>
        {
            await tx.Calls.SetTranscriptAsync(call.Id, "rent");
            throw new InvalidTimeZoneException();
        }));

        (await Store.Calls.SearchTranscriptsAsync("rent")).Items.Should().BeEmpty();
        (await Store.Calls.SearchTranscriptsAsync("sell")).Items.Should().ContainSingle();
    }

    [Fact]
    public async Task Searches_find_what_reading_every_transcript_finds_in_pages_the_last_recorded_first()
    {
        int seed = int.TryParse(Environment.GetEnvironmentVariable("SEED"), out int given) ? given : Environment.TickCount;
        Console.WriteLine($"SEED={seed}");
        Random random = new(seed);
        string[] vocabulary = ["a", "bb", "ccc", "dddd", "eeeee", "ffffff"];
        Lead john = await Add();
        List<(CallLog Call, string[] Words)> calls = [];
        for (int i = 0; i < 30; i++)
        {
            string[] words = random.GetItems(vocabulary, random.Next(8));
            NewCall call = new()
            {
                LeadId = john.Id,
                StartedAt = Now.AddMinutes(random.Next(100)),
                End = new CallEnd { DurationSeconds = 1, Transcript = string.Join(", ", words) },
            };
            calls.Insert(0, (await Store.Calls.RecordAsync(call), words));
        }

        for (int i = 0; i < 20; i++)
        {
            string[] wanted = random.GetItems(vocabulary, random.Next(1, 5));
            List<CallLog> found = [];
            string? cursor = null;
            do
            {
                CallPage page = await Store.Calls.SearchTranscriptsAsync(string.Join(' ', wanted), cursor, pageSize: 3);
                found.AddRange(page.Items);
                cursor = page.NextCursor;
            }
            while (cursor is not null);

            found.Should().Equal(calls.Where(it => wanted.All(it.Words.Contains)).Select(it => it.Call), string.Join(' ', wanted));
        }
    }

    [Fact]
    public async Task A_search_for_no_word_or_too_many_is_refused()
    {
        await Call("sell");

        (await Refusals(async () => await Store.Calls.SearchTranscriptsAsync(" "))).Should().Equal("text:required");
        (await Refusals(async () => await Store.Calls.SearchTranscriptsAsync("?!"))).Should().Equal("text:no_words");
        (await Refusals(async () => await Store.Calls.SearchTranscriptsAsync(new string('x', 1_001)))).Should().Equal("text:too_long");
        (await Refusals(async () => await Store.Calls.SearchTranscriptsAsync("a b c d e f g h i j k"))).Should().Equal("text:no_words");
        (await Store.Calls.SearchTranscriptsAsync("a b c d e f g h i j A B C")).Items.Should().BeEmpty();
        await Assert.ThrowsAsync<ArgumentException>(async () => await Store.Calls.SearchTranscriptsAsync("a", "x"));
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(async () => await Store.Calls.SearchTranscriptsAsync("a", pageSize: 0));
    }

    [Fact]
    public async Task Of_a_word_without_end_its_beginning_counts()
    {
        CallLog call = await Call(new string('x', 100_000));

        (await Store.Calls.SearchTranscriptsAsync(new string('x', 50))).Items.Should().Equal(call);
        (await Store.Calls.SearchTranscriptsAsync(new string('x', 39))).Items.Should().BeEmpty();
    }

    private async Task<CallLog> Call(string? transcript)
    {
        Lead lead = await Store.CreateLeadAsync(new NewLead { Email = $"{Guid.NewGuid():N}@example.com" });
        return await Store.Calls.RecordAsync(new NewCall { LeadId = lead.Id, End = new CallEnd { Transcript = transcript } });
    }
}
