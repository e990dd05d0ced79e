using LeadStore.Tests.Sqlite.Support;

namespace LeadStore.Tests.Adopting;

/// <summary>Tables as nobody would make them, and as they are found.</summary>
public sealed class OddTableTests : IDisposable
{
    private readonly TempDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Fact]
    public void Names_keys_and_columns_of_any_kind_come_whole()
    {
        Foreign.Make(_directory.Database, """"
            CREATE TABLE "select" ("order" TEXT PRIMARY KEY, "phone" TEXT, "full ""name""" TEXT,
                "group" TEXT GENERATED ALWAYS AS (upper("order")) VIRTUAL, "it's" BLOB, "" TEXT) WITHOUT ROWID;
            CREATE TABLE "a ""b"".c" (rowid TEXT, "from" TEXT, "select" TEXT);
            INSERT INTO "select" ("order", "phone", "full ""name""", "it's") VALUES
                ('k1', '07700 900123', 'Ann', x'00ff'), ('k2', '7700900124.0', NULL, x'4142'), ('k3', x'3037373030393030313235', 7, NULL);
            INSERT INTO "a ""b"".c" VALUES ('r1', 'k1', 'x'), ('r2', 'k1', NULL), (NULL, 'k3', 'y');
            """");
        ImportMapping mapping = ImportMapping.Parse("""
            {
              "system": "odd",
              "tables": {
                "select": { "to": "leads", "columns": { "order": "key", "phone": "phone", "full \"name\"": "name" } },
                "a \"b\".c": { "to": "lead_attributes", "columns": { "from": "lead" }, "attribute": "rows" }
              }
            }
            """);
        Dictionary<string, string> before = Foreign.Bytes(_directory.Path);
        using LeadDatabase db = LeadDatabase.OpenInMemory(new LeadDatabaseOptions { DefaultRegion = "GB" });

        ImportReport report = db.Import.Run(ImportSource.Sqlite(_directory.Database), mapping);

        report.Total.Should().BeEquivalentTo(new { Read = 6L, Imported = 6L });
        Lead ann = db.GetLeadByPhone("07700 900123")!;
        ann.Name.Should().Be("Ann");
        db.Attributes.Get(ann.Id).Select(pair => $"{pair.Key}={pair.Value.GetRawText()}").Should().Equal(
            "group=\"K1\"", "it's=\"AP8=\"", """rows=[{"rowid":"r1","select":"x"},{"rowid":"r2"}]""");
        db.GetLeadByPhone("07700 900125")!.Name.Should().Be("7");
        db.Import.Run(ImportSource.Sqlite(_directory.Database), mapping).Total.Unchanged.Should().Be(6);
        Foreign.Bytes(_directory.Path).Should().Equal(before);
    }

    [Theory]
    [InlineData("\"leave_out\": [\"raw\"]", 1, 0)]
    [InlineData("\"leave_out\": [\"id\"]", 0, 1)]
    public void A_column_that_is_left_out_may_hold_what_cannot_be_read(string leaveOut, int imported, int rejected)
    {
        Foreign.Make(_directory.Database, "CREATE TABLE leads (id, phone TEXT, raw TEXT); INSERT INTO leads VALUES (1, '+447700900123', CAST(x'ff' AS TEXT))");
        using LeadDatabase db = LeadDatabase.OpenInMemory();

        ImportReport report = db.Import.Run(
            ImportSource.Sqlite(_directory.Database),
            ImportMapping.Parse($$"""{ "system": "x", "tables": { "leads": { "to": "leads", "columns": { "phone": "phone" }, {{leaveOut}} } } }"""),
            new ImportOptions { ContinueOnRejects = true });

        report.Total.Should().BeEquivalentTo(new { Imported = (long)imported, Rejected = (long)rejected });
    }

    [Fact]
    public void Tables_of_two_files_whose_names_differ_in_their_letters_alone_are_two()
    {
        Foreign.Make(_directory.Database, "CREATE TABLE leads (id INTEGER PRIMARY KEY, phone TEXT); INSERT INTO leads VALUES (1, '+447700900123')");
        Foreign.Make(_directory.File("more.db"), "CREATE TABLE Leads (id INTEGER PRIMARY KEY, phone TEXT); INSERT INTO Leads VALUES (1, '+447700900124')");
        using LeadDatabase db = LeadDatabase.OpenInMemory();

        ImportReport plan = db.Import.Plan(
            ImportSource.Sqlite(_directory.Database, _directory.File("more.db")),
            ImportMapping.Parse("""{ "system": "x", "tables": { "leads": { "to": "leads", "columns": { "id": "key", "phone": "phone" } } } }"""));

        plan.Tables.Select(table => (table.Table, table.To)).Should().Equal(("leads", ImportTarget.Leads), ("more.Leads", ImportTarget.Rows));
    }

    [Theory]
    [InlineData("'2025-10-01 09:00:00'")]
    [InlineData("'2025-10-01T09:00:00Z'")]
    [InlineData("'2025-10-01T11:00:00.000+02:00'")]
    [InlineData("'2025-10-01 09:00'")]
    [InlineData("'2025-10-01T09:00:00.000000000Z'")]
    [InlineData("1759309200")]
    [InlineData("1759309200000")]
    [InlineData("1759309200000000")]
    [InlineData("1759309200.0")]
    [InlineData("'1759309200'")]
    [InlineData("'1759309200000'")]
    [InlineData("2460949.875")]
    [InlineData("julianday('2025-10-01 09:00:00')")]
    public void A_time_is_the_same_time_however_it_is_stored(string sql)
    {
        Foreign.Make(_directory.Database, $"CREATE TABLE leads (id INTEGER PRIMARY KEY, phone TEXT, created_at); INSERT INTO leads VALUES (1, '+447700900123', {sql})");
        using LeadDatabase db = LeadDatabase.OpenInMemory();

        db.Import.Run(
            ImportSource.Sqlite(_directory.Database),
            ImportMapping.Parse("""
                { "system": "x", "tables": { "leads": { "to": "leads", "columns": { "id": "key", "phone": "phone", "created_at": "created_at" } } } }
                """));

        db.GetLead(1)!.CreatedAt.Should().BeCloseTo(new DateTimeOffset(2025, 10, 1, 9, 0, 0, TimeSpan.Zero), TimeSpan.FromMilliseconds(1));
    }

    [Fact]
    public void JSON_that_is_nested_deep_can_be_read_wherever_it_was_kept()
    {
        string deep = string.Concat(Enumerable.Repeat("[", 63)) + string.Concat(Enumerable.Repeat("]", 63));
        File.WriteAllText(_directory.File("people.jsonl"), $$"""
            {"id":1,"phone":"+447700900123","x":{{deep[1..^1]}}}
            {"id":2,"phone":"+447700900123","x":{{deep}}}
            """);
        ImportMapping mapping = ImportMapping.Parse("""
            { "system": "x", "tables": { "people": { "to": "leads", "columns": { "id": "key", "phone": "phone" } } } }
            """);
        using LeadDatabase db = LeadDatabase.OpenInMemory();

        db.Import.Run(ImportSource.Json(_directory.File("people.jsonl")), mapping);

        db.Attributes.Get(1).Keys.Should().Equal("x", "merged");
        db.Import.Run(ImportSource.Json(_directory.File("people.jsonl")), mapping).Total.Unchanged.Should().Be(2);
    }
}
