using LeadStore.Engine;
using LeadStore.Properties;
using LeadStore.Tests.Sqlite.Support;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace LeadStore.Tests.Sqlite;

/// <summary>What a list of properties reads of the file to find the few that fit.</summary>
public sealed class PropertyListPlanTests : IDisposable
{
    // SQLITE_DBSTATUS_CACHE_MISS: pages that were read because the connection did not have them.
    private const int CacheMiss = 8;
    private readonly TempDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Fact]
    public void The_statements_of_the_lists_read_nothing_but_indexes()
    {
        using LeadDatabase store = LeadDatabase.Open(_directory.Database);
        Statement[] lists =
        [
            PropertyListSql.NewestTraced, PropertyListSql.NewestUntraced, PropertyListSql.WithEquity, PropertyListSql.WithTaxDebt,
            PropertyListSql.ManyHaveEquity, PropertyListSql.ManyHaveTaxDebt,
        ];

        foreach (Statement list in lists)
        {
            using sqlite3_stmt explain = Statements.Prepare(Inside.Writer(store).Handle, list, "EXPLAIN QUERY PLAN ");
            raw.sqlite3_step(explain).Should().Be(raw.SQLITE_ROW);
            raw.sqlite3_column_text(explain, 3).utf8_to_string().Should().StartWith("SEARCH lead_properties USING COVERING INDEX", list.Sql);
        }
    }

    [Fact]
    public async Task A_page_of_the_few_that_fit_reads_a_small_part_of_a_large_file()
    {
        LeadDatabase.Open(_directory.Database).Dispose();
        using (SqliteConnection file = Raw.Open(_directory.Database))
        {
            Fill(file);
        }

        // More have that equity than are read all, but few of the vacant ones.
        PropertyFilter walked = new() { IsVacant = true, Traced = false, MinEquity = new Money(1_000_000) };
        PropertyFilter picked = walked with { MinEquity = new Money(3_000_000) };
        PropertyFilter none = walked with { MinEquity = new Money(5_000_000) };

        (await Read(walked)).Should().Be((20, true));
        (await Read(picked)).Should().Be((10, true));
        (await Read(none)).Should().Be((0, true));
        (await Read(new PropertyFilter { MinTaxDebt = new Money(19_990) })).Should().Be((11, true));
    }

    // 20,000 properties of 1 KB and more, of which each owes more taxes than the one before; each tenth is vacant, and of those each hundredth has some equity, and half of these have much.
    private static void Fill(SqliteConnection file) => file.Execute(
        """
        INSERT OR IGNORE INTO lead_sources (name, display_name, active, created_at) VALUES ('list', 'List', 1, 0);
        WITH RECURSIVE n (id) AS (SELECT 1 UNION ALL SELECT id + 1 FROM n WHERE id < 20000)
        INSERT INTO leads (id, uid, email, source, status, progress, created_at)
        SELECT id, CAST(printf('%016d', id) AS BLOB), id || '@example.com', 'list', 'new', 0, 0 FROM n;
        INSERT INTO lead_properties (lead_id, address, address_key, source_type, currency, equity, tax_debt, condition_score, violations,
            is_probate, is_vacant, motivation_score, lead_score, temperature, feedback_good, feedback_bad, created_at, updated_at, raw)
        SELECT id, id, id, 'list', 'USD', CASE
                WHEN id % 2000 = 0 THEN 4000000 WHEN id % 1000 = 0 THEN 2000000 WHEN id % 10 = 0 THEN 100 WHEN id % 2 = 0 THEN 1500000
            END,
            id, 50, 0, id % 7 = 0, id % 10 = 0, 0, 0, 'cold', 0, 0, 0, 0, json_quote(printf('%01000d', id))
        FROM leads;
        """);

    private async Task<(int Found, bool ReadLittle)> Read(PropertyFilter filter)
    {
        using LeadDatabase store = LeadDatabase.Open(_directory.Database);
        Session session = Inside.Writer(store);
        sqlite3 connection = Inside.Writer(store).Handle;
        raw.sqlite3_db_status(connection, CacheMiss, out _, out _, 1).Should().Be(raw.SQLITE_OK);
        int found = (await PropertyListOperations.List(session, (filter, null, 50))).Items.Count;
        raw.sqlite3_db_status(connection, CacheMiss, out int pages, out _, 0);
        long all = (long)Raw.Scalar(_directory.Database, "PRAGMA page_count")!;
        all.Should().BeGreaterThan(5000);
        return (found, pages > 0 && pages < 200);
    }
}
