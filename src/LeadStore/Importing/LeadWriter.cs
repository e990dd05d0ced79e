using System.Globalization;
using LeadStore.Attributes;
using LeadStore.Engine;
using LeadStore.Exporting;
using LeadStore.Leads;
using LeadStore.Reminders;

namespace LeadStore.Importing;

/// <summary>Stores leads as an import describes them, with all that hangs on them but the messages.</summary>
internal sealed class LeadWriter(ImportContext context)
{
    // An id near the last possible one would leave no ids for the leads to come.
    private const long LastKeptId = int.MaxValue;

    // The highest number by which the source knows, or knew, a lead.
    private long _lastNumber;

    /// <summary>Stores a new lead and returns its id: the wanted one if that is free, else one that its key is.</summary>
    public async ValueTask<long> Insert(Session session, LeadDraft draft, long? wanted = null)
    {
        Lead lead = draft.Lead;
        Guid uid = draft.UidGiven ? lead.Uid : Guid.CreateVersion7(LeadRules.Later(context.Now, DateTimeOffset.UnixEpoch));
        AssistantPause? pause = lead.AssistantPause;
        long id = await session.Insert(
            ImportSql.InsertLead,
            [
                wanted ?? KeptId(draft), uid, Digits(lead.Phone), lead.Name, lead.Email, lead.Source.Value, lead.Status.Value,
                lead.Progress, lead.QualifiedAt, lead.TimesQualified, ((LeadAnswers)lead.Answers).ToJson(), lead.ArchivedAt, lead.CreatedAt,
                pause?.PausedAt, pause?.Until, pause?.By, pause?.Reason,
            ]);
        if (lead.LastContactAt != lead.CreatedAt)
        {
            await session.Execute(LeadSql.BeginContact, [id, lead.LastContactAt]);
        }

        await AddKey(session, draft.Key, id);
        if (draft.Attributes is { Count: > 0 } attributes)
        {
            await AttributeOperations.Store(session, id, attributes);
        }

        if (lead.TimesQualified > 0)
        {
            await RecordQualifications(session, draft, id, known: 0);
        }

        Remember(draft, id);
        return id;
    }

    /// <summary>Notes a key of a lead; false if it was noted already.</summary>
    public async ValueTask<bool> AddKey(Session session, string? key, long id) =>
        key is not null && await session.Execute(ImportSql.InsertKey, [context.System, key, id]) > 0;

    /// <summary>Remembers that the source has given this number to a lead, which may be gone or have become part of another.</summary>
    public void NoteNumber(long? number) => _lastNumber = number is { } last and <= LastKeptId ? Math.Max(_lastNumber, last) : _lastNumber;

    /// <inheritdoc cref="NoteNumber(long?)"/>
    public void NoteNumber(LeadDraft draft) => NoteNumber(KeptId(draft));

    /// <summary>A number that once meant somebody must not mean somebody else in the store.</summary>
    public async ValueTask SpareNumbers(Session session)
    {
        if (context.KeepsIds && _lastNumber > 0)
        {
            await session.Execute(ExportSql.RaiseLastId, ["leads", _lastNumber]);
        }
    }

    /// <summary>Joins a row with a lead that was in the store before.</summary>
    /// <returns>Whether that changed anything.</returns>
    public async ValueTask<bool> MergeIntoStore(Session session, long id, LeadDraft row)
    {
        LeadDraft stored = await Read(session, id);
        LeadDraft merged = LeadMerging.IntoStore(stored, row);
        return await Update(session, stored, merged, inThisImport: false);
    }

    /// <summary>Joins the rows of each lead of this import that is several.</summary>
    public async ValueTask MergeOthers(Session session)
    {
        foreach ((long id, List<LeadDraft> others) in context.Others.OrderBy(pair => pair.Key).ToList())
        {
            LeadDraft stored = await Read(session, id);
            List<LeadDraft> rows = [stored, .. others];
            LeadDraft first = rows.OrderBy(row => row.Lead.CreatedAt).First();
            LeadDraft merged = rows.OrderBy(row => row.Lead.CreatedAt).Skip(1).Aggregate(first, LeadMerging.Rows);
            long wanted = KeptId(first) ?? id;
            bool hasOtherUid = merged.UidGiven && merged.Lead.Uid != stored.Lead.Uid
                && await session.First(ImportSql.LeadByUid, [merged.Lead.Uid]) == 0;
            if (wanted != id || hasOtherUid)
            {
                Guid uid = hasOtherUid ? merged.Lead.Uid : stored.Lead.Uid;
                merged = merged with { UidGiven = hasOtherUid || stored.UidGiven, Lead = merged.Lead with { Uid = uid } };
                await Replace(session, id, merged, wanted);
            }
            else
            {
                await Update(session, stored, merged with { Lead = merged.Lead with { Id = id, Uid = stored.Lead.Uid } }, inThisImport: true);
            }
        }

        context.Others.Clear();
    }

    private static long? Digits(string? phone) => phone is null ? null : PhoneNumber.Parse(phone).Digits;

    // The first of the rows gives its id and its uid.
    private async ValueTask Replace(Session session, long id, LeadDraft merged, long wanted)
    {
        List<KeyValuePair<string, string>> keys = await session.All(ImportSql.KeysOfLead, [id]);
        await LeadOperations.Delete(session, id);
        context.Reminded.Remove(id);
        context.Gaps.Remove(id);
        context.UidsGiven.Remove(id);
        long newId = await Insert(session, merged, wanted);
        foreach ((string system, string key) in keys)
        {
            await session.Execute(ImportSql.InsertKey, [system, key, newId]);
        }

        foreach (LeadDraft other in context.Others[id])
        {
            if (Digits(other.Lead.Phone) is { } phone && context.OtherPhones.ContainsKey(phone))
            {
                context.OtherPhones[phone] = newId;
            }
        }

        context.ForgetKeys();
    }

    private long? KeptId(LeadDraft draft) =>
        context.KeepsIds
        && long.TryParse(draft.Key, NumberStyles.None, CultureInfo.InvariantCulture, out long id)
        && id is > 0 and <= LastKeptId
            ? id
            : null;

    private async ValueTask<LeadDraft> Read(Session session, long id)
    {
        Lead lead = await LeadOperations.GetRequired(session, id);
        List<Qualification> qualifications = lead.TimesQualified == 0 ? [] : await session.All(LeadSql.Qualifications, [id]);
        AttributeBag attributes = AttributeOperations.Parse(await session.First(AttributeSql.OfLead, [id]), $"lead {id}");
        LeadGaps gaps = context.Gaps.GetValueOrDefault(id);
        LeadDraft? reminded = context.Reminded.GetValueOrDefault(id);
        return new LeadDraft
        {
            Lead = lead,
            UidGiven = !context.IsOfThisImport(id) || context.UidsGiven.Contains(id),
            SourceGiven = (gaps & LeadGaps.Source) == 0,
            StatusGiven = (gaps & LeadGaps.Status) == 0,
            TimesGiven = (gaps & LeadGaps.Times) == 0,
            CurrentGiven = !lead.Archived,
            RemindersSent = reminded?.RemindersSent ?? 0,
            LastCustomerMessageAt = reminded?.LastCustomerMessageAt,
            FirstQualifiedAt = qualifications.FirstOrDefault()?.QualifiedAt,
            LastQualifiedAt = qualifications.LastOrDefault()?.QualifiedAt ?? lead.QualifiedAt,
            Attributes = attributes.Count == 0 ? null : attributes,
        };
    }

    private async ValueTask<bool> Update(Session session, LeadDraft before, LeadDraft after, bool inThisImport)
    {
        Lead lead = after.Lead;
        bool contact = lead.LastContactAt != before.Lead.LastContactAt;
        bool attributes = after.Attributes?.ToJson() != before.Attributes?.ToJson();
        bool fields = lead != before.Lead with { LastContactAt = lead.LastContactAt };
        if (contact)
        {
            // Back too, where it was only the time of the import.
            await session.Execute(LeadSql.BeginContact, [lead.Id, lead.LastContactAt]);
        }

        if (attributes)
        {
            await AttributeOperations.Store(session, lead.Id, after.Attributes ?? new AttributeBag());
        }

        if (fields)
        {
            AssistantPause? pause = lead.AssistantPause;
            await context.Register(session, lead.Source, given: false);
            await session.Execute(
                ImportSql.UpdateLead,
                [
                    lead.Id, Digits(lead.Phone), lead.Name, lead.Email, lead.Source.Value, lead.Status.Value, lead.Progress, lead.QualifiedAt,
                    lead.TimesQualified, ((LeadAnswers)lead.Answers).ToJson(), lead.ArchivedAt, lead.CreatedAt, pause?.PausedAt, pause?.Until,
                    pause?.By, pause?.Reason, inThisImport ? 0 : 1,
                ]);
            if (inThisImport)
            {
                await session.Execute(ImportSql.DeleteQualifications, [lead.Id]);
                await RecordQualifications(session, after, lead.Id, known: 0);
            }
            else if (lead.TimesQualified > before.Lead.TimesQualified)
            {
                await RecordQualifications(session, after, lead.Id, before.Lead.TimesQualified);
            }

            if (before.Lead.Archived && !lead.Archived)
            {
                await ReminderOperations.Wake(session, lead.Id);
            }
        }

        if (inThisImport)
        {
            Remember(after, lead.Id);
        }

        return contact || attributes || fields;
    }

    // The first and the last are all that other systems know.
    private static async ValueTask RecordQualifications(Session session, LeadDraft draft, long id, int known)
    {
        int times = draft.Lead.TimesQualified;
        if (times > 1 && known == 0 && draft.FirstQualifiedAt is { } first)
        {
            await session.Execute(LeadSql.InsertQualification, [id, 1, first, "{}"]);
        }

        if (times > known && (draft.Lead.QualifiedAt ?? draft.LastQualifiedAt) is { } last)
        {
            await session.Execute(LeadSql.InsertQualification, [id, times, last, ((LeadAnswers)draft.Lead.Answers).ToJson()]);
        }
    }

    private void Remember(LeadDraft draft, long id)
    {
        if (draft.Gaps == LeadGaps.None)
        {
            context.Gaps.Remove(id);
        }
        else
        {
            context.Gaps[id] = draft.Gaps;
        }

        if (draft.UidGiven)
        {
            context.UidsGiven.Add(id);
        }

        if (draft.RemindersSent > 0)
        {
            context.Reminded[id] = draft with { Attributes = null };
        }
        else
        {
            context.Reminded.Remove(id);
        }
    }
}
