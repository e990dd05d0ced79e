using LeadStore.Attributes;
using LeadStore.Engine;

namespace LeadStore.Importing;

/// <summary>Keeps the rows of a table that belong to no lead, each by its key, else by what it says.</summary>
internal sealed class RowStep(ImportContext context, TablePlan plan, TableTally tally) : ImportStep(context, plan, tally)
{
    private readonly HashSet<ulong> _seen = [];

    /// <inheritdoc/>
    public override async ValueTask Take(Session session, ImportRow row)
    {
        Row.Fill(row);
        string? key = KeyOf(row, field: 0);
        string content = RowAsJson(row);
        if (Row.Rejection is { } rejection)
        {
            Reject(row, rejection);
            return;
        }

        if (key is not null && !_seen.Add(ImportContext.Hash(key)))
        {
            Reject(row, Rejection.DuplicateKey(Plan.ColumnOf("key")));
            return;
        }

        Count(await RowKeeping.Keep(session, Context, Plan.Mapping.Table, key ?? MadeKey(row), content));
    }
}

/// <summary>Stores rows that belong to no lead.</summary>
internal static class RowKeeping
{
    /// <summary>Stores a row, or what is new of it.</summary>
    public static async ValueTask<ImportOutcome> Keep(Session session, ImportContext context, string table, string key, string content)
    {
        StoredRow stored = await session.First(ImportSql.RowByKey, [context.System, table, key]);
        if (stored.Id == 0)
        {
            await session.Execute(ImportSql.InsertRow, [context.System, table, key, content, context.Now]);
            return ImportOutcome.Imported;
        }

        AttributeBag kept = AttributeOperations.Parse(stored.Content, "a row");
        foreach ((string name, string json) in AttributeBag.Parse(content).Pairs)
        {
            kept.Set(name, json);
        }

        if (kept.ToJson() is var united && united == stored.Content)
        {
            return ImportOutcome.Unchanged;
        }

        await session.Execute(ImportSql.UpdateRow, [stored.Id, united]);
        return ImportOutcome.Merged;
    }

    /// <summary>Keeps what a row of settings or sources says beyond their fields.</summary>
    public static async ValueTask<bool> KeepRest(Session session, ImportContext context, string table, string key, MappedRow row)
    {
        if (row.Attributes() is not { } rest)
        {
            return false;
        }

        return await Keep(session, context, table, key, rest.ToJson()) != ImportOutcome.Unchanged;
    }
}
