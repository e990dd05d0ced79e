using System.Net.Mail;
using LeadStore.Attributes;
using LeadStore.Phones;

namespace LeadStore.Validation;

/// <summary>
/// Checks the input of one call and brings it to the form that is stored. Collects every error, so that one exception names every
/// field; no message holds a value.
/// </summary>
internal sealed class Validator
{
    private List<LeadValidationError>? _errors;

    /// <summary>The first error; null if there is none.</summary>
    public LeadValidationError? First => _errors?[0];

    public void Add(string field, string code, string message) => (_errors ??= []).Add(new LeadValidationError(field, code, message));

    /// <exception cref="LeadValidationException">There was at least one error.</exception>
    public void ThrowIfAny()
    {
        if (_errors is not null)
        {
            throw new LeadValidationException(_errors);
        }
    }

    /// <summary>Text that must be there: not blank, no longer than the limit, valid Unicode without U+0000. Returned as it is.</summary>
    public string Required(string field, string? value, int limit)
    {
        if (string.IsNullOrWhiteSpace(value))
        {
            Add(field, "required", "a value is needed; it is missing or blank.");
            return "";
        }

        CheckText(field, value, limit);
        return value;
    }

    /// <summary>Text that may be missing: trimmed, blank becomes null.</summary>
    public string? Optional(string field, string? value, int limit)
    {
        if (string.IsNullOrWhiteSpace(value))
        {
            return null;
        }

        string trimmed = value.Trim();
        CheckText(field, trimmed, limit);
        return trimmed;
    }

    public PhoneNumber? Phone(string field, string? value, string? region)
    {
        PhoneParseError error = PhoneNumber.TryParse(value.AsSpan(), region, out PhoneNumber number);
        if (error == PhoneParseError.None)
        {
            return number;
        }

        LeadValidationError described = PhoneNumber.Describe(error, field);
        Add(described.Field, described.Code, described.Message);
        return null;
    }

    /// <summary>Trimmed, lower case, of the shape name@domain.</summary>
    public string? Email(string field, string? value)
    {
        if (Optional(field, value, Limits.Email) is not { } trimmed)
        {
            return null;
        }

        int at = trimmed.IndexOf('@', StringComparison.Ordinal);
        bool shaped = at > 0
            && at == trimmed.LastIndexOf('@')
            && at < trimmed.Length - 1
            && !trimmed.Any(char.IsWhiteSpace)
            && MailAddress.TryCreate(trimmed, out MailAddress? parsed)
            && parsed.Address == trimmed;
        if (!shaped)
        {
            Add(field, "not_an_email", "is not an email address of the form name@domain.");
        }

        return Vocabulary.Normalize(trimmed);
    }

    public void Word(string field, string value)
    {
        if (!Vocabulary.IsWord(value))
        {
            Add(field, "not_a_word", $"must be 1 to {Vocabulary.LongestWord} letters, digits, '_', '-', '.' or spaces.");
        }
    }

    public void Status(string field, LeadStatus status, IReadOnlyList<string>? closed)
    {
        Word(field, status.Value);
        if (closed is not null && !closed.Contains(status.Value))
        {
            Add(field, "unknown_status", $"is not a status of this store. It has: {string.Join(", ", closed)} (LeadDatabaseOptions.Statuses).");
        }
    }

    public void Range(string field, long value, long least, long most)
    {
        if (value < least || value > most)
        {
            Add(field, "out_of_range", $"must be between {least} and {most}.");
        }
    }

    /// <summary>Refuses a change of what the store sets.</summary>
    public void ReadOnly(string field, bool same)
    {
        if (!same)
        {
            Add(field, "read_only", "is set by the store and cannot be changed.");
        }
    }

    public void Defined<T>(string field, T value)
        where T : struct, Enum
    {
        if (!Enum.IsDefined(value))
        {
            Add(field, "unknown_value", $"must be one of {string.Join(", ", Enum.GetNames<T>())}.");
        }
    }

    public LeadAnswers Answers(string field, IReadOnlyDictionary<string, string>? answers)
    {
        LeadAnswers result = LeadAnswers.From(answers);
        if (!Count(field, result.Count))
        {
            return result;
        }

        foreach ((string question, string answer) in result)
        {
            Answer(field, question, answer);
        }

        return result;
    }

    /// <summary>Whether there are not too many answers to look at each.</summary>
    public bool Count(string field, int answers)
    {
        if (answers > Limits.Answers)
        {
            Add(field, "too_many", $"there may be at most {Limits.Answers} answers; here are {answers}.");
            return false;
        }

        return true;
    }

    public void Answer(string field, string? question, string? answer)
    {
        Required(field, question, Limits.Question);
        if (answer is null)
        {
            Add(field, "required", "an answer is missing.");
        }
        else
        {
            CheckText(field, answer, Limits.Answer);
        }
    }

    /// <summary>Not too long, no U+0000 and no half of a surrogate pair.</summary>
    public void CheckText(string field, string value, int limit)
    {
        if (value.Length > limit)
        {
            Add(field, "too_long", $"must have at most {limit} characters; it has {value.Length}.");
        }
        else if (!IsStorable(value))
        {
            Add(field, "invalid_text", "contains U+0000 or half of a surrogate pair, which no text may.");
        }
    }

    /// <summary>One value of JSON, of any kind, kept as it is.</summary>
    public void Json(string field, string value, int limit)
    {
        int before = _errors?.Count ?? 0;
        CheckText(field, value, limit);
        if ((_errors?.Count ?? 0) == before && !JsonText.IsJson(value))
        {
            Add(field, "not_json", $"is not JSON, or is nested deeper than {JsonText.MaxDepth} levels.");
        }
    }

    /// <summary>No U+0000 and no half of a surrogate pair.</summary>
    public static bool IsStorable(string value)
    {
        for (int i = 0; i < value.Length; i++)
        {
            char c = value[i];
            if (c == '\0' || char.IsLowSurrogate(c))
            {
                return false;
            }

            if (char.IsHighSurrogate(c) && (++i == value.Length || !char.IsLowSurrogate(value[i])))
            {
                return false;
            }
        }

        return true;
    }
}
