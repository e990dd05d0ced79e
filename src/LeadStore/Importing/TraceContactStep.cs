using LeadStore.Engine;
using LeadStore.Phones;
using LeadStore.Validation;

namespace LeadStore.Importing;

/// <summary>Stores phones and addresses that were found by traces, each once for its trace.</summary>
internal sealed class TraceContactStep(ImportContext context, TablePlan plan, TableTally tally, ImportedTraces traces)
    : ImportStep(context, plan, tally)
{
    // The key is not kept: by trace and number a row is known again.
    private const int Trace = 1;
    private const int Contact = 3;
    private const int Type = 4;
    private const int Valid = 5;
    private const int ConfidenceField = 6;
    private const int Carrier = 7;
    private const int Mobile = 8;
    private const int DoNotCall = 9;
    private const int Litigator = 10;
    private const int Reassigned = 11;
    private const int LastSeenAt = 12;

    // Most providers are of there, and write numbers without a country.
    private const string RegionOfProviders = "US";

    private bool IsPhones => Plan.Mapping.To == ImportTarget.SkipTracePhones;

    /// <inheritdoc/>
    public override IReadOnlyList<string> OrderBy => Plan.OrderBy("trace");

    /// <inheritdoc/>
    public override async ValueTask Take(Session session, ImportRow row)
    {
        Row.Fill(row);
        string? key = Row.Text(Trace, Limits.ExternalKey);
        SkipTrace? trace = key is null || Row.Rejection is not null ? null : await traces.Find(session, key);
        if (trace is null)
        {
            Row.Reject(new Rejection(
                "unknown_trace",
                "belongs to no skip trace that is in the store or in this import. Import its trace first.",
                Row.Column(Trace)));
        }

        TracedPhone? phone = IsPhones ? Phone() : null;
        TracedEmail? email = IsPhones ? null : Email();
        if (Row.Rejection is { } rejection)
        {
            Reject(row, rejection);
            return;
        }

        Context.NoteUnreadable(Tally, row, Row.Unreadable);
        bool isRead = phone is not null || email is not null;
        bool isNew = phone is not null ? await traces.AddPhone(session, trace!, phone)
            : email is not null && await traces.AddEmail(session, trace!, email);
        if (!isRead || Row.Rest.Count > 0)
        {
            bool isKept = await KeepWithLead(session, trace!.LeadId, RowAsJson(row), row);
            if (isKept && !isRead)
            {
                await ImportedTraces.CountSkipped(session, trace, IsPhones);
            }

            isNew |= isKept;
        }

        if (phone is not null)
        {
            traces.NotePhone(trace!.LeadId);
        }

        Count(isNew ? ImportOutcome.Imported : ImportOutcome.Unchanged);
    }

    /// <inheritdoc/>
    public override ValueTask Settle(Session session) => traces.OfferPhones(session);

    private TracedPhone? Phone()
    {
        TracedPhone phone = new()
        {
            Type = Word(),
            Carrier = Row.Text(Carrier, Limits.Carrier),
            IsValid = Row.Flag(Valid),
            IsMobile = Row.Flag(Mobile),
            IsDoNotCall = Row.Flag(DoNotCall),
            IsLitigator = Row.Flag(Litigator),
            IsReassigned = Row.Flag(Reassigned),
            Confidence = Confidence(ConfidenceField),
            LastSeenAt = Row.Time(LastSeenAt),
        };
        PhoneParseError error = PhoneNumber.TryParse(
            (Row.Has(Contact) ? ValueReading.Text(Row.Value(Contact)) : null).AsSpan(),
            Context.Rules.DefaultRegion ?? RegionOfProviders,
            out PhoneNumber number);
        if (error == PhoneParseError.None)
        {
            return phone with { Phone = number };
        }

        Row.NoteUnreadable(Contact, PhoneNumber.Describe(error, ""));
        return null;
    }

    private TracedEmail? Email()
    {
        TracedEmail found = new() { Type = Word(), IsValid = Row.Flag(Valid), Confidence = Confidence(ConfidenceField) };
        Validator validator = new();
        string? email = validator.Email("", Row.Has(Contact) ? ValueReading.Text(Row.Value(Contact)) : null);
        if (email is not null && validator.First is null)
        {
            return found with { Email = email };
        }

        Row.NoteUnreadable(Contact, validator.First ?? new LeadValidationError("", "required", "is missing or blank."));
        return null;
    }

    private string? Word() => Row.Text(Type, Vocabulary.LongestWord) is { } word ? Vocabulary.Normalize(word) : null;
}
