using System.Diagnostics;
using System.Diagnostics.Metrics;
using LeadStore.Engine;
using LeadStore.Leads;
using LeadStore.Settings;
using LeadStore.Sqlite;
using LeadStore.Tests.Privacy;
using LeadStore.Tests.Sqlite.Support;
using LeadStore.Tests.Support;
using TraceSpan = System.Diagnostics.Activity;

namespace LeadStore.Tests.Observing;

/// <summary>What a store says about its statements, to whom, and that it costs nothing when nobody listens.</summary>
[Collection(nameof(Alone))]
public sealed class PerformanceStatsTests : IDisposable
{
    private const string Phone = "+447809505864";
    private readonly TempDirectory _directory = new();
    private readonly CapturedLog _log = new();

    public void Dispose() => _directory.Dispose();

    [Fact]
    public void What_a_statement_costs_is_counted_if_that_was_asked_for()
    {
        using LeadDatabase store = Open(options => options.CountStatements = true);
        Lead lead = store.CreateLead(new NewLead { Phone = Phone });
        for (int i = 0; i < 20; i++)
        {
            store.GetLead(lead.Id);
            store.CreateMessage(lead.Id, MessageSender.Customer, "Hi");
        }

        store.GetConversationHistory(lead.Id).Should().HaveCount(20);
        PerformanceStats stats = store.GetPerformanceStats();

        stats.IsCounting.Should().BeTrue();
        stats.Statements.Should().BeInDescendingOrder(one => one.Total);
        StatementStats byId = Single(stats, one => one.Sql.EndsWith("WHERE id = $1", StringComparison.Ordinal) && one.Summary == "SELECT leads lead_activity");
        (byId.IsOwn, byId.Calls, byId.Rows, byId.Failures).Should().Be((true, 20, 20, 0));
        byId.Mean.Should().BePositive().And.Be(byId.Total / 20);
        byId.P95.Should().BePositive().And.BeLessThanOrEqualTo(byId.Longest);
        Single(stats, one => one.Summary == "SELECT messages" && one.Sql.EndsWith("ORDER BY id", StringComparison.Ordinal)).Rows.Should().Be(20);
        Single(stats, one => one.Sql == "COMMIT").Calls.Should().BeGreaterThan(20);
        stats.Calls.Should().Be(stats.Statements.Sum(one => one.Calls));
        stats.AverageTime.Should().BePositive();
        (stats.MaxReaders, stats.ReadersInUse, stats.WaitingWriters).Should().Be((new LeadDatabaseOptions().MaxReaders, 0, 0));
    }

    [Fact]
    public void Nothing_is_counted_or_timed_by_default()
    {
        using LeadDatabase store = LeadDatabase.Open(_directory.Database);
        store.CreateLead(new NewLead { Phone = Phone });
        store.Query("SELECT id FROM leads");

        PerformanceStats stats = store.GetPerformanceStats();

        stats.IsCounting.Should().BeFalse();
        stats.Statements.Should().BeEmpty();
        (stats.Calls, stats.AverageTime).Should().Be((0, TimeSpan.Zero));
        Inside.OnReader(store, session => session.Rules.Statements.IsOn).Should().BeFalse();
    }

    [Fact]
    public void A_statement_allocates_nothing_when_nobody_listens()
    {
        using LeadDatabase store = LeadDatabase.Open(_directory.Database);

        long allocated = Inside.OnReader(store, session =>
        {
            Repeat(session, 2000);
            long before = GC.GetAllocatedBytesForCurrentThread();
            Repeat(session, 1000);
            return GC.GetAllocatedBytesForCurrentThread() - before;
        });

        allocated.Should().BeLessThan(1000, "that is less than one byte for each");

        static void Repeat(SqliteSession session, int times)
        {
            for (int i = 0; i < times; i++)
            {
                _ = SqliteEngine.Finished(session.First(LeadSql.IdByPhone, [447809505864]));
            }
        }
    }

    [Fact]
    public void What_the_application_asks_is_counted_without_what_it_asks_about()
    {
        using LeadDatabase store = Open(options => options.CountStatements = true);
        store.CreateLead(new NewLead { Phone = Markers.Phone, Name = Markers.Text });
        store.Query($"SELECT \"id\" FROM leads WHERE name = '{Markers.Text}'").Rows.Should().HaveCount(1);
        store.Query("SELECT \"id\" FROM leads WHERE name = ?1", ["nobody"]).Rows.Should().BeEmpty();
        store.Invoking(db => db.Query($"SELECT abs(-9223372036854775808), '{Markers.Text}'")).Should().Throw<LeadStoreException>();

        PerformanceStats stats = store.GetPerformanceStats();

        StatementStats asked = Single(stats, one => !one.IsOwn && one.Summary == "SELECT leads");
        asked.Sql.Should().Be("SELECT \"id\" FROM leads WHERE name = ?");
        (asked.Calls, asked.Rows).Should().Be((2, 1));
        Single(stats, one => one.Failures > 0).Sql.Should().Be("SELECT abs(- ?), ?");
        Markers.AreIn(string.Join('\n', stats.Statements)).Should().BeFalse();
    }

    [Fact]
    public void No_number_of_different_statements_fills_the_memory()
    {
        using LeadDatabase store = Open(options => options.CountStatements = true);
        for (int i = 0; i < StatementWatch.MostShapes + 20; i++)
        {
            store.Query($"SELECT id AS c{i} FROM leads");
        }

        PerformanceStats stats = store.GetPerformanceStats();

        stats.Statements.Count(one => !one.IsOwn).Should().Be(StatementWatch.MostShapes + 1);
        Single(stats, one => one.Sql == "other statements").Calls.Should().Be(20);
    }

    [Fact]
    public void A_slow_statement_is_logged_with_its_text_and_without_what_it_asked_about()
    {
        using LeadDatabase store = Open(options => options.SlowStatementThreshold = TimeSpan.FromTicks(1));
        store.CreateLead(new NewLead { Phone = Markers.Phone, Name = Markers.Text, Email = Markers.Email });
        store.Query($"SELECT id FROM leads WHERE name = '{Markers.Text}'");

        IReadOnlyList<SlowStatement> slow = store.GetPerformanceStats().RecentSlow;

        _log.Lines.Should().Contain(line => line.StartsWith("Warning 14 ", StringComparison.Ordinal) && line.Contains("INSERT INTO leads", StringComparison.Ordinal));
        _log.Lines.Should().Contain(line => line.Contains("SELECT id FROM leads WHERE name = ?", StringComparison.Ordinal));
        slow.Should().HaveCountLessThanOrEqualTo(50).And.Contain(one => one.Sql == "SELECT id FROM leads WHERE name = ?" && one.Rows == 1 && one.Duration > TimeSpan.Zero);
        slow.Should().BeInDescendingOrder(one => one.At);
        Markers.AreIn(string.Join('\n', _log.Lines) + string.Join('\n', slow)).Should().BeFalse();
    }

    [Fact]
    public void A_statement_is_not_slow_by_default_nor_where_none_is()
    {
        using (LeadDatabase store = Open(_ => { }))
        {
            store.CreateLead(new NewLead { Phone = Phone });
        }

        using (LeadDatabase store = Open(options => options.SlowStatementThreshold = null))
        {
            Inside.OnReader(store, session => session.Rules.Statements.IsOn).Should().BeFalse();
        }

        _log.Lines.Should().NotContain(line => line.StartsWith("Warning 14 ", StringComparison.Ordinal));
        Assert.Throws<ArgumentException>(() => Open(options => options.SlowStatementThreshold = TimeSpan.Zero)).ParamName
            .Should().Be("SlowStatementThreshold");
    }

    [Fact]
    public void Metrics_follow_the_conventions_for_databases_and_hold_nothing_of_a_person()
    {
        using LeadDatabase store = Open(_ => { });
        List<(string Unit, double Value, Dictionary<string, object?> Tags)> heard = [];
        using (MeterListener listener = new())
        {
            listener.InstrumentPublished = (instrument, to) =>
            {
                if (instrument is { Meter.Name: "LeadStore", Name: "db.client.operation.duration" })
                {
                    to.EnableMeasurementEvents(instrument);
                }
            };
            listener.SetMeasurementEventCallback<double>((instrument, value, tags, _) => heard.Add((instrument.Unit!, value, Dictionary(tags))));
            listener.Start();
            store.CreateLead(new NewLead { Phone = Markers.Phone, Name = Markers.Text });
            store.CheckExistingCustomer(Markers.Phone);
            store.Query($"SELECT id FROM leads WHERE name = '{Markers.Text}'");
            store.Invoking(db => db.Query("SELECT abs(-9223372036854775808)")).Should().Throw<LeadStoreException>();
        }

        int before = heard.Count;
        store.CheckExistingCustomer(Markers.Phone);

        heard.Should().HaveCount(before, "nobody listens any more");
        heard.Should().AllSatisfy(one =>
        {
            one.Unit.Should().Be("s");
            one.Value.Should().BePositive().And.BeLessThan(60);
            one.Tags["db.system.name"].Should().Be("sqlite");
            one.Tags.Keys.Should().BeSubsetOf(
                ["db.system.name", "db.operation.name", "db.query.summary", "error.type", "db.response.status_code"]);
        });
        heard.Should().Contain(one => one.Tags["db.operation.name"]!.Equals("SELECT") && one.Tags["db.query.summary"]!.Equals("SELECT leads lead_activity"));
        heard.Should().Contain(one => one.Tags["db.operation.name"]!.Equals("COMMIT"));
        heard.Should().ContainSingle(one => one.Tags.ContainsKey("error.type")).Which.Tags["db.response.status_code"].Should().Be("1");
        Markers.AreIn(string.Join('\n', heard.SelectMany(one => one.Tags.Values))).Should().BeFalse();
    }

    [Fact]
    public void Traces_have_a_span_for_each_statement_and_hold_nothing_of_a_person()
    {
        using LeadDatabase store = Open(_ => { });
        List<TraceSpan> heard = [];
        using (ActivityListener listener = new()
        {
            ShouldListenTo = source => source.Name == "LeadStore",
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllData,
            ActivityStopped = heard.Add,
        })
        {
            ActivitySource.AddActivityListener(listener);
            store.CreateLead(new NewLead { Phone = Markers.Phone, Name = Markers.Text });
            store.GetLeadByPhone(Markers.Phone);
            store.Query($"SELECT id FROM leads WHERE name = '{Markers.Text}'");
            store.Invoking(db => db.Query("SELECT abs(-9223372036854775808)")).Should().Throw<LeadStoreException>();
        }

        TraceSpan byPhone = heard.Single(one => one.DisplayName == "SELECT leads lead_activity" && one.GetTagItem("db.query.text") is string sql
            && sql.EndsWith("WHERE phone = $1", StringComparison.Ordinal));
        byPhone.Kind.Should().Be(ActivityKind.Client);
        byPhone.GetTagItem("db.system.name").Should().Be("sqlite");
        byPhone.GetTagItem("db.operation.name").Should().Be("SELECT");
        byPhone.GetTagItem("db.query.summary").Should().Be("SELECT leads lead_activity");
        byPhone.GetTagItem("db.response.returned_rows").Should().Be(1L);
        heard.Should().Contain(one => "SELECT id FROM leads WHERE name = ?".Equals(one.GetTagItem("db.query.text")));
        TraceSpan failed = heard.Single(one => one.Status == ActivityStatusCode.Error);
        (failed.GetTagItem("error.type"), failed.GetTagItem("db.response.status_code"), failed.StatusDescription).Should().Be(("1", "1", null));
        Markers.AreIn(string.Join('\n', heard.SelectMany(one => one.TagObjects.Select(tag => tag.Value).Append(one.DisplayName)))).Should().BeFalse();
    }

    [Fact]
    public async Task The_connections_can_be_watched()
    {
        using LeadDatabase store = Open(options => options.Path = _directory.File("watched.db"));
        store.GetLead(1);
        List<(string Name, int Value, Dictionary<string, object?> Tags)> heard = [];
        using MeterListener listener = new();
        listener.InstrumentPublished = (instrument, to) =>
        {
            if (instrument.Meter.Name == "LeadStore" && instrument.IsObservable)
            {
                to.EnableMeasurementEvents(instrument);
            }
        };
        listener.SetMeasurementEventCallback<int>((instrument, value, tags, _) => heard.Add((instrument.Name, value, Dictionary(tags))));
        listener.Start();
        using (HeldTransaction writer = new(store))
        {
            Task waiting = Background.Run(() => store.CreateLead(new NewLead { Phone = Phone }));
            Background.Until(() => Inside.Waiting(store) == 1);
            store.GetPerformanceStats().WaitingWriters.Should().Be(1);
            listener.RecordObservableInstruments();
            writer.Release();
            await waiting.WaitAsync(Background.Patience);
        }

        Of("db.client.connection.pending_requests", "watched.db writer").Should().Equal(1);
        Of("db.client.connection.max", "watched.db readers").Should().Equal(new LeadDatabaseOptions().MaxReaders);
        Of("db.client.connection.count", "watched.db readers", "idle").Should().Equal(1);
        Of("db.client.connection.count", "watched.db readers", "used").Should().Equal(0);
        store.Dispose();
        heard.Clear();
        listener.RecordObservableInstruments();
        heard.Should().NotContain(one => "watched.db readers".Equals(one.Tags["db.client.connection.pool.name"]), "the store is closed");

        IEnumerable<int> Of(string name, string pool, string? state = null) => heard
            .Where(one => one.Name == name && pool.Equals(one.Tags["db.client.connection.pool.name"])
                && (state is null || state.Equals(one.Tags["db.client.connection.state"])))
            .Select(one => one.Value);
    }

    [Fact]
    public async Task Statements_that_complete_later_are_counted_when_they_have()
    {
        StatementWatch watch = new("sqlite", TimeProvider.System, counts: true, null, null);
        LaterSession session = new(new StoreRules { Clock = TimeProvider.System, Statements = watch });
        ValueTask<int> call = session.Execute(LaterSession.Anything, []);
        watch.Counters.Should().BeEmpty();

        session.Complete(7);

        (await call).Should().Be(7);
        StatementStats stats = watch.Counters.Should().ContainSingle().Which.Read();
        (stats.Calls, stats.Rows, stats.Failures).Should().Be((1, 7, 0));
        ValueTask<int> failing = session.Execute(LaterSession.Anything, []);
        session.Fail();
        await Assert.ThrowsAsync<InvalidOperationException>(async () => await failing);
        watch.Counters[0].Read().Failures.Should().Be(1);
    }

    [Fact]
    public void A_percentile_is_right_to_within_a_tenth()
    {
        StatementCounter counter = new(new SqlShape("", "", ""), isOwn: true);
        for (int i = 1; i <= 1000; i++)
        {
            counter.Add(TimeSpan.FromMicroseconds(i), 1, failed: false);
        }

        StatementStats stats = counter.Read();
        stats.P95.TotalMicroseconds.Should().BeInRange(950, 950 * 1.1);
        stats.Mean.TotalMicroseconds.Should().BeApproximately(500.5, 0.1);
        stats.Longest.TotalMicroseconds.Should().Be(1000);
    }

    private LeadDatabase Open(Action<LeadDatabaseOptions> change)
    {
        LeadDatabaseOptions options = new() { Path = _directory.Database, LoggerFactory = _log };
        change(options);
        return LeadDatabase.Open(options);
    }

    private static StatementStats Single(PerformanceStats stats, Func<StatementStats, bool> which) => stats.Statements.Single(which);

    private static Dictionary<string, object?> Dictionary(ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        Dictionary<string, object?> all = [];
        foreach (KeyValuePair<string, object?> tag in tags)
        {
            all.Add(tag.Key, tag.Value);
        }

        return all;
    }

    /// <summary>A session whose every call completes when the test says so, as that of a server would.</summary>
    private sealed class LaterSession(StoreRules rules) : Session(rules)
    {
        public static readonly Command Anything = SettingSql.Reset;

        private TaskCompletionSource<int> _call = new();

        public override bool CanWrite => true;

        public override bool InTransaction => true;

        public void Complete(int rows) => Interlocked.Exchange(ref _call, new()).SetResult(rows);

        public void Fail() => Interlocked.Exchange(ref _call, new()).SetException(new InvalidOperationException());

        public override ValueTask<T?> FirstUnwatched<T>(Query<T> query, ReadOnlySpan<SqlValue> arguments)
            where T : default => throw new NotSupportedException();

        public override ValueTask<List<T>> AllUnwatched<T>(Query<T> query, ReadOnlySpan<SqlValue> arguments) => throw new NotSupportedException();

        public override ValueTask<int> ExecuteUnwatched(Command command, ReadOnlySpan<SqlValue> arguments) => new(_call.Task);

        public override ValueTask<long> InsertUnwatched(Insert statement, ReadOnlySpan<SqlValue> arguments) => throw new NotSupportedException();

        public override ValueTask ExecuteScript(string sql) => throw new NotSupportedException();

        public override ApplicationSql BeginApplicationSql(ProtectedTables own) => throw new NotSupportedException();
    }
}
