using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using LeadStore.Engine;
using LeadStore.Messages;

namespace LeadStore.Exporting;

/// <summary>
/// Writes everything that one state of a store holds as JSON Lines. Nothing but the first line tells when or of which store: the same
/// content gives the same lines.
/// </summary>
internal sealed class JsonExporter : IDisposable
{
    // Each page is in memory at once; a message has up to 100,000 characters.
    private const int Page = 200;

    private static readonly JsonWriterOptions AsTheyAre = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly Session _session;
    private readonly ExportText _text;
    private readonly ExportSteps _steps;
    private readonly CancellationToken _cancellation;
    private readonly ArrayBufferWriter<byte> _line = new();
    private readonly Utf8JsonWriter _json;
    private double _lastLead = 1;

    public JsonExporter(Session session, ExportText text, ExportSteps steps, CancellationToken cancellation)
    {
        _session = session;
        _text = text;
        _steps = steps;
        _cancellation = cancellation;
        _json = new Utf8JsonWriter(_line, AsTheyAre);
    }

    public void Dispose() => _json.Dispose();

    public async ValueTask Write()
    {
        await Header();
        _lastLead = Math.Max(1, await _session.First(ExportSql.NewestLead, []));
        await Pages(
            (after, limit) => _session.All(ExportSql.Sources, [after, limit]),
            source => source.Id,
            source => Source(source));
        await Settings();
        await Leads();
        await Pages(
            (after, limit) => _session.All(ExportSql.Messages, [after, limit]),
            message => message.Id,
            message => Message(message));
        await Pages(
            (after, limit) => _session.All(ExportSql.Rows, [after, limit]),
            row => row.Id,
            row => ImportedRow(row));
        End();
        _steps.Report(1);
    }

    private async ValueTask Header()
    {
        _json.WriteStartObject();
        _json.WriteNumber(ExportFormat.Header, ExportFormat.Version);
        _json.WriteNumber("schema", await _session.First(ExportSql.SchemaVersion, []));
        _json.WriteString("store", (await _session.First(ExportSql.StoreUid, [])).ToString("N"));
        _json.WriteString("exported_at", Time(_session.Now));
        _json.WriteNumber("last_lead_id", await _session.First(ExportSql.LastLeadId, []));
        _json.WriteEndObject();
        EndLine();
    }

    private async ValueTask Pages<T>(Func<long, int, ValueTask<List<T>>> read, Func<T, long> key, Action<T> write)
    {
        long after = 0;
        List<T> page;
        do
        {
            _cancellation.ThrowIfCancellationRequested();
            page = await read(after, Page);
            foreach (T item in page)
            {
                write(item);
                after = key(item);
            }

            _steps.Report(page is List<ExportedMessage> ? 0.3 + (0.7 * MessageId.LeadOf(after) / _lastLead) : 0);
        }
        while (page.Count == Page);
    }

    private async ValueTask Settings()
    {
        string after = "";
        List<ExportedSetting> page;
        do
        {
            page = await _session.All(ExportSql.Settings, [after, Page]);
            foreach (ExportedSetting setting in page)
            {
                Begin(ExportFormat.Setting, "settings");
                _json.WriteString("key", setting.Key);
                _json.WriteString("value", setting.Value);
                _json.WriteString("updated_at", Time(setting.UpdatedAt));
                EndObject();
                after = setting.Key;
            }
        }
        while (page.Count == Page);
    }

    private async ValueTask Leads()
    {
        long after = 0;
        List<ExportedLead> page;
        do
        {
            _cancellation.ThrowIfCancellationRequested();
            page = await _session.All(ExportSql.Leads, [after, Page]);
            if (page.Count == 0)
            {
                return;
            }

            long first = page[0].Id;
            after = page[^1].Id;
            PageParts parts = new(
                Parts(await _session.All(ExportSql.Qualifications, [first, after])),
                Parts(await _session.All(ExportSql.Once, [first, after])),
                Parts(await _session.All(ExportSql.Attributes, [first, after])),
                Parts(await _session.All(ExportSql.Keys, [first, after])),
                (await _session.All(ExportSql.Reminders, [first, after])).ToDictionary(reminder => reminder.LeadId));
            foreach (ExportedLead lead in page)
            {
                Lead(lead, parts);
            }

            _steps.Report(0.3 * after / _lastLead);
        }
        while (page.Count == Page);
    }

    private void Source(ExportedSource source)
    {
        Begin(ExportFormat.Source, "sources");
        _json.WriteNumber("id", source.Id);
        _json.WriteString("name", source.Name);
        _json.WriteString("display_name", source.DisplayName);
        _json.WriteBoolean("active", source.Active);
        _json.WriteString("created_at", Time(source.CreatedAt));
        EndObject();
    }

    private void Lead(ExportedLead lead, PageParts parts)
    {
        Begin(ExportFormat.Lead, "leads");
        _json.WriteNumber("id", lead.Id);
        _json.WriteString("uid", lead.Uid);
        Text("phone", lead.Phone is { } digits ? string.Create(CultureInfo.InvariantCulture, $"+{digits}") : null);
        Text("name", lead.Name);
        Text("email", lead.Email);
        _json.WriteString("source", lead.Source);
        _json.WriteString("status", lead.Status);
        _json.WriteNumber("progress", lead.Progress);
        At("qualified_at", lead.QualifiedAt);
        _json.WriteNumber("times_qualified", lead.TimesQualified);
        Json("answers", lead.Answers);
        At("archived_at", lead.ArchivedAt);
        At("created_at", lead.CreatedAt);
        At("last_contact_at", lead.LastContactAt);
        At("last_customer_message_at", lead.LastCustomerMessageAt);
        _json.WriteNumber("version", lead.Version);
        At("assistant_paused_at", lead.PausedAt);
        At("assistant_paused_until", lead.PausedUntil);
        Text("assistant_paused_by", lead.PausedBy);
        Text("assistant_pause_reason", lead.PauseReason);
        List("qualifications", parts.Qualifications[lead.Id], part =>
        {
            _json.WriteNumber("number", part.Number);
            At("qualified_at", part.At);
            Json("answers", part.Text);
        });
        List("once", parts.Once[lead.Id], part =>
        {
            _json.WriteString("key", part.Text);
            At("done_at", part.At);
        });
        Reminder(parts.Reminders.GetValueOrDefault(lead.Id));
        List("keys", parts.Keys[lead.Id], part =>
        {
            _json.WriteString("system", part.Text);
            _json.WriteString("key", part.Text2);
        });
        foreach (LeadPart part in parts.Attributes[lead.Id])
        {
            Json("attributes", part.Text);
        }

        EndObject();
    }

    private void Reminder(ExportedReminder? reminder)
    {
        if (reminder is null)
        {
            return;
        }

        _json.WriteStartObject("reminder");
        _json.WriteNumber("step", reminder.Step);
        At("counts_from", reminder.CountsFrom);
        At("due_at", reminder.DueAt);
        At("look_at", reminder.LookAt);
        Text("claim", reminder.Claim?.ToString());
        _json.WriteEndObject();
    }

    private void Message(ExportedMessage message)
    {
        Begin(ExportFormat.Message, "messages");
        _json.WriteNumber("id", message.Id);
        _json.WriteNumber("lead_id", message.LeadId);
        _json.WriteString("sender", message.Sender);
        _json.WriteString("content", message.Content);
        At("sent_at", message.SentAt);
        Text("channel", message.Channel);
        Text("source_id", message.SourceId);
        if (message.Attributes is { } attributes)
        {
            Json("attributes", attributes);
        }

        EndObject();
    }

    private void ImportedRow(ExportedRow row)
    {
        Begin(ExportFormat.Row, "rows");
        _json.WriteNumber("id", row.Id);
        _json.WriteString("system", row.System);
        _json.WriteString("table", row.Table);
        _json.WriteString("key", row.Key);
        Json("content", row.Content);
        At("imported_at", row.ImportedAt);
        EndObject();
    }

    private void End()
    {
        string sha256 = _text.Sha256();
        _json.WriteStartObject();
        _json.WriteStartObject(ExportFormat.End);
        foreach ((string name, long count) in _steps.ByName)
        {
            _json.WriteNumber(name, count);
        }

        _json.WriteString("sha256", sha256);
        EndObject();
        _text.Flush();
    }

    private void Begin(string kind, string counted)
    {
        _steps.Add(counted);
        _json.WriteStartObject();
        _json.WriteStartObject(kind);
    }

    private void EndObject()
    {
        _json.WriteEndObject();
        _json.WriteEndObject();
        EndLine();
    }

    private void EndLine()
    {
        _json.Flush();
        _line.Write("\n"u8);
        _text.Write(_line.WrittenSpan);
        _line.ResetWrittenCount();
        _json.Reset(_line);
    }

    private void List(string name, IEnumerable<LeadPart> parts, Action<LeadPart> write)
    {
        bool any = false;
        foreach (LeadPart part in parts)
        {
            if (!any)
            {
                _json.WriteStartArray(name);
                any = true;
            }

            _json.WriteStartObject();
            write(part);
            _json.WriteEndObject();
        }

        if (any)
        {
            _json.WriteEndArray();
        }
    }

    private void Text(string name, string? value)
    {
        if (value is not null)
        {
            _json.WriteString(name, value);
        }
    }

    private void At(string name, DateTimeOffset? time)
    {
        if (time is { } at)
        {
            _json.WriteString(name, Time(at));
        }
    }

    // As it is stored, to the letter. What SQLite takes for JSON and is none for others (comments, names without quotes), or has line ends
    // between its values, stands there as the text that it is.
    private void Json(string name, string json)
    {
        if (IsOneLine(json))
        {
            _json.WritePropertyName(name);
            _json.WriteRawValue(json, skipInputValidation: true);
        }
        else
        {
            _json.WriteString(name, json);
        }
    }

    private static bool IsOneLine(string json)
    {
        if (!json.StartsWith('{') || json.AsSpan().ContainsAny('\n', '\r'))
        {
            return false;
        }

        try
        {
            Utf8JsonReader reader = new(Encoding.UTF8.GetBytes(json));
            while (reader.Read())
            {
                // Reading it to its end is the check.
            }

            return true;
        }
        catch (JsonException)
        {
            return false;
        }
    }

    private static string Time(DateTimeOffset time) =>
        time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'", CultureInfo.InvariantCulture);

    private static ILookup<long, LeadPart> Parts(List<LeadPart> parts) => parts.ToLookup(part => part.LeadId);

    private sealed record PageParts(
        ILookup<long, LeadPart> Qualifications,
        ILookup<long, LeadPart> Once,
        ILookup<long, LeadPart> Attributes,
        ILookup<long, LeadPart> Keys,
        Dictionary<long, ExportedReminder> Reminders);
}
