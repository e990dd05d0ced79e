using LeadStore.Engine;
using LeadStore.Validation;

namespace LeadStore.Importing;

/// <summary>
/// Reads the rows of leads once more, when it is known who is who, and stores what they say that belongs in other rooms: the property,
/// whether one may call, the note.
/// </summary>
internal sealed class LeadFactsStep(ImportContext context, TablePlan plan, TableTally tally, RowOutcomes outcomes)
    : ImportStep(context, plan, tally)
{
    private LeadFactsMapper? _mapper;
    private LeadFactsWriter? _writer;
    private int _rows;

    /// <inheritdoc/>
    public override IReadOnlyList<string> OrderBy => Plan.OrderBy("created_at");

    /// <inheritdoc/>
    public override bool ReadsAgain => true;

    /// <inheritdoc/>
    public override ValueTask Begin(Session session)
    {
        _mapper = new LeadFactsMapper(Row, Context.Currency);
        _writer = new LeadFactsWriter(Context, Tally, Row);
        return ValueTask.CompletedTask;
    }

    /// <inheritdoc/>
    public override async ValueTask Take(Session session, ImportRow row)
    {
        ImportOutcome outcome = outcomes.Of(_rows++);
        if (outcome == ImportOutcome.Rejected)
        {
            return;
        }

        Row.Fill(row);
        LeadFacts facts = _mapper!.Map();
        string key = Row.Text(LeadField.Key, Limits.ExternalKey) ?? MadeKey(row);
        long lead = await Context.FindLead(session, key, phone: null);
        if (lead != 0 && await _writer!.Store(session, lead, key, facts, row) && outcome == ImportOutcome.Unchanged)
        {
            Tally.Unchanged--;
            Tally.Merged++;
        }
    }
}
