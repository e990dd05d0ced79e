using System.Collections.Immutable;

namespace LeadStore.Tests.Contract.Model;

/// <summary>A lead as the model knows it, with everything that hangs on it.</summary>
internal sealed record ModelLead(Lead Lead)
{
    public ImmutableList<Message> Messages { get; init; } = [];

    public ImmutableList<(int Number, DateTimeOffset At, string Answers)> Qualifications { get; init; } = [];

    public ImmutableHashSet<string> Done { get; init; } = [];

    public IEnumerable<Message> History => Messages.OrderBy(message => message.SentAt).ThenBy(message => message.Id);

    public static string Text(IReadOnlyDictionary<string, string> answers) => string.Join(';', answers.Select(pair => $"{pair.Key}={pair.Value}"));

    public ModelLead Archive(DateTimeOffset now) => Lead.Archived ? this : Changed(Lead with { ArchivedAt = now });

    public ModelLead Restore() => Lead.Archived ? Changed(Lead with { ArchivedAt = null }) : this;

    public ModelLead SetAnswer(string question, string? answer)
    {
        // A dictionary gives its pairs back in their order as long as none was removed.
        Dictionary<string, string> answers = [];
        foreach ((string key, string value) in Lead.Answers.Where(pair => answer is not null || pair.Key != question))
        {
            answers.Add(key, value);
        }

        if (answer is not null)
        {
            answers[question] = answer;
        }

        return Text(answers) == Text(Lead.Answers) ? this : Changed(Lead with { Answers = answers });
    }

    public ModelLead Qualify(DateTimeOffset now)
    {
        Lead qualified = Lead with
        {
            Status = LeadStatus.Qualified,
            Progress = 100,
            Qualified = true,
            QualifiedAt = Lead.QualifiedAt ?? now,
            TimesQualified = Lead.TimesQualified + (Lead.Qualified ? 0 : 1),
        };
        if (qualified == Lead)
        {
            return this;
        }

        return Changed(qualified) with
        {
            Qualifications = Lead.Qualified ? Qualifications : Qualifications.Add((qualified.TimesQualified, now, Text(Lead.Answers))),
        };
    }

    public ModelLead Requalify() => Lead.Qualified || Lead.Status == LeadStatus.Qualified
        ? Changed(Lead with
        {
            Status = LeadStatus.Active,
            Progress = 0,
            Qualified = false,
            QualifiedAt = null,
            Answers = new Dictionary<string, string>(),
        }) with
        {
            Qualifications = Lead.Qualified
                ? Qualifications.SetItem(Qualifications.Count - 1, (Qualifications[^1].Number, Qualifications[^1].At, Text(Lead.Answers)))
                : Qualifications,
        }
        : this;

    public ModelLead Touch(DateTimeOffset at) => this with { Lead = Lead with { LastContactAt = Later(Lead.LastContactAt, at) } };

    public ModelLead Write(Message message)
    {
        ModelLead touched = Touch(message.SentAt) with { Messages = Messages.Add(message) };
        return message.Sender != MessageSender.Customer
            ? touched
            : touched with
            {
                Lead = touched.Lead with { LastCustomerMessageAt = Later(Lead.LastCustomerMessageAt ?? message.SentAt, message.SentAt) },
            };
    }

    /// <summary>The same lead with other fields, and with a new version if one of them is really another.</summary>
    public ModelLead Update(Lead changed) => changed == Lead ? this : Changed(changed);

    private ModelLead Changed(Lead changed) => this with { Lead = changed with { Version = Lead.Version + 1 } };

    private static DateTimeOffset Later(DateTimeOffset one, DateTimeOffset other) => one > other ? one : other;
}
