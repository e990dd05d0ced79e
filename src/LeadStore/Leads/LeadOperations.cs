using LeadStore.Engine;
using LeadStore.Reminders;
using LeadStore.Sources;
using LeadStore.Validation;

namespace LeadStore.Leads;

/// <summary>The verbs on leads, each written once for every engine and for both ways of calling it.</summary>
internal static class LeadOperations
{
    public static ValueTask<Lead?> Get(Session session, long id) => session.First(LeadSql.ById, [id]);

    public static async ValueTask<Lead> GetRequired(Session session, long id) =>
        await session.First(LeadSql.ById, [id]) ?? throw new LeadNotFoundException(id);

    public static ValueTask<Lead?> GetByPhone(Session session, string phone) => GetByPhone(session, LeadRules.Phone(phone, session.Rules));

    public static ValueTask<Lead?> GetByPhone(Session session, PhoneNumber phone) => session.First(LeadSql.ByPhone, [phone.Digits]);

    public static ValueTask<Lead?> GetByKey(Session session, (string System, string Key) call)
    {
        ArgumentNullException.ThrowIfNull(call.System, "system");
        ArgumentNullException.ThrowIfNull(call.Key, "key");
        return session.First(LeadSql.ByKey, [call.System, call.Key]);
    }

    /// <summary>Finds a customer by phone; one that is archived comes back, for which the operation is run again where it can write.</summary>
    public static async ValueTask<ReadAttempt<Lead?>> CheckExisting(Session session, string phone)
    {
        Lead? lead = await GetByPhone(session, phone);
        if (lead is not { Archived: true })
        {
            return lead;
        }

        return session.CanWrite ? await BringBack(session, lead) : ReadAttempt<Lead?>.AsWrite;
    }

    public static ValueTask<Lead> Create(Session session, NewLead input) => Create(session, input, LeadIdentity.PhoneOrEmail);

    /// <param name="session">Where it is stored.</param>
    /// <param name="input">The lead.</param>
    /// <param name="identity">What it must have.</param>
    public static async ValueTask<Lead> Create(Session session, NewLead input, LeadIdentity identity)
    {
        Validator validator = new();
        Lead lead = LeadRules.Created(input, session.Rules, session.Now, validator, identity);
        if (input.Source is not null)
        {
            await SourceOperations.Check(session, lead.Source, validator);
        }

        validator.ThrowIfAny();
        return await Insert(session, lead);
    }

    /// <summary>Stores the lead of a person who has written. Its source is the store's own word, which is never refused.</summary>
    public static ValueTask<Lead> CreateFromInbound(Session session, PhoneNumber phone, LeadSource source, DateTimeOffset receivedAt)
    {
        NewLead input = new() { Phone = phone.ToString(), Source = source, LastContactAt = receivedAt };
        Validator validator = new();
        Lead lead = LeadRules.Created(input, session.Rules, session.Now, validator);
        validator.ThrowIfAny();
        return Insert(session, lead);
    }

    private static async ValueTask<Lead> Insert(Session session, Lead lead)
    {
        await SourceOperations.Register(session, lead.Source);
        long? digits = Digits(lead.Phone);
        long id = await session.Insert(
            LeadSql.Insert,
            [
                lead.Uid, digits, lead.Name, lead.Email, lead.Source.Value, lead.Status.Value, lead.Progress, lead.QualifiedAt,
                lead.TimesQualified, ((LeadAnswers)lead.Answers).ToJson(), lead.CreatedAt,
            ]);
        if (id == 0)
        {
            throw new DuplicateLeadException(await session.First(LeadSql.IdByPhone, [digits]), nameof(Lead.Phone));
        }

        lead = lead with { Id = id };
        if (lead.LastContactAt != lead.CreatedAt)
        {
            await session.Execute(LeadSql.BeginContact, [id, lead.LastContactAt]);
        }

        if (lead.Qualified)
        {
            await RecordQualification(session, lead);
        }

        return lead;
    }

    public static async ValueTask<Lead> Upsert(Session session, NewLead input)
    {
        // All that is given must be right, whether or not the lead is there already.
        Validator validator = new();
        Lead given = LeadRules.Created(input, session.Rules, session.Now, validator, LeadIdentity.Phone);
        validator.ThrowIfAny();
        Lead? existing = await GetByPhone(session, given.Phone!);
        if (existing is null)
        {
            return await Create(session, input);
        }

        Lead current = await BringBack(session, existing);
        return await Store(
            session,
            current,
            current with
            {
                Name = string.IsNullOrWhiteSpace(input.Name) ? current.Name : input.Name,
                Email = string.IsNullOrWhiteSpace(input.Email) ? current.Email : input.Email,
                Source = input.Source ?? current.Source,
                Status = input.Status ?? current.Status,
                Progress = input.Progress ?? current.Progress,
                Qualified = input.Qualified ?? (input.QualifiedAt is not null || current.Qualified),
                QualifiedAt = input.QualifiedAt ?? current.QualifiedAt,
                Answers = Merged(current, input.Answers),
                LastContactAt = input.LastContactAt ?? current.LastContactAt,
            });
    }

    public static async ValueTask<Lead> Change(Session session, LeadChange call)
    {
        ArgumentNullException.ThrowIfNull(call.Change, "change");
        Lead current = await GetRequired(session, call.Id);
        Lead changed = call.Change(current)
            ?? throw new InvalidOperationException("The function given to UpdateLead returned null; return the lead to store.");
        return await Store(session, current, changed);
    }

    /// <summary>Stores a lead that was read and changed outside a transaction, unless it was changed meanwhile.</summary>
    public static async ValueTask<Lead> Replace(Session session, Lead changed)
    {
        ArgumentNullException.ThrowIfNull(changed);
        Lead current = await GetRequired(session, changed.Id);
        if (current.Version != changed.Version)
        {
            throw new LeadConcurrencyException(changed.Id, changed.Version, current.Version);
        }

        // Messages move this one without a new version; it is not the caller's to set.
        return await Store(session, current, changed with { LastCustomerMessageAt = current.LastCustomerMessageAt });
    }

    public static ValueTask<Lead> SetAnswer(Session session, (long Id, string Question, string? Answer) call)
    {
        Validator validator = new();
        validator.Answer(nameof(Lead.Answers), call.Question, call.Answer ?? "");
        validator.ThrowIfAny();
        return Change(session, new LeadChange(call.Id, lead => lead with { Answers = ((LeadAnswers)lead.Answers).With(call.Question, call.Answer) }));
    }

    public static ValueTask<Lead> MergeAnswers(Session session, (long Id, IReadOnlyDictionary<string, string?> Answers) call)
    {
        ArgumentNullException.ThrowIfNull(call.Answers, "answers");
        Validator validator = new();
        validator.Count(nameof(Lead.Answers), call.Answers.Count);
        validator.ThrowIfAny();
        return Change(session, new LeadChange(call.Id, lead => lead with { Answers = Merged(lead, call.Answers) }));
    }

    public static ValueTask<Lead> Qualify(Session session, (long Id, IReadOnlyDictionary<string, string>? Answers) call)
    {
        CheckAnswers(call.Answers);
        return Change(
            session,
            new LeadChange(call.Id, lead => lead with
            {
                Status = LeadStatus.Qualified,
                Progress = 100,
                Qualified = true,
                Answers = Merged(lead, call.Answers),
            }));
    }

    public static ValueTask<Lead> Requalify(Session session, long id) =>
        Change(
            session,
            new LeadChange(id, lead => lead.Mode == ConversationMode.Qualifying ? lead : lead with
            {
                Status = session.Rules.RestartedStatus,
                Progress = 0,
                Qualified = false,
                QualifiedAt = null,
                Answers = LeadAnswers.Empty,
            }));

    public static async ValueTask<Lead> Touch(Session session, (long Id, DateTimeOffset? At) call)
    {
        await session.Execute(LeadSql.Touch, [call.Id, Instant.Stored(call.At ?? session.Now)]);
        return await GetRequired(session, call.Id);
    }

    public static async ValueTask<bool> Archive(Session session, long id) =>
        await Changed(session, await session.Execute(LeadSql.Archive, [id, session.Now]), id);

    public static async ValueTask<bool> Restore(Session session, long id)
    {
        bool restored = await Changed(session, await session.Execute(LeadSql.Restore, [id]), id);
        await ReminderOperations.Wake(session, id);
        return restored;
    }

    public static async ValueTask<DeleteSummary> Delete(Session session, long id) =>
        await TryDelete(session, id) ?? throw new LeadNotFoundException(id);

    public static async ValueTask<DeleteSummary?> TryDelete(Session session, long id)
    {
        if (await session.First(LeadSql.IdById, [id]) == 0)
        {
            return null;
        }

        Dictionary<string, int> deleted = [];
        foreach ((string table, Command delete) in LeadSql.Deletes)
        {
            deleted[table] = await session.Execute(delete, [id]);
        }

        return new DeleteSummary(id, deleted);
    }

    public static ValueTask<Lead> PauseAssistant(Session session, (long Id, string By, DateTimeOffset? Until, string? Reason) call) =>
        Change(session, new LeadChange(call.Id, lead => lead with { AssistantPause = new AssistantPause(session.Now, call.Until, call.By, call.Reason) }));

    public static ValueTask<Lead> ResumeAssistant(Session session, long id) =>
        Change(session, new LeadChange(id, lead => lead with { AssistantPause = null }));

    public static async ValueTask<IReadOnlyList<Qualification>> ListQualifications(Session session, long id) =>
        await session.All(LeadSql.Qualifications, [id]);

    public static async ValueTask<bool> TryOnce(Session session, (long Id, string Key) call)
    {
        Validator validator = new();
        string key = validator.Required("key", call.Key, Limits.OnceKey);
        validator.ThrowIfAny();
        return await Changed(session, await session.Execute(LeadSql.InsertOnce, [call.Id, key, session.Now]), call.Id);
    }

    /// <summary>The lead, not archived any more.</summary>
    public static async ValueTask<Lead> BringBack(Session session, Lead lead)
    {
        if (!lead.Archived)
        {
            return lead;
        }

        await Restore(session, lead.Id);
        return lead with { ArchivedAt = null, Version = lead.Version + 1 };
    }

    private static async ValueTask<Lead> Store(Session session, Lead current, Lead input)
    {
        Lead lead = LeadRules.Changed(current, input, session.Rules, session.Now);
        if (lead.LastContactAt != current.LastContactAt)
        {
            await session.Execute(LeadSql.Touch, [lead.Id, lead.LastContactAt]);
        }

        if (lead == current with { LastContactAt = lead.LastContactAt })
        {
            return lead;
        }

        if (lead.Phone != current.Phone)
        {
            await ChangePhone(session, lead);
        }

        if (lead.Source != current.Source)
        {
            Validator validator = new();
            await SourceOperations.Check(session, lead.Source, validator);
            validator.ThrowIfAny();
            await SourceOperations.Register(session, lead.Source);
            await session.Execute(LeadSql.UpdateSource, [lead.Id, lead.Source.Value]);
        }

        AssistantPause? pause = lead.AssistantPause;
        await session.Execute(
            LeadSql.Update,
            [
                lead.Id, lead.Name, lead.Email, lead.Status.Value, lead.Progress, lead.QualifiedAt, lead.TimesQualified,
                ((LeadAnswers)lead.Answers).ToJson(), pause?.PausedAt, pause?.Until, pause?.By, pause?.Reason,
            ]);
        lead = lead with { Version = current.Version + 1 };
        if (lead.TimesQualified > current.TimesQualified)
        {
            await RecordQualification(session, lead);
        }

        if (current.Qualified && !lead.Qualified)
        {
            // What was answered after the qualification belongs to it, now that it is over.
            await session.Execute(LeadSql.UpdateQualification, [current.Id, current.TimesQualified, ((LeadAnswers)current.Answers).ToJson()]);
        }

        if ((current.Qualified && !lead.Qualified) || lead.AssistantPause != current.AssistantPause)
        {
            await ReminderOperations.Wake(session, lead.Id);
        }

        return lead;
    }

    private static async ValueTask ChangePhone(Session session, Lead lead)
    {
        long? digits = Digits(lead.Phone);
        long holder = digits is null ? 0 : await session.First(LeadSql.IdByPhone, [digits]);
        if (holder != 0 && holder != lead.Id)
        {
            throw new DuplicateLeadException(holder, nameof(Lead.Phone));
        }

        await session.Execute(LeadSql.UpdatePhone, [lead.Id, digits]);
    }

    private static async ValueTask RecordQualification(Session session, Lead lead) =>
        await session.Execute(
            LeadSql.InsertQualification, [lead.Id, lead.TimesQualified, lead.QualifiedAt, ((LeadAnswers)lead.Answers).ToJson()]);

    // Nothing changed: because there was nothing to change, or because there is no such lead?
    private static async ValueTask<bool> Changed(Session session, int rows, long id)
    {
        if (rows == 0 && await session.First(LeadSql.IdById, [id]) == 0)
        {
            throw new LeadNotFoundException(id);
        }

        return rows > 0;
    }

    // Before they are merged, where a missing answer would remove the stored one.
    private static void CheckAnswers(IReadOnlyDictionary<string, string>? answers)
    {
        Validator validator = new();
        validator.Answers(nameof(Lead.Answers), answers);
        validator.ThrowIfAny();
    }

    private static LeadAnswers Merged<TAnswer>(Lead lead, IEnumerable<KeyValuePair<string, TAnswer>>? answers)
        where TAnswer : class?
    {
        LeadAnswers merged = (LeadAnswers)lead.Answers;
        foreach ((string question, TAnswer answer) in answers ?? [])
        {
            merged = merged.With(question, answer as string);
        }

        return merged;
    }

    private static long? Digits(string? phone) => phone is null ? null : PhoneNumber.Parse(phone).Digits;
}
