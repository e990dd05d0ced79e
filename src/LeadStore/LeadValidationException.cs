namespace LeadStore;

/// <summary>One field that was refused: which, by what rule, and in words.</summary>
/// <param name="Field">The name of the property or parameter, for example <c>Phone</c>.</param>
/// <param name="Code">A stable word to switch on, for example <c>required</c>, <c>too_long</c> or <c>not_a_phone_number</c>.</param>
/// <param name="Message">What is wrong and what to do. Never contains the refused value.</param>
public sealed record LeadValidationError(string Field, string Code, string Message);

/// <summary>
/// Input was refused before anything was stored. <see cref="Errors"/> lists every field that is wrong, not only the first.
/// The message names fields and rules, never values.
/// </summary>
public sealed class LeadValidationException : LeadStoreException
{
    /// <summary>Creates the exception for a list of refused fields.</summary>
    /// <param name="errors">At least one error.</param>
    public LeadValidationException(IReadOnlyList<LeadValidationError> errors)
        : base(LeadStoreErrorKind.Validation, Describe(errors)) => Errors = errors;

    /// <summary>Every refused field, in the order in which they were checked; never empty.</summary>
    public IReadOnlyList<LeadValidationError> Errors { get; }

    private static string Describe(IReadOnlyList<LeadValidationError> errors)
    {
        ArgumentNullException.ThrowIfNull(errors);
        if (errors.Count == 0)
        {
            throw new ArgumentException("A validation exception needs at least one error.", nameof(errors));
        }

        return string.Join(" ", errors.Select(e => $"{e.Field}: {e.Message}"));
    }
}
