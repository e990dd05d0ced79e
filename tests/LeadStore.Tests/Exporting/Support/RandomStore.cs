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
    }

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

    private static void Run(SqliteConnection file, string sql, string argument)
    {
        using SqliteCommand command = file.CreateCommand();
#pragma warning disable CA2100 // The statements of tests are their own.
        command.CommandText = sql;
#pragma warning restore CA2100
        command.Parameters.AddWithValue("$1", argument);
        command.ExecuteNonQuery();
    }
}
