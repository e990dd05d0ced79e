using System.Globalization;
using System.Text;
using LeadStore.Exporting;
using LeadStore.Tests.Contract;
using LeadStore.Tests.Contract.Face;
using LeadStore.Tests.Exporting.Support;
using LeadStore.Tests.Maintenance.Support;
using LeadStore.Tests.Sqlite.Support;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Time.Testing;
using Xunit.Abstractions;

namespace LeadStore.Tests.Exporting;

public sealed class RoundTripTests(ITestOutputHelper output) : IDisposable
{
    private static readonly string[] Exported =
    [
        "leads", "messages", "lead_activity", "qualifications", "reminders", "lead_once", "settings", "lead_sources", "lead_attributes",
        "message_attributes", "lead_keys", "imported_rows", .. ExportTables.All.Select(table => table.Name),
    ];

    // Of the file and not of its content, and what no export holds.
    private static readonly string[] NotExported =
    [
        "store", "schema_migrations", "application_migrations", "checksummed", "user_credentials", "call_words", "skip_trace_file",
        "skip_trace_purges",
    ];

    private readonly TempDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Fact]
    public void An_export_that_is_loaded_and_exported_again_has_the_same_lines()
    {
        int first = int.Parse(
            Environment.GetEnvironmentVariable("SEED") ?? Random.Shared.Next().ToString(CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);
        for (int seed = first; seed < first + 8; seed++)
        {
            output.WriteLine($"SEED={seed}");
            using LeadDatabase store = LeadDatabase.Open(_directory.File($"{seed}.db"));
            new RandomStore(seed).Fill(store, store.Path, leads: 250);
            string export = Json(store);

            using LeadDatabase other = LeadDatabase.Open(_directory.File($"{seed}-other.db"));
            ExportReport loaded = Load(other, export);
            string again = Json(other);

            AfterTheFirst(again).Should().Be(AfterTheFirst(export), "SEED={0}", seed);
            loaded.Counts.Should().Contain("leads", 250).And.ContainKey("messages").WhoseValue.Should().BePositive();
            StoreData.Describe(other).Should().Be(StoreData.Describe(store));
            other.Maintenance.Verify().IsSound.Should().BeTrue();
            foreach (string table in Exported)
            {
                Rows(other, table).Should().Be(Rows(store, table), "SEED={0}, table {1}", seed, table);
            }

            Sequences(other).Should().Be(Sequences(store), "SEED={0}: an id that was used is not used again", seed);
            long next = other.CreateLead(new NewLead { Email = "next@example.com" }).Id;
            next.Should().Be(store.CreateLead(new NewLead { Email = "next@example.com" }).Id, "an id that was used is not used again");
        }
    }

    [Fact]
    public void The_sample_of_the_format_is_loaded_and_comes_out_as_it_was()
    {
        using LeadDatabase store = LeadDatabase.OpenInMemory();

        Load(store, SampleExport.Text);

        AfterTheFirst(Json(store)).Should().StartWith(AfterTheFirst(SampleExport.Text)[..^100]);
        Json(store).Split('\n')[0].Should().EndWith(
            SampleExport.Text.Split('\n')[0][SampleExport.Text.IndexOf("\"last_lead_id\"", StringComparison.Ordinal)..]);
        Lead lead = store.GetLeadByPhone("+447700900005")!;
        (lead.Id, lead.Version, lead.Answers["q"], lead.AssistantPause!.By).Should().Be((5, 9, "a", "someone"));
        store.CreateLead(new NewLead { Email = "next@example.com" }).Id.Should().Be(8);
        store.Calls.SearchTranscripts("there").Items.Should().Equal(store.Calls.Get(51)!);
    }

    [Fact]
    public void A_message_that_was_stored_late_lies_as_it_did_and_is_known_as_late()
    {
        using LeadDatabase store = LeadDatabase.Open(_directory.Database);

        Load(store, SampleExport.WithMessages((1, 2), (2, 1), (4, 2)));

        store.GetConversationHistory(5).Select(message => message.Id - (5L << 24)).Should().Equal(2, 1, 4);
        Raw.Scalar(_directory.Database, "SELECT group_concat(id & 16777215) FROM messages WHERE out_of_order IS NOT NULL").Should().Be("2");
        Raw.Scalar(_directory.Database, "SELECT count(*) FROM messages WHERE checksum IS NULL").Should().Be(0L);
        store.Maintenance.Verify().IsSound.Should().BeTrue();
    }

    [Fact]
    public async Task A_store_with_one_of_everything_reads_the_same_after_loading()
    {
        FakeTimeProvider clock = new(StoreFixture.Start);
        using LeadDatabase store = LeadDatabase.OpenInMemory(new LeadDatabaseOptions { TimeProvider = clock });
        using LeadDatabase other = LeadDatabase.OpenInMemory(new LeadDatabaseOptions { TimeProvider = clock });
        await Sample.Prepare(store, () => clock.Advance(TimeSpan.FromHours(1)));

        Load(other, Json(store));

        foreach (User user in store.Users.List(includeInactive: true))
        {
            store.Users.RemovePasswordHash(user.Id);
        }

        (await StoreContent.Of(other)).Should().Be(await StoreContent.Of(store));
    }

    [Fact]
    public void No_table_and_no_column_is_forgotten()
    {
        LeadDatabase.Open(_directory.Database).Dispose();
        using SqliteConnection file = Raw.Open(_directory.Database);

        string[] tables = Lines(file, "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%'");
        Exported.Concat(NotExported).Should().BeEquivalentTo(tables);
        foreach (ExportTable table in ExportTables.All)
        {
            table.ColumnNames.Should().BeEquivalentTo(
                Lines(file, $"SELECT name FROM pragma_table_info('{table.Name}') WHERE name <> 'checksum'"), table.Name);
            Lines(file, $"SELECT name FROM pragma_table_info('{table.Name}') WHERE pk > 0 ORDER BY pk").Should().Equal(
                table.KeyColumns, table.Name);
        }

        ExportTables.WithSequence.Should().BeEquivalentTo(Lines(
            file, "SELECT name FROM sqlite_schema WHERE sql LIKE '%AUTOINCREMENT%' AND name NOT IN ('leads', 'messages')"));
    }

    [Fact]
    public void An_export_from_before_these_tables_is_taken_still()
    {
        string[] lines = SampleExport.Text.Split('\n');
        string old = lines[0].Replace("\"schema\":8", "\"schema\":5", StringComparison.Ordinal);
        old = old[..old.IndexOf(",\"last_ids\"", StringComparison.Ordinal)] + "}";
        using LeadDatabase store = LeadDatabase.OpenInMemory();

        Load(store, SampleExport.Signed(string.Join('\n', [old, .. lines[1..6]]) + "\n")).Counts.Should()
            .HaveCount(5).And.Contain("leads", 1).And.Contain("rows", 1);
    }

    [Fact]
    public void Texts_that_are_kept_verbatim_come_back_to_the_letter()
    {
        using LeadDatabase store = LeadDatabase.Open(_directory.Database);
        Load(store, SampleExport.Text);
        string[] texts =
        [
            "{\"a\":1} ", " {\"a\":1}", "{\"a\" : 1}", "{\r\n}", "[1]", "null", "\"x\"", "{", "", "{}", "{\"a\":\"\\ud83d\"}", "<html>",
        ];
        using LeadDatabase other = LeadDatabase.Open(_directory.File("other.db"));
        using (SqliteConnection file = Raw.Open(_directory.Database))
        {
            for (int i = 0; i < texts.Length; i++)
            {
                RandomStore.Run(
                    file,
                    $"INSERT INTO property_records (source, address, address_key, received_at, raw) VALUES ('s', 'a', '{i}', 1, $1)",
                    texts[i]);
            }
        }

        Load(other, Json(store));

        Rows(other, "property_records").Should().Be(Rows(store, "property_records"));
    }

    [Fact]
    public void Nobody_has_a_password_hash_after_loading()
    {
        using LeadDatabase store = LeadDatabase.OpenInMemory();
        using LeadDatabase other = LeadDatabase.OpenInMemory();
        User ada = store.Users.Create(new NewUser { Email = "ada@example.com" });
        store.Users.SetPasswordHash(ada.Id, "hash");

        Load(other, Json(store));

        other.Users.Get(ada.Id).Should().Be(ada);
        other.Users.GetPasswordHash(ada.Id).Should().BeNull();
    }

    [Fact]
    public void An_empty_store_makes_an_export_that_an_empty_store_takes()
    {
        using LeadDatabase store = LeadDatabase.OpenInMemory();
        using LeadDatabase other = LeadDatabase.OpenInMemory();

        Load(other, Json(store)).Counts.Values.Should().AllBeEquivalentTo(0);

        AfterTheFirst(Json(other)).Should().StartWith("{\"end\":{\"sources\":0,");
    }

    [Fact]
    public void A_file_is_private_and_nothing_is_overwritten()
    {
        using LeadDatabase store = LeadDatabase.Open(_directory.Database);
        string file = _directory.File("out.jsonl");

        ExportReport report = store.Export.Json(file);

        report.Path.Should().Be(file);
        report.Bytes.Should().Be(new FileInfo(file).Length);
        FileModes.Of(file).Should().Be(FileModes.Private);
        string before = File.ReadAllText(file);
        LeadStoreException refused = Assert.Throws<LeadStoreException>(() => store.Export.Json(file));
        (refused.Kind, refused.Operation).Should().Be((LeadStoreErrorKind.TargetExists, "Json"));
        Assert.Throws<LeadStoreException>(() => store.Export.Csv(file)).Kind.Should().Be(LeadStoreErrorKind.TargetExists);
        Assert.Throws<LeadStoreException>(() => store.Export.Json(_directory.File("none/out.jsonl"))).Kind
            .Should().Be(LeadStoreErrorKind.CannotOpen);
        File.ReadAllText(file).Should().Be(before);
    }

    [Fact]
    public void An_export_in_a_transaction_sees_what_the_transaction_has_written()
    {
        using LeadDatabase store = LeadDatabase.Open(_directory.Database);

        string inside = store.InTransaction(tx =>
        {
            tx.CreateLead(new NewLead { Phone = "+447700900001" });
            string beside = Json(store: null, () => tx);
            tx.CreateLead(new NewLead { Phone = "+447700900002" });
            return beside;
        });

        inside.Split('\n').Count(line => line.StartsWith("{\"lead\"", StringComparison.Ordinal)).Should().Be(1);
    }

    [Fact]
    public void A_writer_beside_an_export_neither_waits_nor_shows_in_it()
    {
        using LeadDatabase store = LeadDatabase.Open(_directory.Database);
        StoreData.Fill(store, leads: 500, messages: 2);
        bool written = false;

        using MemoryStream stream = new();
        ExportReport report = store.Export.Json(stream, new Told(_ =>
        {
            if (!written)
            {
                written = true;
                store.CreateLead(new NewLead { Email = "beside@example.com" });
            }
        }));

        report.Counts.Should().Contain("leads", 500).And.Contain("messages", 1000);
        store.GetAllLeads().Should().HaveCount(501);
    }

    [Fact]
    public void A_cancelled_export_leaves_nothing_behind()
    {
        using LeadDatabase store = LeadDatabase.Open(_directory.Database);
        StoreData.Fill(store, leads: 500, messages: 2);
        using CancellationTokenSource giveUp = new();

        Assert.Throws<OperationCanceledException>(
            () => store.Export.Json(_directory.File("out.jsonl"), new Told(_ => giveUp.Cancel()), giveUp.Token));

        Directory.GetFileSystemEntries(_directory.Path).Should().OnlyContain(name => name.StartsWith(_directory.Database));
    }

    private static string Json(LeadDatabase? store, Func<LeadDatabase>? inside = null)
    {
        using MemoryStream stream = new();
        (store ?? inside!()).Export.Json(stream);
        return Encoding.UTF8.GetString(stream.ToArray());
    }

    private static ExportReport Load(LeadDatabase store, string export)
    {
        using MemoryStream stream = new(Encoding.UTF8.GetBytes(export));
        return store.Export.Load(stream);
    }

    // Nor the digest of the last line, in which the first one is.
    private static string AfterTheFirst(string export) =>
        export[(export.IndexOf('\n', StringComparison.Ordinal) + 1)..export.LastIndexOf("\"sha256\"", StringComparison.Ordinal)];

    private static string Sequences(LeadDatabase store) => (string)Raw.Scalar(
        store.Path,
        "SELECT group_concat(name || seq) FROM (SELECT * FROM sqlite_sequence WHERE name NOT IN ('messages', 'lead_sources') ORDER BY name)")!;

    private static string[] Lines(SqliteConnection file, string sql) =>
        ((string)file.Scalar($"SELECT group_concat(name, char(10)) FROM ({sql})")!).Split('\n');

    private static string Rows(LeadDatabase store, string table)
    {
        // Not the checksums, which are seeded per store, nor the marks by which rows lie.
        string columns = (string)Raw.Scalar(
            store.Path,
            $"SELECT group_concat('quote(' || name || ')', '||''|''||') FROM pragma_table_info('{table}') WHERE name NOT IN ('checksum', 'out_of_order')")!;
        return (string)Raw.Scalar(store.Path, $"SELECT group_concat(r, char(10)) FROM (SELECT {columns} AS r FROM {table} ORDER BY 1)")!;
    }
}
