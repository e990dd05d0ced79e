using System.Text.Json;
using LeadStore.Attributes;
using LeadStore.Calls;
using LeadStore.Engine;
using LeadStore.Leads;
using LeadStore.Messages;
using LeadStore.SkipTracing;

namespace LeadStore.Exporting;

/// <summary>
/// Fills an empty store from an export, in the transaction of its caller. Whatever is wrong with the export is an exception that names
/// the line, and the transaction is rolled back.
/// </summary>
internal sealed class ExportLoader(TraceSessions on, ExportLines lines, ExportSteps steps, long? length, CancellationToken cancellation)
{
    private const int LinesBetweenLooks = 256;

    // An attribute may be as deep as System.Text.Json reads by itself, and lies deeper here.
    private static readonly JsonDocumentOptions Deep = new() { MaxDepth = 80 };

    private static readonly string[] HeaderFields =
        [ExportFormat.Header, "schema", "store", "exported_at", "last_lead_id", ExportFormat.LastIds];

    private static readonly string[] SourceFields = ["id", "name", "display_name", "active", "created_at"];

    private static readonly string[] SettingFields = ["key", "value", "updated_at"];

    private static readonly string[] LeadFields =
    [
        "id", "uid", "phone", "name", "email", "source", "status", "progress", "qualified_at", "times_qualified", "answers", "archived_at",
        "created_at", "last_contact_at", "last_customer_message_at", "version", "assistant_paused_at", "assistant_paused_until",
        "assistant_paused_by", "assistant_pause_reason", "qualifications", "once", "reminder", "keys", "attributes",
    ];

    private static readonly string[] QualificationFields = ["number", "qualified_at", "answers"];

    private static readonly string[] OnceFields = ["key", "done_at"];

    private static readonly string[] ReminderFields = ["step", "counts_from", "due_at", "look_at", "claim"];

    private static readonly string[] KeyFields = ["system", "key"];

    private static readonly string[] MessageFields =
        ["id", "lead_id", "sender", "content", "sent_at", "channel", "source_id", "attributes"];

    private static readonly string[] RowFields = ["id", "system", "table", "key", "content", "imported_at"];

    private static readonly string[] EndFields = [.. ExportFormat.Counts, "sha256"];

    // Messages come as they lie, those of a lead together.
    private long _lastMessageId;
    private DateTimeOffset _lastSentAt;

    private readonly Session _session = on.Store;

    public async ValueTask Load()
    {
        await TraceFile.NoteStore(on);
        string there = await _session.First(ExportSql.AnythingThere, []) ?? "";
        if (there.Length == 0 && on.AreApart && await on.Traces.First(TraceFileSql.NextLead, [0]) != 0)
        {
            there = "skip traces";
        }

        if (there.Length > 0)
        {
            throw ExportFailure.NotEmpty(there);
        }

        List<KeyValuePair<string, long>> lastIds = ReadHeader();
        while (lines.Read())
        {
            if (await Line())
            {
                foreach ((string table, long id) in lastIds)
                {
                    Session file = ExportTables.Session(on, table);
                    await file.Execute(ExportSql.RaiseLastId, [table, id]);
                    await file.Execute(ExportSql.SetLastId, [table, id]);
                }

                return;
            }

            if (lines.Number % LinesBetweenLooks == 0)
            {
                cancellation.ThrowIfCancellationRequested();
                steps.Report(length is > 0 ? (double)lines.Length / length.Value : 0);
            }
        }

        throw ExportFailure.Damaged(lines.Number + 1, "is missing: there is no last line that counts the rows");
    }

    private List<KeyValuePair<string, long>> ReadHeader()
    {
        if (!lines.Read() || !ExportFormat.IsExport(lines.Current.Span))
        {
            throw ExportFailure.NoExport();
        }

        using JsonDocument document = Parse();
        if (!document.RootElement.TryGetProperty(ExportFormat.Header, out JsonElement version)
            || version.ValueKind != JsonValueKind.Number || !version.TryGetInt64(out long format))
        {
            throw ExportFailure.NoExport();
        }

        if (format > ExportFormat.Version)
        {
            throw ExportFailure.Newer("the format", format, ExportFormat.Version);
        }

        ExportedObject header = new(document.RootElement, lines.Number, HeaderFields);
        _ = header.Time("exported_at");
        long schema = header.Int64("schema");
        if (schema > Migrations.MigrationScript.Newest)
        {
            throw ExportFailure.Newer("schema version", schema, Migrations.MigrationScript.Newest);
        }

        List<KeyValuePair<string, long>> lastIds = [KeyValuePair.Create("leads", header.Int64("last_lead_id"))];
        if (header.Child(ExportFormat.LastIds, ExportTables.WithSequence) is { } others)
        {
            lastIds.AddRange(ExportTables.WithSequence.Where(others.Has).Select(table => KeyValuePair.Create(table, others.Int64(table))));
        }

        return lastIds.FindAll(last => last.Value > 0);
    }

    /// <summary>True after the last line.</summary>
    private async ValueTask<bool> Line()
    {
        using JsonDocument document = Parse();
        JsonElement root = document.RootElement;
        if (root.ValueKind != JsonValueKind.Object || root.GetPropertyCount() != 1)
        {
            throw ExportFailure.Damaged(lines.Number, "is none that an export has");
        }

        JsonProperty only = root.EnumerateObject().First();
        try
        {
            switch (only.Name)
            {
                case ExportFormat.Source:
                    await Source(new ExportedObject(only.Value, lines.Number, SourceFields));
                    return false;
                case ExportFormat.Setting:
                    await Setting(new ExportedObject(only.Value, lines.Number, SettingFields));
                    return false;
                case ExportFormat.Lead:
                    await Lead(new ExportedObject(only.Value, lines.Number, LeadFields));
                    return false;
                case ExportFormat.Message:
                    await Message(new ExportedObject(only.Value, lines.Number, MessageFields));
                    return false;
                case ExportFormat.Row:
                    await ImportedRow(new ExportedObject(only.Value, lines.Number, RowFields));
                    return false;
                case ExportFormat.End:
                    End(new ExportedObject(only.Value, lines.Number, EndFields));
                    return true;
                default:
                    await Row(
                        ExportTables.ByName.GetValueOrDefault(only.Name)
                            ?? throw ExportFailure.Damaged(lines.Number, "is none that an export of this version has"),
                        only.Value);
                    return false;
            }
        }
        catch (LeadStoreException refused) when (IsOfTheRow(refused))
        {
            throw ExportFailure.Damaged(lines.Number, "holds what no store can hold beside the lines before it", refused);
        }
    }

    private JsonDocument Parse()
    {
        try
        {
            return JsonDocument.Parse(lines.Current, Deep);
        }
        catch (JsonException)
        {
            // Without its own words, which quote the text.
            throw ExportFailure.Damaged(lines.Number, "is not JSON");
        }
    }

    private async ValueTask Row(ExportTable table, JsonElement row)
    {
        steps.Add(table.Name);
        ExportedObject values = new(row, lines.Number, table.ColumnNames);
        if (on.AreApart && table.Name == "skip_traces" && await _session.First(LeadSql.IdById, [values.Int64("lead_id")]) == 0)
        {
            // In one file the reference says so.
            throw values.Wrong("lead_id");
        }

        await ExportTables.Session(on, table.Name).Execute(table.Insert, table.Read(values));
        if (table.Name == "calls")
        {
            await CallOperations.StoreWords(_session, values.Int64("id"), values.TextOrNull("transcript"));
        }
    }

    private async ValueTask Source(ExportedObject source)
    {
        steps.Add("sources");
        await _session.Execute(
            ExportSql.InsertSource,
            [source.Int64("id"), source.Word("name"), source.Text("display_name"), source.Boolean("active"), source.Time("created_at")]);
    }

    private async ValueTask Setting(ExportedObject setting)
    {
        steps.Add("settings");
        await _session.Execute(ExportSql.InsertSetting, [setting.Text("key"), setting.Text("value"), setting.Time("updated_at")]);
    }

    private async ValueTask Lead(ExportedObject lead)
    {
        steps.Add("leads");
        long id = lead.Int64("id");
        await _session.Execute(
            ExportSql.InsertLead,
            [
                id, lead.Uid("uid"), lead.Digits("phone"), lead.TextOrNull("name"), lead.TextOrNull("email"), lead.Word("source"),
                lead.Word("status"), lead.Int32("progress"), lead.TimeOrNull("qualified_at"), lead.Int32("times_qualified"),
                lead.Answers("answers"), lead.TimeOrNull("archived_at"), lead.Time("created_at"), lead.Int64("version"),
                lead.TimeOrNull("assistant_paused_at"), lead.TimeOrNull("assistant_paused_until"), lead.TextOrNull("assistant_paused_by"),
                lead.TextOrNull("assistant_pause_reason"),
            ]);
        await _session.Execute(ExportSql.SetActivity, [id, lead.Time("last_contact_at"), lead.TimeOrNull("last_customer_message_at")]);
        foreach (ExportedObject qualification in lead.List("qualifications", QualificationFields))
        {
            await _session.Execute(
                ExportSql.InsertQualification,
                [id, qualification.Time("qualified_at"), qualification.Int64("number"), qualification.Answers("answers")]);
        }

        foreach (ExportedObject once in lead.List("once", OnceFields))
        {
            await _session.Execute(ExportSql.InsertOnce, [id, once.Text("key"), once.Time("done_at")]);
        }

        foreach (ExportedObject key in lead.List("keys", KeyFields))
        {
            await _session.Execute(ExportSql.InsertKey, [id, key.Text("system"), key.Text("key")]);
        }

        if (lead.Child("reminder", ReminderFields) is { } reminder)
        {
            await _session.Execute(
                ExportSql.InsertReminder,
                [
                    id, reminder.Int32("step"), reminder.Time("counts_from"), reminder.Time("due_at"), reminder.TimeOrNull("look_at"),
                    reminder.Has("claim") ? reminder.Uid("claim") : default(SqlValue),
                ]);
        }

        if (lead.JsonOrNull("attributes") is { } attributes)
        {
            await _session.Execute(ExportSql.InsertAttributes, [id, attributes]);
        }
    }

    private async ValueTask Message(ExportedObject message)
    {
        steps.Add("messages");
        long id = message.Int64("id");
        long leadId = message.Int64("lead_id");
        if (!MessageId.IsOf(leadId, id) || id <= _lastMessageId)
        {
            throw message.Wrong("id");
        }

        bool isFirst = leadId != MessageId.LeadOf(_lastMessageId);
        if (isFirst && await _session.First(LeadSql.IdById, [leadId]) == 0)
        {
            throw message.Wrong("lead_id");
        }

        string sender = message.Text("sender");
        if (!MessageSql.SenderWords.Contains(sender))
        {
            throw message.Wrong("sender");
        }

        DateTimeOffset sentAt = message.Time("sent_at");
        await _session.Execute(
            MessageSql.InsertInPlace,
            [
                id, leadId, sender, message.Text("content"), sentAt, message.WordOrNull("channel"), message.TextOrNull("source_id"),
                !isFirst && sentAt < _lastSentAt ? 1 : default(SqlValue),
            ]);
        _lastMessageId = id;
        _lastSentAt = sentAt;
        if (message.JsonOrNull("attributes") is { } attributes)
        {
            await _session.Execute(AttributeSql.InsertOfMessage, [id, attributes]);
        }
    }

    private async ValueTask ImportedRow(ExportedObject row)
    {
        steps.Add("rows");
        await _session.Execute(
            ExportSql.InsertRow,
            [
                row.Int64("id"), row.Text("system"), row.Text("table"), row.Text("key"), row.JsonOrNull("content") ?? throw row.Wrong("content"),
                row.Time("imported_at"),
            ]);
    }

    private void End(ExportedObject end)
    {
        if (!lines.IsAtEnd)
        {
            throw ExportFailure.Damaged(lines.Number + 1, "stands behind the last line");
        }

        foreach (string name in ExportFormat.Counts)
        {
            bool mayBeMissing = !ExportFormat.AlwaysCounted.Contains(name) && !end.Has(name);
            if ((mayBeMissing ? 0 : end.Int64(name)) != steps.Count(name))
            {
                throw ExportFailure.Damaged(lines.Number, $"counts other {name} than there are above it");
            }
        }

        if (end.Text("sha256") != lines.Sha256())
        {
            throw ExportFailure.Damaged(lines.Number, "has another SHA-256 than what stands above it");
        }

        steps.Report(1);
    }

    // What a constraint refuses, and not what the disk does or another process.
    private static bool IsOfTheRow(LeadStoreException failure) => failure.Kind is
        LeadStoreErrorKind.Validation or LeadStoreErrorKind.Duplicate or LeadStoreErrorKind.NotFound or LeadStoreErrorKind.InUse
        or LeadStoreErrorKind.Unknown;
}
