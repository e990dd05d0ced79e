using System.Text.Json;
using LeadStore.Engine;
using LeadStore.Leads;
using LeadStore.Messages;
using LeadStore.SkipTracing;

namespace LeadStore.Exporting;

/// <summary>
/// Writes everything that one state of a store holds as JSON Lines. Nothing but the first line tells when or of which store: the same
/// content gives the same lines.
/// </summary>
internal sealed class JsonExporter : IDisposable
{
    // Each page is in memory at once; a message has up to 100,000 characters.
    private const int Page = 200;

    private readonly TraceSessions _on;
    private readonly Session _session;
    private readonly ExportText _text;
    private readonly ExportSteps _steps;
    private readonly CancellationToken _cancellation;
    private readonly JsonLine _line;
    private readonly Utf8JsonWriter _json;
    private double _lastLead = 1;

    public JsonExporter(TraceSessions on, ExportText text, ExportSteps steps, CancellationToken cancellation)
    {
        _on = on;
        _session = on.Store;
        _text = text;
        _steps = steps;
        _cancellation = cancellation;
        _line = new JsonLine(text);
        _json = _line.Json;
    }

    public void Dispose() => _line.Dispose();

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
        for (int i = 0; i < ExportTables.All.Count; i++)
        {
            await Table(ExportTables.All[i], 0.8 + (0.2 * i / ExportTables.All.Count));
        }

        End();
        _steps.Report(1);
    }

    private async ValueTask Header()
    {
        _json.WriteStartObject();
        _json.WriteNumber(ExportFormat.Header, ExportFormat.Version);
        _json.WriteNumber("schema", await _session.First(ExportSql.SchemaVersion, []));
        _json.WriteString("store", (await _session.First(ExportSql.StoreUid, [])).ToString("N"));
        _json.WriteString("exported_at", JsonLine.Time(_session.Now));
        Dictionary<string, long> lastIds = new(await _session.All(ExportSql.LastIds, []));
        if (_on.AreApart)
        {
            foreach ((string table, long id) in await _on.Traces.All(ExportSql.LastIds, []))
            {
                lastIds[table] = id;
            }
        }

        _json.WriteNumber("last_lead_id", lastIds.GetValueOrDefault("leads"));
        LastIds([.. ExportTables.WithSequence.Where(lastIds.ContainsKey).Select(table => KeyValuePair.Create(table, lastIds[table]))]);
        _json.WriteEndObject();
        _line.End();
    }

    private void LastIds(IReadOnlyList<KeyValuePair<string, long>> lastIds)
    {
        if (lastIds.Count == 0)
        {
            return;
        }

        _json.WriteStartObject(ExportFormat.LastIds);
        foreach ((string table, long id) in lastIds)
        {
            _json.WriteNumber(table, id);
        }

        _json.WriteEndObject();
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

            _steps.Report(page is List<ExportedMessage> ? 0.3 + (0.5 * MessageId.LeadOf(after) / _lastLead) : 0);
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
                _json.WriteString("updated_at", JsonLine.Time(setting.UpdatedAt));
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

    private async ValueTask Table(ExportTable table, double fraction)
    {
        SqlValue[] place = table.Start();
        List<SqlValue[]> page;
        do
        {
            _cancellation.ThrowIfCancellationRequested();
            page = await ExportTables.Session(_on, table.Name).All(table.Page, place);
            foreach (SqlValue[] row in page)
            {
                if (_on.AreApart && !await IsThere(table, row))
                {
                    continue;
                }

                Begin(table.Name, table.Name);
                for (int i = 0; i < row.Length; i++)
                {
                    _line.Value(table.Columns[i], row[i]);
                }

                EndObject();
            }

            _steps.Report(fraction);
        }
        while (table.Move(place, page));
    }

    // The states of two files are two: a lead may have been deleted in between.
    private async ValueTask<bool> IsThere(ExportTable table, SqlValue[] row) =>
        !ExportTables.OfTraces.Contains(table.Name)
        || await _session.First(LeadSql.IdById, [row[Array.IndexOf(table.ColumnNames, "lead_id")]]) != 0;

    private void Source(ExportedSource source)
    {
        Begin(ExportFormat.Source, "sources");
        _json.WriteNumber("id", source.Id);
        _json.WriteString("name", source.Name);
        _json.WriteString("display_name", source.DisplayName);
        _json.WriteBoolean("active", source.Active);
        _json.WriteString("created_at", JsonLine.Time(source.CreatedAt));
        EndObject();
    }

    private void Lead(ExportedLead lead, PageParts parts)
    {
        Begin(ExportFormat.Lead, "leads");
        _json.WriteNumber("id", lead.Id);
        _json.WriteString("uid", lead.Uid);
        _line.Text("phone", lead.Phone is { } digits ? JsonLine.Phone(digits) : null);
        _line.Text("name", lead.Name);
        _line.Text("email", lead.Email);
        _json.WriteString("source", lead.Source);
        _json.WriteString("status", lead.Status);
        _json.WriteNumber("progress", lead.Progress);
        _line.At("qualified_at", lead.QualifiedAt);
        _json.WriteNumber("times_qualified", lead.TimesQualified);
        _line.Stored("answers", lead.Answers);
        _line.At("archived_at", lead.ArchivedAt);
        _line.At("created_at", lead.CreatedAt);
        _line.At("last_contact_at", lead.LastContactAt);
        _line.At("last_customer_message_at", lead.LastCustomerMessageAt);
        _json.WriteNumber("version", lead.Version);
        _line.At("assistant_paused_at", lead.PausedAt);
        _line.At("assistant_paused_until", lead.PausedUntil);
        _line.Text("assistant_paused_by", lead.PausedBy);
        _line.Text("assistant_pause_reason", lead.PauseReason);
        List("qualifications", parts.Qualifications[lead.Id], part =>
        {
            _json.WriteNumber("number", part.Number);
            _line.At("qualified_at", part.At);
            _line.Stored("answers", part.Text);
        });
        List("once", parts.Once[lead.Id], part =>
        {
            _json.WriteString("key", part.Text);
            _line.At("done_at", part.At);
        });
        Reminder(parts.Reminders.GetValueOrDefault(lead.Id));
        List("keys", parts.Keys[lead.Id], part =>
        {
            _json.WriteString("system", part.Text);
            _json.WriteString("key", part.Text2);
        });
        foreach (LeadPart part in parts.Attributes[lead.Id])
        {
            _line.Stored("attributes", part.Text);
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
        _line.At("counts_from", reminder.CountsFrom);
        _line.At("due_at", reminder.DueAt);
        _line.At("look_at", reminder.LookAt);
        _line.Text("claim", reminder.Claim?.ToString());
        _json.WriteEndObject();
    }

    private void Message(ExportedMessage message)
    {
        Begin(ExportFormat.Message, "messages");
        _json.WriteNumber("id", message.Id);
        _json.WriteNumber("lead_id", message.LeadId);
        _json.WriteString("sender", message.Sender);
        _json.WriteString("content", message.Content);
        _line.At("sent_at", message.SentAt);
        _line.Text("channel", message.Channel);
        _line.Text("source_id", message.SourceId);
        if (message.Attributes is { } attributes)
        {
            _line.Stored("attributes", attributes);
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
        _line.Stored("content", row.Content);
        _line.At("imported_at", row.ImportedAt);
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
        _line.End();
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

    private static ILookup<long, LeadPart> Parts(List<LeadPart> parts) => parts.ToLookup(part => part.LeadId);

    private sealed record PageParts(
        ILookup<long, LeadPart> Qualifications,
        ILookup<long, LeadPart> Once,
        ILookup<long, LeadPart> Attributes,
        ILookup<long, LeadPart> Keys,
        Dictionary<long, ExportedReminder> Reminders);
}
