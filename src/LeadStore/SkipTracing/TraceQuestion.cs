using LeadStore.Validation;

namespace LeadStore.SkipTracing;

/// <summary>A request to a provider, checked, with the key by which it is known again.</summary>
internal sealed record TraceQuestion(TraceProvider Provider, SkipTraceRequest Request, string Key)
{
    /// <exception cref="LeadValidationException">The provider or the request is refused.</exception>
    public static TraceQuestion Of(TraceProvider provider, SkipTraceRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        Validator validator = new();
        validator.Word(nameof(SkipTrace.Provider), provider.Value);
        SkipTraceRequest trimmed = new()
        {
            FirstName = validator.Optional(nameof(SkipTraceRequest.FirstName), request.FirstName, Limits.TraceName),
            LastName = validator.Optional(nameof(SkipTraceRequest.LastName), request.LastName, Limits.TraceName),
            FullName = validator.Optional(nameof(SkipTraceRequest.FullName), request.FullName, Limits.TraceName),
            Address = validator.Optional(nameof(SkipTraceRequest.Address), request.Address, Limits.TraceAddress),
            Street = validator.Optional(nameof(SkipTraceRequest.Street), request.Street, Limits.TraceName),
            City = validator.Optional(nameof(SkipTraceRequest.City), request.City, Limits.TraceName),
            State = validator.Optional(nameof(SkipTraceRequest.State), request.State, Limits.TraceName),
            PostalCode = validator.Optional(nameof(SkipTraceRequest.PostalCode), request.PostalCode, Limits.TraceName),
        };
        validator.ThrowIfAny();
        string? key = RequestKey.Of(trimmed);
        if (key is null)
        {
            validator.Add(nameof(SkipTrace.Request), "required", "a name or an address is needed.");
        }

        validator.ThrowIfAny();
        return new TraceQuestion(provider, trimmed, key!);
    }
}
