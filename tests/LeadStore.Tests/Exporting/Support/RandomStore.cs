using System.Globalization;
using System.Text;
using System.Text.Json;
using LeadStore.Tests.Sqlite.Support;
using Microsoft.Data.Sqlite;

namespace LeadStore.Tests.Exporting.Support;

/// <summary>Fills a store with everything that it can hold, by a seed: the same seed makes the same content.</summary>
internal sealed class RandomStore(int seed)
{
    private static readonly string[] Pieces =
        ["a", "Ünïcode", "😀", "\"", "\\", "\n", "\r\n", "\t", "=1+1", "<b>", "{", "}", "\u2028", "\u0001", "'", ",", ";", "日本", "\u007f", "+"];

    private static readonly DateTimeOffset Start = new(2019, 12, 31, 23, 59, 59, 999, TimeSpan.Zero);

    private readonly Random _random = new(seed);

    /// <param name="store">An empty store.</param>
    /// <param name="path">Its file: what no verb writes yet is written there.</param>
    /// <param name="leads">How many leads it gets.</param>
    public void Fill(LeadDatabase store, string path, int leads)
    {
        store.Settings.Set(Setting.Text("app.text", ""), Text());
        store.Sources.Add("fair");
        store.Sources.Deactivate("fair");
        List<long> ids = [];
        store.InTransaction(tx =>
        {
            for (int i = 0; i < leads; i++)
            {
                ids.Add(Lead(tx, i));
            }

            // Gone, and its id is not given away again.
            tx.DeleteLead(tx.CreateLead(new NewLead { Email = "last@example.com" }).Id);
        });
        Besides(path, ids);
    }

    private long Lead(LeadDatabase store, int number)
    {
        Lead lead = store.CreateLead(new NewLead
        {
            Phone = Maybe() || number == 0 ? string.Create(CultureInfo.InvariantCulture, $"+4477009{10_000 + number}") : null,
            Email = string.Create(CultureInfo.InvariantCulture, $"lead{number}@example.com"),
            Name = Maybe() ? "n" + Text() : null,
            Source = $"source {_random.Next(5)}",
            Status = Maybe() ? "active" : "Größe",
            Progress = _random.Next(101),
            Qualified = Maybe(),
            CreatedAt = Time(),
            LastContactAt = Time(),
            Answers = Enumerable.Range(0, _random.Next(4)).ToDictionary(i => $"q{i}" + Text(), _ => Text()),
        });
        for (int i = _random.Next(12); i > 0; i--)
        {
            Message(store, lead, i);
        }

        if (Maybe())
        {
            store.RequalifyLead(lead.Id);
            store.QualifyLead(lead.Id, new Dictionary<string, string> { ["again"] = Text() });
        }

        if (Maybe())
        {
            store.PauseAssistant(lead.Id, "someone", Maybe() ? Time() : null, Maybe() ? "because" : null);
        }

        if (Maybe())
        {
            store.TryOnce(lead.Id, "welcome");
            store.TryOnce(lead.Id, "b" + Text());
        }

        if (Maybe())
        {
            store.ArchiveLead(lead.Id);
        }

        return lead.Id;
    }

    private void Message(LeadDatabase store, Lead lead, int number)
    {
        if (lead.Phone is not null && Maybe())
        {
            store.IngestInbound(new InboundMessage
            {
                From = lead.Phone,
                Body = "m" + Text(),
                Channel = Maybe() ? Channel.WhatsApp : Channel.Sms,
                SourceId = Maybe() ? $"SM{lead.Id}-{number}" : null,
                ReceivedAt = Time(),
            });
        }
        else
        {
            store.CreateMessage(lead.Id, (MessageSender)_random.Next(4), "m" + Text(), Time());
        }
    }

    // By another program, whose JSON is as it likes it.
    private void Besides(string path, List<long> ids)
    {
        using SqliteConnection file = Raw.Open(path);
        foreach (long id in ids.Where(_ => Maybe()))
        {
            Run(file, $"INSERT INTO lead_attributes (lead_id, attributes) VALUES ({id}, $1)", Json());
            Run(file, $"INSERT INTO lead_keys (system, key, lead_id) VALUES ('crm', 'key {id}' || $1, {id})", Text());
            Run(file, $"INSERT INTO imported_rows (system, table_name, key, content, imported_at) VALUES ('crm', 't', '{id}', $1, {id})", Json());
            Run(file, $"INSERT INTO message_attributes SELECT id, $1, NULL FROM messages WHERE lead_id = {id} LIMIT 2", Json());
            Run(file, $"UPDATE reminders SET claim = randomblob(16) WHERE lead_id = {id} AND $1 > ''", "x");
        }

        People(file, ids);
        foreach (long id in ids.Where(_ => Maybe()))
        {
            Property(file, id);
            Trace(file, id);
        }

        Campaigns(file, ids);

        Run(file, "DELETE FROM lead_notes WHERE id = (SELECT max(id) FROM lead_notes)");
    }

    private void People(SqliteConnection file, List<long> ids)
    {
        for (int i = 1; i <= 5; i++)
        {
            Run(file, "INSERT INTO organizations VALUES ($1, $2, 'pro', $3, $4, NULL)", i * 3, Text(), Microseconds(), Microseconds());
            Run(file, "INSERT INTO organization_usage VALUES ($1, 202612, $2, $3, NULL)", i * 3, Text(), _random.NextInt64(long.MaxValue));
            Run(
                file,
                "INSERT INTO users VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, NULL)",
                i * 2, Maybe() ? i * 3 : null, $"user{i}@example.com", Maybe() ? Text() : null, Maybe() ? Text() : null,
                Maybe() ? "admin" : "user", Maybe() ? 1 : 0, Microseconds(), Microseconds());
            Run(file, "INSERT INTO user_credentials VALUES ($1, $2, $3, NULL)", i * 2, Text(), Microseconds());
        }

        foreach (long id in ids.Where(_ => Maybe()))
        {
            Run(file, "INSERT INTO lead_organizations VALUES ($1, $2, NULL)", id, 3 * _random.Next(1, 6));
            Run(
                file, "INSERT INTO lead_assignments VALUES ($1, 1, $2, $3, $4, $5, $6, NULL)",
                id, 2 * _random.Next(1, 6), Text(), Microseconds(), Microseconds(), Text());
            Run(
                file, "INSERT INTO lead_assignments VALUES ($1, 2, $2, $3, $4, NULL, NULL, NULL)",
                id, 2 * _random.Next(1, 6), Text(), Microseconds());
            for (int i = _random.Next(4); i > 0; i--)
            {
                Run(
                    file, "INSERT INTO lead_notes VALUES (NULL, $1, 'call', $2, $3, $4, $5, NULL)",
                    id, Text(), Maybe() ? Text() : null, Microseconds(), Microseconds());
                bool isOver = Maybe();
                Run(
                    file, "INSERT INTO activities VALUES (NULL, $1, $2, $3, $4, $5, $6, $7, NULL, NULL, $8, '[1, 2 ]')",
                    id, Text(), isOver ? "failed" : "pending", Maybe() ? Text() : null, isOver ? Text() : null, Microseconds(),
                    isOver ? Microseconds() : null, Maybe() ? "{\"a\" : 1}" : null);
            }
        }
    }

    private void Property(SqliteConnection file, long id)
    {
        object? quiet = Maybe() ? _random.Next(1440) : null;
        Run(
            file, "INSERT INTO lead_contact_rules VALUES ($1, $2, $3, $4, $4, $5, NULL)",
            id, Maybe() ? 1 : 0, Maybe() ? "Europe/London" : null, quiet, Microseconds());
        Run(
            file,
            """
            INSERT INTO lead_properties (lead_id, address, address_key, source_type, currency, estimated_value, equity, tax_debt,
                condition_score, violations, is_probate, is_vacant, days_on_market, motivation_score, lead_score, ai_score, ai_scored_at,
                temperature, feedback_good, feedback_bad, skip_traced_at, skip_trace_provider, created_at, updated_at, raw)
            VALUES ($1, $2, $2, 'tax', 'EUR', $3, $4, $5, 1, 2, $6, $6, $7, 3, 4, $7, $8, 'warm', 5, 6, $8, $9, $10, $10, $11)
            """,
            id, Text(), Maybe() ? _random.NextInt64(long.MaxValue) : null, Maybe() ? -_random.NextInt64(long.MaxValue) : null,
            _random.NextInt64(long.MaxValue), Maybe() ? 1 : 0, Maybe() ? _random.Next(101) : null, Maybe() ? Microseconds() : null,
            Maybe() ? Text() : null, Microseconds(), Maybe() ? $"{{\"text\": {JsonSerializer.Serialize(Text())}}}" : null);
        Run(
            file, "INSERT INTO lead_scores VALUES ($1, 1, 'ai', $2, $3, $4, NULL)",
            id, _random.Next(101), Maybe() ? Text() : null, Microseconds());
        Run(
            file,
            """
            INSERT INTO property_records (source, address, address_key, received_at, lead_id, processed_at, claim, claimed_until, raw)
            VALUES ('county', $1, $2, $3, $4, $5, $6, $5, $7)
            """,
            Text(), $"{id} {Text()}", Microseconds(), Maybe() ? id : null, Maybe() ? Microseconds() : null, Maybe() ? Bytes() : null, Json());
    }

    private void Trace(SqliteConnection file, long id)
    {
        Run(
            file,
            """
            INSERT INTO skip_traces (id, lead_id, provider, request, request_key, status, confidence, cost, currency, failure, from_cache,
                phone_count, phones_skipped, email_count, emails_skipped, response_length, started_at, answered_at, completed_at, response)
            VALUES ($1, $2, 'p', $3, $4, 'completed', $5, $6, 'USD', $7, $8, 1, 2, 3, 4, 5, $9, $10, $10, $11)
            """,
            id * 2, id, "{\"name\": \"n\"}", Text(), Maybe() ? _random.NextDouble() : null, _random.NextInt64(long.MaxValue),
            Maybe() ? Text() : null, Maybe() ? 1 : 0, Microseconds(), Maybe() ? Microseconds() : null, Maybe() ? Json() : Text());
        Run(
            file, "INSERT INTO skip_trace_phones VALUES ($1, $2, $3, $4, $4, $5, $6, $5, $6, $5, $7, $8, NULL)",
            id, id * 2, 12025550000 + _random.Next(10_000), Maybe() ? Text() : null, Maybe() ? 1 : null, Maybe() ? 0 : null,
            Maybe() ? _random.NextDouble() : null, Maybe() ? Microseconds() : null);
        Run(
            file, "INSERT INTO skip_trace_emails VALUES ($1, $2, $3, $4, $5, $6, NULL)",
            id, id * 2, Text(), Maybe() ? Text() : null, Maybe() ? 1 : null, Maybe() ? 1.0 : null);
        Run(
            file, "INSERT INTO skip_trace_days VALUES ($1, $2, 'USD', 1, 2, 3, NULL)", $"{id} {Text()}", _random.Next(-9, 99999));
        Run(
            file, "INSERT INTO skip_trace_calls VALUES ('p', $1, $2, 7, $3, 5, 'USD', 1, $4, $5, $6, NULL)",
            $"{id} {Text()}", Bytes(), _random.Next(99999), Maybe() ? Bytes() : null, Maybe() ? Microseconds() : null, Microseconds());
        Run(
            file, "INSERT INTO costs VALUES (NULL, 'ai', $1, 'USD', $2, $3, $4, $5, $6, $7, NULL)",
            _random.NextInt64(long.MaxValue), Maybe() ? Text() : null, Maybe() ? id : null, Maybe() ? 3 : null, Maybe() ? Text() : null,
            Maybe() ? $"{id} {Text()}" : null, Microseconds());
        Run(file, "INSERT INTO lead_costs VALUES ($1, $2, 'USD', $3, 1, NULL)", id, Text(), _random.NextInt64(long.MaxValue));
    }

    private void Campaigns(SqliteConnection file, List<long> ids)
    {
        for (int i = 1; i <= 3; i++)
        {
            Run(
                file, "INSERT INTO campaigns VALUES ($1, $2, $3, 'sms', $4, 'paused', $5, $6, NULL)",
                i * 4, Maybe() ? 3 : null, Text(), Maybe() ? Text() : null, Microseconds(), Microseconds());
        }

        foreach (long id in ids.Where(_ => Maybe()))
        {
            Call(file, id);
            long? at = Maybe() ? Microseconds() : null;
            Run(
                file, "INSERT INTO campaign_sends VALUES (NULL, $1, $2, $3, $4, $5, $6, $5, $6, $5, $6, $7, NULL, $8)",
                4 * _random.Next(1, 4), id, _random.Next(1, 9), Microseconds(), Maybe() ? Microseconds() : null,
                Maybe() ? Microseconds() : null, at, at is null ? null : Text());
        }
    }

    private void Call(SqliteConnection file, long id)
    {
        string? transcript = Maybe() ? Text() : null;
        Run(
            file, "INSERT INTO calls VALUES (NULL, $1, $2, 'inbound', $3, $4, $4, $5, $6, $7, $8, $9, $10, NULL, $11, $12)",
            id, Maybe() ? 12025550000 + _random.Next(10_000) : null, Maybe() ? "busy" : null, Microseconds(),
            Maybe() ? _random.Next(9999) : null, Maybe() ? Text() : null, Maybe() ? 4 : null, Maybe() ? 2 : null,
            Maybe() ? $"{id} {Text()}" : null, transcript?.Length, Maybe() ? Json() : null, transcript);
    }

    private byte[] Bytes()
    {
        byte[] bytes = new byte[16];
        _random.NextBytes(bytes);
        return bytes;
    }

    private long Microseconds() => (Time() - DateTimeOffset.UnixEpoch).Ticks / 10;

    private string Json() => _random.Next(5) switch
    {
        0 => "{}",
        1 => "{\n  \"two\": \"lines\"\n}",
        2 => "{'json': 5, /* that SQLite takes */ plus: +1}",
        3 => "{\"a\":1.0,\"a\":2.50e+3,\"nested\":[{\"b\":[null,true]}], \"u\":\"\\u00e9\\ud83d\\ude00\"}",
        _ => $"{{\"text\":{JsonSerializer.Serialize(Text())}}}",
    };

    private string Text()
    {
        StringBuilder text = new("x");
        for (int i = _random.Next(6); i > 0; i--)
        {
            text.Append(Pieces[_random.Next(Pieces.Length)]);
        }

        return text.Append('y').ToString();
    }

    private DateTimeOffset Time() => Start.AddTicks(10 * _random.NextInt64(200_000_000_000_000));

    private bool Maybe() => _random.Next(2) == 0;

    public static void Run(SqliteConnection file, string sql, params object?[] arguments)
    {
        using SqliteCommand command = file.CreateCommand();
#pragma warning disable CA2100 // The statements of tests are their own.
        command.CommandText = sql;
#pragma warning restore CA2100
        for (int i = 0; i < arguments.Length; i++)
        {
            command.Parameters.AddWithValue($"${i + 1}", arguments[i] ?? DBNull.Value);
        }

        command.ExecuteNonQuery();
    }
}
