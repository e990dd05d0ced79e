using LeadStore.Tests.Privacy;
using LeadStore.Tests.Sqlite.Support;

namespace LeadStore.Tests.Observing;

/// <summary>Which indexes the statements of an application would need.</summary>
public sealed class IndexAdviceTests : IDisposable
{
    private readonly TempDirectory _directory = new();
    private readonly LeadDatabase _store;

    public IndexAdviceTests()
    {
        _store = LeadDatabase.Open(new LeadDatabaseOptions { Path = _directory.Database, CountStatements = true });
        Raw.Execute(_directory.Database, "CREATE TABLE orders (id INTEGER PRIMARY KEY, lead_id INTEGER, state TEXT, placed_at INTEGER, note TEXT)");
    }

    public void Dispose()
    {
        _store.Dispose();
        _directory.Dispose();
    }

    [Theory]
    [InlineData("SELECT id FROM orders WHERE state = 'MARKERTEXT'", "state")]
    [InlineData("SELECT o.note FROM orders AS o WHERE o.lead_id = ?1 AND o.placed_at > 5", "lead_id,placed_at")]
    [InlineData("SELECT note FROM orders WHERE state IN ('MARKERTEXT', 'b') ORDER BY placed_at", "state,placed_at")]
    [InlineData("SELECT note FROM orders ORDER BY placed_at LIMIT 10", "placed_at")]
    [InlineData("SELECT o.id FROM leads l JOIN orders o ON o.lead_id = l.id WHERE l.phone = 447809505864", "lead_id")]
    public void A_statement_that_reads_a_whole_table_gets_an_index_that_ends_it(string sql, string columns)
    {
        _store.Query(sql, sql.Contains("?1", StringComparison.Ordinal) ? [7] : []);

        IndexAdvice advice = _store.AdviseIndexes().Should().ContainSingle().Which;

        advice.Table.Should().Be("orders");
        string.Join(',', advice.Columns).Should().Be(columns);
        (advice.Calls, advice.Reason).Should().Be((1, "reads a whole table"));
        Markers.AreIn(advice.ToString()).Should().BeFalse();
        Raw.Execute(_directory.Database, advice.CreateIndex);
        _store.AdviseIndexes().Should().BeEmpty("it is there now");
    }

    [Theory]
    [InlineData("SELECT count(*) FROM orders")]
    [InlineData("SELECT * FROM orders")]
    [InlineData("SELECT note FROM orders WHERE note LIKE '%x%'")]
    [InlineData("SELECT id FROM orders WHERE id = 7")]
    [InlineData("SELECT value FROM json_each('[1]')")]
    [InlineData("SELECT 1")]
    public void A_statement_that_no_index_helps_gets_none(string sql)
    {
        _store.Query(sql);

        _store.AdviseIndexes().Should().BeEmpty();
    }

    [Fact]
    public void Statements_that_need_the_same_index_are_one_advice()
    {
        _store.Query("SELECT id FROM orders WHERE state = 'a'");
        _store.Query("SELECT id FROM orders WHERE state = 'b'");
        _store.Query("SELECT note FROM orders WHERE state = 'a'");

        _store.AdviseIndexes().Should().ContainSingle().Which.Calls.Should().Be(3);
    }

    [Fact]
    public void The_verbs_of_the_store_need_none()
    {
        new EveryVerb(_store).Call();

        _store.AdviseIndexes().Should().BeEmpty();
    }

    [Fact]
    public void What_was_not_counted_is_not_advised_on()
    {
        using LeadDatabase store = LeadDatabase.OpenInMemory();

        store.Invoking(db => db.AdviseIndexes()).Should().Throw<InvalidOperationException>().WithMessage("*CountStatements*");
    }
}
