using LeadStore.Engine;
using LeadStore.Phones;
using LeadStore.Validation;

namespace LeadStore.Leads;

/// <summary>What a lead may be: turns input into the lead that is stored, or refuses it with every reason.</summary>
internal static class LeadRules
{
    /// <summary>The lead as it will be stored and returned, but for its id.</summary>
    public static Lead Created(NewLead input, StoreRules rules, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(input);
        Validator validator = new();
        DateTimeOffset createdAt = Instant.Stored(input.CreatedAt ?? now);
        LeadSource source = input.Source ?? LeadSource.InboundSms;
        bool qualified = input.Qualified ?? input.QualifiedAt is not null;
        validator.Word(nameof(NewLead.Source), source.Value);
        Lead lead = Checked(
            new Lead
            {
                Uid = Guid.CreateVersion7(now),
                Phone = ParsePhone(validator, input, rules),
                Name = input.Name,
                Email = input.Email,
                Source = source,
                Status = input.Status ?? LeadStatus.New,
                Progress = input.Progress ?? 0,
                Qualified = qualified,
                QualifiedAt = qualified ? Instant.Stored(input.QualifiedAt ?? createdAt) : null,
                TimesQualified = qualified ? 1 : 0,
                Answers = LeadAnswers.From(input.Answers),
                CreatedAt = createdAt,
                LastContactAt = Instant.Stored(input.LastContactAt ?? createdAt),
                Version = 1,
            },
            validator,
            rules);
        validator.ThrowIfAny();
        return lead;
    }

    /// <summary>The lead as it will be stored after a change, with everything that follows from what was changed.</summary>
    public static Lead Changed(Lead current, Lead changed, StoreRules rules, DateTimeOffset now)
    {
        Validator validator = new();
        RefuseChange(validator, nameof(Lead.Id), current.Id == changed.Id);
        RefuseChange(validator, nameof(Lead.Uid), current.Uid == changed.Uid);
        RefuseChange(validator, nameof(Lead.Version), current.Version == changed.Version);
        RefuseChange(validator, nameof(Lead.CreatedAt), current.CreatedAt == changed.CreatedAt);
        RefuseChange(validator, nameof(Lead.TimesQualified), current.TimesQualified == changed.TimesQualified);
        RefuseChange(validator, nameof(Lead.LastCustomerMessageAt), current.LastCustomerMessageAt == changed.LastCustomerMessageAt);
        if (current.ArchivedAt != changed.ArchivedAt)
        {
            validator.Add(nameof(Lead.ArchivedAt), "read_only", "is changed by ArchiveLead and RestoreLead.");
        }

        validator.Word(nameof(Lead.Source), changed.Source.Value);
        string? phone = changed.Phone == current.Phone || string.IsNullOrWhiteSpace(changed.Phone)
            ? changed.Phone
            : validator.Phone(nameof(Lead.Phone), changed.Phone, rules.DefaultRegion)?.ToString();
        bool qualified = changed.Qualified != current.Qualified ? changed.Qualified
            : changed.QualifiedAt != current.QualifiedAt ? changed.QualifiedAt is not null
            : current.Qualified;
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
            validator,
            rules);
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

    private static string? ParsePhone(Validator validator, NewLead input, StoreRules rules)
    {
        if (!string.IsNullOrWhiteSpace(input.Phone))
        {
            return validator.Phone(nameof(NewLead.Phone), input.Phone, rules.DefaultRegion)?.ToString();
        }

        if (string.IsNullOrWhiteSpace(input.Email))
        {
            validator.Add(nameof(NewLead.Phone), "required", "a lead needs a phone or an email address.");
        }

        return null;
    }

    // The checks that creating and changing share.
    private static Lead Checked(Lead lead, Validator validator, StoreRules rules)
    {
        validator.Status(nameof(Lead.Status), lead.Status, rules.ClosedStatuses);
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

    private static void RefuseChange(Validator validator, string field, bool same)
    {
        if (!same)
        {
            validator.Add(field, "read_only", "is set by the store and cannot be changed.");
        }
    }
}
