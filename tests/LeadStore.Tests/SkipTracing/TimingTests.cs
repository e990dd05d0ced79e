using LeadStore.Tests.Sqlite.Support;
using Microsoft.Extensions.Time.Testing;

namespace LeadStore.Tests.SkipTracing;

/// <summary>The runner and time: pauses, timeouts, and a claim that lapses while its owner stands still.</summary>
public sealed class TimingTests : IDisposable
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);
    private static readonly SkipTraceRequest Owner = new() { FullName = "Smith, John", Address = "1 Main St, Austin, TX 78701" };

    private readonly TempDirectory _directory = new();
    private readonly SkipTraceRunOptions _options = new() { Attempts = 4, LongestDelay = 3 * Second };
    private readonly HastyClock _clock;

    public TimingTests() => _clock = new HastyClock(wait => wait == _options.CallTimeout);

    public void Dispose() => _directory.Dispose();

    [Fact]
    public async Task Pauses_double_up_to_the_longest_and_lose_up_to_half_at_random()
    {
        FakeProvider provider = new() { Answer = (_, _) => throw Busy(null) };

        SkipTraceOutcome outcome = await Trace(provider);

        outcome.Failure.Should().Be("rate_limited");
        provider.Keys.Should().HaveCount(4);
        TimeSpan[] pauses = [.. _clock.Waits];
        pauses.Should().HaveCount(3);
        pauses[0].Should().BeGreaterThan(Second / 2).And.BeLessThanOrEqualTo(Second);
        pauses[1].Should().BeGreaterThan(Second).And.BeLessThanOrEqualTo(2 * Second);
        pauses[2].Should().BeGreaterThan(1.5 * Second).And.BeLessThanOrEqualTo(3 * Second);
    }

    [Fact]
    public async Task A_provider_gets_the_pause_that_it_asks_for()
    {
        FakeProvider provider = new FakeProvider().InTurn(() => throw Busy(2.5 * Second), () => FakeProvider.Phone());

        (await Trace(provider)).Kind.Should().Be(SkipTraceOutcomeKind.Traced);

        _clock.Waits.Should().Equal(2.5 * Second);
    }

    [Fact]
    public async Task A_provider_that_asks_for_a_longer_pause_than_the_longest_is_not_tried_again()
    {
        FakeProvider provider = new() { Answer = (_, _) => throw Busy(3.1 * Second) };

        (await Trace(provider)).Failure.Should().Be("rate_limited");

        provider.Keys.Should().ContainSingle();
        _clock.Waits.Should().BeEmpty();
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_call_that_takes_too_long_ends_whether_it_heeds_its_token_or_not(bool heeds)
    {
        HastyClock clock = new(_ => false);
        using LeadDatabase store = Open(clock);
        Lead lead = store.CreateLead(new NewLead { Phone = "+447809505864" });
        FakeProvider provider = new()
        {
            Answer = async (_, token) =>
            {
                await Task.Delay(Timeout.InfiniteTimeSpan, heeds ? token : CancellationToken.None);
                return FakeProvider.Phone();
            },
        };

        SkipTraceOutcome outcome = await store.SkipTrace.TraceAsync(provider, lead.Id, Owner, _options with { Attempts = 2 });

        outcome.Failure.Should().Be("timeout");
        provider.Keys.Should().HaveCount(2);
        provider.Keys.Distinct().Should().ContainSingle();
        store.SkipTrace.ListInterrupted("acme").Should().ContainSingle();
    }

    [Fact]
    public async Task A_call_is_taken_over_when_its_claim_has_lapsed_and_the_answer_that_comes_late_is_not_counted_again()
    {
        FakeTimeProvider standing = new(Contract.StoreFixture.Start);
        using LeadDatabase first = Open(standing);
        using LeadDatabase second = Open(_clock);
        Lead slowLead = first.CreateLead(new NewLead { Phone = "+447809505864" });
        Lead otherLead = first.CreateLead(new NewLead { Phone = "+447809505865" });
        TaskCompletionSource asked = new(TaskCreationOptions.RunContinuationsAsynchronously);
        TaskCompletionSource<SkipTraceResult> late = new(TaskCreationOptions.RunContinuationsAsynchronously);
        FakeProvider provider = new()
        {
            Answer = (_, _) =>
            {
                asked.SetResult();
                return new ValueTask<SkipTraceResult>(late.Task);
            },
        };
        Task<SkipTraceOutcome> slow = first.SkipTrace.TraceAsync(provider, slowLead.Id, Owner, _options).AsTask();
        await asked.Task;
        provider.Answer = (_, _) => ValueTask.FromResult(FakeProvider.Phone());

        SkipTraceOutcome taken = await second.SkipTrace.TraceAsync(provider, otherLead.Id, Owner, _options);
        late.SetResult(FakeProvider.Phone());
        SkipTraceOutcome own = await slow;

        taken.Kind.Should().Be(SkipTraceOutcomeKind.Traced);
        (_clock.GetUtcNow() - Contract.StoreFixture.Start).Should()
            .BeGreaterThanOrEqualTo(4 * (_options.CallTimeout + _options.LongestDelay));
        own.Trace.Should().Match<SkipTrace>(trace => trace.LeadId == slowLead.Id && trace.PhoneCount == 1 && trace.FromCache);
        provider.Keys.Should().HaveCount(2);
        provider.Keys.Distinct().Should().ContainSingle();
        first.Costs.Summarize(new CostFilter(), CostGrouping.Type).Should().ContainSingle().Which.Total.Should().Be(new Money(12));
        Raw.Scalar(_directory.Database, "SELECT sum(spent) * 100 + sum(reserved) FROM skip_trace_days").Should().Be(1200L);
    }

    private static SkipTraceProviderException Busy(TimeSpan? retryAfter) =>
        new("rate_limited") { IsTransient = true, RetryAfter = retryAfter };

    private LeadDatabase Open(TimeProvider clock) =>
        LeadDatabase.Open(new LeadDatabaseOptions { Path = _directory.Database, TimeProvider = clock });

    private async Task<SkipTraceOutcome> Trace(FakeProvider provider)
    {
        using LeadDatabase store = Open(_clock);
        return await store.SkipTrace.TraceAsync(provider, store.CreateLead(new NewLead { Phone = "+447809505864" }).Id, Owner, _options);
    }
}
