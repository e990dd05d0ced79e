using System.Globalization;
using System.Text;
using LeadStore.Messages;

namespace LeadStore.Importing;

/// <summary>
/// Views with the tables and columns of a known layout over the tables of a store: the mapping of the layout, read backwards.
/// </summary>
internal sealed class OldViews
{
    private const string StoreName = "leadstore";

    private readonly ImportLayout _layout;
    private readonly string _store;

    private OldViews(ImportLayout layout, string store)
    {
        _layout = layout;
        _store = store;
    }

    /// <summary>For a connection that has nothing of the store yet.</summary>
    public static string Script(ImportLayout layout, string path) =>
        $"-- The tables of {layout.Title}, over a LeadStore database. They are gone with the connection.\n"
        + $"ATTACH DATABASE {Literal(path)} AS {StoreName};\n" + new OldViews(layout, StoreName).All();

    /// <summary>For a connection whose own database is the store.</summary>
    public static string OnStore(ImportLayout layout) => new OldViews(layout, "main").All();

    private string All()
    {
        StringBuilder sql = new();
        foreach (LayoutTable table in _layout.Schema)
        {
            TableMapping mapping = _layout.Mapping.Tables.First(each => each.Table == table.Name);
            sql.Append(CultureInfo.InvariantCulture, $"CREATE TEMP VIEW {Quoted(table.Name)} AS SELECT\n  ");
            sql.AppendJoin(",\n  ", table.Columns.Select(column => $"{Value(mapping, column)} AS {Quoted(column.Name)}"));
            sql.Append('\n').Append(From(mapping)).Append(";\n");
        }

        return sql.ToString();
    }

    private string From(TableMapping mapping) => mapping.To switch
    {
        ImportTarget.Leads => $"""
            FROM {_store}.leads AS l
            JOIN {_store}.lead_activity AS c ON c.lead_id = l.id
            LEFT JOIN {_store}.lead_attributes AS a ON a.lead_id = l.id
            LEFT JOIN {_store}.lead_properties AS p ON p.lead_id = l.id
            LEFT JOIN {_store}.lead_contact_rules AS o ON o.lead_id = l.id
            """,

        // The range is what finds the messages of one lead: a conversation lies together in the order of the ids.
        ImportTarget.Messages => $"""
            FROM {_store}.leads AS l
            JOIN {_store}.messages AS m ON m.lead_id = l.id AND m.id {MessageId.BetweenThoseOf("l.id")}
            LEFT JOIN {_store}.message_attributes AS a ON a.message_id = m.id
            """,
        ImportTarget.Settings => $"FROM {_store}.settings AS s",
        ImportTarget.Sources => $"FROM {_store}.lead_sources AS s",
        ImportTarget.Costs => $"""
            FROM {_store}.costs AS c
            LEFT JOIN {_store}.imported_rows AS r ON r.system = {Literal(_layout.Mapping.System)}
                AND r.table_name = {Literal(mapping.Table)} AND r.key = {KeyOfCost(mapping)}
            WHERE c.source_id IS NULL OR {KeyOfCost(mapping)} IS NOT NULL
                OR NOT {BeginsWith("c.source_id", $"{_layout.Mapping.System}:")}
            """,
        ImportTarget.SkipTraces => $"""
            FROM {_store}.skip_traces AS t
            {KeyOfTraceJoin}
            LEFT JOIN {_store}.lead_attributes AS a ON a.lead_id = t.lead_id
            {NoLists}
            """,
        ImportTarget.SkipTracePhones or ImportTarget.SkipTraceEmails => $"""
            FROM {_store}.{(mapping.To == ImportTarget.SkipTracePhones ? "skip_trace_phones" : "skip_trace_emails")} AS s
            JOIN {_store}.skip_traces AS t ON t.id = s.trace_id
            {KeyOfTraceJoin}
            {NoLists}
            """,
        ImportTarget.Phones or ImportTarget.LeadAttributes => $"""
            FROM {_store}.lead_attributes AS a
            JOIN {_store}.leads AS l ON l.id = a.lead_id
            JOIN json_each(a.attributes, {Path(mapping.Attribute ?? mapping.Table)}) AS e
            """,
        _ when OldRoom.Of(mapping.To) is { } room => FromRoom(mapping, room),
        _ => $"FROM {_store}.imported_rows AS r WHERE r.system = {Literal(_layout.Mapping.System)} AND r.table_name = {Literal(mapping.Table)}",
    };

    private string Value(TableMapping mapping, LayoutColumn column)
    {
        string? field = mapping.Columns.GetValueOrDefault(column.Name)?.To;
        return mapping.To switch
        {
            ImportTarget.Leads => field is null
                ? Attribute("a.attributes", column)
                : field == "archived" && mapping.Columns[column.Name].Words?.GetValueOrDefault("1") == "no" ? "l.archived_at IS NULL"
                : OfLead(field, column, mapping.Columns[column.Name].Format == ImportFormat.MinorUnits),
            ImportTarget.Messages => field is null ? Attribute("a.attributes", column) : OfMessage(field, column),
            ImportTarget.Settings => field switch
            {
                "updated_at" => Time("s.updated_at", column),
                null => "NULL",
                _ => $"s.{field}",
            },
            ImportTarget.Sources => field switch
            {
                "created_at" => Time("s.created_at", column),
                null => column.Name == "id" ? "s.id" : "NULL",
                _ => $"s.{field}",
            },
            ImportTarget.Phones or ImportTarget.LeadAttributes => field == "lead" ? KeyOfLead(TypeOfLeadKey()) : Attribute("e.value", column),
            ImportTarget.SkipTraces => OfTrace(mapping, field, column),
            ImportTarget.SkipTracePhones or ImportTarget.SkipTraceEmails => OfContact(field, column, mapping.To == ImportTarget.SkipTracePhones),
            ImportTarget.Costs => field is null ? Attribute("r.content", column) : OfCost(mapping, field, column),
            _ when OldRoom.Of(mapping.To) is { } room => OfTable(mapping, room, field, column),
            _ => Attribute("r.content", column),
        };
    }

    // What rows said beside their fields stands with their leads, or with the rows that belong to none.
    private string FromRoom(TableMapping mapping, OldRoom room)
    {
        string from = $"FROM {_store}.{room.Table} AS x";
        if (room.Keys is not null)
        {
            from += $" LEFT JOIN (SELECT min(i.key) AS key, json_extract(i.content, '$.id') AS id FROM {_store}.imported_rows AS i "
                + $"WHERE i.system = {Literal(_layout.Mapping.System)} AND i.table_name = {Literal(room.Keys)} GROUP BY 2) AS k ON k.id = x.id";
        }

        return from + (room.IsOfLead
            ? $" LEFT JOIN {_store}.lead_attributes AS a ON a.lead_id = x.lead_id"
            : $" LEFT JOIN {_store}.imported_rows AS r ON r.system = {Literal(_layout.Mapping.System)} "
                + $"AND r.table_name = {Literal(mapping.Table)} AND r.key = {KeyInRoom(mapping, room)}");
    }

    private string KeyInRoom(TableMapping mapping, OldRoom room)
    {
        string start = room.Source is null ? "" : CostSources.OfRows(_layout.Mapping.System, mapping.Table, room.Source);
        string key = (room.Keys is null ? "" : "k.key, ")
            + (room.Source is null ? "" : $"iif({BeginsWith("x.source_id", start)}, {After("x.source_id", start)}, NULL), ");
        return key.Length == 0 ? "CAST(x.id AS TEXT)" : $"coalesce({key}CAST(x.id AS TEXT))";
    }

    private string OfTable(TableMapping mapping, OldRoom room, string? field, LayoutColumn column)
    {
        string key = KeyInRoom(mapping, room);
        string keyColumn = mapping.Columns.First(pair => pair.Value.To == "key").Key;
        string kept = room.IsOfLead
            ? $"(SELECT {Attribute("e.value", column)} FROM json_each(a.attributes, {Path(mapping.Attribute ?? mapping.Table)}) AS e "
                + $"WHERE json_extract(e.value, {Path(keyColumn)}) = {key} AND {Attribute("e.value", column)} IS NOT NULL LIMIT 1)"
            : Attribute("r.content", column);
        if (field is null)
        {
            return kept;
        }

        string value = field switch
        {
            "key" => key,
            "lead" => KeyOfLead("TEXT", "x.lead_id"),
            "organization" => KeyOf(ImportedKeys.Organizations, "x.organization_id"),
            "user" => KeyOf(ImportedKeys.Users, "x.user_id"),
            "campaign" => KeyOf(ImportedKeys.Campaigns, "x.campaign_id"),
            "summary" or "sentiment" or "score" => $"json_extract(x.analysis, {Path(column.Name)})",
            "source_id" => $"iif({BeginsWith("x.source_id", $"{_layout.Mapping.System}:")}, NULL, x.source_id)",
            _ => room.Value(field)?.Replace("{store}", _store, StringComparison.Ordinal) ?? $"x.{field}",
        };
        value = field.EndsWith("_at", StringComparison.Ordinal) ? Time(value, column) : value;
        return field is "key" or "lead" or "password_hash" ? value : $"coalesce({kept}, {value})";
    }

    // Of a source that has another key for the same, the first one.
    private string KeyOf(string kind, string id) =>
        $"(SELECT min(i.key) FROM {_store}.imported_rows AS i WHERE i.system = {Literal(_layout.Mapping.System)} "
        + $"AND i.table_name = {Literal(kind)} AND json_extract(i.content, '$.id') = {id})";

    private string KeyOfTraceJoin => $"LEFT JOIN {_store}.imported_rows AS i ON i.system = {Literal(_layout.Mapping.System)} "
        + $"AND i.table_name = {Literal(ImportedTraces.ById)} AND i.key = CAST(t.id AS TEXT)";

    // What rows of leads list is shown there.
    private static string NoLists => "WHERE json_extract(i.content, '$.list_of') IS NULL";

    private const string KeyOfTrace = "coalesce(json_extract(i.content, '$.key'), CAST(t.id AS TEXT))";

    private string OfTrace(TableMapping mapping, string? field, LayoutColumn column)
    {
        // What the trace could not take as it was is in a list of the lead.
        string key = mapping.Columns.First(pair => pair.Value.To == "key").Key;
        string kept = $"(SELECT {Attribute("e.value", column)} FROM json_each(a.attributes, {Path(mapping.Attribute ?? mapping.Table)}) AS e "
            + $"WHERE json_extract(e.value, {Path(key)}) = json_extract(i.content, '$.key') "
            + $"AND {Attribute("e.value", column)} IS NOT NULL LIMIT 1)";
        return field switch
        {
            "key" => KeyOfTrace,
            "lead" => KeyOfLead("TEXT", "t.lead_id"),
            "provider" or "request" or "confidence" => $"coalesce({kept}, t.{field})",
            "response" or "failure" => $"t.{field}",
            "cost" => $"coalesce({kept}, iif(t.currency IS NULL, NULL, t.cost / {Scale("t.currency")}))",
            "created_at" => Time("t.started_at", column),
            "completed_at" => Time("t.completed_at", column),
            _ => kept,
        };
    }

    private string OfContact(string? field, LayoutColumn column, bool isPhone) => field switch
    {
        "key" => $"{KeyOfTrace} || ':' || {(isPhone ? "s.number" : "s.email")}",
        "trace" => KeyOfTrace,
        "lead" => KeyOfLead("TEXT", "s.lead_id"),
        "phone" => "'+' || s.number",
        "valid" => "s.is_valid",
        "mobile" => "s.is_mobile",
        "do_not_call" => "s.is_do_not_call",
        "litigator" => "s.is_litigator",
        "reassigned" => "s.is_reassigned",
        "last_seen_at" => Time("s.last_seen_at", column),
        "email" or "type" or "carrier" or "confidence" => $"s.{field}",
        _ => "NULL",
    };

    // What an entry says otherwise than the row did stands with the rows that were kept.
    private string OfCost(TableMapping mapping, string field, LayoutColumn column) => field switch
    {
        "key" => KeyColumnOfCosts(mapping, column),
        "type" => $"coalesce({Attribute("r.content", column)}, c.type)",
        "amount" => $"coalesce({Attribute("r.content", column)}, c.amount / {Scale("c.currency")})",
        "details" => $"iif(r.content IS NULL, c.details, {Attribute("r.content", column)})",
        "campaign" => "c.campaign",
        "occurred_at" => Time("c.occurred_at", column),
        "lead" => KeyOfLead(TypeOfLeadKey(), "c.lead_id"),
        _ => "NULL",
    };

    // A cost that the store has taken since has a number after all that the source gave.
    private string KeyColumnOfCosts(TableMapping mapping, LayoutColumn column)
    {
        string start = CostSources.OfRows(_layout.Mapping.System, mapping.Table);
        string last = $"SELECT coalesce(max(CAST({After("k.source_id", start)} AS INTEGER)), 0) FROM {_store}.costs AS k "
            + $"WHERE {BeginsWith("k.source_id", start)}";
        return $"coalesce(CAST({KeyOfCost(mapping)} AS {column.Type}), c.id + ({last}))";
    }

    private string KeyOfCost(TableMapping mapping)
    {
        string start = CostSources.OfRows(_layout.Mapping.System, mapping.Table);
        return $"iif({BeginsWith("c.source_id", start)}, {After("c.source_id", start)}, NULL)";
    }

    private static string BeginsWith(string value, string start) =>
        string.Create(CultureInfo.InvariantCulture, $"substr({value}, 1, {start.Length}) = {Literal(start)}");

    private static string After(string value, string start) =>
        string.Create(CultureInfo.InvariantCulture, $"substr({value}, {start.Length + 1})");

    private string OfLead(string field, LayoutColumn column, bool isInMinorUnits) => field switch
    {
        "key" => KeyOfLead(column.Type),
        "uid" => "lower(substr(hex(l.uid), 1, 8) || '-' || substr(hex(l.uid), 9, 4) || '-' || substr(hex(l.uid), 13, 4) || '-' "
            + "|| substr(hex(l.uid), 17, 4) || '-' || substr(hex(l.uid), 21))",
        // What the store could not read is among the attributes.
        "phone" => $"coalesce('+' || l.phone, {Attribute("a.attributes", column)})",
        "email" => $"coalesce(l.email, {Attribute("a.attributes", column)})",
        "answers" => $"iif(l.answers = '{{}}', coalesce({Attribute("a.attributes", column)}, l.answers), l.answers)",
        "phones" => $"coalesce({Attribute("a.attributes", column)}, iif(l.phone IS NULL, '[]', json_array('+' || l.phone)))",
        "emails" => $"coalesce({Attribute("a.attributes", column)}, iif(l.email IS NULL, '[]', json_array(l.email)))",
        "qualified" => "l.qualified_at IS NOT NULL",
        "archived" => "l.archived_at IS NOT NULL",
        "assistant_paused" => "l.assistant_paused_at IS NOT NULL",
        "reminder_1_sent" => Reminded(1),
        "reminder_2_sent" => Reminded(2),
        "reminder_3_sent" => Reminded(3),
        "first_qualified_at" => Time(
            $"(SELECT q.qualified_at FROM {_store}.qualifications AS q WHERE q.lead_id = l.id AND q.number = 1)", column),
        "last_contact_at" or "last_customer_message_at" => Time($"c.{field}", column),
        "qualified_at" or "archived_at" or "created_at" => Time($"l.{field}", column),
        "name" or "source" or "status" or "progress" or "times_qualified" =>
            column.IsUpper ? $"upper(l.{field})" : $"l.{field}",
        _ => OfRoom(field, column, isInMinorUnits),
    };

    // What a room could not take as it was stands among the attributes, where the room has its default or what was made of it.
    private string OfRoom(string field, LayoutColumn column, bool isInMinorUnits)
    {
        string attribute = Attribute("a.attributes", column);
        return field switch
        {
            "address" => $"coalesce(p.address, {attribute})",
            "raw_data" => $"coalesce(p.raw, {attribute})",
            "source_type" => Word("p.source_type"),
            "skip_trace_provider" => Word("p.skip_trace_provider"),
            "estimated_value" or "equity" => Amount($"p.{field}"),
            "tax_debt" => $"coalesce({Amount("p.tax_debt")}, 0.0)",
            "condition_score" => UnlessDefault("p.condition_score", 50),
            "violations" or "motivation_score" or "lead_score" or "feedback_good" or "feedback_bad" => UnlessDefault($"p.{field}", 0),
            "probate" or "vacant" => UnlessDefault($"p.is_{field}", 0),
            "days_on_market" or "ai_score" => $"coalesce(p.{field}, {attribute})",
            "temperature" when column.IsUpper => $"coalesce(upper(p.temperature), {attribute}, 'DEAD')",
            "temperature" => $"coalesce(p.temperature, {attribute}, 'dead')",
            "ai_scored_at" or "skip_traced_at" => $"coalesce({Time($"p.{field}", column)}, {attribute})",
            "updated_at" => $"coalesce({Time("p.updated_at", column)}, {attribute}, {Time("l.created_at", column)})",
            "note" => $"coalesce((SELECT group_concat(n.content, char(10)) FROM (SELECT content FROM {_store}.lead_notes "
                + $"WHERE lead_id = l.id ORDER BY id) AS n), {attribute})",
            "organization" => $"coalesce({KeyOf(ImportedKeys.Organizations, $"(SELECT g.organization_id FROM {_store}.lead_organizations AS g WHERE g.lead_id = l.id)")}, {attribute})",
            "assigned_to" => $"coalesce({KeyOf(ImportedKeys.Users, $"(SELECT g.user_id FROM {_store}.lead_assignments AS g WHERE g.lead_id = l.id AND g.ended_at IS NULL)")}, {attribute})",
            "skip_trace_cost" => Total(CostType.SkipTrace),
            "ai_cost" => Total(CostType.Ai),
            // What the source has not told is told as the store knows it.
            "activity_log" => "coalesce((SELECT json_group_array(json(iif(v.logged, v.input, json_object('type', v.type, 'status', v.status, "
                + $"'description', v.description, 'at', {Time("v.started_at", column)})))) FROM (SELECT *, "
                + $"{BeginsWith("ifnull(source_id, '')", ActivityLogs.SourceOf(_layout.Mapping.System))} AS logged "
                + $"FROM {_store}.activities WHERE lead_id = l.id ORDER BY id) AS v HAVING count(*) > 0), {attribute})",
            "do_not_call" => "coalesce(o.do_not_call, 0)",
            "time_zone" => $"coalesce(o.time_zone, {attribute})",
            "quiet_from" or "quiet_until" =>
                $"coalesce(iif(o.{field} IS NULL, NULL, printf('%02d:%02d', o.{field} / 60, o.{field} % 60)), {attribute})",
            _ => attribute,
        };

        string Total(CostType type)
        {
            string sum = isInMinorUnits ? "sum(k.amount)" : $"sum(k.amount / {Scale("k.currency")})";
            string ofLead = $"SELECT {sum} FROM {_store}.lead_costs AS k WHERE k.lead_id = l.id AND k.type = {Literal(type.Value)}";
            return $"coalesce(({ofLead}), {attribute}, 0)";
        }

        string Word(string value) => $"iif({value} IS NULL OR lower(trim({attribute})) = {value}, coalesce({attribute}, {value}), {value})";

        string Amount(string value) =>
            $"iif({value} IS NULL OR CAST(round({attribute} * {Scale("p.currency")}) AS INTEGER) = {value}, "
            + $"coalesce({attribute}, {value} / {Scale("p.currency")}), {value} / {Scale("p.currency")})";

        string UnlessDefault(string value, int ifNone) =>
            string.Create(CultureInfo.InvariantCulture, $"iif(coalesce({value}, {ifNone}) = {ifNone}, coalesce({attribute}, {ifNone}), {value})");
    }

    // How many of the smallest unit of a currency are one, as a real number.
    private static string Scale(string currency)
    {
        StringBuilder scales = new("CASE ");
        foreach ((int scale, IEnumerable<string> currencies) in Money.UnusualScales)
        {
            scales.Append(CultureInfo.InvariantCulture, $"WHEN {currency} IN ({string.Join(", ", currencies.Select(Literal))}) THEN {scale}.0 ");
        }

        return scales.Append("ELSE 100.0 END").ToString();
    }

    private string OfMessage(string field, LayoutColumn column) => field switch
    {
        "key" => "m.id",
        "lead" => KeyOfLead(TypeOfLeadKey()),
        "lead_phone" => "'+' || l.phone",
        "sent_at" => Time("m.sent_at", column),
        _ => $"m.{field}",
    };

    // A number is the id of the store, which keeps the old one where it can; so both can be looked up by the key of the table.
    private string KeyOfLead(string type, string id = "l.id") => type == "INTEGER"
        ? id
        : $"coalesce((SELECT min(k.key) FROM {_store}.lead_keys AS k WHERE k.lead_id = {id} AND k.system = {Literal(_layout.Mapping.System)}), "
            + $"CAST({id} AS TEXT))";

    private string TypeOfLeadKey()
    {
        TableMapping? leads = _layout.Mapping.Tables.FirstOrDefault(table => table.To == ImportTarget.Leads);
        return leads is null
            ? "TEXT"
            : _layout.Schema.First(table => table.Name == leads.Table).Columns.First(column => leads.Columns.GetValueOrDefault(column.Name)?.To == "key").Type;
    }

    // The step is the next one.
    private string Reminded(int number) =>
        $"EXISTS (SELECT 1 FROM {_store}.reminders AS n WHERE n.lead_id = l.id AND n.step > {number.ToString(CultureInfo.InvariantCulture)})";

    // As SQLite writes it where the column has its stamp, as Prisma does where it has that, else as JavaScript does.
    private static string Time(string value, LayoutColumn column) => column.IsInMilliseconds ? $"{value} / 1000" : column.IsStamped
        ? $"strftime('%Y-%m-%d %H:%M:%S', {value} / 1000000, 'unixepoch')"
        : $"strftime('%Y-%m-%dT%H:%M:%fZ', {value} / 1000000.0, 'unixepoch')";

    // JSON has no 1.0.
    private static string Attribute(string json, LayoutColumn column)
    {
        string value = $"json_extract({json}, {Path(column.Name)})";
        return column.Type == "REAL" ? $"iif(typeof({value}) = 'integer', CAST({value} AS REAL), {value})" : value;
    }

    private static string Path(string name) => Literal($"$.\"{name}\"");

    private static string Quoted(string name) => $"\"{name}\"";

    private static string Literal(string text) => $"'{text.Replace("'", "''", StringComparison.Ordinal)}'";
}
