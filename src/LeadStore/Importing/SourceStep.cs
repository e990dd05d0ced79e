using LeadStore.Engine;
using LeadStore.Sources;
using LeadStore.Validation;

namespace LeadStore.Importing;

/// <summary>Stores the list of sources that leads come from.</summary>
internal sealed class SourceStep(ImportContext context, TablePlan plan, TableTally tally) : ImportStep(context, plan, tally)
{
    private const int Name = 0;
    private const int DisplayName = 1;
    private const int Active = 2;
    private const int CreatedAt = 3;

    /// <inheritdoc/>
    public override async ValueTask Take(Session session, ImportRow row)
    {
        Row.Fill(row);
        string? displayName = Row.Text(DisplayName, Limits.DisplayName);
        LeadSource source = new(Row.Text(Name, Vocabulary.LongestWord) ?? "");
        bool active = Row.Flag(Active) ?? true;
        DateTimeOffset createdAt = Row.Time(CreatedAt) ?? Context.Now;
        Row.Check(Name, validator => validator.Word("", source.Value));
        if (Row.Rejection is { } rejection)
        {
            Reject(row, rejection);
            return;
        }

        bool restIsNew = await RowKeeping.KeepRest(session, Context, Plan.Mapping.Table, source.Value, Row);
        SourceInfo? stored = await SourceOperations.Get(session, source);
        if (stored is null)
        {
            await session.Execute(ImportSql.InsertSource, [source.Value, displayName ?? source.Value, active, createdAt]);
            Tally.Imported++;
            return;
        }

        // The name that a source got with its first lead is no name that somebody gave it.
        bool named = displayName is not null && stored.DisplayName == source.Value && displayName != source.Value;
        if (named)
        {
            await session.Execute(SourceSql.Rename, [source.Value, displayName]);
        }

        if (named || restIsNew)
        {
            Tally.Merged++;
        }
        else
        {
            Tally.Unchanged++;
        }
    }
}
