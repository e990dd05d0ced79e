using System.Globalization;
using LeadStore.Tests.SkipTracing;

namespace LeadStore.Tests.Contract.Rooms;

/// <summary>The runner: nobody is asked twice, no budget is exceeded, and whatever happens to a call, its money is counted once.</summary>
public abstract class SkipTraceRunContract<TFixture>() : StoreContract(new TFixture())
    where TFixture : StoreFixture, new()
{
    private static readonly SkipTraceRunOptions AtOnceAgain = new() { FirstDelay = TimeSpan.Zero };
    private readonly FakeProvider _provider = new();

    [Fact]
    public async Task A_second_lead_of_the_same_owner_gets_the_answer_for_nothing()
    {
        Lead first = await Add(Phone(1));
        Lead second = await Add(Phone(2));

        SkipTraceOutcome paid = await Trace(first, Owner(1));
        SkipTraceOutcome free = await Trace(second, Owner(1) with { FirstName = null, LastName = null, FullName = "DOE, OWNER1" });

        paid.Kind.Should().Be(SkipTraceOutcomeKind.Traced);
        paid.Trace!.Cost.Should().Be(new Money(12));
        free.Kind.Should().Be(SkipTraceOutcomeKind.FromCache);
        free.Trace.Should().Match<SkipTrace>(trace =>
            trace.LeadId == second.Id && trace.FromCache && trace.PhoneCount == 1 && trace.Cost == new Money(0));
        _provider.Keys.Should().ContainSingle();
        (await Spent(first)).Should().Be(12);
        (await Spent(second)).Should().Be(0);
        (await Spent()).Should().Be(12);
    }

    [Fact]
    public async Task Run_again_it_spends_nothing_and_stores_nothing()
    {
        (long, SkipTraceRequest)[] leads = await Leads(6, owners: 3);
        SkipTraceRunReport first = await Run(leads);
        string before = await Content();

        SkipTraceRunReport again = await Run(leads);

        (first.Leads, first.Traced, first.FromCache, first.Spent).Should().Be((6, 3, 3, new Money(36)));
        (again.Leads, again.Traced, again.FromCache, again.Spent).Should().Be((6, 0, 6, new Money(0)));
        (await Content()).Should().Be(before);
        _provider.Keys.Should().HaveCount(3);
    }

    [Fact]
    public async Task An_answer_that_is_too_old_is_asked_for_anew()
    {
        Lead lead = await Add();
        await Trace(lead, Owner(1));
        Clock.Advance(TimeSpan.FromDays(90));
        (await Trace(lead, Owner(1))).Kind.Should().Be(SkipTraceOutcomeKind.FromCache);
        Clock.Advance(TimeSpan.FromMicroseconds(1));

        (await Trace(lead, Owner(1))).Kind.Should().Be(SkipTraceOutcomeKind.Traced);
        Clock.Advance(TimeSpan.FromMicroseconds(1));
        (await Trace(lead, Owner(1), new SkipTraceRunOptions { MaxAge = TimeSpan.Zero })).Kind.Should().Be(SkipTraceOutcomeKind.Traced);

        _provider.Keys.Distinct().Should().HaveCount(3);
        (await Spent()).Should().Be(36);
    }

    [Fact]
    public async Task A_run_that_wants_new_answers_asks_nobody_twice()
    {
        (long, SkipTraceRequest)[] leads = await Leads(6, owners: 2);
        await Run(leads);
        Clock.Advance(TimeSpan.FromSeconds(1));

        SkipTraceRunReport again = await Run(leads, new SkipTraceRunOptions { MaxAge = TimeSpan.Zero });

        (again.Traced, again.FromCache).Should().Be((2, 4));
    }

    [Fact]
    public async Task Callers_who_ask_at_once_for_the_same_owner_get_one_answer()
    {
        (long Id, SkipTraceRequest Request)[] leads = await Leads(20, owners: 1);
        TaskCompletionSource<SkipTraceResult> answer = new(TaskCreationOptions.RunContinuationsAsynchronously);
        _provider.Answer = (_, _) => new ValueTask<SkipTraceResult>(answer.Task);
        Task<IReadOnlyList<SkipTraceOutcome>> tracing = AtOnce(
            20, async i => await Store.SkipTrace.TraceAsync(_provider, leads[i].Id, leads[i].Request));
        answer.SetResult(FakeProvider.Phone());

        IReadOnlyList<SkipTraceOutcome> outcomes = await tracing;

        _provider.Keys.Should().ContainSingle();
        outcomes.Count(outcome => outcome.Kind == SkipTraceOutcomeKind.Traced).Should().Be(1);
        outcomes.Count(outcome => outcome.Kind == SkipTraceOutcomeKind.FromCache).Should().Be(19);
        outcomes.Should().OnlyContain(outcome => outcome.Trace!.LeadId == outcome.LeadId && outcome.Trace.PhoneCount == 1);
        (await Spent()).Should().Be(12);
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(11, 0)]
    [InlineData(12, 1)]
    [InlineData(59, 4)]
    [InlineData(60, 5)]
    public async Task No_call_is_made_that_the_budget_of_the_day_has_no_room_for(int budget, int calls)
    {
        (long, SkipTraceRequest)[] leads = await Leads(10);
        SkipTraceRunOptions options = new() { Budget = new Money(budget) };

        SkipTraceRunReport report = await Run(leads, options);
        (report.Traced, report.SkippedByBudget, report.Spent).Should().Be((calls, 10 - calls, new Money(calls * 12)));
        (await Run(leads, options)).Should().Match<SkipTraceRunReport>(again => again.Traced == 0 && again.FromCache == calls);

        Clock.SetUtcNow(StoreFixture.Start.Date.AddDays(1));
        (await Run(leads, options)).Traced.Should().Be(Math.Min(calls, 10 - calls), "the next day has a budget of its own");
        _provider.Keys.Should().HaveCount(Math.Min(2 * calls, 10));
    }

    [Fact]
    public async Task Where_there_is_no_money_nothing_is_stored()
    {
        Lead lead = await Add();
        string before = await Content();

        SkipTraceOutcome outcome = await Trace(lead, Owner(1), new SkipTraceRunOptions { Budget = new Money(0) });

        outcome.Should().Be(new SkipTraceOutcome { LeadId = lead.Id, Kind = SkipTraceOutcomeKind.BudgetExhausted });
        _provider.Keys.Should().BeEmpty();
        (await Content()).Should().Be(before);
    }

    [Fact]
    public async Task When_the_budget_is_used_up_what_is_there_already_is_still_taken_over()
    {
        Lead first = await Add(Phone(100));
        await Trace(first, Owner(3));

        SkipTraceRunReport report = await Run(await Leads(5), new SkipTraceRunOptions { Budget = new Money(12) });

        (report.FromCache, report.SkippedByBudget).Should().Be((1, 4));
    }

    [Fact]
    public async Task What_a_call_costs_less_than_its_price_can_be_spent_on_others()
    {
        _provider.Answer = async (_, _) =>
        {
            await Task.Yield();
            return FakeProvider.Phone(new Money(2));
        };

        SkipTraceRunReport report = await Run(await Leads(10), new SkipTraceRunOptions { Budget = new Money(20) });

        // The fifth is begun with 8 spent, and a sixth might come to 22.
        (report.Traced, report.SkippedByBudget, report.Spent).Should().Be((5, 5, new Money(10)));
    }

    [Fact]
    public async Task No_more_calls_are_made_on_a_day_than_are_allowed()
    {
        (long, SkipTraceRequest)[] leads = await Leads(5);
        SkipTraceRunOptions options = new() { DailyCalls = 3 };

        (await Run(leads, options)).Should().Match<SkipTraceRunReport>(report => report.Traced == 3 && report.SkippedByDailyCalls == 2);
        (await Run(leads, options)).Should().Match<SkipTraceRunReport>(report => report.Traced == 0 && report.SkippedByDailyCalls == 2);
        Clock.Advance(TimeSpan.FromDays(1));
        (await Run(leads, options)).Should().Match<SkipTraceRunReport>(report => report.Traced == 2 && report.SkippedByDailyCalls == 0);
    }

    [Fact]
    public async Task A_call_that_fails_for_the_time_being_is_tried_again_with_the_same_key()
    {
        Lead lead = await Add();
        _provider.InTurn(
            () => throw new SkipTraceProviderException("rate_limited") { IsTransient = true },
            () => throw new SkipTraceProviderException("unavailable") { IsTransient = true, MayBeBilled = true },
            () => FakeProvider.Phone());

        (await Trace(lead, Owner(1), AtOnceAgain)).Kind.Should().Be(SkipTraceOutcomeKind.Traced);

        _provider.Keys.Should().HaveCount(3);
        _provider.Keys.Distinct().Should().ContainSingle();
        (await Spent()).Should().Be(12);
    }

    [Fact]
    public async Task A_call_that_is_refused_fails_once_with_its_response_and_costs_nothing()
    {
        Lead lead = await Add();
        _provider.InTurn(() => throw new SkipTraceProviderException("refused") { Response = "no such key" }, () => FakeProvider.Phone());
        SkipTraceRunOptions options = AtOnceAgain with { Budget = new Money(12) };

        SkipTraceOutcome failed = await Trace(lead, Owner(1), options);

        (failed.Kind, failed.Failure, failed.Trace!.Status, failed.Trace.Cost).Should()
            .Be((SkipTraceOutcomeKind.Failed, "refused", SkipTraceStatus.Failed, null));
        (await Store.SkipTrace.GetResponseAsync(failed.Trace.Id)).Should().Be("no such key");
        _provider.Keys.Should().ContainSingle();
        (await Spent()).Should().Be(0);
        (await Trace(lead, Owner(1), options)).Kind.Should().Be(SkipTraceOutcomeKind.Traced, "what was kept back is free again");
    }

    [Theory]
    [InlineData("too many phones")]
    [InlineData("too many emails")]
    [InlineData("sure beyond certainty")]
    [InlineData("not even a number")]
    [InlineData("negative")]
    [InlineData("overflowing")]
    [InlineData("nothing at all")]
    public async Task An_answer_that_cannot_be_used_is_a_failure_that_is_paid_for_once(string kind)
    {
        (long Id, SkipTraceRequest)[] leads = await Leads(5, owners: 1);
        SkipTraceResult answer = FakeProvider.Phone() with { Response = "what came" };
        _provider.Answer = (_, _) => ValueTask.FromResult(kind switch
        {
            "too many phones" => answer with { Phones = [.. Enumerable.Repeat(new FoundPhone { Number = "+14155550132" }, 10_000)] },
            "too many emails" => answer with { Emails = [.. Enumerable.Repeat(new FoundEmail { Address = "j@example.com" }, 10_000)] },
            "sure beyond certainty" => answer with { Confidence = 1.01 },
            "not even a number" => answer with { Confidence = double.NaN },
            "negative" => answer with { Cost = new Money(-1) },
            "overflowing" => answer with { Cost = new Money(long.MaxValue) },
            _ => null!,
        });

        SkipTraceRunReport report = await Run(leads, new SkipTraceRunOptions { Concurrency = 2 });

        (report.Failed, report.Spent).Should().Be((5, new Money(12)));
        report.Problems.Should().OnlyContain(problem => problem.Reason == "unusable_answer").And.HaveCount(5);
        _provider.Keys.Should().ContainSingle("it would be paid for again");
        (await Spent()).Should().Be(12);
    }

    [Fact]
    public async Task An_answer_that_cannot_be_used_keeps_its_response_and_its_cost()
    {
        Lead lead = await Add();
        SkipTraceResult answer = new() { Confidence = 7, Cost = new Money(5), Response = "what came" };
        _provider.Answer = (_, _) => ValueTask.FromResult(answer);

        SkipTrace trace = (await Trace(lead, Owner(1))).Trace!;

        (trace.Failure, trace.Cost).Should().Be(("unusable_answer", new Money(5)));
        (await Store.SkipTrace.GetResponseAsync(trace.Id)).Should().Be("what came");
    }

    [Fact]
    public async Task A_call_whose_end_nobody_knows_is_made_again_with_its_key_and_counted_once()
    {
        Lead lead = await Add();
        _provider.InTurn(() => throw Lost(), () => FakeProvider.Phone());
        SkipTraceOutcome lost = await Trace(lead, Owner(1), new SkipTraceRunOptions { Attempts = 1 });
        IReadOnlyList<SkipTraceInterruption> interrupted = await Store.SkipTrace.ListInterruptedAsync("acme");

        SkipTraceOutcome found = await Trace(lead, Owner(1));

        (lost.Kind, lost.Failure).Should().Be((SkipTraceOutcomeKind.Failed, "connection_lost"));
        interrupted.Should().ContainSingle().Which.Should().Match<SkipTraceInterruption>(call =>
            call.LeadId == lead.Id && call.Reserved == new Money(12) && call.Attempts == 1
            && call.IdempotencyKey == _provider.Keys.First());
        found.Kind.Should().Be(SkipTraceOutcomeKind.Traced);
        _provider.Keys.Distinct().Should().ContainSingle();
        (await Store.SkipTrace.ListInterruptedAsync("acme")).Should().BeEmpty();
        (await Spent()).Should().Be(12);
    }

    [Fact]
    public async Task What_may_have_been_billed_stays_kept_back()
    {
        (long, SkipTraceRequest)[] leads = await Leads(3);
        _provider.Answer = (_, _) => throw Lost();
        SkipTraceRunOptions options = new() { Attempts = 1, Budget = new Money(24), Concurrency = 1 };

        SkipTraceRunReport report = await Run(leads, options);

        (report.Failed, report.SkippedByBudget, report.Spent).Should().Be((2, 1, new Money(0)));
        (await Run(leads[..2], options)).Failed.Should().Be(2, "a call is not counted against itself");
        _provider.Keys.Distinct().Should().HaveCount(2);
    }

    [Fact]
    public async Task A_call_that_is_made_again_on_another_day_is_on_that_days_account()
    {
        (long, SkipTraceRequest)[] leads = await Leads(2);
        _provider.InTurn(() => throw Lost(), () => FakeProvider.Phone());
        SkipTraceRunOptions options = new() { Attempts = 1, Budget = new Money(12), Concurrency = 1 };
        await Run(leads[..1], options);
        Clock.Advance(TimeSpan.FromDays(1));

        SkipTraceRunReport report = await Run(leads, options);

        (report.Traced, report.SkippedByBudget).Should().Be((1, 1));
        (await Days()).Should().Equal((DateOnly.FromDateTime(StoreFixture.Start.Date.AddDays(1)), 12));
    }

    [Fact]
    public async Task A_call_that_is_answered_after_midnight_is_on_the_account_of_the_day_before()
    {
        Lead lead = await Add();
        Clock.SetUtcNow(StoreFixture.Start.Date.AddDays(1).AddSeconds(-1));
        _provider.Answer = (_, _) =>
        {
            Clock.Advance(TimeSpan.FromSeconds(2));
            return ValueTask.FromResult(FakeProvider.Phone());
        };

        await Trace(lead, Owner(1));

        (await Days()).Should().Equal((DateOnly.FromDateTime(StoreFixture.Start.Date), 12));
        SkipTraceRunOptions options = new() { Budget = new Money(12) };
        (await Trace(await Add(Phone(2)), Owner(2), options)).Kind.Should().Be(SkipTraceOutcomeKind.Traced, "today nothing is spent yet");
    }

    [Theory]
    [InlineData(null)]
    [InlineData(12)]
    [InlineData(7)]
    public async Task Without_idempotency_keys_a_lost_call_waits_for_a_person(int? billed)
    {
        FakeProvider provider = new FakeProvider { HonorsIdempotencyKey = false }.InTurn(() => throw Lost(), () => FakeProvider.Phone());
        (long Id, SkipTraceRequest Request)[] leads = await Leads(2, owners: 1);
        SkipTraceOutcome lost = await Store.SkipTrace.TraceAsync(provider, leads[0].Id, leads[0].Request, AtOnceAgain);

        SkipTraceOutcome refused = await Store.SkipTrace.TraceAsync(provider, leads[1].Id, leads[1].Request);
        SkipTraceInterruption call = (await Store.SkipTrace.ListInterruptedAsync("acme")).Should().ContainSingle().Subject;
        Money? amount = billed is { } cents ? new Money(cents) : null;
        bool released = await Store.SkipTrace.ReleaseInterruptedAsync("acme", call.IdempotencyKey, amount);
        long spent = await Spent();
        SkipTraceOutcome found = await Store.SkipTrace.TraceAsync(provider, leads[1].Id, leads[1].Request);

        (lost.Failure, refused.Failure).Should().Be(("connection_lost", "interrupted"));
        released.Should().BeTrue();
        spent.Should().Be(billed ?? 0);
        found.Kind.Should().Be(SkipTraceOutcomeKind.Traced);
        provider.Keys.Should().HaveCount(2).And.OnlyHaveUniqueItems();
        (await Spent()).Should().Be((billed ?? 0) + 12);
        (await Store.SkipTrace.ReleaseInterruptedAsync("acme", call.IdempotencyKey, amount)).Should().BeFalse();
    }

    [Fact]
    public async Task Without_idempotency_keys_a_call_that_was_surely_not_carried_out_is_tried_again()
    {
        FakeProvider provider = new FakeProvider { HonorsIdempotencyKey = false }.InTurn(
            () => throw new SkipTraceProviderException("rate_limited") { IsTransient = true }, () => FakeProvider.Phone());

        (await Store.SkipTrace.TraceAsync(provider, (await Add()).Id, Owner(1), AtOnceAgain)).Kind.Should().Be(SkipTraceOutcomeKind.Traced);
        provider.Keys.Should().HaveCount(2);
    }

    [Fact]
    public async Task A_caller_who_gives_up_leaves_the_call_to_the_next_one()
    {
        Lead lead = await Add();
        using CancellationTokenSource giveUp = new();
        TaskCompletionSource asked = new(TaskCreationOptions.RunContinuationsAsynchronously);
        _provider.Answer = async (_, token) =>
        {
            asked.SetResult();
            await Task.Delay(Timeout.Infinite, token);
            return FakeProvider.Phone();
        };
        Task<SkipTraceOutcome> tracing = Trace(lead, Owner(1), token: giveUp.Token);
        await asked.Task;
        await giveUp.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => tracing);

        _provider.Answer = (_, _) => ValueTask.FromResult(FakeProvider.Phone());
        (await Trace(lead, Owner(1))).Kind.Should().Be(SkipTraceOutcomeKind.Traced);

        _provider.Keys.Should().HaveCount(2);
        _provider.Keys.Distinct().Should().ContainSingle();
        (await Spent()).Should().Be(12);
    }

    [Fact]
    public async Task Without_idempotency_keys_a_caller_who_gives_up_still_gets_what_is_paid_for_stored()
    {
        Lead lead = await Add();
        using CancellationTokenSource giveUp = new();
        FakeProvider provider = new() { HonorsIdempotencyKey = false };
        provider.Answer = async (_, token) =>
        {
            await giveUp.CancelAsync();
            token.IsCancellationRequested.Should().BeFalse();
            return FakeProvider.Phone();
        };

        SkipTraceOutcome outcome = await Store.SkipTrace.TraceAsync(provider, lead.Id, Owner(1), cancellationToken: giveUp.Token);

        outcome.Kind.Should().Be(SkipTraceOutcomeKind.Traced);
        (await Spent()).Should().Be(12);
    }

    [Fact]
    public async Task A_batch_that_is_cancelled_ends_and_the_next_goes_on_where_it_was()
    {
        (long, SkipTraceRequest)[] leads = await Leads(10);
        using CancellationTokenSource giveUp = new();
        _provider.Answer = async (_, _) =>
        {
            if (_provider.Keys.Count == 4)
            {
                await giveUp.CancelAsync();
            }

            return FakeProvider.Phone();
        };

        SkipTraceRunOptions options = new() { Concurrency = 1 };
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Run(leads, options, token: giveUp.Token));
        await Run(leads);

        _provider.Keys.Distinct().Should().HaveCount(10);
        (await Spent()).Should().Be(120);
    }

    [Fact]
    public async Task What_a_call_cost_is_stored_where_its_lead_is_gone()
    {
        Lead lead = await Add();
        _provider.Answer = async (_, _) =>
        {
            await Store.DeleteLeadAsync(lead.Id, CancellationToken.None);
            return FakeProvider.Phone();
        };

        SkipTraceOutcome outcome = await Trace(lead, Owner(1));

        (outcome.Kind, outcome.Failure, outcome.Trace).Should().Be((SkipTraceOutcomeKind.Failed, "lead_deleted", null));
        (await Store.Costs.ListAsync(new CostFilter())).Items.Should().ContainSingle().Which.Should().Match<CostEntry>(cost =>
            cost.LeadId == null && cost.Amount == new Money(12) && cost.SourceId == $"call:{_provider.Keys.Single()}");
    }

    [Fact]
    public async Task A_provider_that_takes_more_than_its_price_ends_the_run_and_all_of_it_is_recorded()
    {
        _provider.Answer = (_, _) => ValueTask.FromResult(FakeProvider.Phone(new Money(13)));

        SkipTracePriceException single = await Assert.ThrowsAsync<SkipTracePriceException>(async () => await Trace(await Add(), Owner(99)));
        SkipTracePriceException batch = await Assert.ThrowsAsync<SkipTracePriceException>(
            async () => await Run(await Leads(10), new SkipTraceRunOptions { Concurrency = 1 }));

        (single.Price, single.Cost, single.Report).Should().Be((new Money(12), new Money(13), null));
        batch.Report.Should().Match<SkipTraceRunReport>(report => report.Leads == 1 && report.Spent == new Money(13));
        (await Spent()).Should().Be(26);
    }

    [Fact]
    public async Task What_a_provider_throws_and_should_not_ends_the_run_and_its_call_is_made_again()
    {
        (long, SkipTraceRequest)[] leads = await Leads(3);
        _provider.InTurn(
            () => throw new InvalidTimeZoneException(), () => FakeProvider.Phone(), () => FakeProvider.Phone(), () => FakeProvider.Phone());

        await Assert.ThrowsAsync<InvalidTimeZoneException>(() => Run(leads, new SkipTraceRunOptions { Concurrency = 1 }));
        SkipTraceRunReport report = await Run(leads, new SkipTraceRunOptions { Concurrency = 1 });

        report.Traced.Should().Be(3);
        _provider.Keys.Distinct().Should().HaveCount(3);
    }

    [Fact]
    public async Task A_batch_counts_leads_that_there_are_not_and_requests_that_name_nobody()
    {
        Lead lead = await Add();
        List<SkipTraceProgress> told = [];

        SkipTraceRunReport report = await Run(
            [(lead.Id, Owner(1)), (999, Owner(2)), (lead.Id, new SkipTraceRequest { City = " " })],
            new SkipTraceRunOptions { Concurrency = 1 },
            new Told<SkipTraceProgress>(told.Add));

        report.Problems.Should().Equal(new SkipTraceProblem(999, "unknown_lead"), new SkipTraceProblem(lead.Id, "refused_request"));
        (report.Leads, report.Traced, report.Failed).Should().Be((3, 1, 2));
        told.Select(progress => progress.Leads).Should().Equal(1, 2, 3);
        told[^1].Should().Be(new SkipTraceProgress { Leads = 3, Traced = 1, Failed = 2, Spent = new Money(12) });
    }

    [Fact]
    public async Task One_lead_that_there_is_not_and_a_request_that_names_nobody_are_refused()
    {
        Lead lead = await Add();

        await Assert.ThrowsAsync<LeadNotFoundException>(async () => await Store.SkipTrace.TraceAsync(_provider, 999, Owner(1)));
        (await Refusals(() => Trace(lead, new SkipTraceRequest()))).Should().Equal("Request:required");
        _provider.Keys.Should().BeEmpty();
    }

    [Fact]
    public async Task A_call_that_was_given_up_before_it_began_or_after_the_store_was_disposed_asks_nobody()
    {
        (long Id, SkipTraceRequest Request)[] leads = await Leads(1);
        string before = await Content();
        CancellationToken gone = new(canceled: true);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            async () => await Store.SkipTrace.TraceAsync(_provider, leads[0].Id, Owner(1), null, gone));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Run(leads, token: gone));
        (await Content()).Should().Be(before);
        await Store.DisposeAsync();
        await Assert.ThrowsAsync<ObjectDisposedException>(async () => await Store.SkipTrace.TraceAsync(_provider, leads[0].Id, Owner(1)));
        await Assert.ThrowsAsync<ObjectDisposedException>(() => Run(leads));
        _provider.Keys.Should().BeEmpty();
    }

    [Fact]
    public async Task No_provider_is_asked_inside_a_transaction()
    {
        Lead lead = await Add();

        await Assert.ThrowsAsync<InvalidOperationException>(
            async () => await Store.InTransactionAsync(async tx => await tx.SkipTrace.TraceAsync(_provider, lead.Id, Owner(1))));
        _provider.Keys.Should().BeEmpty();
    }

    [Fact]
    public async Task Options_out_of_their_range_are_refused_before_anybody_is_asked()
    {
        Lead lead = await Add();
        SkipTraceRunOptions[] refused =
        [
            new() { Concurrency = 0 }, new() { Concurrency = 65 }, new() { Attempts = 0 }, new() { Attempts = 11 },
            new() { DailyCalls = -1 },
            new() { MaxAge = TimeSpan.FromTicks(-1) }, new() { CallTimeout = TimeSpan.Zero }, new() { CallTimeout = TimeSpan.MaxValue },
            new() { FirstDelay = TimeSpan.FromTicks(-1) }, new() { LongestDelay = TimeSpan.MaxValue }, new() { Budget = new Money(-1) },
            new() { Budget = new Money(1, "EUR") },
        ];

        foreach (SkipTraceRunOptions options in refused)
        {
            await Assert.ThrowsAnyAsync<ArgumentException>(() => Trace(lead, Owner(1), options));
        }

        (await Refusals(async () => await Store.SkipTrace.TraceAsync(new FakeProvider { Price = new Money(-1) }, lead.Id, Owner(1))))
            .Should().Equal("Price:out_of_range");
        _provider.Keys.Should().BeEmpty();
    }

    private static SkipTraceRequest Owner(int number) => new()
    {
        FirstName = string.Create(CultureInfo.InvariantCulture, $"Owner{number}"),
        LastName = "Doe",
        Address = "1 Main St, Austin, TX 78701",
    };

    private static SkipTraceProviderException Lost() => new("connection_lost") { IsTransient = true, MayBeBilled = true };

    private async Task<(long Id, SkipTraceRequest Request)[]> Leads(int count, int? owners = null)
    {
        (long, SkipTraceRequest)[] leads = new (long, SkipTraceRequest)[count];
        for (int i = 0; i < count; i++)
        {
            leads[i] = ((await Add(Phone(i))).Id, Owner(i % (owners ?? count)));
        }

        return leads;
    }

    private Task<SkipTraceOutcome> Trace(
        Lead lead, SkipTraceRequest request, SkipTraceRunOptions? options = null, CancellationToken token = default) =>
        Store.SkipTrace.TraceAsync(_provider, lead.Id, request, options, token).AsTask();

    private Task<SkipTraceRunReport> Run(
        (long, SkipTraceRequest)[] leads,
        SkipTraceRunOptions? options = null,
        IProgress<SkipTraceProgress>? progress = null,
        CancellationToken token = default) => Store.SkipTrace.TraceAsync(_provider, leads, options, progress, token).AsTask();

    private async Task<long> Spent(Lead? lead = null) =>
        (await Store.Costs.SummarizeAsync(new CostFilter { LeadId = lead?.Id }, CostGrouping.Type)).Sum(row => row.Total.MinorUnits);

    private async Task<IEnumerable<(DateOnly, long)>> Days() =>
        (await Store.Costs.SummarizeAsync(new CostFilter(), CostGrouping.Day)).Select(row => (row.Day!.Value, row.Total.MinorUnits));

    // Progress<T> would tell later, on another thread.
    private sealed class Told<T>(Action<T> told) : IProgress<T>
    {
        public void Report(T value) => told(value);
    }
}
