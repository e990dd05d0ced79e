using LeadStore.Tests.Maintenance.Support;
using LeadStore.Tests.Sqlite.Support;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Time.Testing;

namespace LeadStore.Tests.Maintenance;

/// <summary>The speed contract on a store's own file, and what breaks it.</summary>
public sealed class SelfTestTests : IDisposable
{
    private readonly TempDirectory _directory = new();

    // No time passes by itself: what is slow is said by the test.
    private readonly FakeTimeProvider _clock = new();
    private LeadDatabase? _store;

    public void Dispose()
    {
        _store?.Dispose();
        _directory.Dispose();
    }

    private LeadDatabase Store => _store ??= Open();

    [Fact]
    public void An_empty_store_passes_and_nothing_is_measured()
    {
        SelfTestReport report = Store.SelfTest();

        report.Passed.Should().BeTrue(report.ToString());
        report.Statements.Should().BeGreaterThan(200);
        report.Measurements.Should().BeEmpty();
        report.Findings.Should().BeEmpty();
        report.ToString().Should().StartWith("Passed: ");
    }

    [Fact]
    public void A_store_with_one_lead_passes_and_each_lookup_is_measured()
    {
        Store.CreateLead(new NewLead { Phone = "+447809505864" });

        SelfTestReport report = Store.SelfTest();

        report.Passed.Should().BeTrue(report.ToString());
        report.Measurements.Select(one => (one.Name, one.Samples)).Should()
            .Equal(("lead by phone", 1000), ("lead by id", 1000), ("history", 1000), ("inbox page", 200));
    }

    [Fact]
    public void A_lead_without_a_phone_is_looked_up_by_all_else()
    {
        Store.CreateLead(new NewLead { Email = "a@example.com" });

        SelfTestReport report = Store.SelfTest();

        report.Passed.Should().BeTrue(report.ToString());
        report.Measurements.Select(one => one.Name).Should().Equal("lead by id", "history", "inbox page");
    }

    [Fact]
    public void Real_lookups_of_a_real_file_take_less_than_a_millisecond()
    {
        using LeadDatabase store = LeadDatabase.Open(_directory.File("real.db"));
        Fill(store, 300);

        SelfTestReport report = store.SelfTest();

        report.Measurements.Should().HaveCount(4).And.AllSatisfy(one =>
        {
            one.P50.Should().BePositive().And.BeLessThan(TimeSpan.FromMilliseconds(1)).And.BeLessThanOrEqualTo(one.P99);
            one.Passed.Should().Be(one.P99 <= one.Limit);
        });
        report.Duration.Should().BePositive();
    }

    [Fact]
    public void A_store_in_memory_passes()
    {
        using LeadDatabase store = LeadDatabase.OpenInMemory(new LeadDatabaseOptions { TimeProvider = _clock });
        store.SelfTest().Passed.Should().BeTrue();
        Fill(store, 20);

        SelfTestReport report = store.SelfTest();

        report.Passed.Should().BeTrue(report.ToString());
        report.Measurements.Should().HaveCount(4);
        Fill(store, 1, "+447809506");
        store.Maintenance.Verify().IsSound.Should().BeTrue("rows get the checksums that they got before");
    }

    [Fact]
    public void Each_index_that_is_dropped_is_named_and_Optimize_makes_it_again()
    {
        Fill(Store, 20);
        string[] indexes = Indexes(_directory.Database);
        indexes.Length.Should().BeGreaterThan(20);
        int noticedInPlans = 0;
        foreach (string index in indexes)
        {
            Raw.Execute(_directory.Database, $"DROP INDEX {index}");

            SelfTestReport report = Store.SelfTest();
            OptimizeReport mended = Store.Maintenance.Optimize();

            report.Passed.Should().BeFalse(index);
            SelfTestFinding finding = report.Findings.Should().ContainSingle(one => one.FallsShort).Which;
            finding.Code.Should().Be("index_missing");
            finding.Message.Should().Contain($"The index {index} of the table ");
            finding.Mend.Should().Contain("Optimize").And.Contain("leadstore optimize");
            noticedInPlans += finding.Message.Contains("; 0 of its", StringComparison.Ordinal) ? 0 : 1;
            mended.RestoredIndexes.Should().Equal(index);
        }

        noticedInPlans.Should().BeGreaterThan(10, "most of them are there for a statement");
        Store.SelfTest().Passed.Should().BeTrue();
        Store.Maintenance.Doctor().Findings.Should().NotContain(finding => finding.Code == "schema_changed");
        Store.Maintenance.Optimize().RestoredIndexes.Should().BeEmpty();
    }

    [Fact]
    public void An_index_with_another_definition_is_as_good_as_none()
    {
        Fill(Store, 20);
        string index = Indexes(_directory.Database).First(name => name.StartsWith("leads_", StringComparison.Ordinal));
        string definition = Definition(index);
        Raw.Execute(_directory.Database, $"DROP INDEX {index}; CREATE INDEX {index} ON leads (created_at)");

        Store.SelfTest().Findings.Should().ContainSingle().Which.Message.Should().Contain(index);
        Store.Maintenance.Optimize().RestoredIndexes.Should().Equal(index);

        Definition(index).Should().Be(definition);
        Store.SelfTest().Passed.Should().BeTrue();
    }

    [Fact]
    public void An_index_that_rows_stand_in_the_way_of_is_not_made_and_the_file_stays_as_it_is()
    {
        Fill(Store, 2);
        string index = Raw.Scalar(
            _directory.Database, "SELECT name FROM sqlite_schema WHERE type = 'index' AND sql LIKE 'CREATE UNIQUE INDEX%ON messages%(channel%'")!.ToString()!;
        Raw.Execute(
            _directory.Database,
            $"DROP INDEX {index}; UPDATE messages SET channel = 'sms', source_id = 'SM1', checksum = NULL");

        LeadStoreException failure = Store.Maintenance.Invoking(care => care.Optimize()).Should().Throw<LeadStoreException>().Which;

        failure.Kind.Should().Be(LeadStoreErrorKind.Duplicate);
        failure.Operation.Should().Be("Optimize");
        failure.Message.Should().Contain(index).And.NotContain("SM1");
        Indexes(_directory.Database).Should().NotContain(index);
    }

    [Fact]
    public void Statistics_from_when_there_were_few_rows_are_named_and_Optimize_mends_it()
    {
        Fill(Store, 20);
        Store.Maintenance.Optimize();
        Raw.Execute(
            _directory.Database,
            "UPDATE sqlite_stat1 SET stat = '20 20' || CASE WHEN stat LIKE '% % %' THEN ' 20' ELSE '' END WHERE idx IS NOT NULL");
        SelfTestReport few = Store.SelfTest();
        Fill(Store, 999, "+447809506");
        SelfTestReport more = Store.SelfTest();
        Store.Maintenance.Optimize();

        few.Passed.Should().BeTrue(few.ToString(), "to read so few rows is as quick");
        more.Passed.Should().BeFalse();
        more.Findings.Should().HaveCountLessThanOrEqualTo(10).And.Contain(finding => finding.Code == "plan_scans");
        more.Findings.Should().AllSatisfy(finding => finding.Mend.Should().Contain("Optimize"));
        SelfTestReport mended = Store.SelfTest();
        mended.Passed.Should().BeTrue(mended.ToString());
    }

    [Fact]
    public void A_table_that_lacks_a_column_is_told()
    {
        Store.Dispose();
        Raw.Execute(_directory.Database, "ALTER TABLE lead_notes RENAME COLUMN created_by TO author");

        using LeadDatabase store = Open();
        SelfTestFinding finding = store.SelfTest().Findings.Should().ContainSingle(one => one.FallsShort).Which;

        finding.Code.Should().Be("statement_refused");
        finding.Message.Should().Contain("lead_notes");
    }

    [Fact]
    public void A_lookup_that_takes_too_long_falls_short()
    {
        Fill(Store, 5);
        _store!.Dispose();
        SlowClock slow = new(TimeSpan.FromMilliseconds(1));
        using LeadDatabase store = Open(slow);

        SelfTestReport passed = store.SelfTest(new SelfTestOptions { MaxTime = TimeSpan.FromHours(1) });
        SelfTestReport report = store.SelfTest(new SelfTestOptions
        {
            MaxTime = TimeSpan.FromHours(1),
            MaxLookup = TimeSpan.FromMicroseconds(999),
            MaxPage = TimeSpan.FromMilliseconds(1),
        });

        passed.Passed.Should().BeTrue(passed.ToString());
        report.Passed.Should().BeFalse();
        report.Measurements.Select(one => (one.Name, one.P99.TotalMilliseconds, one.Passed)).Should().Equal(
            ("lead by phone", 1, false), ("lead by id", 1, false), ("history", 1, false), ("inbox page", 1, true));
        report.Findings.Where(finding => finding.Code == "slow").Should().HaveCount(3)
            .And.AllSatisfy(finding => finding.Mend.Should().Contain("Optimize", "the file was never analysed"));
        report.ToString().Should().StartWith("Falls short: ").And.Contain("lead by phone: p50 1 ms, p99 1 ms of 0.999 ms, 1000 samples");
    }

    [Fact]
    public void A_slow_lookup_leaves_time_for_the_others()
    {
        Fill(Store, 5);
        _store!.Dispose();
        using LeadDatabase store = Open(new SlowClock(TimeSpan.FromMilliseconds(100)));

        SelfTestReport report = store.SelfTest(new SelfTestOptions { MaxTime = TimeSpan.FromSeconds(30) });

        report.Passed.Should().BeFalse();
        report.Measurements.Should().HaveCount(4).And.AllSatisfy(one => one.Samples.Should().BeInRange(1, 100));
        report.Duration.Should().BeLessThan(TimeSpan.FromSeconds(31));
    }

    [Fact]
    public void What_there_was_no_time_for_is_not_passed()
    {
        Fill(Store, 1);
        Store.Dispose();
        using LeadDatabase store = Open(new ExpiredClock());

        SelfTestReport report = store.SelfTest();

        report.Passed.Should().BeFalse();
        SelfTestFinding finding = report.Findings.Should().ContainSingle().Which;
        finding.Code.Should().Be("out_of_time");
        finding.Message.Should().Contain("the plans of the statements");
        finding.Mend.Should().Contain("MaxTime");
    }

    [Fact]
    public async Task Nothing_is_written_and_a_writer_is_not_waited_for()
    {
        Fill(Store, 5);
        string before = StoreData.Describe(Store);
        object commits = Raw.Scalar(_directory.Database, "SELECT commits FROM store")!;
        using HeldTransaction writer = new(Store);

        Store.SelfTest().Passed.Should().BeTrue();

        writer.Release();
        await writer.Ended.WaitAsync(Background.Patience);
        Raw.Scalar(_directory.Database, "SELECT commits FROM store").Should().Be(commits);
        StoreData.Describe(Store).Should().Be(before);
    }

    [Fact]
    public void A_missing_index_of_the_file_of_skip_traces_is_named_and_made_again()
    {
        using LeadDatabase store = LeadDatabase.Open(new LeadDatabaseOptions
        {
            Path = _directory.Database,
            SkipTracePath = _directory.File("traces.db"),
            TimeProvider = _clock,
        });
        int alone = StatementsOfOneFile();
        SelfTestReport whole = store.SelfTest();
        string index = Indexes(_directory.File("traces.db"))[0];
        Raw.Execute(_directory.File("traces.db"), $"DROP INDEX {index}");

        SelfTestReport report = store.SelfTest();

        whole.Passed.Should().BeTrue(whole.ToString());
        whole.Statements.Should().BeGreaterThan(alone);
        report.Findings.Should().ContainSingle().Which.Message.Should().StartWith($"In the file of skip traces: The index {index} ");
        store.Maintenance.Optimize().RestoredIndexes.Should().Equal(index);
        store.SelfTest().Passed.Should().BeTrue();
    }

    [Fact]
    public void A_report_says_nothing_about_a_person()
    {
        Store.CreateLead(new NewLead { Phone = Privacy.Markers.Phone, Name = Privacy.Markers.Text });
        Raw.Execute(_directory.Database, $"DROP INDEX {Indexes(_directory.Database)[0]}");

        Privacy.Markers.AreIn(Store.SelfTest().ToString()).Should().BeFalse();
    }

    [Fact]
    public async Task It_can_be_cancelled_and_is_refused_inside_a_transaction_and_after_the_end()
    {
        using CancellationTokenSource cancelled = new();
        await cancelled.CancelAsync();
        Store.Invoking(store => store.SelfTest(cancellationToken: cancelled.Token)).Should().Throw<OperationCanceledException>();
        await Store.Awaiting(store => store.SelfTestAsync(cancellationToken: cancelled.Token)).Should().ThrowAsync<OperationCanceledException>();
        (await Store.SelfTestAsync()).Passed.Should().BeTrue();
        Store.InTransaction(tx =>
        {
            tx.Invoking(store => store.SelfTest()).Should().Throw<InvalidOperationException>();
            Store.Invoking(store => store.SelfTest()).Should().Throw<InvalidOperationException>();
        });
        Store.Dispose();
        Store.Invoking(store => store.SelfTest()).Should().Throw<ObjectDisposedException>();
    }

    [Theory]
    [InlineData(0, 1, 1, "MaxTime")]
    [InlineData(7_200_000, 1, 1, "MaxTime")]
    [InlineData(1000, -1, 1, "MaxLookup")]
    [InlineData(1000, 1, 0, "MaxPage")]
    public void An_option_out_of_its_range_is_named(int time, int lookup, int page, string named) =>
        Store.Invoking(store => store.SelfTest(new SelfTestOptions
        {
            MaxTime = TimeSpan.FromMilliseconds(time),
            MaxLookup = TimeSpan.FromMilliseconds(lookup),
            MaxPage = TimeSpan.FromMilliseconds(page),
        })).Should().Throw<ArgumentException>().WithMessage($"{named} must be*");

    private LeadDatabase Open(TimeProvider? clock = null) =>
        LeadDatabase.Open(new LeadDatabaseOptions { Path = _directory.Database, TimeProvider = clock ?? _clock });

    private int StatementsOfOneFile()
    {
        using LeadDatabase store = LeadDatabase.Open(new LeadDatabaseOptions { Path = _directory.File("alone.db"), TimeProvider = _clock });
        return store.SelfTest().Statements;
    }

    private static void Fill(LeadDatabase store, int leads, string phones = "+447809505") => store.InTransaction(tx =>
    {
        for (int i = 0; i < leads; i++)
        {
            Lead lead = tx.CreateLead(new NewLead { Phone = $"{phones}{i:000}" });
            tx.CreateMessage(lead.Id, MessageSender.Customer, "Hi");
        }
    });

    private static string[] Indexes(string path)
    {
        using SqliteConnection file = Raw.Open(path);
        return ((string)file.Scalar("SELECT group_concat(name) FROM sqlite_schema WHERE type = 'index' AND sql IS NOT NULL")!).Split(',');
    }

    private string Definition(string index) => (string)Raw.Scalar(_directory.Database, $"SELECT sql FROM sqlite_schema WHERE name = '{index}'")!;

    /// <summary>A clock by which every time is up at once.</summary>
    private sealed class ExpiredClock : FakeTimeProvider
    {
        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            ITimer timer = base.CreateTimer(callback, state, dueTime, period);
            Advance(dueTime > TimeSpan.Zero ? dueTime : TimeSpan.Zero);
            return timer;
        }
    }

    /// <summary>A clock by which everything takes its time: between two looks at it a step has passed.</summary>
    private sealed class SlowClock(TimeSpan step) : FakeTimeProvider
    {
        public override long GetTimestamp()
        {
            Advance(step);
            return base.GetTimestamp();
        }
    }
}
