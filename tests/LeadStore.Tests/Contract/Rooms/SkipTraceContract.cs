namespace LeadStore.Tests.Contract.Rooms;

/// <summary>A trace from its beginning to its end, and what its end brings with it.</summary>
public abstract class SkipTraceContract<TFixture>() : StoreContract(new TFixture())
    where TFixture : StoreFixture, new()
{
    private static readonly TraceProvider Provider = "batchdata";
    private static readonly SkipTraceRequest Request = new() { FullName = "Smith, John", Address = "12 Main St, Springfield IL 62701" };

    private static readonly SkipTraceResult Found = new()
    {
        Phones =
        [
            new FoundPhone
            {
                Number = "(217) 555-0142", Type = " Mobile ", Carrier = "T", IsValid = true, IsMobile = true, IsDoNotCall = false,
                    Confidence = 0.9,
            },
            new FoundPhone { Number = "+1 217 555 0143" },
        ],
        Emails = [new FoundEmail { Address = "John@Example.com", Type = "personal", IsValid = true, Confidence = 1 }],
        Confidence = 0.75,
        Cost = new Money(12),
        Response = "{\"owner\":\"John\"}",
    };

    [Fact]
    public async Task A_trace_is_begun_and_completed_with_contacts_cost_and_response()
    {
        Lead john = await Add();
        SkipTrace begun = await Store.SkipTrace.BeginAsync(john.Id, " BatchData ", Request with { City = "  ", FirstName = " " });
        Clock.Advance(TimeSpan.FromSeconds(2));
        SkipTrace completed = await Store.SkipTrace.CompleteAsync(begun.Id, Found);

        begun.Should().Be(new SkipTrace
        {
            Id = begun.Id,
            LeadId = john.Id,
            Provider = Provider,
            Request = Request,
            StartedAt = Now.AddSeconds(-2)
        });
        completed.Should().Be(begun with
        {
            Status = SkipTraceStatus.Completed,
            Confidence = 0.75,
            Cost = new Money(12),
            PhoneCount = 2,
            EmailCount = 1,
            ResponseLength = 16,
            AnsweredAt = Now,
            CompletedAt = Now,
        });
        (await Store.SkipTrace.GetAsync(begun.Id)).Should().Be(completed);
        (await Store.SkipTrace.GetResponseAsync(begun.Id)).Should().Be(Found.Response);
        (await Store.SkipTrace.ListPhonesAsync(john.Id)).Should().Equal(
            new TracedPhone
            {
                LeadId = john.Id,
                TraceId = begun.Id,
                Phone = PhoneNumber.Parse("+12175550142"),
                Type = "mobile",
                Carrier = "T",
                IsValid = true,
                IsMobile = true,
                IsDoNotCall = false,
                Confidence = 0.9,
            },
            new TracedPhone { LeadId = john.Id, TraceId = begun.Id, Phone = PhoneNumber.Parse("+12175550143") });
        (await Store.SkipTrace.ListEmailsAsync(john.Id)).Should().Equal(
            new TracedEmail
            {
                LeadId = john.Id,
                TraceId = begun.Id,
                Email = "john@example.com",
                Type = "personal",
                IsValid = true,
                Confidence = 1
            });
        CostEntry cost = (await Store.Costs.ListAsync(new CostFilter())).Items.Should().ContainSingle().Subject;
        (cost.Type, cost.Amount, cost.LeadId, cost.OccurredAt).Should().Be((CostType.SkipTrace, new Money(12), john.Id, Now));
        (await Store.Costs.GetForLeadAsync(john.Id)).Total(CostType.SkipTrace).Should().Be(new Money(12));
    }

    [Fact]
    public async Task A_trace_that_fails_keeps_why_what_came_and_what_it_cost()
    {
        Lead john = await Add();
        SkipTrace begun = await Store.SkipTrace.BeginAsync(john.Id, Provider, Request);
        SkipTrace failed = await Store.SkipTrace.FailAsync(
            begun.Id, new SkipTraceFailure { Reason = " Not JSON ", Cost = new Money(3, "EUR"), Response = "<html>" });

        failed.Should().Be(begun with
        {
            Status = SkipTraceStatus.Failed,
            Failure = "not json",
            Cost = new Money(3, "EUR"),
            ResponseLength = 6,
            CompletedAt = Now,
        });
        (await Store.SkipTrace.GetAsync(begun.Id)).Should().Be(failed);
        (await Store.SkipTrace.GetResponseAsync(begun.Id)).Should().Be("<html>");
        (await Store.Costs.GetForLeadAsync(john.Id)).Total(currency: "EUR").Should().Be(new Money(3, "EUR"));
        (await Store.SkipTrace.FindAnswerAsync(Provider, Request, TimeSpan.FromDays(1))).Should().BeNull();
    }

    [Fact]
    public async Task A_trace_ends_once()
    {
        Lead john = await Add();
        SkipTrace completed = await Store.SkipTrace.BeginAsync(john.Id, Provider, Request);
        SkipTrace failed = await Store.SkipTrace.BeginAsync(john.Id, Provider, Request);
        await Store.SkipTrace.CompleteAsync(completed.Id, Found);
        await Store.SkipTrace.FailAsync(failed.Id, new SkipTraceFailure { Reason = "timeout", Cost = new Money(1) });

        foreach (long id in (long[])[completed.Id, failed.Id])
        {
            LeadStoreException refused = await ThrowsAndStoresNothing<LeadStoreException>(async () =>
                await Store.SkipTrace.CompleteAsync(id, Found));
            (refused.Kind, refused.Operation).Should().Be((LeadStoreErrorKind.Concurrency, "SkipTrace.Complete"));
            refused = await ThrowsAndStoresNothing<LeadStoreException>(
                async () => await Store.SkipTrace.FailAsync(id, new SkipTraceFailure { Reason = "timeout", Cost = new Money(9) }));
            refused.Kind.Should().Be(LeadStoreErrorKind.Concurrency);
        }

        (await Store.Costs.GetForLeadAsync(john.Id)).Total().Should().Be(new Money(13));
    }

    [Fact]
    public async Task Of_many_who_end_a_trace_one_does_and_the_money_counts_once()
    {
        Lead john = await Add();
        SkipTrace begun = await Store.SkipTrace.BeginAsync(john.Id, Provider, Request);

        IReadOnlyList<bool> ended = await AtOnce(8, async number =>
        {
            try
            {
                await (number % 2 == 0
                    ? Store.SkipTrace.CompleteAsync(begun.Id, Found)
                    : Store.SkipTrace.FailAsync(begun.Id, new SkipTraceFailure { Reason = "late", Cost = new Money(12) }));
                return true;
            }
            catch (LeadStoreException refused) when (refused.Kind == LeadStoreErrorKind.Concurrency)
            {
                return false;
            }
        });

        ended.Count(it => it).Should().Be(1);
        (await Store.Costs.GetForLeadAsync(john.Id)).Items.Should().Equal(new LeadCost(CostType.SkipTrace, new Money(12), 1));
    }

    [Fact]
    public async Task Who_is_not_there_is_not_traced()
    {
        await ThrowsAndStoresNothing<LeadNotFoundException>(async () => await Store.SkipTrace.BeginAsync(99, Provider, Request));
        await ThrowsAndStoresNothing<LeadNotFoundException>(async () => await Store.SkipTrace.RecordAsync(99, Provider, Request, Found));
        await ThrowsAndStoresNothing<LeadNotFoundException>(async () =>
            await Store.SkipTrace.ReuseAsync(99, Provider, Request, TimeSpan.Zero));
        (await ThrowsAndStoresNothing<LeadStoreException>(async () => await Store.SkipTrace.CompleteAsync(99, Found)))
            .Kind.Should().Be(LeadStoreErrorKind.NotFound);
        (await ThrowsAndStoresNothing<LeadStoreException>(async () =>
            await Store.SkipTrace.FailAsync(99, new SkipTraceFailure { Reason = "x" })))
            .Kind.Should().Be(LeadStoreErrorKind.NotFound);
        (await Store.SkipTrace.GetAsync(99)).Should().BeNull();
        (await Store.SkipTrace.GetResponseAsync(99)).Should().BeNull();
        (await Store.SkipTrace.GetHistoryAsync(99)).Should().BeEmpty();
        (await Store.SkipTrace.ListPhonesAsync(99)).Should().BeEmpty();
        (await Store.SkipTrace.BestPhoneAsync(99)).Should().BeNull();
        (await Store.SkipTrace.GetSummaryAsync(99)).Should().BeEquivalentTo(new SkipTraceSummary { LeadId = 99 });
    }

    [Fact]
    public async Task A_request_needs_a_name_or_an_address_and_a_provider()
    {
        Lead john = await Add();
        foreach (SkipTraceRequest nobody in (SkipTraceRequest[])[new(), new() { FirstName = " ", Street = "\t" },
            new() { FullName = "---", Address = ", ," }])
        {
            (await Refusals(async () => await Store.SkipTrace.BeginAsync(john.Id, Provider, nobody))).Should().Equal("Request:required");
        }

        SkipTraceRequest bad = new()
        {
            FirstName = new string('x', 201),
            LastName = "a\0b",
            Address = new string('x', 501),
            City = "\ud83d"
        };
        (await Refusals(async () => await Store.SkipTrace.BeginAsync(john.Id, default, bad))).Should().Equal(
            "Provider:not_a_word", "FirstName:too_long", "LastName:invalid_text", "Address:too_long", "City:invalid_text");
        await Assert.ThrowsAsync<ArgumentNullException>(async () => await Store.SkipTrace.BeginAsync(john.Id, Provider, null!));
        (await Store.SkipTrace.GetHistoryAsync(john.Id)).Should().BeEmpty();
    }

    [Fact]
    public async Task An_answer_that_cannot_be_right_leaves_the_trace_pending_to_be_failed_with_its_cost()
    {
        Lead john = await Add();
        SkipTrace begun = await Store.SkipTrace.BeginAsync(john.Id, Provider, Request);
        FoundPhone phone = new() { Number = "+12175550142" };
        (SkipTraceResult Result, string Refusal)[] bad =
        [
            (Found with { Phones = [.. Enumerable.Repeat(phone, 10_000)] }, "Phones:too_many"),
            (Found with { Emails = [.. Enumerable.Repeat(new FoundEmail(), 1_001)] }, "Emails:too_many"),
            (Found with { Confidence = 1.01 }, "Confidence:out_of_range"),
            (Found with { Confidence = -0.01 }, "Confidence:out_of_range"),
            (Found with { Confidence = double.NaN }, "Confidence:out_of_range"),
            (Found with { Confidence = double.PositiveInfinity }, "Confidence:out_of_range"),
            (Found with { Phones = [phone, phone with { Confidence = 92 }] }, "Phones[1].Confidence:out_of_range"),
            (Found with { Phones = [phone with { Type = new string('x', 65) }] }, "Phones[0].Type:too_long"),
            (Found with { Phones = [phone with { Carrier = "a\0" }] }, "Phones[0].Carrier:invalid_text"),
            (Found with { Emails = [new FoundEmail { Address = "a@b.c", Confidence = -1 }] }, "Emails[0].Confidence:out_of_range"),
            (Found with { Cost = new Money(-1) }, "Cost:out_of_range"),
            (Found with { Cost = new Money(long.MaxValue) }, "Cost:out_of_range"),
        ];
        foreach ((SkipTraceResult result, string refusal) in bad)
        {
            (await Refusals(async () => await Store.SkipTrace.CompleteAsync(begun.Id, result))).Should().Equal(refusal);
            (await Refusals(async () => await Store.SkipTrace.RecordAsync(john.Id, Provider, Request, result))).Should().Equal(refusal);
        }

        (await Refusals(async () =>
            await Store.SkipTrace.FailAsync(begun.Id, new SkipTraceFailure { Reason = "what?", Cost = new Money(-1) })))
            .Should().Equal("Reason:not_a_word", "Cost:out_of_range");
        (await Refusals(async () => await Store.SkipTrace.FailAsync(begun.Id, new SkipTraceFailure { Reason = null! })))
            .Should().Equal("Reason:not_a_word");
        await Assert.ThrowsAsync<ArgumentNullException>(async () => await Store.SkipTrace.CompleteAsync(begun.Id, null!));
        await Assert.ThrowsAsync<ArgumentNullException>(async () => await Store.SkipTrace.FailAsync(begun.Id, null!));
        (await Store.SkipTrace.GetHistoryAsync(john.Id)).Should().Equal(begun);
        (await Store.Costs.ListAsync(new CostFilter())).Items.Should().BeEmpty();
        await Store.SkipTrace.FailAsync(begun.Id, new SkipTraceFailure
        {
            Reason = "unusable",
            Cost = Found.Cost,
            Response = Found.Response
        });
        (await Store.Costs.GetForLeadAsync(john.Id)).Total().Should().Be(new Money(12));
    }

    [Fact]
    public async Task An_answer_may_be_empty()
    {
        Lead john = await Add();
        SkipTrace nothing = await Store.SkipTrace.RecordAsync(john.Id, Provider, Request, new SkipTraceResult
        {
            Phones = null!,
            Emails = null!,
            Response = ""
        });

        (nothing.Status, nothing.PhoneCount, nothing.Cost, nothing.ResponseLength).Should().Be((SkipTraceStatus.Completed, 0, null, 0));
        (await Store.SkipTrace.GetAsync(nothing.Id)).Should().Be(nothing);
        (await Store.SkipTrace.GetResponseAsync(nothing.Id)).Should().Be("");
        SkipTrace free = await Store.SkipTrace.RecordAsync(john.Id, Provider, Request, new SkipTraceResult { Cost = new Money(0) });
        (await Store.SkipTrace.GetAsync(free.Id))!.Cost.Should().Be(new Money(0));
        (await Store.Costs.ListAsync(new CostFilter())).Items.Should().BeEmpty();
    }

    [Fact]
    public async Task A_response_is_kept_to_its_limit_whatever_it_is()
    {
        Lead john = await Add();
        string huge = new string('x', 999_999) + "\U0001F600" + new string('y', 2_000_000);
        SkipTrace cut = await Store.SkipTrace.RecordAsync(john.Id, Provider, Request, new SkipTraceResult { Response = huge });
        SkipTrace whole = await Store.SkipTrace.RecordAsync(john.Id, Provider, Request, new SkipTraceResult
        {
            Response = new string('z',
            1_000_000)
        });
        SkipTrace odd = await Store.SkipTrace.RecordAsync(
            john.Id, Provider, Request, new SkipTraceResult { Response = "a\0b\ud83dc\ude00\U0001F600\ud83d" });

        (cut.ResponseLength, whole.ResponseLength, odd.ResponseLength).Should().Be((huge.Length, 1_000_000, 9));
        (await Store.SkipTrace.GetResponseAsync(cut.Id) == huge[..999_999]).Should().BeTrue();
        (await Store.SkipTrace.GetResponseAsync(whole.Id))!.Length.Should().Be(1_000_000);
        (await Store.SkipTrace.GetResponseAsync(odd.Id)).Should().Be("a\uFFFDb\uFFFDc\uFFFD\U0001F600\uFFFD");
    }

    [Fact]
    public async Task A_history_is_the_newest_first_and_what_is_pending_is_listed_page_by_page()
    {
        Lead john = await Add();
        Lead jane = await Add(Phone(1));
        List<SkipTrace> begun = [];
        for (int i = 0; i < 6; i++)
        {
            begun.Add(await Store.SkipTrace.BeginAsync(i % 2 == 0 ? john.Id : jane.Id, Provider, Request));
            Clock.Advance(TimeSpan.FromMinutes(1));
        }

        SkipTrace completed = await Store.SkipTrace.CompleteAsync(begun[2].Id, Found);
        SkipTrace recorded = await Store.SkipTrace.RecordAsync(john.Id, Provider, Request, Found, Now.AddDays(-10));

        (recorded.StartedAt, recorded.AnsweredAt, recorded.CompletedAt).Should().Be((Now.AddDays(-10), Now.AddDays(-10), Now.AddDays(-10)));
        (await Store.SkipTrace.GetHistoryAsync(john.Id)).Should().Equal(recorded, begun[4], completed, begun[0]);
        List<SkipTrace> pending = [];
        string? cursor = null;
        do
        {
            SkipTracePage page = await Store.SkipTrace.ListPendingAsync(cursor: cursor, pageSize: 2);
            pending.AddRange(page.Items);
            cursor = page.NextCursor;
        }
        while (cursor is not null);
        pending.Should().Equal(begun[0], begun[1], begun[3], begun[4], begun[5]);
        (await Store.SkipTrace.ListPendingAsync(startedBefore: begun[3].StartedAt)).Items.Should().Equal(begun[0], begun[1]);
        await Assert.ThrowsAsync<ArgumentException>(async () => await Store.SkipTrace.ListPendingAsync(cursor: "x"));
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(async () => await Store.SkipTrace.ListPendingAsync(pageSize: 0));
    }

    [Fact]
    public async Task A_summary_says_what_the_traces_have_come_to()
    {
        Lead john = await Add();
        await Store.SkipTrace.RecordAsync(john.Id, Provider, Request, Found);
        await Store.SkipTrace.RecordAsync(john.Id, "other", Request, new SkipTraceResult { Cost = new Money(5, "EUR") }, Now.AddDays(-1));
        SkipTrace failed = await Store.SkipTrace.BeginAsync(john.Id, Provider, Request);
        await Store.SkipTrace.FailAsync(failed.Id, new SkipTraceFailure { Reason = "timeout", Cost = new Money(1) });
        await Store.SkipTrace.BeginAsync(john.Id, Provider, Request);

        (await Store.SkipTrace.GetSummaryAsync(john.Id)).Should().BeEquivalentTo(new SkipTraceSummary
        {
            LeadId = john.Id,
            Completed = 2,
            Hits = 1,
            Failed = 1,
            Pending = 1,
            Phones = 2,
            PhonesToDial = 2,
            Emails = 1,
            Spent = [new Money(5, "EUR"), new Money(13)],
            LastCompletedAt = Now,
            LastProvider = Provider,
        });
    }

    [Fact]
    public async Task A_lead_that_is_deleted_takes_its_persons_along_and_leaves_the_money()
    {
        Lead john = await Add();
        SkipTrace trace = await Store.SkipTrace.RecordAsync(john.Id, Provider, Request, Found);
        await Store.SkipTrace.BeginAsync(john.Id, Provider, Request);

        DeleteSummary deleted = await Store.DeleteLeadAsync(john.Id);

        deleted.RowsDeleted.Should().Contain("skip_traces", 2).And.Contain("skip_trace_phones", 2).And.Contain("skip_trace_emails", 1)
            .And.Contain("lead_costs", 1);
        (await Store.SkipTrace.GetAsync(trace.Id)).Should().BeNull();
        (await Store.SkipTrace.GetResponseAsync(trace.Id)).Should().BeNull();
        (await Store.SkipTrace.ListPhonesAsync(john.Id)).Should().BeEmpty();
        (await Store.SkipTrace.ListEmailsAsync(john.Id)).Should().BeEmpty();
        (await Store.SkipTrace.FindAnswerAsync(Provider, Request, TimeSpan.FromDays(1))).Should().BeNull();
        CostEntry cost = (await Store.Costs.ListAsync(new CostFilter())).Items.Should().ContainSingle().Subject;
        (cost.Amount, cost.LeadId, cost.Details).Should().Be((new Money(12), null, null));
    }

    [Fact]
    public async Task A_trace_in_a_transaction_that_is_rolled_back_leaves_nothing()
    {
        Lead john = await Add();
        SkipTrace begun = await Store.SkipTrace.BeginAsync(john.Id, Provider, Request);
        if (!Fixture.WritesTracesInTransactions)
        {
            InvalidOperationException refused = await ThrowsAndStoresNothing<InvalidOperationException>(async () =>
                await Store.InTransactionAsync(async tx => await tx.SkipTrace.CompleteAsync(begun.Id, Found)));
            refused.Message.Should().Contain(nameof(LeadDatabaseOptions.SkipTracePath));
            return;
        }

        await ThrowsAndStoresNothing<InvalidTimeZoneException>(async () => await Store.InTransactionAsync(async tx =>
        {
            await tx.SkipTrace.CompleteAsync(begun.Id, Found);
            (await tx.SkipTrace.BestPhoneAsync(john.Id)).Should().NotBeNull();
            throw new InvalidTimeZoneException();
        }));
        (await Store.SkipTrace.CompleteAsync(begun.Id, Found)).Status.Should().Be(SkipTraceStatus.Completed);
    }

    [Fact]
    public async Task A_completed_trace_is_noted_with_the_lead_s_property_and_a_failed_or_older_one_is_not()
    {
        Lead john = await Add();
        await Store.Properties.SetAsync(john.Id, new NewProperty { Address = "12 Main St, Springfield IL 62701", SourceType = "tax_lien" });
        SkipTrace failed = await Store.SkipTrace.BeginAsync(john.Id, Provider, Request);
        await Store.SkipTrace.FailAsync(failed.Id, new SkipTraceFailure { Reason = "timeout" });
        (await Store.Properties.GetAsync(john.Id))!.SkipTracedAt.Should().BeNull();

        await Store.SkipTrace.RecordAsync(john.Id, Provider, Request, Found);
        await Store.SkipTrace.RecordAsync(john.Id, "older", Request, Found, Now.AddDays(-1));

        PropertyFacts facts = (await Store.Properties.GetAsync(john.Id))!;
        (facts.SkipTracedAt, facts.SkipTraceProvider).Should().Be((Now, Provider.Value));
    }
}
