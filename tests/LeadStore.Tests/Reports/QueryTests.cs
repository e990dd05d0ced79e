using LeadStore.Tests.Sqlite.Support;

namespace LeadStore.Tests.Reports;

public sealed class QueryTests : IDisposable
{
    private static readonly DateTimeOffset Start = new(2026, 11, 23, 1, 2, 3, TimeSpan.Zero);

    private readonly TempDirectory _directory = new();
    private readonly LeadDatabase _store;

    public QueryTests()
    {
        _store = LeadDatabase.Open(_directory.Database);
        Lead lead = _store.CreateLead(new NewLead { Phone = "+447700900001", Name = "Ada", CreatedAt = Start });
        _store.CreateMessage(lead.Id, MessageSender.Customer, "Hi");
    }

    public void Dispose()
    {
        _store.Dispose();
        _directory.Dispose();
    }

    [Fact]
    public void A_query_answers_with_names_and_values()
    {
        QueryResult result = _store.Query("SELECT id, name, 1.5 AS half, email, x'0102' AS bytes FROM leads WHERE name = ?1; -- and no more", ["Ada"]);

        result.Columns.Should().Equal("id", "name", "half", "email", "bytes");
        result.Rows.Should().ContainSingle().Which.Should().BeEquivalentTo(new object?[] { 1L, "Ada", 1.5, null, new byte[] { 1, 2 } });
        result.Truncated.Should().BeFalse();
        result.ToString().Should().Be("1 rows of 5 columns");
    }

    [Fact]
    public void Arguments_are_compared_as_they_are_stored()
    {
        Guid uid = _store.GetRequiredLead(1).Uid;

        _store.Query("SELECT 1 FROM leads WHERE created_at = ?1 AND uid = ?2 AND id = ?3 AND ?4 AND ?5 IS NULL", [Start, uid, 1, true, null])
            .Rows.Should().ContainSingle();
    }

    [Theory]
    [InlineData("DELETE FROM leads")]
    [InlineData("UPDATE leads SET name = 'secret'")]
    [InlineData("INSERT INTO settings VALUES ('secret', '1', 1) RETURNING key")]
    [InlineData("DROP TABLE leads")]
    [InlineData("PRAGMA user_version = 9")]
    [InlineData("PRAGMA query_only = OFF")]
    [InlineData("PRAGMA wal_checkpoint")]
    [InlineData("BEGIN IMMEDIATE")]
    [InlineData("ATTACH 'secret.db' AS other")]
    [InlineData("VACUUM INTO 'secret.db'")]
    [InlineData("SELECT 1; DELETE FROM leads")]
    [InlineData("SELECT load_extension('secret')")]
    [InlineData("SELECT secret FROM leads")]
    [InlineData("SELECT 'secret")]
    [InlineData("-- secret")]
    [InlineData("EXPLAIN DELETE FROM leads")]
    public void What_is_not_one_reading_statement_is_refused_before_anything_runs_and_not_repeated(string sql)
    {
        ArgumentException refused = Assert.Throws<ArgumentException>(() => _store.Query(sql));

        refused.ToString().Should().NotContain("secret");
        _store.GetAllLeads().Should().ContainSingle();
        Directory.GetFiles(_directory.Path).Should().NotContain(name => name.Contains("secret"));
    }

    [Fact]
    public void Arguments_that_do_not_suit_the_statement_are_refused()
    {
        Assert.Throws<ArgumentException>(() => _store.Query("SELECT ?1"));
        Assert.Throws<ArgumentException>(() => _store.Query("SELECT ?1", [1, 2]));
        Assert.Throws<ArgumentException>(() => _store.Query("SELECT ?1", [new Uri("https://example.com")]));
        Assert.Throws<ArgumentException>(() => _store.Query(" "));
    }

    [Fact]
    public void More_rows_than_the_limit_are_left_out_and_that_is_said()
    {
        const string Numbers = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 5) SELECT i FROM n";

        QueryResult cut = _store.Query(Numbers, limits: new QueryLimits { MaxRows = 4 });
        QueryResult all = _store.Query(Numbers, limits: new QueryLimits { MaxRows = 5 });

        (cut.Rows.Count, cut.Truncated, all.Rows.Count, all.Truncated).Should().Be((4, true, 5, false));
    }

    [Fact]
    public void A_query_without_end_is_ended_by_its_time_or_its_caller()
    {
        const string Endless = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT max(i) FROM n";
        using CancellationTokenSource giveUp = new();
        giveUp.CancelAfter(TimeSpan.FromMilliseconds(50));

        LeadStoreException late = Assert.Throws<LeadStoreException>(
            () => _store.Query(Endless, limits: new QueryLimits { MaxTime = TimeSpan.FromMilliseconds(50) }));
        Assert.ThrowsAny<OperationCanceledException>(() => _store.Query(Endless, cancellationToken: giveUp.Token));

        (late.Kind, late.Operation).Should().Be((LeadStoreErrorKind.TimedOut, "Query"));
        _store.Query("SELECT 1").Rows.Should().ContainSingle();
    }

    [Fact]
    public void A_query_that_fails_in_its_course_says_no_word_of_what_it_read()
    {
        LeadStoreException failed = Assert.Throws<LeadStoreException>(() => _store.Query("SELECT json_extract(name, '$.secret') FROM leads"));

        failed.ToString().Should().NotContain("secret").And.NotContain("Ada");
        failed.Sql.Should().BeNull();
    }

    [Fact]
    public void Only_a_file_is_queried_and_never_inside_a_transaction()
    {
        using LeadDatabase memory = LeadDatabase.OpenInMemory();

        Assert.Throws<InvalidOperationException>(() => memory.Query("SELECT 1"));
        _store.InTransaction(tx => Assert.Throws<InvalidOperationException>(() => tx.Query("SELECT 1")));
    }

    [Fact]
    public void Rows_are_read_as_records_by_the_names_of_their_columns()
    {
        QueryResult<LeadRow> result = _store.Query<LeadRow>(
            "SELECT id AS lead_id, uid, NAME, created_at, email, 1.5 AS share, 1 AS is_new, 7 AS surplus FROM leads WHERE id = ?1", [1]);

        result.Rows.Should().Equal(new LeadRow(1, _store.GetRequiredLead(1).Uid, "Ada", Start, null, 1.5m, true));
        (result.Truncated, result.ToString()).Should().Be((false, "1 rows"));
    }

    [Fact]
    public void Rows_are_read_as_objects_by_their_properties()
    {
        LeadObject read = _store.Query<LeadObject>("SELECT name, 1 AS mode, 'free_chat' AS other_mode, status FROM leads").Rows.Single();

        (read.Name, read.Mode, read.OtherMode, read.Status, read.NotRead).Should().Be(
            ("Ada", ConversationMode.FreeChat, ConversationMode.FreeChat, LeadStatus.New, 5));
    }

    [Fact]
    public void A_single_column_is_read_as_a_value()
    {
        _store.Query<int>("SELECT count(*) FROM leads").Rows.Should().Equal(1);
        _store.Query<long?>("SELECT NULL UNION ALL SELECT 2").Rows.Should().Equal(null, 2);
        _store.Query<string>("SELECT name FROM leads").Rows.Should().Equal("Ada");
        _store.Query<DateTimeOffset>("SELECT created_at FROM leads UNION ALL SELECT created_at FROM leads_readable").Rows.Should().Equal(Start, Start);
        _store.Query<byte[]>("SELECT x'01FF'").Rows.Should().ContainSingle().Which.Should().Equal(1, 255);
        _store.Query<float>("SELECT 0.5").Rows.Should().Equal(0.5f);
    }

    [Theory]
    [InlineData("SELECT 1 AS nothing_of_it")]
    [InlineData("SELECT id AS lead_id, name FROM leads")]
    public void A_type_that_the_columns_do_not_suit_is_refused(string sql) =>
        Assert.Throws<ArgumentException>(() => _store.Query<LeadRow>(sql)).Message.Should().Contain(nameof(LeadRow));

    [Fact]
    public void A_value_that_its_member_cannot_hold_is_refused_without_repeating_it()
    {
        Action[] refused =
        [
            () => _store.Query<int>("SELECT 'secret'"), () => _store.Query<int>("SELECT NULL"), () => _store.Query<byte>("SELECT 300"),
            () => _store.Query<Guid>("SELECT x'00'"), () => _store.Query<DateTimeOffset>("SELECT 'secret'"), () => _store.Query<bool>("SELECT 2"),
            () => _store.Query<ConversationMode>("SELECT 'secret'"), () => _store.Query<long>("SELECT 1.5"),
            () => _store.Query<LeadObject>("SELECT 'secret' AS mode"), () => _store.Query<DateTimeOffset>("SELECT 9223372036854775807"),
        ];

        refused.Should().AllSatisfy(query => query.Should().Throw<InvalidCastException>().Which.ToString().Should().NotContain("secret"));
        Assert.Throws<ArgumentException>(() => _store.Query<int>("SELECT 1, 2"));
    }

    [Fact]
    public void The_schema_is_described_with_the_tables_of_an_application()
    {
        Raw.Execute(_directory.Database, "CREATE TABLE orders (id INTEGER PRIMARY KEY, total REAL NOT NULL)");

        SchemaDescription schema = _store.DescribeSchema();

        schema.SchemaVersion.Should().BePositive();
        schema.Tables.Select(table => table.Name).Should().Contain(["leads", "messages", "leads_readable", "orders"]);
        schema.Tables.Single(table => table.Name == "leads_readable").IsView.Should().BeTrue();
        schema.Tables.Single(table => table.Name == "orders").Columns.Should().Equal(
            new ColumnDescription("id", "INTEGER", false, true), new ColumnDescription("total", "REAL", true, false));
    }

    private sealed record LeadRow(
        long LeadId, Guid Uid, string Name, DateTimeOffset CreatedAt, string? Email, decimal Share, bool IsNew, int Missing = 0);

    private sealed class LeadObject
    {
        public string? Name { get; set; }

        public ConversationMode Mode { get; init; }

        public ConversationMode OtherMode { get; set; }

        public LeadStatus? Status { get; set; }

        public int NotRead { get; set; } = 5;
    }
}
