using LeadStore.Engine;

namespace LeadStore.Importing;

/// <summary>Counts the rows of a table that is left out.</summary>
internal sealed class LeaveOutStep(ImportContext context, TablePlan plan, TableTally tally) : ImportStep(context, plan, tally)
{
    /// <inheritdoc/>
    public override ValueTask Take(Session session, ImportRow row)
    {
        Tally.LeftOut++;
        return ValueTask.CompletedTask;
    }
}
