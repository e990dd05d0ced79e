using LeadStore.Attributes;
using LeadStore.Campaigns;
using LeadStore.Engine;
using LeadStore.Organizations;
using LeadStore.Users;
using LeadStore.Validation;

namespace LeadStore.Importing;

/// <summary>What is done with the rows of one table.</summary>
internal abstract class ImportStep(ImportContext context, TablePlan plan, TableTally tally)
{
    private readonly HashSet<ulong> _keys = [];
    private KeptValues? _read;

    public TablePlan Plan { get; } = plan;

    public TableTally Tally { get; } = tally;

    /// <summary>The columns to sort by, where the source can sort.</summary>
    public virtual IReadOnlyList<string> OrderBy => [];

    /// <summary>Whether the rows were counted by an earlier step.</summary>
    public virtual bool ReadsAgain => false;

    protected ImportContext Context { get; } = context;

    protected MappedRow Row { get; } = new(plan);

    /// <summary>Reads what is not worth losing a row for.</summary>
    protected KeptValues Kept => _read ??= new KeptValues(Row);

    public virtual ValueTask Begin(Session session) => ValueTask.CompletedTask;

    /// <summary>Takes a row; it is valid until the next one.</summary>
    public abstract ValueTask Take(Session session, ImportRow row);

    /// <summary>Stores what waits for further rows: a transaction ends here, or the table.</summary>
    public virtual ValueTask Settle(Session session) => ValueTask.CompletedTask;

    /// <summary>A row as a JSON object: what it says, without the columns that are left out and those of some fields.</summary>
    protected string RowAsJson(ImportRow row, params ReadOnlySpan<int> without)
    {
        AttributeBag bag = new();
        PlannedColumn[] planned = Plan.Plan(row.Columns);
        for (int i = 0; i < planned.Length; i++)
        {
            if (planned[i].Field != ImportFields.LeftOut && !ValueReading.IsBlank(row.Values[i])
                && (planned[i].Field < 0 || !without.Contains(planned[i].Field)))
            {
                bag.Set(planned[i].Name, ValueReading.Json(row.Values[i], planned[i].Mapping?.Format ?? ImportFormat.Automatic));
            }
        }

        return bag.ToJson();
    }

    /// <summary>The key of a row by its field, else by the primary key of the table; null if it has none.</summary>
    protected string? KeyOf(ImportRow row, int field)
    {
        if (Row.Text(field, Limits.ExternalKey) is { } mapped)
        {
            return mapped;
        }

        string? primary = Plan.Table.Columns.FirstOrDefault(column => column.IsKey)?.Name;
        for (int i = 0; primary is not null && i < row.Columns.Count; i++)
        {
            if (row.Columns[i] == primary && !ValueReading.IsBlank(row.Values[i]))
            {
                return ValueReading.Text(row.Values[i]);
            }
        }

        return null;
    }

    /// <summary>A key for a row that has none: the same for all that say the same.</summary>
    protected string MadeKey(ImportRow row) => $"#{ImportContext.Hash(RowAsJson(row)):x16}";

    /// <summary>
    /// The key of a row by its field, else one that all rows have that say the same. A key of the source that an earlier row has had rejects
    /// the row.
    /// </summary>
    /// <param name="row">The row.</param>
    /// <param name="field">The field of the key.</param>
    /// <param name="isAgain">Whether an earlier row has said the same, without a key.</param>
    protected string KeyOnce(ImportRow row, int field, out bool isAgain)
    {
        string? key = KeyOf(row, field);
        string known = key ?? MadeKey(row);
        isAgain = Row.Rejection is null && !_keys.Add(ImportContext.Hash(known));
        if (isAgain && key is not null)
        {
            Row.Reject(Rejection.DuplicateKey(Plan.ColumnOf("key")));
        }

        return known;
    }

    /// <summary>The lead that a row names; one that nobody knows rejects the row.</summary>
    protected async ValueTask<long> LeadOf(Session session, int lead, int leadPhone)
    {
        string? key = Row.Text(lead, Limits.ExternalKey);
        string? phone = Row.Has(leadPhone) ? Row.Exact(leadPhone, Limits.ExternalKey) : null;
        long id = Row.Rejection is null ? await Context.FindLead(session, key, phone) : 0;
        if (id == 0)
        {
            Row.Reject(Rejection.UnknownLead);
        }

        return id;
    }

    /// <summary>The organization that a row names; a key that nobody knows is kept among the rest.</summary>
    protected async ValueTask<long?> OrganizationOf(Session session, int field)
    {
        if (Row.Text(field, Limits.ExternalKey) is not { } key)
        {
            return null;
        }

        long id = (await Context.Keys.Find(session, ImportedKeys.Organizations, key)).Id;
        if (id != 0 && await OrganizationOperations.Get(session, id) is not null)
        {
            return id;
        }

        Row.KeepUnreadable(field, "unknown_organization", "is the key of no organization that is in the store or in this import.");
        return null;
    }

    /// <summary>The user that a row names; a key that nobody knows is kept among the rest.</summary>
    protected async ValueTask<long?> UserOf(Session session, int field)
    {
        if (Row.Text(field, Limits.ExternalKey) is not { } key)
        {
            return null;
        }

        long id = (await Context.Keys.Find(session, ImportedKeys.Users, key)).Id;
        if (id != 0 && await UserOperations.Get(session, id) is not null)
        {
            return id;
        }

        Row.KeepUnreadable(field, "unknown_user", "is the key of no user that is in the store or in this import.");
        return null;
    }

    /// <summary>The campaign that a row names; 0 if nobody knows it.</summary>
    protected async ValueTask<long> CampaignOf(Session session, int field)
    {
        long id = Row.Text(field, Limits.ExternalKey) is { } key ? (await Context.Keys.Find(session, ImportedKeys.Campaigns, key)).Id : 0;
        return id != 0 && await CampaignOperations.Get(session, id) is not null ? id : 0;
    }

    /// <summary>The fields of a row that are named, and what fills none, as a JSON object.</summary>
    protected string RestAsJson(int key)
    {
        AttributeBag bag = new();
        if (Row.Has(key))
        {
            bag.Set(Row.Column(key)!, ValueReading.Json(Row.Value(key)));
        }

        foreach ((string name, string json) in Row.Rest)
        {
            bag.Set(name, json);
        }

        return bag.ToJson();
    }

    /// <summary>Keeps JSON in the list of the table among the attributes of a lead; false if it is there, or has no room.</summary>
    protected async ValueTask<bool> KeepWithLead(Session session, long leadId, string json, ImportRow row)
    {
        if (await AttributeOperations.HasRoom(session, leadId, json))
        {
            return await AttributeOperations.AddToList(session, leadId, Plan.Attribute, json);
        }

        Rejection tooLong = new("too_long", "says more beside its fields than its lead can keep. That was left out.");
        Context.NoteUnreadable(Tally, row, [tooLong]);
        return false;
    }

    /// <summary>How sure the source is, from 0 to 1; one that counts to 100 is divided by 100, and kept as it was.</summary>
    protected double? Confidence(int field)
    {
        if (!Row.Has(field))
        {
            return null;
        }

        if (ValueReading.TryReal(Row.Value(field), out double value) && value is >= 0 and <= 100)
        {
            if (value > 1)
            {
                Row.KeepField(field);
            }

            return value > 1 ? value / 100 : value + 0.0;
        }

        Row.KeepUnreadable(field, "out_of_range", "must be between 0 and 1, or 0 and 100.");
        return null;
    }

    /// <summary>Counts what became of a row.</summary>
    protected void Count(ImportOutcome outcome)
    {
        switch (outcome)
        {
            case ImportOutcome.Imported:
                Tally.Imported++;
                break;
            case ImportOutcome.Merged:
                Tally.Merged++;
                break;
            default:
                Tally.Unchanged++;
                break;
        }
    }

    protected void Reject(ImportRow row, Rejection rejection) => Context.Reject(Plan, Tally, row, rejection);
}
