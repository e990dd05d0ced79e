using LeadStore.Engine;
using LeadStore.Leads;
using LeadStore.Validation;

namespace LeadStore.Properties;

/// <summary>The list of properties: keyset pages, newest lead first, whatever the filter.</summary>
internal static class PropertyListOperations
{
    // Most properties are in the last group of each kind. It comes first, because what it finds shortens the way through the others.
    private static readonly LeadTemperature[] Temperatures = [LeadTemperature.Dead, LeadTemperature.Cold, LeadTemperature.Warm, LeadTemperature.Hot];
    private static readonly bool[] Either = [false, true];

    public static async ValueTask<PropertyPage> List(Session session, (PropertyFilter Filter, string? Cursor, int PageSize) call)
    {
        ArgumentNullException.ThrowIfNull(call.Filter, "filter");
        Cursor.CheckPageSize(call.PageSize);
        PropertyFilter filter = Checked(call.Filter);
        long before = Cursor.Parse(call.Cursor, ifNone: Cursor.Last).Id;
        List<long> ids = await FewCandidates(session, filter, before) is { } candidates
            ? await FirstShown(session, filter, candidates, call.PageSize + 1)
            : await Walk(session, filter, before, call.PageSize + 1);
        string? next = Cursor.CutPage(ids, call.PageSize, id => new Cursor(DateTimeOffset.UnixEpoch, id));
        List<PropertyLead> items = new(ids.Count);
        foreach (long id in ids)
        {
            items.Add(new PropertyLead(
                await LeadOperations.GetRequired(session, id), await PropertyOperations.GetRequired(session, id)));
        }

        return new PropertyPage(items, next);
    }

    private static PropertyFilter Checked(PropertyFilter filter)
    {
        Validator validator = new();
        if (filter.Temperature is { } temperature)
        {
            validator.Defined(nameof(PropertyFilter.Temperature), temperature);
        }

        validator.Range(nameof(PropertyFilter.MinScore), filter.MinScore ?? 0, 0, 100);
        filter = filter with
        {
            SourceType = filter.SourceType is { } word ? PropertyRules.Word(validator, nameof(PropertyFilter.SourceType), word) : null,
        };
        validator.ThrowIfAny();
        return filter;
    }

    // All that fit, in no order, where a threshold leaves few; null where it does not.
    private static async ValueTask<List<long>?> FewCandidates(Session session, PropertyFilter filter, long before)
    {
        Query<long>? candidates = null;
        if (filter.MinEquity is { } equity
            && await session.First(PropertyListSql.ManyHaveEquity, [equity.MinorUnits, PropertyListSql.FewEnough]) == 0)
        {
            candidates = PropertyListSql.WithEquity;
        }
        else if (filter.MinTaxDebt is { MinorUnits: > 0 } taxDebt
            && await session.First(PropertyListSql.ManyHaveTaxDebt, [taxDebt.MinorUnits, PropertyListSql.FewEnough]) == 0)
        {
            candidates = PropertyListSql.WithTaxDebt;
        }

        return candidates is null
            ? null
            : await session.All(
                candidates,
                [
                    before, 0, filter.MinEquity?.MinorUnits, filter.MinEquity?.Currency, filter.MinTaxDebt?.MinorUnits,
                    filter.MinTaxDebt?.Currency, filter.MinScore, filter.SourceType, Flag(filter.IsVacant), Flag(filter.IsProbate),
                    filter.Temperature is { } temperature ? PropertySql.Word(temperature) : null, Flag(filter.Traced),
                ]);
    }

    private static async ValueTask<List<long>> FirstShown(Session session, PropertyFilter filter, List<long> candidates, int limit)
    {
        candidates.Sort();
        List<long> shown = [];
        for (int i = candidates.Count - 1; i >= 0 && shown.Count < limit; i--)
        {
            if (await session.First(PropertyListSql.IsShown, [candidates[i], filter.IncludeArchived, Flag(filter.MayBeCalled)]) != 0)
            {
                shown.Add(candidates[i]);
            }
        }

        return shown;
    }

    private static async ValueTask<List<long>> Walk(Session session, PropertyFilter filter, long before, int limit)
    {
        List<long> newest = [];
        long oldestNeeded = 0;
        foreach (bool traced in Wanted(filter.Traced))
        {
            foreach (bool probate in Wanted(filter.IsProbate))
            {
                foreach (bool vacant in Wanted(filter.IsVacant))
                {
                    foreach (LeadTemperature temperature in filter.Temperature is { } only ? [only] : Temperatures)
                    {
                        newest.AddRange(await session.All(
                            traced ? PropertyListSql.NewestTraced : PropertyListSql.NewestUntraced,
                            [
                                before, oldestNeeded, filter.MinEquity?.MinorUnits, filter.MinEquity?.Currency, filter.MinTaxDebt?.MinorUnits,
                                filter.MinTaxDebt?.Currency, filter.MinScore, filter.SourceType, vacant, probate, PropertySql.Word(temperature),
                                filter.IncludeArchived, Flag(filter.MayBeCalled), limit,
                            ]));
                        oldestNeeded = Cut(newest, limit);
                    }
                }
            }
        }

        return newest;
    }

    // Keeps the highest ids, the highest first, and says below which no other is needed.
    private static long Cut(List<long> ids, int limit)
    {
        ids.Sort(static (one, other) => other.CompareTo(one));
        if (ids.Count < limit)
        {
            return 0;
        }

        ids.RemoveRange(limit, ids.Count - limit);
        return ids[^1];
    }

    private static bool[] Wanted(bool? only) => only is { } wanted ? [wanted] : Either;

    private static long? Flag(bool? value) => value is { } flag ? (flag ? 1 : 0) : null;
}
