using System.Text;
using LeadStore.Tests.Sqlite.Support;

namespace LeadStore.Tests.Adopting;

/// <summary>Databases as they have drifted: what is proposed for each, and that by it every row is accounted for.</summary>
public sealed class ProposalTests : IDisposable
{
    private readonly TempDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Fact]
    public void Renamed_tables_and_columns_are_found_by_what_they_mean()
    {
        MappingProposal proposal = Propose("""
            CREATE TABLE customers (customer_id INTEGER PRIMARY KEY, full_name TEXT, mobile_number TEXT, email_address TEXT, date_created TEXT, last_seen TEXT);
            CREATE TABLE chat_messages (id INTEGER PRIMARY KEY, customer_id INTEGER, role TEXT, body TEXT, created_at TEXT);
            INSERT INTO customers VALUES (1, 'Ann', '07700 900123', 'ann@example.com', '2025-01-01 10:00:00', '2025-01-02T10:00:00Z'),
                (2, 'Bob', '+447700900456', NULL, '2025-01-01 11:00:00', NULL);
            INSERT INTO chat_messages VALUES (1, 1, 'user', 'Hi', '2025-01-02 10:00:00'), (2, 1, 'assistant', 'Hello', '2025-01-02 10:00:01');
            """);

        Fields(proposal, "customers").Should().BeEquivalentTo(new Dictionary<string, string>
        {
            ["customer_id"] = "key",
            ["full_name"] = "name",
            ["mobile_number"] = "phone",
            ["email_address"] = "email",
            ["date_created"] = "created_at",
            ["last_seen"] = "last_contact_at",
        });
        Fields(proposal, "chat_messages").Should().Contain("customer_id", "lead").And.Contain("role", "sender").And.Contain("body", "content")
            .And.Contain("created_at", "sent_at");
        proposal.IsCertain.Should().BeTrue();
        ImportAll(proposal).ListLeads(new LeadFilter()).Items.Should().HaveCount(2);
    }

    [Fact]
    public void Text_ids_numbers_for_times_and_json_come_with_their_leads()
    {
        MappingProposal proposal = Propose("""
            CREATE TABLE leads (id TEXT PRIMARY KEY, ownerName TEXT, phone TEXT, raw_data TEXT, createdAt INTEGER, leadScore REAL);
            CREATE TABLE phone_numbers (id TEXT PRIMARY KEY, lead_id TEXT, number TEXT, type TEXT, is_primary BOOLEAN, provider TEXT, confidence REAL);
            CREATE TABLE skip_trace_phones (id TEXT PRIMARY KEY, lead_id TEXT, phone TEXT, is_dnc BOOLEAN, confidence REAL);
            CREATE TABLE call_logs (id TEXT PRIMARY KEY, leadId TEXT, duration INTEGER, outcome TEXT);
            INSERT INTO leads VALUES ('clx1', 'Ann', NULL, '{"beds": 3}', 1735725600000, 0.5), ('clx2', 'Bob', '(212) 555-0199', NULL, 1735725600000, 1);
            INSERT INTO phone_numbers VALUES ('p1', 'clx1', '212-555-0100', 'mobile', 1, 'batch', 0.5), ('p2', 'clx1', '212-555-0101', 'mobile', 0, 'batch', 0.9);
            INSERT INTO skip_trace_phones VALUES ('s1', 'clx1', '(212) 555-0102', 0, 0.99);
            INSERT INTO call_logs VALUES ('c1', 'clx2', 30, 'answered');
            """);

        proposal.Mapping.Tables.Single(table => table.Table == "leads").Columns["createdAt"].Format.Should().Be(ImportFormat.UnixMilliseconds);
        Target(proposal, "phone_numbers").Should().Be(ImportTarget.Phones);
        Target(proposal, "skip_trace_phones").Should().Be(ImportTarget.Phones);
        Target(proposal, "call_logs").Should().Be(ImportTarget.LeadAttributes);
        proposal.IsCertain.Should().BeTrue();
        using LeadDatabase db = ImportAll(proposal, "US");
        Lead ann = db.GetLeadByKey(proposal.Mapping.System, "clx1")!;
        ann.Phone.Should().Be("+12125550100");
        db.Attributes.Get(ann.Id).Keys.Should().Contain(["raw_data", "leadScore", "phone_numbers", "skip_trace_phones"]);
    }

    [Fact]
    public void Passwords_are_left_out_wherever_they_stand()
    {
        MappingProposal proposal = Propose("""
            CREATE TABLE leads (id INTEGER PRIMARY KEY, name TEXT, phone TEXT, portal_password TEXT);
            CREATE TABLE accounts (id INTEGER PRIMARY KEY, login TEXT, passwordHash TEXT);
            INSERT INTO leads VALUES (1, 'Ann', '+447700900123', 'open sesame'), (2, 'Bob', '+447700900456', NULL);
            INSERT INTO accounts VALUES (1, 'carol', 'open sesame hashed');
            """);

        proposal.Notes.Should().Contain(note => note.Column == "portal_password" && note.Reason.Contains("left out", StringComparison.Ordinal))
            .And.Contain(note => note.Column == "passwordHash" && note.Reason.Contains("left out", StringComparison.Ordinal));
        using LeadDatabase db = ImportAll(proposal);
        using MemoryStream export = new();
        db.Export.Json(export);
        string everything = Encoding.UTF8.GetString(export.ToArray());
        everything.Should().Contain("carol").And.NotContain("sesame");
    }

    [Fact]
    public void A_column_without_a_telling_name_is_known_by_its_values()
    {
        MappingProposal proposal = Propose("""
            CREATE TABLE contacts (pk INTEGER PRIMARY KEY, c1 TEXT, c2 TEXT, name TEXT);
            INSERT INTO contacts VALUES (1, '+44 7700 900123', 'ann@example.com', 'Ann'), (2, '07700-900456', 'bob@example.com', 'Bob');
            """);

        Fields(proposal, "contacts").Should().Contain("c1", "phone").And.Contain("c2", "email");
        proposal.Notes.Should().Contain(note => note.Column == "c1" && note.Reason.Contains("phone numbers", StringComparison.Ordinal));
        ImportAll(proposal).ListLeads(new LeadFilter()).Items.Should().HaveCount(2);
    }

    [Fact]
    public void A_direction_says_who_has_sent_a_message()
    {
        MappingProposal proposal = Propose("""
            CREATE TABLE clients (id INTEGER PRIMARY KEY, phone TEXT);
            CREATE TABLE sms_log (id INTEGER PRIMARY KEY, phone TEXT, direction TEXT, message TEXT, ts INTEGER);
            INSERT INTO clients VALUES (1, '+447700900123');
            INSERT INTO sms_log VALUES (1, '+447700900123', 'in', 'Hi', 1735725600), (2, '+447700900123', 'out', 'Hello', 1735725601);
            """);

        TableMapping log = proposal.Mapping.Tables.Single(table => table.Table == "sms_log");
        log.To.Should().Be(ImportTarget.Messages);
        log.Columns["phone"].To.Should().Be("lead_phone");
        log.Columns["direction"].Words.Should().BeEquivalentTo(new Dictionary<string, string> { ["in"] = "customer", ["out"] = "assistant" });
        using LeadDatabase db = ImportAll(proposal);
        db.GetConversationHistory(1).Select(message => message.Sender).Should().Equal(MessageSender.Customer, MessageSender.Assistant);
    }

    [Fact]
    public void A_yes_or_no_says_who_has_sent_a_message()
    {
        MappingProposal proposal = Propose("""
            CREATE TABLE leads (id INTEGER PRIMARY KEY, phone TEXT);
            CREATE TABLE messages (id INTEGER PRIMARY KEY, lead INTEGER, is_from_customer INTEGER, text TEXT, sent_at TEXT);
            INSERT INTO leads VALUES (1, '+447700900123');
            INSERT INTO messages VALUES (1, 1, 1, 'Hi', '2025-01-02'), (2, 1, 0, 'Hello', '2025-01-03');
            """);

        proposal.IsCertain.Should().BeTrue();
        using LeadDatabase db = ImportAll(proposal);
        db.GetConversationHistory(1).Select(message => message.Sender).Should().Equal(MessageSender.Customer, MessageSender.Assistant);
    }

    [Fact]
    public void Rows_that_refer_to_another_column_than_the_key_are_understood()
    {
        MappingProposal proposal = Propose("""
            CREATE TABLE leads (id INTEGER PRIMARY KEY, uuid TEXT UNIQUE, phone TEXT);
            CREATE TABLE messages (id INTEGER PRIMARY KEY, lead_id TEXT, sender TEXT, content TEXT, timestamp TEXT);
            INSERT INTO leads VALUES (1, 'aaaa-1', '+447700900123'), (2, 'bbbb-2', '+447700900456');
            INSERT INTO messages VALUES (1, 'bbbb-2', 'customer', 'Hi', '2025-01-02 10:00:00');
            """);

        Fields(proposal, "leads").Should().Contain("uuid", "key");
        using LeadDatabase db = ImportAll(proposal);
        db.GetConversationHistory(db.GetLeadByPhone("+447700900456")!.Id).Should().ContainSingle();
    }

    [Fact]
    public void Settings_sources_and_tables_of_nobody_find_their_places()
    {
        MappingProposal proposal = Propose("""
            CREATE TABLE prospects (id INTEGER PRIMARY KEY, first_name TEXT, last_name TEXT, email TEXT, deleted INTEGER, lead_source TEXT);
            CREATE TABLE app_settings (key TEXT PRIMARY KEY, value TEXT);
            CREATE TABLE sources (id INTEGER PRIMARY KEY, name TEXT, label TEXT);
            CREATE TABLE api_costs (id INTEGER PRIMARY KEY, cost REAL);
            CREATE TABLE prospect_notes (id INTEGER PRIMARY KEY, prospect_id INTEGER, content TEXT, created_at TEXT);
            INSERT INTO prospects VALUES (1, 'Ann', 'Lee', 'ann@example.com', 1, 'web');
            INSERT INTO app_settings VALUES ('a', '1');
            INSERT INTO sources VALUES (1, 'web', 'Website');
            INSERT INTO api_costs VALUES (1, 0.5);
            INSERT INTO prospect_notes VALUES (1, 1, 'Call back', '2025-01-01');
            """);

        Target(proposal, "app_settings").Should().Be(ImportTarget.Settings);
        Target(proposal, "sources").Should().Be(ImportTarget.Sources);
        Target(proposal, "api_costs").Should().Be(ImportTarget.Rows);
        Target(proposal, "prospect_notes").Should().Be(ImportTarget.LeadAttributes);
        using LeadDatabase db = ImportAll(proposal);
        db.GetLead(1).Should().BeEquivalentTo(new { Name = "Ann Lee", Email = "ann@example.com", Source = new LeadSource("web") });
        db.GetLead(1)!.ArchivedAt.Should().NotBeNull();
    }

    [Fact]
    public void A_known_layout_with_a_table_more_keeps_its_mapping_and_gets_one_for_that()
    {
        MappingProposal proposal = Propose(Foreign.LeadQualification + Foreign.LeadQualificationRows + """
            CREATE TABLE phone_numbers (id INTEGER PRIMARY KEY, lead_id INTEGER, number TEXT, is_primary INTEGER);
            INSERT INTO phone_numbers VALUES (1, 1, '+447700900777', 1);
            """);

        proposal.Layout.Should().BeSameAs(ImportLayouts.LeadQualification);
        Target(proposal, "phone_numbers").Should().Be(ImportTarget.Phones);
        proposal.IsCertain.Should().BeTrue();
        ImportAll(proposal).Dispose();
    }

    [Theory]
    [InlineData("CREATE TABLE orders (id INTEGER PRIMARY KEY, total REAL)", "no table looks like")]
    [InlineData("CREATE TABLE leads (id INTEGER PRIMARY KEY, name TEXT, status TEXT)", "no phone number")]
    [InlineData("CREATE TABLE leads (id INTEGER PRIMARY KEY, phone TEXT, created_at TEXT); INSERT INTO leads VALUES (1, '+447700900123', '03/04/2025')",
        "created_at")]
    [InlineData("CREATE TABLE leads (id INTEGER PRIMARY KEY, phone TEXT); INSERT INTO leads VALUES (1, 'blue'), (2, 'red')", "phone")]
    [InlineData("CREATE TABLE leads (id INTEGER PRIMARY KEY, phone TEXT, email TEXT); CREATE TABLE contacts (id INTEGER PRIMARY KEY, phone TEXT, email TEXT)",
        "as well")]
    [InlineData("CREATE TABLE leads (id INTEGER PRIMARY KEY, phone TEXT); CREATE TABLE messages (id INTEGER PRIMARY KEY, lead_id INTEGER, sender TEXT, "
        + "content TEXT, sent_at TEXT); INSERT INTO messages VALUES (1, 1, 'bot', 'x', '2025-01-01'), (2, 1, 'zork', 'x', '2025-01-01')", "words")]
    public void What_is_in_doubt_is_asked_and_not_guessed(string script, string doubt)
    {
        MappingProposal proposal = Propose(script);

        proposal.IsCertain.Should().BeFalse();
        proposal.Notes.Where(note => note.IsDoubt).Should().Contain(note => note.Reason.Contains(doubt, StringComparison.Ordinal));
        using LeadDatabase db = LeadDatabase.OpenInMemory();
        FluentActions.Invoking(() => db.Import.Run(ImportSource.Sqlite(_directory.Database)))
            .Should().Throw<LeadStoreException>().Where(failure => failure.Kind == LeadStoreErrorKind.Ambiguous && failure.Message.Contains("Propose"));
    }

    [Fact]
    public void A_proposal_is_a_file_with_reasons_that_loads_as_the_same_mapping_and_has_no_value_in_it()
    {
        MappingProposal proposal = Propose(
            "CREATE TABLE leads (id INTEGER PRIMARY KEY, phone TEXT, \"two\nlines\" TEXT); INSERT INTO leads VALUES (1, '+447700900123', 'secret')");

        proposal.Save(_directory.File("mapping.json"));

        string text = File.ReadAllText(_directory.File("mapping.json"));
        text.Should().Contain("// by its name; 1 of 1 values read as phone numbers").And.NotContain("900123").And.NotContain("secret");
        ImportMapping.Load(_directory.File("mapping.json")).Should().BeEquivalentTo(proposal.Mapping);
    }

    [Theory]
    [InlineData("agent_phone")]
    [InlineData("phone")]
    public void A_number_that_most_rows_share_is_in_doubt(string column)
    {
        MappingProposal proposal = Propose($"""
            CREATE TABLE contacts (id INTEGER PRIMARY KEY, name TEXT, email TEXT, {column} TEXT);
            INSERT INTO contacts VALUES (1, 'Ann', 'a@example.com', '+44 7700 900123'), (2, 'Bob', 'b@example.com', '+44 7700 900123'),
                (3, 'Cy', 'c@example.com', '+44 7700 900123'), (4, 'Di', 'd@example.com', '+44 7700 900123');
            """);

        proposal.IsCertain.Should().BeFalse();
        proposal.Notes.Should().Contain(note => note.IsDoubt && note.Reason.Contains(column, StringComparison.Ordinal));
    }

    [Fact]
    public void A_progress_in_fractions_is_no_percentage_and_an_id_of_conversations_no_id_of_messages()
    {
        MappingProposal proposal = Propose("""
            CREATE TABLE leads (id INTEGER PRIMARY KEY, phone TEXT, progress REAL);
            CREATE TABLE messages (id INTEGER PRIMARY KEY, lead_id INTEGER, sid TEXT, sender TEXT, content TEXT, sent_at TEXT);
            INSERT INTO leads VALUES (1, '+447700900123', 0.25), (2, '+447700900124', 1);
            INSERT INTO messages VALUES (1, 1, 'CH1', 'customer', 'Hi', '2025-01-01'), (2, 1, 'CH1', 'customer', 'Anybody?', '2025-01-02');
            """);

        Fields(proposal, "leads").Should().NotContainKey("progress");
        Fields(proposal, "messages").Should().NotContainKey("sid");
        proposal.IsCertain.Should().BeTrue();
        using LeadDatabase db = ImportAll(proposal);
        db.Attributes.Get(1)["progress"].GetDouble().Should().Be(0.25);
        db.GetConversationHistory(1).Should().HaveCount(2);
    }

    [Theory]
    [InlineData("human", false)]
    [InlineData("user", false)]
    [InlineData("assistant", true)]
    public void A_word_for_a_sender_that_may_be_somebody_else_beside_the_customer_is_in_doubt(string word, bool isCertain) => Propose($"""
        CREATE TABLE leads (id INTEGER PRIMARY KEY, phone TEXT);
        CREATE TABLE messages (id INTEGER PRIMARY KEY, lead_id INTEGER, sender TEXT, content TEXT, sent_at TEXT);
        INSERT INTO leads VALUES (1, '+447700900123');
        INSERT INTO messages VALUES (1, 1, 'customer', 'Hi', '2025-01-01'), (2, 1, '{word}', 'Hello', '2025-01-01');
        """).IsCertain.Should().Be(isCertain);

    [Fact]
    public void Times_of_a_table_that_was_not_seen_to_its_end_are_read_each_by_its_size()
    {
        MappingProposal proposal = Propose("""
            CREATE TABLE leads (id INTEGER PRIMARY KEY, phone TEXT, created_at INTEGER);
            WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 400)
            INSERT INTO leads SELECT i, '+4477009' || (10000 + i), 1735725600 * iif(i <= 300, 1000, 1) FROM n;
            """);

        using LeadDatabase db = ImportAll(proposal);
        db.GetLead(1)!.CreatedAt.Should().Be(db.GetLead(400)!.CreatedAt);
    }

    [Fact]
    public void A_second_number_finds_the_lead_where_the_first_is_missing()
    {
        MappingProposal proposal = Propose("""
            CREATE TABLE leads (id INTEGER PRIMARY KEY, phone TEXT, mobile TEXT);
            INSERT INTO leads VALUES (1, '+447700900123', '+447700900456'), (2, NULL, '+447700900789');
            """);

        using LeadDatabase db = ImportAll(proposal);

        db.GetLeadByPhone("+447700900789")!.Id.Should().Be(2);
        db.Attributes.Get(1)["mobile"].GetString().Should().Be("+447700900456");
    }


    [Fact]
    public void Leads_whose_key_is_their_phone_are_found_by_it()
    {
        MappingProposal proposal = Propose("""
            CREATE TABLE customers (phone TEXT PRIMARY KEY, name TEXT);
            CREATE TABLE messages (id INTEGER PRIMARY KEY, customer_id TEXT, phone TEXT, role TEXT, content TEXT, created_at TEXT);
            CREATE TABLE notes (id INTEGER PRIMARY KEY, customer_id TEXT, note TEXT);
            INSERT INTO customers VALUES ('+447700900123', 'Ann'), ('+447700900124', 'Bob');
            INSERT INTO messages VALUES (1, '+447700900124', '+447700900999', 'user', 'Hi', '2025-01-02');
            INSERT INTO notes VALUES (1, '+447700900124', 'Call back');
            """);

        proposal.IsCertain.Should().BeTrue();
        using LeadDatabase db = ImportAll(proposal);
        Lead bob = db.GetLeadByPhone("+447700900124")!;
        db.GetConversationHistory(bob.Id).Should().ContainSingle();
        db.Attributes.Get(bob.Id).Keys.Should().Contain("notes");
    }

    [Fact]
    public void Numbers_of_customers_are_no_phones()
    {
        MappingProposal proposal = Propose("""
            CREATE TABLE customers (id INTEGER PRIMARY KEY, name TEXT, email TEXT, customer_no TEXT, order_no TEXT);
            INSERT INTO customers VALUES (1, 'Ann', 'ann@example.com', '0000123', '2024-0001-22'), (2, 'Bob', 'bob@example.com', '0000124', '2024-0001-23');
            """);

        Fields(proposal, "customers").Values.Should().NotContain("phone");
    }

    [Theory]
    [InlineData("leads_new", "leads", "")]
    [InlineData("leads_backup", "leads", "")]
    [InlineData("messages_old", "messages", "")]
    [InlineData("messages_old", "messages", "ALTER TABLE leads RENAME TO people; ALTER TABLE people RENAME COLUMN qualifiedDate TO q;")]
    public void A_table_that_is_there_twice_is_in_doubt(string twin, string table, string more)
    {
        MappingProposal proposal = Propose(
            Foreign.LeadQualification + Foreign.LeadQualificationRows + $"CREATE TABLE {twin} AS SELECT * FROM {table}; {more}");

        proposal.Notes.Where(note => note.IsDoubt).Should().Contain(note => note.Table == twin);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Messages_to_which_other_rows_refer_keep_their_keys(bool isKnown)
    {
        MappingProposal proposal = Propose(Foreign.LeadQualification + Foreign.LeadQualificationRows + """
            CREATE TABLE attachments (id INTEGER PRIMARY KEY, message_id INTEGER, url TEXT);
            INSERT INTO attachments VALUES (1, 4, 'https://example.com/1.jpg');
            """ + (isKnown ? "" : "ALTER TABLE leads RENAME TO people; ALTER TABLE messages RENAME COLUMN leadId TO person_id"));

        (proposal.Layout is not null).Should().Be(isKnown);
        proposal.IsCertain.Should().BeTrue();
        using LeadDatabase db = ImportAll(proposal);
        Message message = db.GetConversationHistory(2).Single();
        db.Attributes.GetOfMessage(message.Id)["id"].GetInt64().Should().Be(4);
    }

    private MappingProposal Propose(string script)
    {
        Foreign.Make(_directory.Database, script);
        return ImportMapping.Propose(ImportSource.Sqlite(_directory.Database));
    }

    // By the mapping as a person would have it: through its file.
    private LeadDatabase ImportAll(MappingProposal proposal, string region = "GB")
    {
        LeadDatabase db = LeadDatabase.Open(new LeadDatabaseOptions { Path = _directory.File("store.db"), DefaultRegion = region });
        ImportReport report = db.Import.Run(ImportSource.Sqlite(_directory.Database), ImportMapping.Parse(proposal.ToJson()));
        report.Tables.Should().AllSatisfy(table =>
            (table.Imported + table.Merged + table.Unchanged + table.LeftOut).Should().Be(table.Read, table.Table));
        report.Total.Rejected.Should().Be(0);
        return db;
    }

    private static Dictionary<string, string> Fields(MappingProposal proposal, string table) => proposal.Mapping.Tables
        .Single(each => each.Table == table).Columns.ToDictionary(pair => pair.Key, pair => pair.Value.To);

    private static ImportTarget Target(MappingProposal proposal, string table) => proposal.Mapping.Tables.Single(each => each.Table == table).To;
}
