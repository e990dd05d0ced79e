using LeadStore.Costs;
using LeadStore.Engine;

namespace LeadStore.Importing;

/// <summary>
/// By what imported costs are known again, and how it comes that none is counted twice: a lead's total of the source gives way to the costs
/// of its traces, in whatever order both come.
/// </summary>
internal static class CostSources
{
    // Of a source id of 255 characters; a longer part is told by its hash.
    private const int LongestPart = 60;

    /// <summary>The source of a cost of a table of costs.</summary>
    public static string OfRow(string system, string table, string key) => $"{OfRows(system, table)}{Short(key)}";

    /// <summary>What the sources of all costs of a table begin with.</summary>
    public static string OfRows(string system, string table) => OfRows(system, table, "cost");

    /// <summary>The same for a call or whatever else is known again by its source.</summary>
    public static string OfRow(string system, string table, string what, string key) => $"{OfRows(system, table, what)}{Short(key)}";

    /// <inheritdoc cref="OfRow(string, string, string, string)"/>
    public static string OfRows(string system, string table, string what) => $"{system}:{what}:{Short(table)}:";

    /// <summary>The source of a lead's total.</summary>
    public static string OfLead(string system, string leadKey) => $"{system}:lead:{OfPerson(leadKey)}";

    /// <summary>What the sources of the costs of a lead's traces begin with.</summary>
    public static string OfTraces(string system, string leadKey) => $"{system}:trace:{OfPerson(leadKey)}:";

    /// <summary>Stores what a lead has cost in all, as far as its traces have not told it.</summary>
    /// <returns>False if that was known.</returns>
    public static async ValueTask<bool> StoreTotal(Session session, string system, string leadKey, CostEntry total)
    {
        string traces = OfTraces(system, leadKey);
        long traced = total.Type == CostType.SkipTrace
            ? await session.First(ImportSql.CostOfSources, [total.Type.Value, total.Amount.Currency, traces, traces[..^1] + ";"])
            : 0;
        long left = Math.Max(0, total.Amount.MinorUnits - traced);
        string source = OfLead(system, leadKey);
        if (await session.First(CostSql.BySource, [total.Type.Value, source]) is { } stored)
        {
            return stored.Amount.Currency == total.Amount.Currency
                && left > stored.Amount.MinorUnits
                && await Change(session, stored, left);
        }

        if (left == 0)
        {
            return false;
        }

        await CostOperations.Add(session, total with { SourceId = source, Amount = new Money(left, total.Amount.Currency) });
        return true;
    }

    /// <summary>Stores what a trace has cost, and takes it off the lead's total.</summary>
    public static async ValueTask StoreTrace(Session session, string system, string leadKey, string traceKey, CostEntry cost)
    {
        string source = OfTraces(system, leadKey) + Short(traceKey);
        if (cost.Amount.MinorUnits == 0 || await session.First(CostSql.BySource, [cost.Type.Value, source]) is not null)
        {
            return;
        }

        await CostOperations.Add(session, cost with { SourceId = source });
        if (await session.First(CostSql.BySource, [cost.Type.Value, OfLead(system, leadKey)]) is { } total
            && total.Amount.Currency == cost.Amount.Currency)
        {
            await Change(session, total, Math.Max(0, total.Amount.MinorUnits - cost.Amount.MinorUnits));
        }
    }

    // Costs are never deleted: one that its traces have told in full stays with nothing.
    private static async ValueTask<bool> Change(Session session, CostEntry stored, long amount)
    {
        await session.Execute(ImportSql.SetCost, [stored.Id, amount]);
        if (stored.LeadId is { } leadId)
        {
            await session.Execute(
                ImportSql.AddToLeadCosts,
                [leadId, stored.Type.Value, stored.Amount.Currency, amount - stored.Amount.MinorUnits]);
        }

        return true;
    }

    /// <summary>What stands for the key of a lead where it outlives the lead: a key may be an address or a number.</summary>
    public static string OfPerson(string leadKey) => $"{ImportContext.Hash(leadKey):x16}";

    private static string Short(string part) => part.Length <= LongestPart ? part : $"#{ImportContext.Hash(part):x16}";
}
