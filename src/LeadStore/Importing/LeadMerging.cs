using LeadStore.Attributes;

namespace LeadStore.Importing;

/// <summary>
/// What two descriptions of one person become. The first one stays, and what it does not know is filled in from the other; status and
/// answers are those of the later contact, progress and qualifications the highest, the creation the earliest. What is lost by this, of
/// names, addresses and attributes, is kept in the attribute <see cref="Lost"/>. Pure.
/// </summary>
internal static class LeadMerging
{
    /// <summary>The attribute that holds, for each row that lost something, an object of what it lost.</summary>
    public const string Lost = "merged";

    /// <summary>Two rows of a source that turn out to be one person.</summary>
    public static LeadDraft Rows(LeadDraft first, LeadDraft other)
    {
        (first, other) = (WithTimesOf(first, other), WithTimesOf(other, first));
        Lead one = first.Lead;
        Lead two = other.Lead;
        bool otherIsLater = two.LastContactAt > one.LastContactAt;
        bool qualified = one.Qualified || two.Qualified;
        return Common(first, other, otherIsLater) with
        {
            Lead = Identity(first, other) with
            {
                Status = other.StatusGiven && (otherIsLater || !first.StatusGiven) ? two.Status : one.Status,
                Progress = Math.Max(one.Progress, two.Progress),
                Qualified = qualified,
                QualifiedAt = qualified ? Earliest(one.QualifiedAt, two.QualifiedAt) : null,
                TimesQualified = Math.Max(one.TimesQualified, two.TimesQualified),
                Answers = Answers(one, two, otherIsLater),
                ArchivedAt = one.Archived && two.Archived ? Latest(one.ArchivedAt, two.ArchivedAt) : null,
                AssistantPause = one.AssistantPause ?? two.AssistantPause,
            },
        };
    }

    /// <summary>
    /// A row and the lead that the store has already. What was done in the store since stays done: a lead that was archived there comes
    /// back only if there was contact later, and one whose qualification was begun anew is not qualified again by what was known before.
    /// </summary>
    public static LeadDraft IntoStore(LeadDraft stored, LeadDraft row)
    {
        Lead one = stored.Lead;
        row = row.TimesGiven ? row : Dated(row, stored);
        Lead two = row.Lead;
        bool rowIsLater = two.LastContactAt > one.LastContactAt;
        bool knowsMore = two.TimesQualified > one.TimesQualified;
        bool begunAnew = one.TimesQualified > 0 && !one.Qualified && !knowsMore;
        Lead lead = Identity(stored, row) with
        {
            ArchivedAt = one.Archived && rowIsLater && row.CurrentGiven ? null : one.ArchivedAt,
            AssistantPause = rowIsLater ? one.AssistantPause ?? two.AssistantPause : one.AssistantPause,
        };
        return Common(stored, row, rowIsLater) with
        {
            Lead = begunAnew ? lead : lead with
            {
                Status = rowIsLater && row.StatusGiven ? two.Status : one.Status,
                Progress = Math.Max(one.Progress, two.Progress),
                Qualified = one.Qualified || (knowsMore && two.Qualified),
                QualifiedAt = one.QualifiedAt ?? (knowsMore ? two.QualifiedAt : null),
                TimesQualified = Math.Max(one.TimesQualified, two.TimesQualified),
                Answers = Answers(one, two, rowIsLater),
            },
        };
    }

    // Who did not say when is no later and no earlier than the other.
    private static LeadDraft WithTimesOf(LeadDraft draft, LeadDraft other) =>
        draft.TimesGiven || !other.TimesGiven ? draft : Dated(draft, other) with { TimesGiven = true };

    private static LeadDraft Dated(LeadDraft draft, LeadDraft by) => draft with
    {
        Lead = draft.Lead with { CreatedAt = by.Lead.CreatedAt, LastContactAt = by.Lead.LastContactAt },
    };

    private static LeadDraft Common(LeadDraft first, LeadDraft other, bool otherIsLater) => first with
    {
        UidGiven = first.UidGiven || other.UidGiven,
        SourceGiven = first.SourceGiven || other.SourceGiven,
        StatusGiven = first.StatusGiven || other.StatusGiven,
        FirstQualifiedAt = Earliest(first.FirstQualifiedAt ?? first.LastQualifiedAt, other.FirstQualifiedAt ?? other.LastQualifiedAt),
        LastQualifiedAt = Latest(first.LastQualifiedAt, other.LastQualifiedAt),
        RemindersSent = otherIsLater ? other.RemindersSent : first.RemindersSent,
        LastCustomerMessageAt = Latest(first.LastCustomerMessageAt, other.LastCustomerMessageAt),
        Attributes = Attributes(first, other),
    };

    private static Lead Identity(LeadDraft first, LeadDraft other)
    {
        Lead one = first.Lead;
        Lead two = other.Lead;
        return one with
        {
            Uid = first.UidGiven || !other.UidGiven ? one.Uid : two.Uid,
            Phone = one.Phone ?? two.Phone,
            Name = one.Name ?? two.Name,
            Email = one.Email ?? two.Email,
            Source = !first.SourceGiven && other.SourceGiven ? two.Source : one.Source,
            CreatedAt = one.CreatedAt <= two.CreatedAt ? one.CreatedAt : two.CreatedAt,
            LastContactAt = one.LastContactAt >= two.LastContactAt ? one.LastContactAt : two.LastContactAt,
        };
    }

    private static LeadAnswers Answers(Lead first, Lead other, bool otherIsLater)
    {
        LeadAnswers answers = (LeadAnswers)first.Answers;
        foreach ((string question, string answer) in other.Answers)
        {
            if (otherIsLater || !answers.ContainsKey(question))
            {
                answers = answers.With(question, answer);
            }
        }

        return answers;
    }

    private static AttributeBag? Attributes(LeadDraft first, LeadDraft other)
    {
        AttributeBag lost = new();
        if (first.UidGiven && other.UidGiven)
        {
            Note(lost, "uid", first.Lead.Uid.ToString(), other.Lead.Uid.ToString());
        }

        Note(lost, "phone", first.Lead.Phone, other.Lead.Phone);
        Note(lost, "name", first.Lead.Name, other.Lead.Name);
        Note(lost, "email", first.Lead.Email, other.Lead.Email);
        if (first.SourceGiven && other.SourceGiven)
        {
            Note(lost, "source", first.Lead.Source.Value, other.Lead.Source.Value);
        }

        if (other.Attributes is null && lost.Count == 0)
        {
            return first.Attributes;
        }

        AttributeBag united = new();
        foreach ((string name, string json) in first.Attributes?.Pairs ?? [])
        {
            united.Set(name, json);
        }

        List<string> entries = JsonText.Elements(united.Get(Lost)) ?? [];
        foreach ((string name, string json) in other.Attributes?.Pairs ?? [])
        {
            if (name == Lost && JsonText.Elements(json) is { } others)
            {
                entries.AddRange(others.Except(entries));
            }
            else if (united.Get(name) is not { } kept)
            {
                united.Set(name, json);
            }
            else if (kept != json && !Holds(kept, json))
            {
                lost.Set(name, json);
            }
        }

        if (!IsNoted(entries, lost))
        {
            entries.Add(lost.ToJson());
        }

        if (entries.Count > 0)
        {
            united.Set(Lost, JsonText.Array(entries));
        }

        return united;
    }

    // What a row has lost at two times stands in two entries; it is the same when the row comes again and loses it at once.
    private static bool IsNoted(List<string> entries, AttributeBag lost)
    {
        if (lost.Count == 0)
        {
            return true;
        }

        List<AttributeBag> noted = [.. entries.Where(entry => entry.StartsWith('{')).Select(entry => AttributeBag.Parse(entry))];
        return lost.Pairs.All(pair => noted.Exists(entry => entry.Get(pair.Key) == pair.Value));
    }

    // Rows that belong to a lead are kept in a list named after their table, and a column of that name is the beginning of it.
    private static bool Holds(string list, string json)
    {
        if (JsonText.Elements(list) is not { } elements)
        {
            return false;
        }

        HashSet<string> held = new(elements, StringComparer.Ordinal);
        return held.Contains(json) || (JsonText.Elements(json) is { } others && others.TrueForAll(held.Contains));
    }

    private static void Note(AttributeBag lost, string field, string? kept, string? other)
    {
        if (kept is not null && other is not null && kept != other)
        {
            lost.Set(field, JsonText.String(other));
        }
    }

    private static DateTimeOffset? Earliest(DateTimeOffset? one, DateTimeOffset? other) =>
        one is null || other < one ? other ?? one : one;

    private static DateTimeOffset? Latest(DateTimeOffset? one, DateTimeOffset? other) =>
        one is null || other > one ? other ?? one : one;
}
