namespace LeadStore.Tests.Contract.Rooms;

/// <summary>Answers that were paid for once.</summary>
public abstract class TraceCacheContract<TFixture>() : StoreContract(new TFixture())
    where TFixture : StoreFixture, new()
{
    private static readonly TraceProvider Provider = "batchdata";
    private static readonly TimeSpan Ever = TimeSpan.MaxValue;
    private static readonly SkipTraceRequest Request = new() { FullName = "Smith, John", Address = "12 Main St, Springfield, IL 62701" };

    private static readonly SkipTraceResult Found = new()
    {
        Phones = [new FoundPhone { Number = "+12175550142", IsMobile = true, Confidence = 0.5 }],
        Emails = [new FoundEmail { Address = "john@example.com", IsValid = false }],
        Confidence = 0.75,
        Cost = new Money(12),
        Response = "{}",
    };

    [Fact]
    public async Task An_answer_is_found_in_whichever_spelling_it_was_asked_for()
    {
        Lead john = await Add();
        SkipTrace answer = await Store.SkipTrace.RecordAsync(john.Id, Provider, Request, Found);
        SkipTraceRequest[] same =
        [
            Request,
            Request with { FullName = "JOHN  SMITH" },
            Request with { FullName = "smith,john" },
            Request with { FullName = null, FirstName = "John", LastName = "Smith" },
            Request with { FullName = "somebody else", FirstName = " john", LastName = "SMITH " },
            new() { FullName = "J\u00F3hn Smith", Street = "12 main st", City = "Springfield", State = "IL", PostalCode = "62701" },
        ];
        foreach (SkipTraceRequest request in same)
        {
            ((await Store.SkipTrace.FindAnswerAsync(" BatchData", request, Ever))?.Id)
                .Should().Be(answer.Id, $"name {request.FullName}, first {request.FirstName}");
        }

        SkipTraceRequest[] others =
        [
            Request with { FullName = null }, Request with { Address = null }, Request with { FullName = "Joan Smith" },
            Request with { FullName = "Smith John" }, Request with { FullName = "John Smith Jr." },
                Request with { Address = "12 Main St, Springfield, IL 62702" },
            new() { FullName = "John Smith 12 Main St, Springfield, IL 62701" },
        ];
        foreach (SkipTraceRequest request in others)
        {
            (await Store.SkipTrace.FindAnswerAsync(Provider, request, Ever)).Should().BeNull();
        }

        (await Store.SkipTrace.FindAnswerAsync("other", Request, Ever)).Should().BeNull();
    }

    [Theory]
    [InlineData("Smith, John, Jr.", "John Smith JR")]
    [InlineData("O'Brien, Mary Ann", "Mary Ann O\u2019Brien")]
    [InlineData("Main Street Holdings, LLC", "MAIN STREET HOLDINGS LLC")]
    [InlineData("Doe, J.R.", "JR Doe")]
    [InlineData("Smith-Jones, Jane", "Jane Smith Jones")]
    [InlineData("M\u00FCller, J\u00F8rgen", "Jorgen MULLER")]
    [InlineData("Wei\u00DF, Zo\u0065\u0308", "ZOE WEISS")]
    [InlineData("\u0160\u00FAster, \u0152uvre", "oeuvre suster")]
    [InlineData("\u738B\u5C0F\u660E", " \u738B\u5C0F\u660E ")]
    public async Task A_name_is_the_same_last_name_first_and_last(string one, string other)
    {
        Lead john = await Add();
        SkipTrace answer = await Store.SkipTrace.RecordAsync(john.Id, Provider, new SkipTraceRequest { FullName = one }, Found);

        (await Store.SkipTrace.FindAnswerAsync(Provider, new SkipTraceRequest { FullName = other }, Ever)).Should().Be(answer);
    }

    [Fact]
    public async Task The_newest_answer_counts_and_none_that_is_too_old()
    {
        Lead john = await Add();
        await Store.SkipTrace.RecordAsync(john.Id, Provider, Request, Found, Now.AddDays(-5));
        SkipTrace newest = await Store.SkipTrace.RecordAsync(john.Id, Provider, Request, Found, Now.AddDays(-2));
        await Store.SkipTrace.RecordAsync(john.Id, Provider, Request, Found, Now.AddDays(-9));
        await Store.SkipTrace.BeginAsync(john.Id, Provider, Request);

        (await Store.SkipTrace.FindAnswerAsync(Provider, Request, Ever)).Should().Be(newest);
        (await Store.SkipTrace.FindAnswerAsync(Provider, Request, TimeSpan.FromDays(2))).Should().Be(newest);
        (await Store.SkipTrace.FindAnswerAsync(Provider, Request, TimeSpan.FromDays(2) - TimeSpan.FromMicroseconds(1))).Should().BeNull();
        (await Store.SkipTrace.FindAnswerAsync(Provider, Request, TimeSpan.Zero)).Should().BeNull();
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(
            async () => await Store.SkipTrace.FindAnswerAsync(Provider, Request, TimeSpan.FromTicks(-1)));
    }

    [Fact]
    public async Task An_answer_is_taken_over_for_another_lead_and_nothing_is_paid()
    {
        Lead john = await Add();
        Lead jane = await Add(Phone(1));
        SkipTrace answer = await Store.SkipTrace.RecordAsync(john.Id, Provider, Request, Found);
        Clock.Advance(TimeSpan.FromDays(3));
        SkipTraceRequest spelt = Request with { FullName = "John Smith" };

        SkipTrace taken = (await Store.SkipTrace.ReuseAsync(jane.Id, Provider, spelt, TimeSpan.FromDays(90)))!;

        taken.Should().Be(answer with
        {
            Id = taken.Id,
            LeadId = jane.Id,
            Request = spelt,
            FromCache = true,
            Cost = new Money(0),
            ResponseLength = null,
            StartedAt = Now,
            CompletedAt = Now,
        });
        (await Store.SkipTrace.GetAsync(taken.Id)).Should().Be(taken);
        (await Store.SkipTrace.GetResponseAsync(taken.Id)).Should().BeNull();
        (await Store.SkipTrace.ListPhonesAsync(jane.Id)).Should().Equal(
            (await Store.SkipTrace.ListPhonesAsync(john.Id)).Select(it => it with { LeadId = jane.Id, TraceId = taken.Id }));
        (await Store.SkipTrace.ListEmailsAsync(jane.Id)).Should().Equal(
            (await Store.SkipTrace.ListEmailsAsync(john.Id)).Select(it => it with { LeadId = jane.Id, TraceId = taken.Id }));
        (await Store.Costs.GetForLeadAsync(jane.Id)).Items.Should().BeEmpty();
        (await Store.SkipTrace.GetSummaryAsync(jane.Id)).FromCache.Should().Be(1);
        Clock.Advance(TimeSpan.FromDays(88));
        (await Store.SkipTrace.ReuseAsync(jane.Id, Provider, spelt, TimeSpan.FromDays(90)))
            .Should().BeNull("an answer does not grow younger by being taken over");
    }

    [Fact]
    public async Task A_lead_s_own_answer_is_not_taken_over_once_more()
    {
        Lead john = await Add();
        SkipTrace answer = await Store.SkipTrace.RecordAsync(john.Id, Provider, Request, Found);

        (await Store.SkipTrace.ReuseAsync(john.Id, Provider, Request, Ever)).Should().Be(answer);
        (await Store.SkipTrace.ReuseAsync(john.Id, "other", Request, Ever)).Should().BeNull();

        (await Store.SkipTrace.GetHistoryAsync(john.Id)).Should().Equal(answer);
    }
}
