using LeadStore.Engine;
using LeadStore.Validation;

namespace LeadStore.SkipTracing;

/// <summary>The phones and email addresses of an answer as they are stored: normalised, each once, and no more than are kept.</summary>
internal sealed class TracedContacts
{
    // Most providers are of there, and write numbers without a country.
    private const string RegionOfProviders = "US";

    private readonly List<TracedPhone> _phones = [];
    private readonly List<TracedEmail> _emails = [];

    private TracedContacts()
    {
    }

    public IReadOnlyList<TracedPhone> Phones => _phones;

    public IReadOnlyList<TracedEmail> Emails => _emails;

    public int PhonesSkipped { get; private set; }

    public int EmailsSkipped { get; private set; }

    public static TracedContacts Of(SkipTraceResult result, StoreRules rules, Validator validator)
    {
        TracedContacts contacts = new();
        string region = rules.DefaultRegion ?? RegionOfProviders;
        IReadOnlyList<FoundPhone> phones = result.Phones ?? [];
        IReadOnlyList<FoundEmail> emails = result.Emails ?? [];
        if (NotTooMany(validator, nameof(SkipTraceResult.Phones), phones.Count))
        {
            for (int i = 0; i < phones.Count; i++)
            {
                contacts.Add(phones[i], i, region, validator);
            }
        }

        if (NotTooMany(validator, nameof(SkipTraceResult.Emails), emails.Count))
        {
            for (int i = 0; i < emails.Count; i++)
            {
                contacts.Add(emails[i], i, validator);
            }
        }

        return contacts;
    }

    /// <summary>A share of one that may be unknown; -0 is 0, which is what would be read back.</summary>
    public static double? Confidence(Validator validator, string field, double? value)
    {
        if (value is null or (>= 0 and <= 1))
        {
            return value + 0.0;
        }

        validator.Add(field, "out_of_range", "must be between 0 and 1. A provider that counts to 100 is divided by 100.");
        return null;
    }

    private static bool NotTooMany(Validator validator, string field, int count)
    {
        if (count <= Limits.TraceAnswers)
        {
            return true;
        }

        validator.Add(
            field,
            "too_many",
            $"an answer may have at most {Limits.TraceAnswers}; here are {count}. Record it as failed, with its cost and response.");
        return false;
    }

    private void Add(FoundPhone? found, int index, string region, Validator validator)
    {
        if (found is null || !PhoneNumber.TryParse(found.Number, region, out PhoneNumber number))
        {
            PhonesSkipped++;
            return;
        }

        string field = $"{nameof(SkipTraceResult.Phones)}[{index}]";
        TracedPhone phone = new()
        {
            Phone = number,
            Type = Word(validator, $"{field}.{nameof(FoundPhone.Type)}", found.Type),
            Carrier = validator.Optional($"{field}.{nameof(FoundPhone.Carrier)}", found.Carrier, Limits.Carrier),
            IsValid = found.IsValid,
            IsMobile = found.IsMobile,
            IsDoNotCall = found.IsDoNotCall,
            IsLitigator = found.IsLitigator,
            IsReassigned = found.IsReassigned,
            Confidence = Confidence(validator, $"{field}.{nameof(FoundPhone.Confidence)}", found.Confidence),
            LastSeenAt = found.LastSeenAt is { } seen ? Instant.Stored(seen) : null,
        };
        int known = _phones.FindIndex(other => other.Phone == number);
        if (known >= 0)
        {
            _phones[known] = Both(_phones[known], phone);
        }
        else if (_phones.Count < Limits.TraceContacts)
        {
            _phones.Add(phone);
        }
        else
        {
            PhonesSkipped++;
        }
    }

    private void Add(FoundEmail? found, int index, Validator validator)
    {
        Validator own = new();
        if (own.Email(nameof(FoundEmail.Address), found?.Address) is not { } address || own.First is not null)
        {
            EmailsSkipped++;
            return;
        }

        string field = $"{nameof(SkipTraceResult.Emails)}[{index}]";
        TracedEmail email = new()
        {
            Email = address,
            Type = Word(validator, $"{field}.{nameof(FoundEmail.Type)}", found!.Type),
            IsValid = found.IsValid,
            Confidence = Confidence(validator, $"{field}.{nameof(FoundEmail.Confidence)}", found.Confidence),
        };
        int known = _emails.FindIndex(other => other.Email == address);
        if (known >= 0)
        {
            _emails[known] = Both(_emails[known], email);
        }
        else if (_emails.Count < Limits.TraceContacts)
        {
            _emails.Add(email);
        }
        else
        {
            EmailsSkipped++;
        }
    }

    // What is known beats what is not; where both say something of whether to call, the one that forbids it counts.
    public static TracedPhone Both(TracedPhone first, TracedPhone second) => first with
    {
        Type = first.Type ?? second.Type,
        Carrier = first.Carrier ?? second.Carrier,
        IsValid = first.IsValid ?? second.IsValid,
        IsMobile = first.IsMobile ?? second.IsMobile,
        IsDoNotCall = Either(first.IsDoNotCall, second.IsDoNotCall),
        IsLitigator = Either(first.IsLitigator, second.IsLitigator),
        IsReassigned = Either(first.IsReassigned, second.IsReassigned),
        Confidence = Greater(first.Confidence, second.Confidence),
        LastSeenAt = first.LastSeenAt is null || second.LastSeenAt > first.LastSeenAt ? second.LastSeenAt : first.LastSeenAt,
    };

    public static TracedEmail Both(TracedEmail first, TracedEmail second) => first with
    {
        Type = first.Type ?? second.Type,
        IsValid = first.IsValid ?? second.IsValid,
        Confidence = Greater(first.Confidence, second.Confidence),
    };

    private static bool? Either(bool? first, bool? second) => first is true || second is true ? true : first ?? second;

    private static double? Greater(double? first, double? second) =>
        first is { } one && second is { } other ? Math.Max(one, other) : first ?? second;

    private static string? Word(Validator validator, string field, string? value) =>
        validator.Optional(field, value, Vocabulary.LongestWord) is { } word ? Vocabulary.Normalize(word) : null;
}
