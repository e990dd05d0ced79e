using LeadStore.Engine;
using LeadStore.Phones;
using LeadStore.Validation;

namespace LeadStore.Leads;

/// <summary>What a lead may be: turns input into the lead that is stored, or refuses it with every reason.</summary>
internal static class LeadRules
{
    /// <summary>The lead as it will be stored and returned, but for its id; what is wrong with it goes to the validator.</summary>
    public static Lead Created(NewLead input, StoreRules rules, DateTimeOffset now, Validator validator, LeadIdentity identity = LeadIdentity.PhoneOrEmail)
    {
        ArgumentNullException.ThrowIfNull(input, "lead");
        DateTimeOffset createdAt = Instant.Stored(input.CreatedAt ?? now);
        LeadSource source = input.Source ?? LeadSource.InboundSms;
        LeadStatus status = input.Status ?? rules.InitialStatus;
        bool qualified = input.Qualified ?? (input.QualifiedAt is not null || status == LeadStatus.Qualified);
        validator.Word(nameof(NewLead.Source), source.Value);
        validator.Status(nameof(Lead.Status), status, rules.ClosedStatuses);
        return Checked(
            new Lead
            {
                Uid = Guid.CreateVersion7(Later(now, DateTimeOffset.UnixEpoch)),
                Phone = ParsePhone(validator, input, rules, identity),
                Name = input.Name,
                Email = input.Email,
                Source = source,
                Status = status,
                Progress = input.Progress ?? 0,
                Qualified = qualified,
                QualifiedAt = qualified ? Instant.Stored(input.QualifiedAt ?? createdAt) : null,
                TimesQualified = qualified ? 1 : 0,
                Answers = LeadAnswers.From(input.Answers),
                CreatedAt = createdAt,
                LastContactAt = Instant.Stored(input.LastContactAt ?? createdAt),
                Version = 1,
            },
            validator);
    }

    /// <summary>The lead as it will be stored after a change, with everything that follows from what was changed.</summary>
    public static Lead Changed(Lead current, Lead changed, StoreRules rules, DateTimeOffset now)
    {
        Validator validator = new();
        validator.ReadOnly(nameof(Lead.Id), current.Id == changed.Id);
        validator.ReadOnly(nameof(Lead.Uid), current.Uid == changed.Uid);
        validator.ReadOnly(nameof(Lead.Version), current.Version == changed.Version);
        validator.ReadOnly(nameof(Lead.CreatedAt), current.CreatedAt == changed.CreatedAt);
        validator.ReadOnly(nameof(Lead.TimesQualified), current.TimesQualified == changed.TimesQualified);
        validator.ReadOnly(nameof(Lead.LastCustomerMessageAt), current.LastCustomerMessageAt == changed.LastCustomerMessageAt);
        if (current.ArchivedAt != changed.ArchivedAt)
        {
            validator.Add(nameof(Lead.ArchivedAt), "read_only", "is changed by ArchiveLead and RestoreLead.");
        }

        validator.Word(nameof(Lead.Source), changed.Source.Value);
        string? phone = changed.Phone == current.Phone || string.IsNullOrWhiteSpace(changed.Phone)
            ? changed.Phone
            : validator.Phone(nameof(Lead.Phone), changed.Phone, rules.DefaultRegion)?.ToString();
        if (changed.Status != current.Status)
        {
            validator.Status(nameof(Lead.Status), changed.Status, rules.ClosedStatuses);
        }

        // The flag, else its time, else the status: whichever was changed says it.
        bool qualified = changed.Qualified != current.Qualified ? changed.Qualified
            : changed.QualifiedAt != current.QualifiedAt ? changed.QualifiedAt is not null
            : current.Qualified || (changed.Status != current.Status && changed.Status == LeadStatus.Qualified);
        Lead lead = Checked(
            changed with
            {
                Phone = string.IsNullOrWhiteSpace(phone) ? null : phone,
                Qualified = qualified,
                QualifiedAt = qualified ? Instant.Stored(changed.QualifiedAt ?? now) : null,
                TimesQualified = current.TimesQualified + (qualified && !current.Qualified ? 1 : 0),
                LastContactAt = Later(current.LastContactAt, Instant.Stored(changed.LastContactAt)),
                AssistantPause = CheckPause(changed.AssistantPause, validator),
            },
            validator);
        if (string.IsNullOrWhiteSpace(changed.Phone) && lead.Email is null && (current.Phone ?? current.Email) is not null)
        {
            validator.Add(nameof(Lead.Phone), "required", "a lead needs a phone or an email address.");
        }

        validator.ThrowIfAny();
        return lead;
    }

    public static PhoneNumber Phone(string? text, StoreRules rules, string field = nameof(Lead.Phone))
    {
        PhoneParseError error = PhoneNumber.TryParse(text.AsSpan(), rules.DefaultRegion, out PhoneNumber number);
        return error == PhoneParseError.None ? number : throw new LeadValidationException([PhoneNumber.Describe(error, field)]);
    }

    public static DateTimeOffset Later(DateTimeOffset one, DateTimeOffset other) => one >= other ? one : other;

    private static string? ParsePhone(Validator validator, NewLead input, StoreRules rules, LeadIdentity identity)
    {
        if (!string.IsNullOrWhiteSpace(input.Phone))
        {
            return validator.Phone(nameof(NewLead.Phone), input.Phone, rules.DefaultRegion)?.ToString();
        }

        if (identity == LeadIdentity.Phone)
        {
            validator.Add(nameof(NewLead.Phone), "required", "UpsertLead finds a lead by its phone; it is missing or blank.");
        }
        else if (identity == LeadIdentity.PhoneOrEmail && string.IsNullOrWhiteSpace(input.Email))
        {
            validator.Add(nameof(NewLead.Phone), "required", "a lead needs a phone or an email address.");
        }

        return null;
    }

    // The checks that creating and changing share.
    private static Lead Checked(Lead lead, Validator validator)
    {
        validator.Range(nameof(Lead.Progress), lead.Progress, 0, 100);
        validator.Answers(nameof(Lead.Answers), lead.Answers);
        return lead with
        {
            Name = validator.Optional(nameof(Lead.Name), lead.Name, Limits.Name),
            Email = validator.Email(nameof(Lead.Email), lead.Email),
        };
    }

    private static AssistantPause? CheckPause(AssistantPause? pause, Validator validator) => pause is null
        ? null
        : new AssistantPause(
            Instant.Stored(pause.PausedAt),
            pause.Until is { } until ? Instant.Stored(until) : null,
            validator.Required(nameof(AssistantPause.By), pause.By?.Trim(), Limits.Actor),
            validator.Optional(nameof(AssistantPause.Reason), pause.Reason, Limits.Reason));
}
