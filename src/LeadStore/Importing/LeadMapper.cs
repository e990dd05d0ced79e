using System.Text.Json;
using LeadStore.Attributes;
using LeadStore.Engine;
using LeadStore.Phones;
using LeadStore.Validation;
using static LeadStore.Importing.LeadField;

namespace LeadStore.Importing;

/// <summary>Makes of a row of another system the lead that it describes.</summary>
internal sealed class LeadMapper(MappedRow row, StoreRules rules, string system, string currency, DateTimeOffset now)
{
    private readonly LeadFactsMapper _facts = new(row, currency);

    // People write two numbers into one field.
    private static readonly char[] BetweenPhones = ['/', ',', ';', '|', '\n'];

    /// <summary>The lead; what is wrong with it is <see cref="MappedRow.Rejection"/>.</summary>
    public LeadDraft Map(long position)
    {
        string? key = row.Text(Key, Limits.ExternalKey);
        Guid? uid = Uid();
        string? phone = Phone();
        string? email = Email();
        if (phone is null && email is null && key is null && uid is null && (row.Has(LeadField.Phone) || row.Has(LeadField.Email)))
        {
            // Nothing else tells who this is.
            RejectUnreadable();
        }

        string? name = Name();
        LeadSource source = row.Text(Source, Vocabulary.LongestWord) is { } word ? new LeadSource(word) : LeadSource.InboundSms;
        LeadStatus status = row.Text(Status, Vocabulary.LongestWord) is { } text ? new LeadStatus(text) : rules.InitialStatus;
        if (row.Has(Source))
        {
            row.Check(Source, validator => validator.Word("", source.Value));
        }

        if (row.Has(Status))
        {
            row.Check(Status, validator => validator.Status("", status, rules.ClosedStatuses));
        }

        Times times = ReadTimes();
        Qualifying qualifying = ReadQualifying(status, times);
        DateTimeOffset? archivedAt = row.Time(ArchivedAt);
        bool? archived = row.Flag(Archived) ?? (archivedAt is null ? null : true);
        bool paused = row.Flag(AssistantPaused) ?? false;
        DateTimeOffset? lastCustomerMessageAt = row.Time(LastCustomerMessageAt);
        if (lastCustomerMessageAt is not null)
        {
            row.KeepField(LastCustomerMessageAt);
        }

        if (row.Has(Progress) && ValueReading.TryReal(row.Value(Progress), out double progress) && progress != Math.Truncate(progress))
        {
            row.KeepField(Progress);
        }

        // Stored when it is known which leads there are; what is none of its fields is an attribute of the lead.
        LeadFacts facts = _facts.Map();
        LeadAnswers answers = Answers();
        AttributeBag? attributes = row.Attributes();
        if (key is null && uid is null && phone is null && email is null && name is null && answers.Count == 0 && attributes is null)
        {
            row.Reject(Rejection.Required(null, "everything that could be a lead"));
        }

        return new LeadDraft
        {
            Key = key,
            UidGiven = uid is not null,
            SourceGiven = row.Has(Source),
            StatusGiven = row.Has(Status),
            TimesGiven = times.Given,
            CurrentGiven = archived == false,
            FirstQualifiedAt = qualifying.First,
            LastQualifiedAt = qualifying.Last,
            RemindersSent = row.Flag(Reminder3Sent) == true ? 3 : row.Flag(Reminder2Sent) == true ? 2 : row.Flag(Reminder1Sent) == true ? 1 : 0,
            LastCustomerMessageAt = lastCustomerMessageAt,
            Attributes = attributes,
            Address = facts.Address,
            Position = position,
            Lead = new Lead
            {
                Uid = uid ?? Guid.Empty,
                Phone = phone,
                Name = name,
                Email = email,
                Source = source,
                Status = status,
                Progress = row.Number(Progress, 0, 100) ?? 0,
                Qualified = qualifying.IsQualified,
                QualifiedAt = qualifying.IsQualified ? qualifying.Last : null,
                TimesQualified = qualifying.Times,
                Answers = answers,
                ArchivedAt = archived == true ? archivedAt ?? times.LastContactAt : null,
                CreatedAt = times.CreatedAt,
                LastContactAt = times.LastContactAt,
                AssistantPause = paused ? new AssistantPause(times.LastContactAt, null, system, null) : null,
                Version = 1,
            },
        };
    }

    private Guid? Uid()
    {
        if (row.Text(LeadField.Uid, Limits.ExternalKey) is not { } text)
        {
            return null;
        }

        if (Guid.TryParse(text, out Guid uid) && uid != Guid.Empty)
        {
            return uid;
        }

        // A key of another shape is worth keeping, but is not ours.
        row.KeepField(LeadField.Uid);
        return null;
    }

    // The first that can be read; the text of one that cannot is kept, and so is a list.
    private string? Phone()
    {
        string? found = null;
        if (row.Has(LeadField.Phone))
        {
            string? text = ValueReading.Text(row.Value(LeadField.Phone));
            found = ParsePhone(text);
            bool isWhole = found is not null && !SaysMore(text!, found);
            found ??= text?.Split(BetweenPhones).Select(ParsePhone).FirstOrDefault(phone => phone is not null);
            if (!isWhole)
            {
                row.KeepField(LeadField.Phone);
            }

            if (found is null)
            {
                row.NoteUnreadable(LeadField.Phone, DescribePhone());
            }
        }

        if (row.Has(LeadField.Phones))
        {
            found ??= ValueReading.List(row.Value(LeadField.Phones)).Select(ParsePhone).FirstOrDefault(phone => phone is not null);
            row.KeepField(LeadField.Phones);
        }

        return found;
    }

    private string? ParsePhone(string? text) =>
        PhoneNumber.TryParse(text.AsSpan(), rules.DefaultRegion, out PhoneNumber number) == PhoneParseError.None ? number.ToString() : null;

    // An extension, a second number, a word about whose it is.
    private static bool SaysMore(string text, string number)
    {
        int first = text.AsSpan().IndexOfAnyInRange('0', '9');
        int last = text.AsSpan().LastIndexOfAnyInRange('0', '9');
        if (first < 0 || text.AsSpan(first).ContainsAnyInRange('A', 'z') || text.AsSpan(last + 1).Trim(" .)").Length > 0)
        {
            return first >= 0;
        }

        int end = number.Length - 1;
        int compared = 0;
        for (int i = last; i >= first && compared < 7; i--)
        {
            if (char.IsAsciiDigit(text[i]))
            {
                if (text[i] != number[end - compared])
                {
                    return true;
                }

                compared++;
            }
        }

        return false;
    }

    private string? Email()
    {
        string? found = null;
        if (row.Has(LeadField.Email))
        {
            found = ParseEmail(ValueReading.Text(row.Value(LeadField.Email)));
            if (found is null)
            {
                row.KeepField(LeadField.Email);
                row.NoteUnreadable(LeadField.Email, DescribeEmail());
            }
        }

        if (row.Has(Emails))
        {
            found ??= ValueReading.List(row.Value(Emails)).Select(ParseEmail).FirstOrDefault(email => email is not null);
            row.KeepField(Emails);
        }

        return found;
    }

    private static string? ParseEmail(string? text)
    {
        Validator validator = new();
        string? email = validator.Email("", text);
        return validator.First is null ? email : null;
    }

    private void RejectUnreadable()
    {
        (int field, LeadValidationError error) =
            row.Has(LeadField.Phone) ? (LeadField.Phone, DescribePhone()) : (LeadField.Email, DescribeEmail());
        row.Reject(field, error.Code, error.Message);
    }

    private LeadValidationError DescribePhone() => PhoneNumber.Describe(
        PhoneNumber.TryParse(ValueReading.Text(row.Value(LeadField.Phone)).AsSpan(), rules.DefaultRegion, out _), "");

    private LeadValidationError DescribeEmail()
    {
        Validator validator = new();
        _ = validator.Email("", ValueReading.Text(row.Value(LeadField.Email)));
        return validator.First!;
    }

    private string? Name()
    {
        string? whole = row.Text(LeadField.Name, Limits.Name);
        string? first = row.Text(FirstName, Limits.Name);
        string? last = row.Text(LastName, Limits.Name);
        if (whole is not null)
        {
            // The parts may say more than the whole.
            foreach (int part in (int[])[FirstName, LastName])
            {
                if (row.Has(part) && !whole.Contains(ValueReading.Text(row.Value(part))!.Trim(), StringComparison.OrdinalIgnoreCase))
                {
                    row.KeepField(part);
                }
            }

            return whole;
        }

        string? joined = first is null ? last : last is null ? first : $"{first} {last}";
        if (joined?.Length > Limits.Name)
        {
            row.Reject(LastName, "too_long", $"must have at most {Limits.Name} characters with the first name.");
        }

        return joined;
    }

    private Times ReadTimes()
    {
        DateTimeOffset? created = row.Time(CreatedAt);
        DateTimeOffset? contact = Later(row.Time(LastContactAt), row.Time(LastCustomerMessageAt));
        DateTimeOffset createdAt = created ?? contact ?? now;
        DateTimeOffset contactAt = contact ?? createdAt;
        return new Times(createdAt, contactAt >= createdAt ? contactAt : createdAt, created is not null || contact is not null);
    }

    private static DateTimeOffset? Later(DateTimeOffset? one, DateTimeOffset? other) => one is null || other > one ? other ?? one : one;

    private Qualifying ReadQualifying(LeadStatus status, Times times)
    {
        DateTimeOffset? last = row.Time(QualifiedAt);
        DateTimeOffset? first = row.Time(FirstQualifiedAt);
        bool qualified = row.Flag(Qualified) ?? (last is not null || status == LeadStatus.Qualified);
        int count = row.Number(TimesQualified, 0, 1_000_000) ?? 0;
        if (qualified)
        {
            last ??= first ?? times.CreatedAt;
        }

        count = Math.Max(count, qualified || last is not null || first is not null ? 1 : 0);
        if (first is not null && last is not null && first != last)
        {
            count = Math.Max(count, 2);
        }

        return new Qualifying(qualified, count, last ?? first, first);
    }

    // An object of answers; what is no such object is kept as an attribute.
    private LeadAnswers Answers()
    {
        if (!row.Has(LeadField.Answers))
        {
            return LeadAnswers.Empty;
        }

        Dictionary<string, string> answers = new(StringComparer.Ordinal);
        try
        {
            using JsonDocument document = JsonDocument.Parse(
                ValueReading.Text(row.Value(LeadField.Answers)) ?? "", new JsonDocumentOptions { MaxDepth = JsonText.MaxDepth });
            if (document.RootElement.ValueKind != JsonValueKind.Object)
            {
                row.KeepField(LeadField.Answers);
                return LeadAnswers.Empty;
            }

            foreach (JsonProperty property in document.RootElement.EnumerateObject())
            {
                if (property.Value.ValueKind != JsonValueKind.Null && property.Name.Trim().Length > 0)
                {
                    answers[property.Name] = property.Value.ValueKind == JsonValueKind.String
                        ? property.Value.GetString()!
                        : property.Value.GetRawText();
                }
            }
        }
        catch (Exception failure) when (failure is JsonException or InvalidOperationException)
        {
            // The parser's own message may quote the text.
            row.KeepField(LeadField.Answers);
            return LeadAnswers.Empty;
        }

        row.Check(LeadField.Answers, validator => validator.Answers("", answers));
        return LeadAnswers.From(answers);
    }

    private readonly record struct Times(DateTimeOffset CreatedAt, DateTimeOffset LastContactAt, bool Given);

    private readonly record struct Qualifying(bool IsQualified, int Times, DateTimeOffset? Last, DateTimeOffset? First);
}

/// <summary>The places of the fields of leads in <see cref="ImportFields.Lead"/>.</summary>
internal static class LeadField
{
    public const int Key = 0;
    public const int Uid = 1;
    public const int Phone = 2;
    public const int Phones = 3;
    public const int Name = 4;
    public const int FirstName = 5;
    public const int LastName = 6;
    public const int Email = 7;
    public const int Emails = 8;
    public const int Source = 9;
    public const int Status = 10;
    public const int Progress = 11;
    public const int Qualified = 12;
    public const int QualifiedAt = 13;
    public const int FirstQualifiedAt = 14;
    public const int TimesQualified = 15;
    public const int Answers = 16;
    public const int Archived = 17;
    public const int ArchivedAt = 18;
    public const int CreatedAt = 19;
    public const int LastContactAt = 20;
    public const int LastCustomerMessageAt = 21;
    public const int AssistantPaused = 22;
    public const int Reminder1Sent = 23;
    public const int Reminder2Sent = 24;
    public const int Reminder3Sent = 25;

    /// <summary>The first of those that fill other rooms than that of the leads, up to the last field.</summary>
    public const int FirstFact = UpdatedAt;

    public const int UpdatedAt = 26;
    public const int Note = 27;
    public const int Address = 28;
    public const int SourceType = 29;
    public const int EstimatedValue = 30;
    public const int Equity = 31;
    public const int TaxDebt = 32;
    public const int ConditionScore = 33;
    public const int Violations = 34;
    public const int Probate = 35;
    public const int Vacant = 36;
    public const int DaysOnMarket = 37;
    public const int MotivationScore = 38;
    public const int LeadScore = 39;
    public const int AiScore = 40;
    public const int AiScoredAt = 41;
    public const int Temperature = 42;
    public const int FeedbackGood = 43;
    public const int FeedbackBad = 44;
    public const int RawData = 45;
    public const int SkipTracedAt = 46;
    public const int SkipTraceProvider = 47;
    public const int DoNotCall = 48;
    public const int TimeZone = 49;
    public const int QuietFrom = 50;
    public const int QuietUntil = 51;
    public const int SkipTraceCost = 52;
    public const int AiCost = 53;
    public const int City = 54;
    public const int State = 55;
    public const int PostalCode = 56;
    public const int Organization = 57;
    public const int AssignedTo = 58;
    public const int ActivityLog = 59;
}
