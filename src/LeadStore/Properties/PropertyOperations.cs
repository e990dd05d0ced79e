using LeadStore.Addresses;
using LeadStore.Engine;
using LeadStore.Leads;
using LeadStore.Validation;

namespace LeadStore.Properties;

/// <summary>The verbs on the properties of leads, each written once for every engine and for both ways of calling it.</summary>
internal static class PropertyOperations
{
    public static async ValueTask<PropertyFacts?> Get(Session session, long leadId) => await session.First(PropertySql.ByLead, [leadId]);

    public static async ValueTask<PropertyFacts> GetRequired(Session session, long leadId)
    {
        if (await Get(session, leadId) is { } facts)
        {
            return facts;
        }

        await CheckLead(session, leadId);
        throw new LeadStoreException(LeadStoreErrorKind.NotFound, $"Lead {leadId} has no property. Store one by Properties.Set first.");
    }

    public static async ValueTask<IReadOnlyList<PropertyFacts>> FindByAddress(Session session, string address)
    {
        Validator validator = new();
        validator.Required("address", address, Limits.Address);
        validator.ThrowIfAny();
        return await session.All(PropertySql.ByAddress, [AddressKey.Of(address)]);
    }

    public static async ValueTask<PropertyLead> CreateLead(Session session, (NewLead Lead, NewProperty Property) call)
    {
        Lead lead = await LeadOperations.Create(session, call.Lead, LeadIdentity.Elsewhere);
        return new PropertyLead(lead, await Set(session, (lead.Id, call.Property)));
    }

    public static async ValueTask<PropertyFacts> Set(Session session, (long LeadId, NewProperty Property) call)
    {
        PropertyFacts? current = await Get(session, call.LeadId);
        Validator validator = new();
        PropertyFacts facts = PropertyRules.With(
            current ?? new PropertyFacts { LeadId = call.LeadId, CreatedAt = session.Now, UpdatedAt = session.Now }, call.Property, validator);
        validator.ThrowIfAny();
        if (current is not null)
        {
            return await Store(session, current, facts);
        }

        await CheckLead(session, call.LeadId);
        await session.Execute(PropertySql.Insert, Arguments(facts));
        return facts;
    }

    public static async ValueTask<PropertyFacts> Update(Session session, (long LeadId, Func<PropertyFacts, PropertyFacts> Change) call)
    {
        ArgumentNullException.ThrowIfNull(call.Change, "change");
        PropertyFacts current = await GetRequired(session, call.LeadId);
        PropertyFacts changed = call.Change(current)
            ?? throw new InvalidOperationException("The function given to Properties.Update returned null; return the facts to store.");
        Validator validator = new();
        PropertyFacts facts = PropertyRules.Changed(current, changed, validator);
        validator.ThrowIfAny();
        return await Store(session, current, facts);
    }

    public static async ValueTask<string?> GetRaw(Session session, long leadId) => await session.First(PropertySql.Raw, [leadId]);

    public static async ValueTask<PropertyFacts> SetRaw(Session session, (long LeadId, string? Json) call)
    {
        Validator validator = new();
        if (call.Json is { } json)
        {
            validator.Json("json", json, Limits.RawData);
        }

        validator.ThrowIfAny();
        await session.Execute(PropertySql.SetRaw, [call.LeadId, call.Json, session.Now]);
        return await GetRequired(session, call.LeadId);
    }

    public static async ValueTask<PropertyFacts> SetTemperature(Session session, (long LeadId, LeadTemperature Temperature) call)
    {
        Validator validator = new();
        validator.Defined("temperature", call.Temperature);
        validator.ThrowIfAny();
        PropertyFacts current = await GetRequired(session, call.LeadId);
        if (current.Temperature == call.Temperature)
        {
            return current;
        }

        await session.Execute(PropertySql.SetTemperature, [call.LeadId, PropertySql.Word(call.Temperature), session.Now]);
        return await GetRequired(session, call.LeadId);
    }

    public static async ValueTask<PropertyFacts> AddFeedback(Session session, (long LeadId, bool Good) call)
    {
        await session.Execute(PropertySql.AddFeedback, [call.LeadId, call.Good, !call.Good, session.Now]);
        return await GetRequired(session, call.LeadId);
    }

    public static async ValueTask<PropertyFacts> SetScore(
        Session session, (long LeadId, ScoreKind Kind, int Value, string? Model, DateTimeOffset? At) call)
    {
        Validator validator = new();
        validator.Defined("kind", call.Kind);
        validator.Range("value", call.Value, 0, 100);
        string? model = validator.Optional("model", call.Model, Limits.Model);
        validator.ThrowIfAny();
        await GetRequired(session, call.LeadId);
        DateTimeOffset at = Instant.Stored(call.At ?? session.Now);
        string kind = PropertySql.Word(call.Kind);
        bool isNewest = await session.First(PropertySql.HasNewerScore, [call.LeadId, kind, at]) == 0;
        await session.Execute(PropertySql.InsertScore, [call.LeadId, kind, call.Value, model, at]);
        if (isNewest)
        {
            await (call.Kind switch
            {
                ScoreKind.Motivation => session.Execute(PropertySql.SetMotivation, [call.LeadId, call.Value, session.Now]),
                ScoreKind.Lead => session.Execute(PropertySql.SetLeadScore, [call.LeadId, call.Value, session.Now]),
                _ => session.Execute(PropertySql.SetAiScore, [call.LeadId, call.Value, session.Now, at]),
            });
        }

        return await GetRequired(session, call.LeadId);
    }

    public static async ValueTask<IReadOnlyList<PropertyScore>> ListScores(Session session, (long LeadId, ScoreKind? Kind) call)
    {
        List<PropertyScore> scores = await session.All(PropertySql.Scores, [call.LeadId]);
        return call.Kind is { } kind ? scores.FindAll(score => score.Kind == kind) : scores;
    }

    public static async ValueTask<bool> Delete(Session session, long leadId)
    {
        await session.Execute(PropertySql.DeleteScores, [leadId]);
        return await session.Execute(PropertySql.Delete, [leadId]) > 0;
    }

    public static async ValueTask CheckLead(Session session, long leadId)
    {
        if (await session.First(LeadSql.IdById, [leadId]) == 0)
        {
            throw new LeadNotFoundException(leadId);
        }
    }

    private static async ValueTask<PropertyFacts> Store(Session session, PropertyFacts current, PropertyFacts facts)
    {
        if (facts == current)
        {
            return current;
        }

        facts = facts with { UpdatedAt = session.Now };
        await session.Execute(PropertySql.Update, Arguments(facts));
        return facts;
    }

    private static SqlValue[] Arguments(PropertyFacts facts) =>
    [
        facts.LeadId, facts.Address, AddressKey.Of(facts.Address), facts.SourceType, facts.TaxDebt.Currency, facts.EstimatedValue?.MinorUnits,
        facts.Equity?.MinorUnits, facts.TaxDebt.MinorUnits, facts.ConditionScore, facts.Violations, facts.IsProbate, facts.IsVacant,
        facts.DaysOnMarket, facts.UpdatedAt,
    ];
}
