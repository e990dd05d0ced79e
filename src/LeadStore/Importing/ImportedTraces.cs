using System.Globalization;
using System.Text.Json;
using LeadStore.Attributes;
using LeadStore.Engine;
using LeadStore.Leads;
using LeadStore.SkipTracing;

namespace LeadStore.Importing;

/// <summary>The traces that an import has brought, by the keys of their source; and what was found by them, each thing once.</summary>
internal sealed class ImportedTraces(ImportContext context)
{
    /// <summary>Where it is kept which trace has which key, and the other way round.</summary>
    public const string ByKey = "leadstore.skip_traces";

    public const string ById = "leadstore.skip_trace_keys";

    /// <summary>The same for what rows of leads list of phones and addresses.</summary>
    public const string ByLeadKey = "leadstore.contact_lists";

    /// <summary>Who is said to have found what rows of leads list.</summary>
    public static readonly TraceProvider OfLists = "imported";

    private readonly HashSet<long> _leadsWithPhones = [];
    private string? _lastKey;
    private SkipTrace? _last;

    /// <summary>The trace with a key; null if there is none, or none any more.</summary>
    public async ValueTask<SkipTrace?> Find(Session session, string key)
    {
        if (key != _lastKey)
        {
            _last = await Find(session, ByKey, key);
            _lastKey = key;
        }

        return _last;
    }

    public async ValueTask<SkipTrace?> Find(Session session, string table, string key)
    {
        StoredRow known = await session.First(ImportSql.RowByKey, [context.System, table, key]);
        if (known.Id == 0)
        {
            return null;
        }

        using JsonDocument content = JsonDocument.Parse(known.Content!);
        return await SkipTraceOperations.Get(new TraceSessions(session, session), content.RootElement.GetProperty("trace").GetInt64());
    }

    /// <summary>Stores a trace without anything that was found by it, and remembers its key.</summary>
    public async ValueTask<SkipTrace> Add(
        Session session, string table, string key, SkipTrace trace, TraceQuestion question, string? response)
    {
        if (await session.First(TraceFileSql.File, []) is not null)
        {
            throw new InvalidOperationException(
                "The rows bring skip traces, and those of this store are in a file of their own (LeadDatabaseOptions.SkipTracePath). Leave those "
                + "tables and columns out of the mapping, or import into a store that keeps them in its own file. This batch was rolled back.");
        }

        long id = await session.Insert(
            SkipTraceSql.Insert,
            [
                trace.LeadId, question.Provider.Value, RequestJson.Of(question.Request), question.Key, SkipTraceSql.Word(trace.Status),
                trace.Confidence, trace.Cost?.MinorUnits ?? 0, trace.Cost?.Currency, trace.Failure, 0, 0, 0, 0, 0, trace.ResponseLength,
                trace.StartedAt, trace.AnsweredAt, trace.CompletedAt, response,
            ]);
        _lastKey = null;
        string number = id.ToString(CultureInfo.InvariantCulture);
        await Remember(session, table, key, $"{{\"trace\":{number}}}");
        await Remember(session, ById, number, $"{{\"{(table == ByKey ? "key" : "list_of")}\":{JsonText.String(key)}}}");
        return trace with { Id = id };
    }

    /// <summary>Ends a trace that was under way.</summary>
    public async ValueTask<SkipTrace> Finish(Session session, SkipTrace trace, SkipTrace end, string? response)
    {
        _lastKey = null;
        return (await session.First(
            SkipTraceSql.Finish,
            [
                trace.Id, SkipTraceSql.Word(end.Status), end.Confidence, end.Cost?.MinorUnits ?? 0, end.Cost?.Currency, end.Failure,
                trace.PhoneCount, trace.PhonesSkipped, trace.EmailCount, trace.EmailsSkipped, end.ResponseLength, end.AnsweredAt, end.CompletedAt,
                response,
            ]))!.Trace;
    }

    /// <summary>Stores a phone that was found, or what is new of it; false if all of it was there.</summary>
    public async ValueTask<bool> AddPhone(Session session, SkipTrace trace, TracedPhone found)
    {
        await EndByWhatWasFound(session, trace);
        TracedPhone? stored = await session.First(ImportSql.TracePhone, [trace.LeadId, trace.Id, found.Phone.Digits]);
        TracedPhone phone = stored is null ? found : TracedContacts.Both(stored, found);
        if (phone == stored)
        {
            return false;
        }

        await session.Execute(
            stored is null ? SkipTraceSql.InsertPhone : ImportSql.SetTracePhone,
            [
                trace.LeadId, trace.Id, phone.Phone.Digits, phone.Type, phone.Carrier, SkipTraceOperations.Flag(phone.IsValid),
                SkipTraceOperations.Flag(phone.IsMobile), SkipTraceOperations.Flag(phone.IsDoNotCall), SkipTraceOperations.Flag(phone.IsLitigator),
                SkipTraceOperations.Flag(phone.IsReassigned), phone.Confidence, phone.LastSeenAt,
            ]);
        await Count(session, trace, phones: stored is null ? 1 : 0);
        return true;
    }

    /// <summary>The same for an address.</summary>
    public async ValueTask<bool> AddEmail(Session session, SkipTrace trace, TracedEmail found)
    {
        await EndByWhatWasFound(session, trace);
        TracedEmail? stored = await session.First(ImportSql.TraceEmail, [trace.LeadId, trace.Id, found.Email]);
        TracedEmail email = stored is null ? found : TracedContacts.Both(stored, found);
        if (email == stored)
        {
            return false;
        }

        await session.Execute(
            stored is null ? SkipTraceSql.InsertEmail : ImportSql.SetTraceEmail,
            [trace.LeadId, trace.Id, email.Email, email.Type, SkipTraceOperations.Flag(email.IsValid), email.Confidence]);
        await Count(session, trace, emails: stored is null ? 1 : 0);
        return true;
    }

    /// <summary>Counts what was found and could not be read.</summary>
    public static ValueTask<int> CountSkipped(Session session, SkipTrace trace, bool isPhone) =>
        session.Execute(ImportSql.CountContacts, [trace.Id, 0, isPhone ? 1 : 0, 0, isPhone ? 0 : 1]);

    /// <summary>Remembers that a phone of a lead was found; see <see cref="OfferPhones"/>.</summary>
    public void NotePhone(long leadId) => _leadsWithPhones.Add(leadId);

    /// <summary>A lead without a phone gets the best of those that were found, if nobody else has it.</summary>
    public async ValueTask OfferPhones(Session session)
    {
        foreach (long lead in _leadsWithPhones)
        {
            if (await LeadOperations.GetRequired(session, lead) is { Phone: null }
                && await TraceReading.BestPhone(new TraceSessions(session, session), lead) is { } best
                && await session.First(LeadSql.IdByPhone, [best.Phone.Digits]) == 0)
            {
                await session.Execute(LeadSql.UpdatePhone, [lead, best.Phone.Digits]);
            }
        }

        _leadsWithPhones.Clear();
    }

    /// <summary>The question of a trace that is told by its lead alone.</summary>
    public static async ValueTask<TraceQuestion> QuestionOfLead(Session session, TraceProvider provider, long leadId, string key)
    {
        SkipTraceRequest request = new()
        {
            FullName = (await LeadOperations.GetRequired(session, leadId)).Name,
            Address = (await Properties.PropertyOperations.Get(session, leadId))?.Address,
        };

        // Without a name and a place nobody asks the same.
        return new TraceQuestion(provider, request, RequestKey.Of(request) ?? $"{ImportContext.Hash(key):x16}");
    }

    // A trace by which something was found has ended, whatever its source says of it.
    private async ValueTask EndByWhatWasFound(Session session, SkipTrace trace)
    {
        if (trace.Status == SkipTraceStatus.Pending && await session.Execute(ImportSql.EndTrace, [trace.Id]) > 0)
        {
            await session.Execute(SkipTraceSql.NoteOnProperty, [trace.LeadId, trace.StartedAt, trace.Provider.Value]);
            _lastKey = null;
        }
    }

    private static async ValueTask Count(Session session, SkipTrace trace, int phones = 0, int emails = 0)
    {
        if (phones + emails > 0)
        {
            await session.Execute(ImportSql.CountContacts, [trace.Id, phones, 0, emails, 0]);
        }
    }

    private async ValueTask Remember(Session session, string table, string key, string content)
    {
        StoredRow known = await session.First(ImportSql.RowByKey, [context.System, table, key]);
        await (known.Id == 0
            ? session.Execute(ImportSql.InsertRow, [context.System, table, key, content, context.Now])
            : session.Execute(ImportSql.UpdateRow, [known.Id, content]));
    }
}
