using LeadStore.Calls;
using LeadStore.Engine;
using LeadStore.Phones;
using LeadStore.Validation;

namespace LeadStore.Importing;

/// <summary>
/// Stores calls, each once: by the id that its provider gave it, else by its key. One that was under way comes to its end when the source has
/// one.
/// </summary>
internal sealed class CallStep(ImportContext context, TablePlan plan, TableTally tally) : ImportStep(context, plan, tally)
{
    private const int Key = 0;
    private const int Lead = 1;
    private const int LeadPhone = 2;
    private const int Direction = 3;
    private const int PhoneField = 4;
    private const int From = 5;
    private const int To = 6;
    private const int Status = 7;
    private const int Outcome = 8;
    private const int StartedAt = 9;
    private const int EndedAt = 10;
    private const int Duration = 11;
    private const int RecordingUrl = 12;
    private const int Transcript = 13;
    private const int Analysis = 14;
    private const int Summary = 15;
    private const int Sentiment = 16;
    private const int Score = 17;
    private const int Campaign = 18;
    private const int User = 19;
    private const int SourceId = 20;
    private const int CreatedAt = 21;

    private const string UnknownOutcome = "unknown";

    private static readonly string[] Outbound = ["outbound", "outgoing", "outboundapi", "outbounddial", "out"];
    private static readonly string[] Inbound = ["inbound", "incoming", "in"];

    // What providers say of a call that has no end yet.
    private static readonly string[] UnderWay = ["pending", "queued", "initiated", "scheduled", "dialing", "ringing", "inprogress", "active"];

    // Their words for what the store calls otherwise, without signs.
    private static readonly Dictionary<string, CallOutcome> Outcomes = new(StringComparer.Ordinal)
    {
        ["completed"] = CallOutcome.Answered,
        ["complete"] = CallOutcome.Answered,
        ["connected"] = CallOutcome.Answered,
        ["noanswer"] = CallOutcome.NoAnswer,
        ["missed"] = CallOutcome.NoAnswer,
        ["voicemail"] = CallOutcome.Voicemail,
        ["cancelled"] = CallOutcome.Canceled,
        ["error"] = CallOutcome.Failed,
    };

    private readonly HashSet<long> _told = [];

    /// <inheritdoc/>
    public override IReadOnlyList<string> OrderBy => Plan.OrderBy("started_at");

    /// <inheritdoc/>
    public override async ValueTask Take(Session session, ImportRow row)
    {
        Row.Fill(row);
        long lead = await LeadOf(session, Lead, LeadPhone);
        CallLog call = ReadCall(lead);
        call = call with
        {
            CampaignId = await KnownCampaign(session),
            UserId = await UserOf(session, User),
        };
        string? transcript = Kept.Text(Transcript, Limits.Transcript, trim: false);
        string? analysis = ReadAnalysis();
        string? sourceId = Kept.Text(SourceId, Limits.SourceId);
        string key = KeyOnce(row, Key, out bool isAgain);
        if (Row.Rejection is { } rejection)
        {
            Reject(row, rejection);
            return;
        }

        Context.NoteUnreadable(Tally, row, Row.Unreadable);
        string byKey = CostSources.OfRow(Context.System, Plan.Mapping.Table, "call", key);
        CallLog? stored = sourceId is null ? null : await session.First(CallSql.BySource, [sourceId]);
        if (stored is not null && stored.LeadId != lead)
        {
            // An id that several calls have tells none of them.
            Row.KeepField(SourceId);
            (stored, sourceId) = (null, null);
        }

        KnownKey known = await Context.Keys.Find(session, ImportedKeys.Calls, key);
        stored ??= await session.First(CallSql.BySource, [byKey])
            ?? (known.LeadId == lead ? await CallOperations.Get(session, known.Id) : null);
        bool isNew = stored is null;
        bool changed = false;
        long id = stored?.Id ?? await Insert(session, call, sourceId ?? byKey, transcript, analysis);
        bool isTold = !_told.Add(id);
        if (sourceId is not null && !isTold && known.Id != id)
        {
            await Context.Keys.Remember(session, ImportedKeys.Calls, key, new KnownKey(id, lead));
        }

        if (stored is not null && !isTold)
        {
            changed = await Join(session, stored, call, transcript, analysis);
        }

        // Of several rows that are one call the first tells it; the others are kept as they are.
        string? rest = isTold && !isAgain ? RowAsJson(row, Lead, LeadPhone) : Row.Rest.Count > 0 ? RestAsJson(Key) : null;
        changed |= rest is not null && await KeepWithLead(session, lead, rest, row);
        Count(isNew ? ImportOutcome.Imported : changed ? ImportOutcome.Merged : ImportOutcome.Unchanged);
    }

    private static async ValueTask<long> Insert(Session session, CallLog call, string sourceId, string? transcript, string? analysis)
    {
        long id = await session.Insert(
            CallSql.Insert,
            [
                call.LeadId, call.Phone?.Digits, CallSql.Word(call.Direction), call.Outcome?.Value, call.StartedAt, call.EndedAt,
                call.DurationSeconds, call.RecordingUrl, call.CampaignId, call.UserId, sourceId, transcript?.Length, analysis, transcript,
            ]);
        await CallOperations.StoreWords(session, id, transcript);
        return id;
    }

    private async ValueTask<long?> KnownCampaign(Session session)
    {
        long id = await CampaignOf(session, Campaign);
        if (id == 0 && Row.Has(Campaign))
        {
            Row.KeepUnreadable(Campaign, "unknown_campaign", "is the key of no campaign that is in the store or in this import.");
        }

        return id == 0 ? null : id;
    }

    // What is not known is filled in; nothing that is known is changed.
    private static async ValueTask<bool> Join(Session session, CallLog stored, CallLog call, string? transcript, string? analysis)
    {
        bool changed = false;
        if (stored.IsUnderWay && call.EndedAt is { } endedAt)
        {
            await session.Execute(CallSql.Complete, [stored.Id, call.Outcome!.Value.Value, endedAt, call.DurationSeconds, call.RecordingUrl]);
            changed = true;
        }

        if (stored.TranscriptLength is null && transcript is not null)
        {
            await session.Execute(CallSql.SetTranscript, [stored.Id, transcript.Length, transcript]);
            await CallOperations.StoreWords(session, stored.Id, transcript);
            changed = true;
        }

        if (!stored.HasAnalysis && analysis is not null)
        {
            changed = await session.Execute(CallSql.SetAnalysis, [stored.Id, analysis]) > 0;
        }

        return changed;
    }

    private CallLog ReadCall(long lead)
    {
        CallDirection direction = ReadDirection();
        CallOutcome? outcome = ReadOutcome(out bool isUnderWay);
        DateTimeOffset? started = Kept.Time(StartedAt);
        DateTimeOffset? created = Kept.Time(CreatedAt);
        if (started is not null && created is not null)
        {
            Row.KeepField(CreatedAt);
        }

        DateTimeOffset? ended = Kept.Time(EndedAt);
        int? seconds = Kept.Number(Duration, Limits.CallSeconds);
        DateTimeOffset startedAt = started ?? created ?? ended ?? Context.Now;
        if (ended is { } end && (end < startedAt || (end - startedAt).TotalSeconds > Limits.CallSeconds))
        {
            Row.KeepUnreadable(EndedAt, "out_of_range", $"must be at the beginning of the call or at most {Limits.CallSeconds} seconds later.");
            ended = null;
        }

        bool hasEnded = ended is not null || seconds > 0 || (!isUnderWay && (seconds is not null || outcome is not null));
        DateTimeOffset endedAt = ended ?? startedAt.AddSeconds(Math.Min(seconds ?? 0, (DateTimeOffset.MaxValue - startedAt).TotalSeconds));
        return new CallLog
        {
            LeadId = lead,
            Phone = ReadPhone(direction),
            Direction = direction,
            Outcome = hasEnded ? outcome ?? (seconds > 0 ? CallOutcome.Answered : new CallOutcome(UnknownOutcome)) : default(CallOutcome?),
            StartedAt = startedAt,
            EndedAt = hasEnded ? endedAt : null,
            DurationSeconds = hasEnded ? seconds ?? (int)Math.Floor((endedAt - startedAt).TotalSeconds) : null,
            RecordingUrl = ReadUrl(),
        };
    }

    private CallDirection ReadDirection()
    {
        string word = NameWords.Plain(Row.Text(Direction, Limits.ExternalKey) ?? "");
        if (!Outbound.Contains(word) && !Inbound.Contains(word))
        {
            Row.Reject(Direction, "unknown_direction", "is neither outbound nor inbound. Say in the mapping which word means which.");
        }

        return Inbound.Contains(word) ? CallDirection.Inbound : CallDirection.Outbound;
    }

    // What came of a call says more than how it went, which is kept beside it.
    private CallOutcome? ReadOutcome(out bool isUnderWay)
    {
        string? status = Kept.Text(Status, Limits.ExternalKey);
        isUnderWay = status is not null && UnderWay.Contains(NameWords.Plain(status));
        if (Row.Has(Outcome) && Kept.Word(Outcome) is { } outcome)
        {
            Kept.Keep(Status);
            isUnderWay = false;
            return Known(outcome);
        }

        CallOutcome? told = status is not null && !isUnderWay && Kept.Word(Status) is { } word ? Known(word) : default(CallOutcome?);
        if (status is not null && told?.Value != status)
        {
            // The source's own word.
            Row.KeepField(Status);
        }

        return told;

        static CallOutcome Known(string word) => Outcomes.TryGetValue(NameWords.Plain(word), out CallOutcome outcome) ? outcome : new CallOutcome(word);
    }

    // The lead's, not the caller's own: that one is kept.
    private PhoneNumber? ReadPhone(CallDirection direction)
    {
        int theirs = direction == CallDirection.Inbound ? From : To;
        Kept.Keep(theirs == From ? To : From);
        int field = Row.Has(PhoneField) ? PhoneField : theirs;
        if (field == PhoneField)
        {
            Kept.Keep(theirs);
        }

        if (!Row.Has(field))
        {
            return null;
        }

        PhoneParseError error = PhoneNumber.TryParse(ValueReading.Text(Row.Value(field)).AsSpan(), Context.Rules.DefaultRegion, out PhoneNumber number);
        if (error == PhoneParseError.None)
        {
            return number;
        }

        LeadValidationError described = PhoneNumber.Describe(error, "");
        Row.KeepUnreadable(field, described.Code, described.Message);
        return null;
    }

    private string? ReadUrl()
    {
        if (Kept.Text(RecordingUrl, Limits.Url) is not { } url)
        {
            return null;
        }

        Validator validator = new();
        string? read = CallOperations.Url(validator, url);
        if (validator.First is not { } error)
        {
            return read;
        }

        Row.KeepUnreadable(RecordingUrl, error.Code, error.Message);
        return null;
    }

    // One JSON value, or what several columns say, by their names.
    private string? ReadAnalysis()
    {
        if (Kept.Json(Analysis, Limits.RawData) is { } json)
        {
            Kept.Keep(Summary);
            Kept.Keep(Sentiment);
            Kept.Keep(Score);
            return json;
        }

        string parts = Row.FieldsAsJson(Summary, Sentiment, Score);
        return Row.Has(Summary) || Row.Has(Sentiment) || Row.Has(Score) ? parts : null;
    }
}
