using System.Globalization;
using LeadStore.Activities;
using LeadStore.Addresses;
using LeadStore.Attributes;
using LeadStore.Contacting;
using LeadStore.Engine;
using LeadStore.Notes;
using LeadStore.Organizations;
using LeadStore.Properties;
using LeadStore.SkipTracing;
using LeadStore.Users;
using LeadStore.Validation;

namespace LeadStore.Importing;

/// <summary>
/// Stores what rows of leads say of other rooms. What was done in the store since stays done: facts of a property give way to those of a
/// row that was changed later, and what is not known is filled in.
/// </summary>
internal sealed class LeadFactsWriter(ImportContext context, TableTally tally, MappedRow row)
{
    /// <summary>The attribute that keeps the properties of a lead beside its own.</summary>
    public const string OtherProperties = "properties";

    private const string UnknownSourceType = "imported";

    private readonly ImportedTraces _traces = new(context);

    /// <summary>Stores the facts of a row; false if all of them were there.</summary>
    public async ValueTask<bool> Store(Session session, long leadId, string key, LeadFacts facts, ImportRow source)
    {
        bool property = facts.Address is not null && await StoreProperty(session, leadId, facts, source);
        bool rules = await StoreRules(session, leadId, facts);
        bool note = facts.Note is not null && await StoreNote(session, leadId, facts);
        bool traces = await StoreTotal(session, leadId, key, CostType.SkipTrace, facts.SkipTraceCost, facts.SkipTracedAt ?? facts.UpdatedAt);
        bool models = await StoreTotal(session, leadId, key, CostType.Ai, facts.AiCost, facts.AiScoredAt ?? facts.UpdatedAt);
        bool contacts = await StoreContacts(session, leadId, key, facts);
        bool organization = facts.Organization is not null && await StoreOrganization(session, leadId, facts.Organization, source);
        bool assigned = facts.AssignedTo is not null && await StoreAssignment(session, leadId, facts, source);
        bool log = await StoreLog(session, leadId, key, facts);
        return property || rules || note || traces || models || contacts || organization || assigned || log;

        async ValueTask<bool> StoreTotal(
            Session session, long leadId, string key, CostType type, Money? total, DateTimeOffset? at) =>
            total is { MinorUnits: > 0 } amount && await CostSources.StoreTotal(
                session,
                context.System,
                key,
                new CostEntry { Type = type, Amount = amount, LeadId = leadId, OccurredAt = at ?? facts.CreatedAt ?? context.Now });
    }

    private async ValueTask<bool> StoreProperty(Session session, long leadId, LeadFacts facts, ImportRow source)
    {
        PropertyFacts? stored = await PropertyOperations.Get(session, leadId);
        if (stored is not null && (AddressKey.Of(stored.Address) != AddressKey.Of(facts.Address!) || IsOfOtherCurrency(stored, facts)))
        {
            return await KeepOther(session, leadId, source);
        }

        bool isLater = stored is null || facts.UpdatedAt > stored.UpdatedAt;
        PropertyFacts united = await WithScores(session, facts, Unite(stored ?? New(leadId, facts), facts, isLater));
        string? storedRaw = stored is null ? null : await PropertyOperations.GetRaw(session, leadId);
        string? raw = isLater ? facts.Raw ?? storedRaw : storedRaw ?? facts.Raw;
        if (united == stored && raw == storedRaw)
        {
            return false;
        }

        await session.Execute(
            ImportSql.PutProperty,
            [
                leadId, united.Address, AddressKey.Of(united.Address), united.SourceType, united.TaxDebt.Currency,
                united.EstimatedValue?.MinorUnits, united.Equity?.MinorUnits, united.TaxDebt.MinorUnits, united.ConditionScore,
                united.Violations, united.IsProbate, united.IsVacant, united.DaysOnMarket, united.MotivationScore, united.LeadScore,
                united.AiScore, united.AiScoredAt, PropertySql.Word(united.Temperature), united.FeedbackGood, united.FeedbackBad,
                united.SkipTracedAt, united.SkipTraceProvider, raw, united.CreatedAt, united.UpdatedAt,
            ]);
        return true;
    }

    private PropertyFacts New(long leadId, LeadFacts facts)
    {
        DateTimeOffset createdAt = facts.CreatedAt ?? facts.UpdatedAt ?? context.Now;
        return new PropertyFacts
        {
            LeadId = leadId,
            Address = facts.Address!,
            SourceType = UnknownSourceType,
            TaxDebt = new Money(0, context.Currency),
            CreatedAt = createdAt,
            UpdatedAt = facts.UpdatedAt ?? createdAt,
        };
    }

    private static PropertyFacts Unite(PropertyFacts stored, LeadFacts facts, bool isLater)
    {
        bool isTracedLater = facts.SkipTracedAt is not null && (stored.SkipTracedAt is null || facts.SkipTracedAt > stored.SkipTracedAt);
        PropertyFacts united = stored with
        {
            EstimatedValue = isLater ? facts.EstimatedValue ?? stored.EstimatedValue : stored.EstimatedValue ?? facts.EstimatedValue,
            Equity = isLater ? facts.Equity ?? stored.Equity : stored.Equity ?? facts.Equity,
            DaysOnMarket = isLater ? facts.DaysOnMarket ?? stored.DaysOnMarket : stored.DaysOnMarket ?? facts.DaysOnMarket,
            FeedbackGood = Math.Max(stored.FeedbackGood, facts.FeedbackGood ?? 0),
            FeedbackBad = Math.Max(stored.FeedbackBad, facts.FeedbackBad ?? 0),
            SkipTracedAt = isTracedLater ? facts.SkipTracedAt : stored.SkipTracedAt,
            SkipTraceProvider = isTracedLater ? facts.SkipTraceProvider : stored.SkipTraceProvider ?? facts.SkipTraceProvider,
        };
        return !isLater ? united : united with
        {
            Address = facts.Address!,
            SourceType = facts.SourceType ?? stored.SourceType,
            TaxDebt = facts.TaxDebt ?? stored.TaxDebt,
            ConditionScore = facts.ConditionScore ?? stored.ConditionScore,
            Violations = facts.Violations ?? stored.Violations,
            IsProbate = facts.IsProbate ?? stored.IsProbate,
            IsVacant = facts.IsVacant ?? stored.IsVacant,
            Temperature = facts.Temperature ?? stored.Temperature,
            UpdatedAt = facts.UpdatedAt ?? stored.UpdatedAt,
        };
    }

    private static bool IsOfOtherCurrency(PropertyFacts stored, LeadFacts facts) =>
        facts.HasMoney && (facts.EstimatedValue ?? facts.Equity ?? facts.TaxDebt)!.Value.Currency != stored.TaxDebt.Currency;

    // 0 is what these systems write where there is no score yet; only of the model's is nothing what is not there.
    private static async ValueTask<PropertyFacts> WithScores(Session session, LeadFacts facts, PropertyFacts property)
    {
        DateTimeOffset? at = facts.UpdatedAt ?? facts.CreatedAt;
        List<PropertyScore>? known = null;
        if (facts.MotivationScore is > 0 and var motivation && await Add(ScoreKind.Motivation, motivation, at))
        {
            property = property with { MotivationScore = motivation };
        }

        if (facts.LeadScore is > 0 and var score && await Add(ScoreKind.Lead, score, at))
        {
            property = property with { LeadScore = score };
        }

        if (facts.AiScore is { } ai && await Add(ScoreKind.Ai, ai, facts.AiScoredAt ?? at))
        {
            property = property with { AiScore = ai, AiScoredAt = facts.AiScoredAt ?? at ?? session.Now };
        }

        return property;

        // True if it is the newest of its kind.
        async ValueTask<bool> Add(ScoreKind kind, int value, DateTimeOffset? scoredAt)
        {
            known ??= await session.All(PropertySql.Scores, [property.LeadId]);
            List<PropertyScore> ofKind = known.FindAll(each => each.Kind == kind);
            if (ofKind.Exists(each => each.Value == value && (scoredAt is null || each.ScoredAt == scoredAt)))
            {
                return false;
            }

            DateTimeOffset time = scoredAt ?? session.Now;
            await session.Execute(PropertySql.InsertScore, [property.LeadId, PropertySql.Word(kind), value, default(string), time]);
            return !ofKind.Exists(each => each.ScoredAt > time);
        }
    }

    // A lead has one property. What the source says of another one is kept as it says it.
    private async ValueTask<bool> KeepOther(Session session, long leadId, ImportRow source)
    {
        string other = row.FieldsAsJson([LeadField.Address, LeadField.UpdatedAt, .. LeadFactsMapper.PropertyFields]);
        if (!await AttributeOperations.HasRoom(session, leadId, other))
        {
            context.NoteUnreadable(tally, source, [new Rejection(
                "too_long", "is more than a lead can keep of a property beside its own, and was left out.", row.Column(LeadField.RawData))]);
            return false;
        }

        return await AttributeOperations.AddToList(session, leadId, OtherProperties, other);
    }

    // Nobody is called because an import did not know that he is not to be.
    private static async ValueTask<bool> StoreRules(Session session, long leadId, LeadFacts facts)
    {
        if (facts is { DoNotCall: false, TimeZone: null })
        {
            return false;
        }

        ContactRules stored = await ContactOperations.Get(session, leadId);
        ContactRules united = stored with { DoNotCall = stored.DoNotCall || facts.DoNotCall, TimeZone = stored.TimeZone ?? facts.TimeZone };
        if (stored.QuietFrom is null && united.TimeZone == facts.TimeZone)
        {
            united = united with { QuietFrom = facts.QuietFrom, QuietUntil = facts.QuietUntil };
        }

        return united != stored && await ContactOperations.Set(session, (leadId, _ => united)) == united;
    }

    // A list of phones and addresses of an owner is what somebody has found, though nobody says who.
    private async ValueTask<bool> StoreContacts(Session session, long leadId, string key, LeadFacts facts)
    {
        TracedContacts contacts = TracedContacts.Of(
            new SkipTraceResult
            {
                Phones = [.. facts.Phones.Take(Limits.TraceContacts).Select(phone => new FoundPhone { Number = phone })],
                Emails = [.. facts.Emails.Take(Limits.TraceContacts).Select(email => new FoundEmail { Address = email })],
            },
            context.Rules,
            new Validator());
        if (contacts.Phones.Count + contacts.Emails.Count == 0)
        {
            return false;
        }

        bool changed = false;
        key = CostSources.OfPerson(key);
        SkipTrace? trace = await _traces.Find(session, ImportedTraces.ByLeadKey, key);
        if (trace?.LeadId != leadId)
        {
            DateTimeOffset at = facts.SkipTracedAt ?? facts.UpdatedAt ?? facts.CreatedAt ?? context.Now;
            trace = new SkipTrace
            {
                LeadId = leadId,
                Provider = ImportedTraces.OfLists,
                Status = SkipTraceStatus.Completed,
                StartedAt = at,
                AnsweredAt = at,
                CompletedAt = at,
            };
            TraceQuestion question = await ImportedTraces.QuestionOfLead(session, ImportedTraces.OfLists, leadId, key);
            trace = await _traces.Add(session, ImportedTraces.ByLeadKey, key, trace, question, response: null);
            changed = true;
        }

        foreach (TracedPhone phone in contacts.Phones)
        {
            changed |= await _traces.AddPhone(session, trace, phone);
        }

        foreach (TracedEmail email in contacts.Emails)
        {
            changed |= await _traces.AddEmail(session, trace, email);
        }

        return changed;
    }

    // A lead stays with whom it is. What the source says otherwise is kept.
    private async ValueTask<bool> StoreOrganization(Session session, long leadId, string key, ImportRow source)
    {
        long id = (await context.Keys.Find(session, ImportedKeys.Organizations, key)).Id;
        if (id == 0 || await OrganizationOperations.Get(session, id) is null)
        {
            return await KeepUnknown(session, leadId, LeadField.Organization, "organization", source);
        }

        Organization? stored = await OrganizationOperations.GetOfLead(session, leadId);
        return stored?.Id != id && (stored is null
            ? await OrganizationOperations.SetLead(session, (leadId, id))
            : await KeepField(session, leadId, LeadField.Organization));
    }

    // Who has a lead gives way to whom a row names that was changed later; so a lead that was taken from somebody since is not given back.
    private async ValueTask<bool> StoreAssignment(Session session, long leadId, LeadFacts facts, ImportRow source)
    {
        long id = (await context.Keys.Find(session, ImportedKeys.Users, facts.AssignedTo!)).Id;
        if (id == 0 || await UserOperations.Get(session, id) is null)
        {
            return await KeepUnknown(session, leadId, LeadField.AssignedTo, "user", source);
        }

        DateTimeOffset? told = facts.UpdatedAt ?? facts.CreatedAt;
        LeadAssignment? last = await session.First(AssignmentSql.Last, [leadId]);
        if (last is not null && ((last.EndedAt is null && last.UserId == id) || !(told > (last.EndedAt ?? last.AssignedAt))))
        {
            return false;
        }

        if (last is { EndedAt: null })
        {
            await session.Execute(AssignmentSql.End, [leadId, last.Number, told, context.System]);
        }

        await session.Execute(AssignmentSql.Insert, [leadId, (last?.Number ?? 0) + 1, id, context.System, told ?? context.Now]);
        return true;
    }

    // Each entry of a log is known again by what it says; entries that say the same, by how many there are.
    private async ValueTask<bool> StoreLog(Session session, long leadId, string key, LeadFacts facts)
    {
        bool changed = false;
        Dictionary<ulong, int> alike = [];
        foreach (string entry in facts.ActivityLog)
        {
            ulong hash = ImportContext.Hash(entry);
            int number = alike[hash] = alike.GetValueOrDefault(hash) + 1;
            string sourceId = string.Create(
                CultureInfo.InvariantCulture, $"{ActivityLogs.SourceOf(context.System)}{CostSources.OfPerson(key)}:{hash:x16}-{number}");
            if (await session.First(ActivitySql.BySource, [sourceId]) is null)
            {
                await ActivityLogs.Store(session, leadId, sourceId, entry, facts.UpdatedAt ?? facts.CreatedAt ?? context.Now);
                changed = true;
            }
        }

        return changed;
    }

    private async ValueTask<bool> KeepUnknown(Session session, long leadId, int field, string what, ImportRow source)
    {
        context.NoteUnreadable(tally, source, [new Rejection(
            $"unknown_{what}", $"is the key of no {what} that is in the store or in this import.", row.Column(field))]);
        return await KeepField(session, leadId, field);
    }

    // As an attribute of the lead, if it has none of the name.
    private async ValueTask<bool> KeepField(Session session, long leadId, int field)
    {
        AttributeBag bag = AttributeOperations.Parse(await session.First(AttributeSql.OfLead, [leadId]), $"lead {leadId}");
        string name = row.Column(field)!;
        if (bag.Get(name) is not null)
        {
            return false;
        }

        bag.Set(name, ValueReading.Json(row.Value(field), row.Format(field)));
        await AttributeOperations.Store(session, leadId, bag);
        return true;
    }

    private async ValueTask<bool> StoreNote(Session session, long leadId, LeadFacts facts)
    {
        if (await session.First(ImportSql.NoteByContent, [leadId, facts.Note]) != 0)
        {
            return false;
        }

        DateTimeOffset at = facts.UpdatedAt ?? facts.CreatedAt ?? context.Now;
        await session.Insert(NoteSql.Insert, [leadId, NoteSql.Word(NoteType.General), facts.Note, default(string), at, at]);
        return true;
    }
}
