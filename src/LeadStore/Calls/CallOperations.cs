using LeadStore.Campaigns;
using LeadStore.Engine;
using LeadStore.Leads;
using LeadStore.Users;
using LeadStore.Validation;

namespace LeadStore.Calls;

/// <summary>The verbs on calls, each written once for every engine and for both ways of calling it.</summary>
internal static class CallOperations
{
    public static async ValueTask<CallLog> Record(Session session, NewCall input)
    {
        ArgumentNullException.ThrowIfNull(input, "call");
        Validator validator = new();
        DateTimeOffset startedAt = Instant.Stored(input.StartedAt ?? session.Now);
        CallLog call = new()
        {
            LeadId = input.LeadId,
            Phone = string.IsNullOrWhiteSpace(input.Phone)
                ? null
                : validator.Phone(nameof(NewCall.Phone), input.Phone, session.Rules.DefaultRegion),
            Direction = input.Direction,
            StartedAt = startedAt,
            CampaignId = input.CampaignId,
            UserId = input.UserId,
            SourceId = validator.Optional(nameof(NewCall.SourceId), input.SourceId, Limits.SourceId),
        };
        validator.Defined(nameof(NewCall.Direction), input.Direction);
        if (input.End is { } end)
        {
            call = Ended(session, validator, call, end);
        }

        validator.ThrowIfAny();
        if (call.SourceId is { } sourceId && await session.First(CallSql.BySource, [sourceId]) is { } stored)
        {
            return stored;
        }

        if (await session.First(LeadSql.IdById, [call.LeadId]) == 0)
        {
            throw new LeadNotFoundException(call.LeadId);
        }

        await CheckReferences(session, call);
        long id = await session.Insert(
            CallSql.Insert,
            [
                call.LeadId, call.Phone?.Digits, CallSql.Word(call.Direction), call.Outcome?.Value, call.StartedAt, call.EndedAt,
                call.DurationSeconds, call.RecordingUrl, call.CampaignId, call.UserId, call.SourceId, call.TranscriptLength,
                input.End?.Analysis, input.End?.Transcript,
            ]);
        await StoreWords(session, id, input.End?.Transcript);
        return call with { Id = id };
    }

    public static async ValueTask<CallLog> Complete(Session session, (long Id, CallEnd End) call)
    {
        ArgumentNullException.ThrowIfNull(call.End, "end");
        CallLog current = await Required(session, call.Id);
        if (!current.IsUnderWay)
        {
            throw new LeadStoreException(
                LeadStoreErrorKind.Concurrency,
                $"Call {call.Id} has ended already. Nothing was changed; Calls.Update changes what is known of it.");
        }

        Validator validator = new();
        CallLog ended = Ended(session, validator, current, call.End);
        validator.ThrowIfAny();
        await session.Execute(
            CallSql.Complete, [ended.Id, ended.Outcome!.Value.Value, ended.EndedAt, ended.DurationSeconds, ended.RecordingUrl]);
        if (call.End.Transcript is { } transcript)
        {
            await StoreTranscript(session, ended.Id, transcript);
        }

        if (call.End.Analysis is { } analysis)
        {
            await session.Execute(CallSql.SetAnalysis, [ended.Id, analysis]);
        }

        return ended;
    }

    public static async ValueTask<CallLog> Change(Session session, CallChange call)
    {
        ArgumentNullException.ThrowIfNull(call.Change, "change");
        CallLog current = await Required(session, call.Id);
        CallLog changed = call.Change(current)
            ?? throw new InvalidOperationException("The function given to Calls.Update returned null; return what to store.");
        Validator validator = new();
        validator.ReadOnly(nameof(CallLog.Id), current.Id == changed.Id);
        validator.ReadOnly(nameof(CallLog.LeadId), current.LeadId == changed.LeadId);
        validator.ReadOnly(nameof(CallLog.Direction), current.Direction == changed.Direction);
        validator.ReadOnly(nameof(CallLog.StartedAt), current.StartedAt == changed.StartedAt);
        validator.ReadOnly(nameof(CallLog.EndedAt), current.EndedAt == changed.EndedAt);
        validator.ReadOnly(nameof(CallLog.SourceId), current.SourceId == changed.SourceId);
        validator.ReadOnly(nameof(CallLog.TranscriptLength), current.TranscriptLength == changed.TranscriptLength);
        validator.ReadOnly(nameof(CallLog.HasAnalysis), current.HasAnalysis == changed.HasAnalysis);
        changed = changed with
        {
            Phone = changed.Phone is { IsEmpty: false } phone ? phone : null,
            RecordingUrl = Url(validator, changed.RecordingUrl),
        };
        if (current.IsUnderWay)
        {
            // Both come with the end.
            validator.ReadOnly(nameof(CallLog.Outcome), changed.Outcome is null);
            validator.ReadOnly(nameof(CallLog.DurationSeconds), changed.DurationSeconds is null);
        }
        else
        {
            CheckEnd(validator, changed.Outcome, changed.DurationSeconds);
        }

        validator.ThrowIfAny();
        if (changed == current)
        {
            return current;
        }

        await CheckReferences(session, changed);
        await session.Execute(
            CallSql.Update,
            [
                changed.Id, changed.Phone?.Digits, changed.Outcome?.Value, changed.DurationSeconds, changed.RecordingUrl,
                changed.CampaignId, changed.UserId,
            ]);
        return changed;
    }

    public static async ValueTask<CallLog> SetTranscript(Session session, (long Id, string? Transcript) call)
    {
        Validator validator = new();
        CheckTranscript(validator, "transcript", call.Transcript);
        validator.ThrowIfAny();
        CallLog current = await Required(session, call.Id);
        await StoreTranscript(session, call.Id, call.Transcript);
        return current with { TranscriptLength = call.Transcript?.Length };
    }

    public static async ValueTask<CallLog> SetAnalysis(Session session, (long Id, string? Json) call)
    {
        Validator validator = new();
        CheckAnalysis(validator, "json", call.Json);
        validator.ThrowIfAny();
        CallLog current = await Required(session, call.Id);
        await session.Execute(CallSql.SetAnalysis, [call.Id, call.Json]);
        return current with { HasAnalysis = call.Json is not null };
    }

    public static ValueTask<CallLog?> Get(Session session, long id) => session.First(CallSql.ById, [id]);

    public static ValueTask<CallLog?> GetBySourceId(Session session, string sourceId)
    {
        ArgumentNullException.ThrowIfNull(sourceId);
        return session.First(CallSql.BySource, [sourceId.Trim()]);
    }

    public static ValueTask<string?> GetTranscript(Session session, long id) => session.First(CallSql.Transcript, [id]);

    public static ValueTask<string?> GetAnalysis(Session session, long id) => session.First(CallSql.Analysis, [id]);

    public static async ValueTask<bool> Delete(Session session, long id) => await session.Execute(CallSql.Delete, [id]) > 0;

    public static async ValueTask<CallPage> List(Session session, (long LeadId, string? Cursor, int PageSize) call)
    {
        Cursor.CheckPageSize(call.PageSize);
        Cursor before = Cursor.Parse(call.Cursor, ifNone: Cursor.Last);
        List<CallLog> calls = await session.All(CallSql.OfLead, [call.LeadId, before.Time, before.Id, call.PageSize + 1]);
        return Page(calls, call.PageSize);
    }

    public static async ValueTask<CallPage> SearchTranscripts(Session session, (string Text, string? Cursor, int PageSize) call)
    {
        Cursor.CheckPageSize(call.PageSize);
        Cursor before = Cursor.Parse(call.Cursor, ifNone: Cursor.Last);
        Validator validator = new();
        validator.Required("text", call.Text, Limits.SearchText);
        validator.ThrowIfAny();
        IReadOnlyCollection<string> words = TranscriptWords.Of(call.Text);
        if (words.Count is 0 or > CallSql.SearchWords)
        {
            validator.Add("text", "no_words", $"must have 1 to {CallSql.SearchWords} different words; it has {words.Count}.");
            validator.ThrowIfAny();
        }

        // The longest is often the rarest: its calls are gone through, and the others are looked for in them.
        string[] rarestFirst = [.. words.OrderByDescending(word => word.Length)];
        SqlValue[] arguments = new SqlValue[CallSql.SearchWords + 2];
        arguments[0] = rarestFirst[0];
        arguments[1] = before.Id;
        arguments[2] = call.PageSize + 1;
        for (int i = 1; i < rarestFirst.Length; i++)
        {
            arguments[i + 2] = rarestFirst[i];
        }

        return Page(await session.All(CallSql.WithWords, arguments), call.PageSize);
    }

    /// <summary>Stores the words of a transcript of which none are stored yet.</summary>
    public static async ValueTask StoreWords(Session session, long id, string? transcript)
    {
        if (transcript is not null)
        {
            foreach (string word in TranscriptWords.Of(transcript))
            {
                await session.Execute(CallSql.InsertWord, [word, id]);
            }
        }
    }

    private static CallPage Page(List<CallLog> calls, int pageSize) =>
        new(calls, Cursor.CutPage(calls, pageSize, last => new Cursor(last.StartedAt, last.Id)));

    private static async ValueTask<CallLog> Required(Session session, long id) => await Get(session, id)
        ?? throw new LeadStoreException(
            LeadStoreErrorKind.NotFound, $"There is no call {id}. It was deleted, or its lead was, or the id is of another store.");

    private static async ValueTask StoreTranscript(Session session, long id, string? transcript)
    {
        await session.Execute(CallSql.SetTranscript, [id, transcript?.Length, transcript]);
        await session.Execute(CallSql.DeleteWords, [id]);
        await StoreWords(session, id, transcript);
    }

    private static CallLog Ended(Session session, Validator validator, CallLog call, CallEnd end)
    {
        CheckEnd(validator, end.Outcome, end.DurationSeconds);
        CheckTranscript(validator, nameof(CallEnd.Transcript), end.Transcript);
        CheckAnalysis(validator, nameof(CallEnd.Analysis), end.Analysis);
        string? recordingUrl = Url(validator, end.RecordingUrl);
        DateTimeOffset endedAt = Instant.Stored(end.EndedAt ?? After(call.StartedAt, end.DurationSeconds) ?? session.Now);
        double seconds = Math.Floor((endedAt - call.StartedAt).TotalSeconds);
        if (seconds is < 0 or > Limits.CallSeconds)
        {
            validator.Add(
                nameof(CallEnd.EndedAt),
                "out_of_range",
                $"must be at the beginning of the call or at most {Limits.CallSeconds} seconds later.");
            seconds = 0;
        }

        return call with
        {
            Outcome = end.Outcome,
            EndedAt = endedAt,
            DurationSeconds = end.DurationSeconds ?? (int)seconds,
            RecordingUrl = recordingUrl ?? call.RecordingUrl,
            TranscriptLength = end.Transcript?.Length ?? call.TranscriptLength,
            HasAnalysis = call.HasAnalysis || end.Analysis is not null,
        };
    }

    // Not later than there are times; what is out of range is refused elsewhere.
    private static DateTimeOffset? After(DateTimeOffset startedAt, int? seconds) => seconds is { } given
        ? startedAt.AddSeconds(Math.Min(Math.Clamp(given, 0, Limits.CallSeconds), (DateTimeOffset.MaxValue - startedAt).TotalSeconds))
        : null;

    private static void CheckEnd(Validator validator, CallOutcome? outcome, int? seconds)
    {
        if (outcome is { } known)
        {
            validator.Word(nameof(CallLog.Outcome), known.Value);
        }
        else
        {
            validator.Add(nameof(CallLog.Outcome), "required", "a call that has ended has an outcome.");
        }

        if (seconds is { } given)
        {
            validator.Range(nameof(CallLog.DurationSeconds), given, 0, Limits.CallSeconds);
        }
    }

    private static void CheckTranscript(Validator validator, string field, string? transcript)
    {
        if (transcript is not null)
        {
            validator.CheckText(field, transcript, Limits.Transcript);
        }
    }

    private static void CheckAnalysis(Validator validator, string field, string? json)
    {
        if (json is not null)
        {
            validator.Json(field, json, Limits.RawData);
        }
    }

    /// <summary>The URL of a recording, trimmed.</summary>
    public static string? Url(Validator validator, string? url)
    {
        string? trimmed = validator.Optional(nameof(CallLog.RecordingUrl), url, Limits.Url);

        // A path alone passes for a URL of a file on some systems and not on others.
        if (trimmed is { Length: <= Limits.Url }
            && !(Uri.TryCreate(trimmed, UriKind.Absolute, out Uri? parsed)
                && trimmed.StartsWith(parsed.Scheme + ":", StringComparison.OrdinalIgnoreCase)))
        {
            validator.Add(nameof(CallLog.RecordingUrl), "not_a_url", "is not an absolute URL, for example https://…");
        }

        return trimmed;
    }

    private static async ValueTask CheckReferences(Session session, CallLog call)
    {
        if (call.CampaignId is { } campaignId)
        {
            await CampaignOperations.Required(session, campaignId);
        }

        if (call.UserId is { } userId)
        {
            await UserOperations.Required(session, userId);
        }
    }
}
