using LeadStore.Engine;
using LeadStore.Sqlite;
using LeadStore.Tests.Sqlite.Support;

namespace LeadStore.Tests.Sqlite;

/// <summary>
/// A flush of the database file that fails takes what was copied with it, for good: the log, which has it all, must outlive the store.
/// </summary>
public sealed class CheckpointFlushTests : IDisposable
{
    private readonly TempDirectory _directory = new();
    private readonly List<LeadStoreException> _reports = [];
    private int _stored;

    public CheckpointFlushTests() => LeadDatabase.Open(_directory.Database).Dispose();

    private bool LogIsThere => new FileInfo(_directory.Database + "-wal") is { Exists: true, Length: > 0 };

    public void Dispose() => _directory.Dispose();

    [Fact]
    public void A_flush_beside_the_writers_that_fails_after_the_last_write_keeps_the_log_when_the_store_ends()
    {
        // The first is SQLite's own, since all was copied.
        using FlushOf flush = new(call => call == 2);
        using (SqliteEngine engine = Engine(flush))
        {
            Write(engine);
            flush.HasFailed.WaitOrFail();
        }

        LogIsThere.Should().BeTrue();
        _reports.Should().ContainSingle().Which.Kind.Should().Be(LeadStoreErrorKind.InputOutput);
        EverythingIsThere();
    }

    [Fact]
    public void A_flush_of_SQLites_own_that_fails_beside_the_writers_keeps_the_log()
    {
        using FlushOf flush = new(call => call == 1);
        using (SqliteEngine engine = Engine(flush))
        {
            Write(engine);
            flush.HasFailed.WaitOrFail();
            Write(engine);
            Write(engine);
        }

        LogIsThere.Should().BeTrue();
        _reports.Should().ContainSingle().Which.Kind.Should().Be(LeadStoreErrorKind.InputOutput);
        EverythingIsThere();
    }

    [Fact]
    public void A_flush_that_fails_while_the_writers_wait_keeps_the_log()
    {
        using FlushOf flush = new(_ => Thread.CurrentThread.Name != "LeadStore log copier");
        using (SqliteEngine engine = Engine(flush))
        {
            Background.Until(() =>
            {
                Write(engine);
                return flush.HasFailed.IsSet;
            });
            Write(engine);
        }

        LogIsThere.Should().BeTrue();
        _reports.Should().ContainSingle().Which.Kind.Should().Be(LeadStoreErrorKind.InputOutput);
        EverythingIsThere();
    }

    [Fact]
    public void A_log_that_must_stay_also_stays_when_the_store_lets_go_of_its_file_for_a_moment()
    {
        using FlushOf flush = new(call => call == 2);
        using SqliteEngine engine = Engine(flush);
        Write(engine);
        flush.HasFailed.WaitOrFail();
        engine.Read((session, _) => session.First(Leads.LeadSql.IdById, [1]), 0, "Read").Should().Be(0);
        engine.RunClosed(() => LogIsThere.Should().BeTrue());
        Write(engine);
    }

    [Fact]
    public void A_failure_of_any_kind_fails_no_call_and_is_reported_as_one_of_ours()
    {
        Checkpointer failing = new(
            () => throw new InvalidOperationException("not one of ours"), everyPages: 0, TimeSpan.FromSeconds(1), new Reports(_reports));
        using SqliteEngine engine = Engine(failing);
        Write(engine);
        Write(engine);
        _reports.Should().HaveCount(2).And.OnlyContain(report => report.Kind == LeadStoreErrorKind.Unknown);
    }

    // A script, not a statement: those of the store are counted by other tests.
    private void Write(SqliteEngine engine) => engine.Write(
        (session, i) =>
        {
            ((SqliteSession)session).RunScript($"INSERT INTO settings (key, value, updated_at) VALUES ('k{i}', 'stored', 0)");
            return new ValueTask<int>(i);
        },
        ++_stored,
        "Write");

    // And the store takes writes, and moves its log into its file again.
    private void EverythingIsThere()
    {
        using (LeadDatabase store = LeadDatabase.Open(_directory.Database))
        {
            store.CreateLead(new NewLead { Phone = "+447809505864" });
        }

        LogIsThere.Should().BeFalse();
        Raw.Scalar(_directory.Database, "SELECT count(*) FROM settings WHERE value = 'stored'").Should().Be((long)_stored);
        Raw.Scalar(_directory.Database, "PRAGMA integrity_check").Should().Be("ok");
    }

    private SqliteEngine Engine(FlushOf flush) => Engine(new Checkpointer(
        () => flush.Watch(Connections().OpenReader()), everyPages: 0, TimeSpan.FromSeconds(1), new Reports(_reports)));

    private SqliteEngine Engine(Checkpointer checkpointer)
    {
        TimeSpan patience = TimeSpan.FromSeconds(5);
        WriterConnection writer = new(
            Connections().OpenWriter, Durability.Full, _directory.Database + "-wal", int.MaxValue, (_, _) => { });
        ReaderPool readers = new(1, patience, Connections().OpenReader);
        SqliteEngine engine = new(new GroupCommitWriter(writer, checkpointer, patience, shares: true), readers, patience);
        engine.SchemaIsThere();
        return engine;
    }

    private SqliteConnections Connections() =>
        new(_directory.Database, new StoreRules { Clock = TimeProvider.System }, Durability.Full, TimeSpan.FromSeconds(5));

    private sealed class Reports(List<LeadStoreException> all) : ISqliteEvents
    {
        public void CheckpointFailed(LeadStoreException failure) => all.Add(failure);

        public void FileNotFlushed(LeadStoreException failure) => all.Add(failure);

        public void CommitRecovered(LeadStoreException failure, LeadStoreOutcome outcome) => all.Add(failure);

        public void LogHeldByReader(long bytes)
        {
            // Not what these tests are about.
        }

        public void LogReleased(long bytes)
        {
            // Not what these tests are about.
        }
    }
}
