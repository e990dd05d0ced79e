using System.Runtime.CompilerServices;
using LeadStore.Caching;
using LeadStore.Engine;
using LeadStore.Tests.Sqlite.Support;

namespace LeadStore.Tests.Caching;

/// <summary>Who reads, who waits, and what becomes of what was read too early. The interleavings are made by signals.</summary>
public sealed class LoadingTests : IDisposable
{
    private const string John = "+447809505864";
    private readonly TempDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    // reader                                   writer
    // reads version 1 from the store
    //                                          stores version 2, and is told so
    // puts version 1 away, and returns it
    //                                          must find version 2
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Who_has_read_before_a_commit_and_puts_it_away_after_it_does_no_harm(bool byAnother)
    {
        using StoppingClock clock = new();
        using LeadDatabase store = LeadDatabase.Open(
            new LeadDatabaseOptions { Path = _directory.Database, Cache = new LeadCacheOptions(), TimeProvider = clock });
        using LeadDatabase other = LeadDatabase.Open(_directory.Database);
        Lead lead = store.CreateLead(new NewLead { Phone = John });
        Task<Lead?> reader = Background.Run(() => StoppingClock.Stopped(() => store.GetLead(lead.Id)));
        clock.Reached.WaitOrFail();

        Lead changed = (byAnother ? other : store).SetAnswer(lead.Id, "question", "yes");
        clock.GoOn.Set();

        (await reader.WaitAsync(Background.Patience)).Should().Be(lead);
        store.GetLead(lead.Id).Should().Be(changed);
        store.GetLeadByPhone(John).Should().Be(changed);
    }

    // reader 1                  writer                    reader 2
    // reads version 1
    //                           stores version 2
    //                                                     begins, and waits for reader 1
    // puts version 1 away
    //                                                     must find version 2
    [Fact]
    public async Task Who_waits_for_another_s_read_that_began_before_a_commit_does_not_take_it_over()
    {
        using StoppingClock clock = new();
        using LeadDatabase store = LeadDatabase.Open(
            new LeadDatabaseOptions { Path = _directory.Database, Cache = new LeadCacheOptions(), TimeProvider = clock });
        Lead lead = store.CreateLead(new NewLead { Phone = John });
        Task<Lead?> first = Background.Run(() => StoppingClock.Stopped(() => store.GetLead(lead.Id)));
        clock.Reached.WaitOrFail();
        Lead changed = store.SetAnswer(lead.Id, "question", "yes");
        Task<Lead?> second = Background.Run(() => store.GetLead(lead.Id));
        Task<Lead?> third = store.GetLeadAsync(lead.Id).AsTask();
        Background.Until(() => store.Cache.GetMetrics().Misses == 3);

        second.IsCompleted.Should().BeFalse("it waits");
        third.IsCompleted.Should().BeFalse("it waits, without a thread");
        clock.GoOn.Set();

        (await first.WaitAsync(Background.Patience)).Should().Be(lead);
        (await second.WaitAsync(Background.Patience)).Should().Be(changed);
        (await third.WaitAsync(Background.Patience)).Should().Be(changed);
    }

    [Fact]
    public async Task Of_those_who_ask_for_the_same_at_once_one_reads()
    {
        using CountingEngine engine = new();
        LeadReads reads = engine.Reads();
        Task<Lead?>[] callers = [.. Enumerable.Range(0, 5).Select(_ => Background.Run(() => Get(reads, 1)))];
        Task<Lead?>[] tasks = [.. Enumerable.Range(0, 5).Select(_ => reads.ById(1, "GetLead", blocking: false, CancellationToken.None).AsTask())];
        Task<Lead?> another = Background.Run(() => Get(reads, 2));
        Background.Until(() => engine.Asked(1) == 1 && engine.Asked(2) == 1 && engine.Metrics.Misses == 11);
        engine.Answer.Set();

        (await Task.WhenAll(callers).WaitAsync(Background.Patience)).Should().AllSatisfy(lead => lead!.Id.Should().Be(1));
        (await Task.WhenAll(tasks).WaitAsync(Background.Patience)).Should().AllSatisfy(lead => lead!.Id.Should().Be(1));
        (await another.WaitAsync(Background.Patience))!.Id.Should().Be(2);
        engine.Asked(1).Should().Be(1);
    }

    [Fact]
    public async Task A_read_that_fails_is_not_kept_and_fails_nobody_else()
    {
        using CountingEngine engine = new() { FirstFails = true };
        LeadReads reads = engine.Reads();
        Task<Lead?> first = Background.Run(() => Get(reads, 1));
        Background.Until(() => engine.Asked(1) == 1);
        Task<Lead?> second = Background.Run(() => Get(reads, 1));
        Background.Until(() => engine.Metrics.Misses == 2);
        engine.Answer.Set();

        await Assert.ThrowsAsync<TimeZoneNotFoundException>(() => first.WaitAsync(Background.Patience));
        (await second.WaitAsync(Background.Patience))!.Id.Should().Be(1);
        Get(reads, 1)!.Id.Should().Be(1);
        engine.Asked(1).Should().Be(2);
    }

    [Fact]
    public async Task Who_waits_may_give_up_and_the_one_who_reads_goes_on()
    {
        using CountingEngine engine = new();
        LeadReads reads = engine.Reads();
        using CancellationTokenSource patience = new();
        Task<Lead?> first = Background.Run(() => Get(reads, 1));
        Background.Until(() => engine.Asked(1) == 1);
        Task<Lead?> second = reads.ById(1, "GetLead", blocking: false, patience.Token).AsTask();
        await patience.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => second.WaitAsync(Background.Patience));
        engine.Answer.Set();
        (await first.WaitAsync(Background.Patience))!.Id.Should().Be(1);
        engine.Asked(1).Should().Be(1);
    }

    [Fact]
    public void While_a_commit_of_this_process_can_be_seen_and_is_not_told_nothing_that_is_kept_is_used()
    {
        Marks marks = new();
        CommitWatch watch = new();
        ChangedRows rows = new();
        watch.Attach(marks);
        watch.IsCurrent(out StoreView? before).Should().BeTrue();
        long read = before!.Number;
        rows.Note(7, mayAppear: false);
        watch.Committing();
        watch.IsCurrent(out _).Should().BeTrue("nothing is committed yet");

        marks.Now = new StoreMark(1, 0, 0, 0, 0, 0);
        watch.IsCurrent(out _).Should().BeFalse();
        watch.InvalidationsByOthers.Should().Be(0);
        watch.Committed(rows, default, marks.Now);

        watch.IsCurrent(out StoreView? after).Should().BeTrue();
        watch.Holds(after!, 7, read).Should().BeFalse();
        watch.Holds(after!, 8, read).Should().BeTrue();
        CommitWatch.HoldsAbsence(after!, read).Should().BeTrue("nothing was inserted");
    }

    [Fact]
    public void A_commit_of_another_before_or_behind_one_s_own_makes_all_worthless()
    {
        Marks marks = new();
        CommitWatch watch = new();
        watch.Attach(marks);
        long read = watch.View!.Number;

        // Before: when the transaction began the mark was another one already.
        watch.Committing();
        marks.Now = new StoreMark(2, 0, 0, 0, 0, 0);
        watch.Committed(new ChangedRows(), before: new StoreMark(1, 0, 0, 0, 0, 0), after: marks.Now);
        watch.IsCurrent(out StoreView? view).Should().BeTrue();
        watch.Holds(view!, 8, read).Should().BeFalse();
        read = view!.Number;

        // Behind: the engine has found out that it is not alone.
        watch.Committing();
        marks.Now = new StoreMark(4, 0, 0, 0, 0, 0);
        watch.CommittedUncertainly(byOthers: true);
        watch.IsCurrent(out view).Should().BeTrue();
        watch.Holds(view!, 8, read).Should().BeFalse();
        CommitWatch.HoldsAbsence(view!, read).Should().BeFalse();
        watch.InvalidationsByOthers.Should().Be(2);
    }

    private static Lead? Get(LeadReads reads, long id) =>
        Waiting.Result(reads.ById(id, "GetLead", blocking: true, CancellationToken.None));

    /// <summary>A mark that a test moves.</summary>
    private sealed class Marks : StoreMarks
    {
        public StoreMark Now { get; set; }

        public override bool TryRead(out StoreMark mark)
        {
            mark = Now;
            return true;
        }
    }

    /// <summary>A clock at which one thread can be stopped, between its read and the moment when it puts away what it has read.</summary>
    private sealed class StoppingClock : TimeProvider, IDisposable
    {
        [ThreadStatic]
        private static bool _stops;

        public ManualResetEventSlim Reached { get; } = new();

        public ManualResetEventSlim GoOn { get; } = new();

        public static T Stopped<T>(Func<T> call)
        {
            _stops = true;
            return call();
        }

        public override long GetTimestamp()
        {
            if (_stops)
            {
                _stops = false;
                Reached.Set();
                GoOn.WaitOrFail();
            }

            return base.GetTimestamp();
        }

        public void Dispose()
        {
            Reached.Dispose();
            GoOn.Dispose();
        }
    }

    /// <summary>An engine that has every lead, counts who asks for it, and answers when it is let.</summary>
    private sealed class CountingEngine : StoreEngine
    {
        private readonly System.Collections.Concurrent.ConcurrentDictionary<long, StrongBox<int>> _asked = new();
        private readonly KeptLeads _kept;
        private int _failures;

        public CountingEngine()
        {
            CommitWatch watch = new();
            watch.Attach(StoreMarks.OfOneProcess);
            _kept = new KeptLeads(watch, new LeadCacheOptions(), TimeProvider.System);
        }

        public ManualResetEventSlim Answer { get; } = new();

        public bool FirstFails { get; init; }

        public LeadCacheMetrics Metrics => _kept.Metrics();

        public LeadReads Reads() => new(this, _kept);

        public int Asked(long id) => _asked.TryGetValue(id, out StrongBox<int>? count) ? Volatile.Read(ref count.Value) : 0;

        public override T Read<TArgument, T>(Func<Session, TArgument, ValueTask<T>> operation, TArgument argument, string name)
        {
            long id = ((LeadKey)(object)argument!).Number;
            Interlocked.Increment(ref _asked.GetOrAdd(id, _ => new StrongBox<int>()).Value);
            Answer.WaitOrFail();
            return FirstFails && Interlocked.Increment(ref _failures) == 1
                ? throw new TimeZoneNotFoundException()
                : (T)(object)new Lead { Id = id };
        }

        public override async ValueTask<T> ReadAsync<TArgument, T>(
            Func<Session, TArgument, ValueTask<T>> operation, TArgument argument, string name, CancellationToken cancellationToken) =>
            await Background.Run(() => Read(operation, argument, name));

        public override T ReadSnapshot<TArgument, T>(Func<Session, TArgument, ValueTask<T>> operation, TArgument argument, string name) =>
            throw new NotSupportedException();

        public override ValueTask<T> ReadSnapshotAsync<TArgument, T>(
            Func<Session, TArgument, ValueTask<T>> operation, TArgument argument, string name, CancellationToken cancellationToken) =>
            throw new NotSupportedException();

        public override T Write<TArgument, T>(Func<Session, TArgument, ValueTask<T>> operation, TArgument argument, string name) =>
            throw new NotSupportedException();

        public override ValueTask<T> WriteAsync<TArgument, T>(
            Func<Session, TArgument, ValueTask<T>> operation, TArgument argument, string name, CancellationToken cancellationToken) =>
            throw new NotSupportedException();

        public override void Dispose() => Answer.Dispose();

        public override ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
