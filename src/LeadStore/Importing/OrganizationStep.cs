using LeadStore.Attributes;
using LeadStore.Engine;
using LeadStore.Organizations;
using LeadStore.Validation;

namespace LeadStore.Importing;

/// <summary>Stores organizations, each once by its key. One that is there gives way to a row that was changed later.</summary>
internal sealed class OrganizationStep(ImportContext context, TablePlan plan, TableTally tally) : ImportStep(context, plan, tally)
{
    private const int Key = 0;
    private const int Name = 1;
    private const int PlanField = 2;
    private const int CreatedAt = 3;
    private const int UpdatedAt = 4;

    // What was used in the month in which the row was changed last, by what the organization counts it as.
    private static readonly (int Field, string Measure)[] Used = [(5, "leads"), (6, "skip_traces"), (7, "campaigns")];

    /// <inheritdoc/>
    public override async ValueTask Take(Session session, ImportRow row)
    {
        Row.Fill(row);
        string? name = Row.Text(Name, Limits.Name);
        if (name is null)
        {
            Row.Reject(Rejection.Required(Row.Column(Name), "the name of the organization"));
        }

        OrganizationPlan? paid = Kept.Word(PlanField) is { } word ? new OrganizationPlan(word) : default(OrganizationPlan?);
        DateTimeOffset? createdAt = Kept.Time(CreatedAt);
        DateTimeOffset? updatedAt = Kept.Time(UpdatedAt);
        List<(string Measure, int Count)> used = ReadUsed(updatedAt ?? createdAt);
        string key = KeyOnce(row, Key, out _);
        AttributeBag? rest = Row.Attributes();
        if (Row.Rejection is { } rejection)
        {
            Reject(row, rejection);
            return;
        }

        Context.NoteUnreadable(Tally, row, Row.Unreadable);
        KnownKey known = await Context.Keys.Find(session, ImportedKeys.Organizations, key);
        Organization? stored = known.Id == 0 ? null : await OrganizationOperations.Get(session, known.Id);
        bool isNew = stored is null;
        bool changed = false;
        if (stored is null)
        {
            DateTimeOffset created = createdAt ?? updatedAt ?? Context.Now;
            long id = await session.Insert(OrganizationSql.Insert, [name, (paid ?? OrganizationPlan.Free).Value, created, updatedAt ?? created]);
            known = new KnownKey(id, 0);
            await Context.Keys.Remember(session, ImportedKeys.Organizations, key, known);
        }
        else if (updatedAt > stored.UpdatedAt && (stored.Name != name || stored.Plan != (paid ?? stored.Plan)))
        {
            changed = await session.Execute(OrganizationSql.Update, [stored.Id, name, (paid ?? stored.Plan).Value, updatedAt]) > 0;
        }

        foreach ((string measure, int count) in used)
        {
            changed |= await session.Execute(ImportSql.RaiseUsage, [known.Id, Month(updatedAt ?? createdAt), measure, count]) > 0;
        }

        changed |= rest is not null
            && await RowKeeping.Keep(session, Context, Plan.Mapping.Table, key, rest.ToJson()) != ImportOutcome.Unchanged;
        Count(isNew ? ImportOutcome.Imported : changed ? ImportOutcome.Merged : ImportOutcome.Unchanged);
    }

    // Of which month nobody knows, a count says nothing that a month could take.
    private List<(string Measure, int Count)> ReadUsed(DateTimeOffset? at)
    {
        List<(string, int)> used = [];
        foreach ((int field, string measure) in Used)
        {
            if (at is null)
            {
                Kept.Keep(field);
            }
            else if (Kept.Number(field, int.MaxValue) is > 0 and var count)
            {
                used.Add((measure, count));
            }
        }

        return used;
    }

    private static int Month(DateTimeOffset? at) => (at!.Value.UtcDateTime.Year * 100) + at.Value.UtcDateTime.Month;
}
