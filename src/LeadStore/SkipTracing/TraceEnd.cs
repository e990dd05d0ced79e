using LeadStore.Costs;
using LeadStore.Engine;
using LeadStore.Validation;

namespace LeadStore.SkipTracing;

/// <summary>How a trace ended, checked and in the form that is stored.</summary>
internal sealed record TraceEnd
{
    private const char Replacement = '\uFFFD';

    public required SkipTraceStatus Status { get; init; }

    public double? Confidence { get; init; }

    public Money? Cost { get; init; }

    public string? Failure { get; init; }

    /// <summary>Null for a failure.</summary>
    public TracedContacts? Contacts { get; init; }

    /// <summary>As much of the response as is kept.</summary>
    public string? Response { get; init; }

    public int? ResponseLength { get; init; }

    /// <exception cref="LeadValidationException">Something of the answer cannot be stored.</exception>
    public static TraceEnd Of(SkipTraceResult result, StoreRules rules)
    {
        ArgumentNullException.ThrowIfNull(result);
        Validator validator = new();
        TraceEnd end = new()
        {
            Status = SkipTraceStatus.Completed,
            Confidence = TracedContacts.Confidence(validator, nameof(SkipTraceResult.Confidence), result.Confidence),
            Cost = CheckedCost(validator, result.Cost),
            Contacts = TracedContacts.Of(result, rules, validator),
            Response = Kept(result.Response),
            ResponseLength = result.Response?.Length,
        };
        validator.ThrowIfAny();
        return end;
    }

    /// <inheritdoc cref="Of(SkipTraceResult, StoreRules)"/>
    public static TraceEnd Of(SkipTraceFailure failure)
    {
        ArgumentNullException.ThrowIfNull(failure);
        Validator validator = new();
        string reason = Vocabulary.Normalize(failure.Reason ?? "");
        validator.Word(nameof(SkipTraceFailure.Reason), reason);
        TraceEnd end = new()
        {
            Status = SkipTraceStatus.Failed,
            Failure = reason,
            Cost = CheckedCost(validator, failure.Cost),
            Response = Kept(failure.Response),
            ResponseLength = failure.Response?.Length,
        };
        validator.ThrowIfAny();
        return end;
    }

    private static Money? CheckedCost(Validator validator, Money? cost)
    {
        if (cost is { } amount)
        {
            CostOperations.CheckAmount(validator, nameof(SkipTraceResult.Cost), amount);
        }

        return cost;
    }

    // A response may be anything. It is evidence, and kept even where it is no text.
    private static string? Kept(string? response)
    {
        if (response is null)
        {
            return null;
        }

        if (response.Length > Limits.TraceResponse)
        {
            int length = Limits.TraceResponse;
            bool isInPair = char.IsHighSurrogate(response[length - 1]) && char.IsLowSurrogate(response[length]);
            response = response[..(isInPair ? length - 1 : length)];
        }

        return Validator.IsStorable(response) ? response : string.Create(response.Length, response, WithoutUnstorable);
    }

    private static void WithoutUnstorable(Span<char> text, string response)
    {
        for (int i = 0; i < text.Length; i++)
        {
            char c = response[i];
            if (char.IsHighSurrogate(c) && i + 1 < text.Length && char.IsLowSurrogate(response[i + 1]))
            {
                text[i] = c;
                text[++i] = response[i];
            }
            else
            {
                text[i] = c == '\0' || char.IsSurrogate(c) ? Replacement : c;
            }
        }
    }
}
