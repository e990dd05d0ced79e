using System.Data.Common;

namespace LeadStore;

/// <summary>
/// The base of every error that LeadStore itself raises. Switch on <see cref="Kind"/>; ask <see cref="Outcome"/> whether
/// the change was stored. No message, property or <see cref="object.ToString"/> of it contains a phone number, a name,
/// an email address or message text.
/// </summary>
public class LeadStoreException : DbException
{
    /// <summary>Creates an error of a kind.</summary>
    /// <param name="kind">What went wrong.</param>
    /// <param name="message">The reason and the next step; never personal data.</param>
    /// <param name="innerException">The cause, or <see langword="null"/>.</param>
    public LeadStoreException(LeadStoreErrorKind kind, string message, Exception? innerException = null)
        : base(message, innerException) => Kind = kind;

    /// <summary>What went wrong: the value to switch on.</summary>
    public LeadStoreErrorKind Kind { get; }

    /// <summary>The verb that was called, for example <c>CreateLead</c>; <see langword="null"/> if it failed outside one.</summary>
    public string? Operation { get; internal set; }

    /// <summary>Whether the change was stored. <see cref="LeadStoreOutcome.NotApplied"/> unless said otherwise.</summary>
    public LeadStoreOutcome Outcome { get; internal init; } = LeadStoreOutcome.NotApplied;

    /// <summary>SQLite's extended result code, for example 2067; 0 if the error does not come from SQLite.</summary>
    public int SqliteExtendedErrorCode { get; internal init; }

    /// <summary>The statement that failed, with placeholders and never with values; <see langword="null"/> if there was none.</summary>
    public string? Sql { get; internal init; }

    /// <summary>True if the same call may succeed when it is tried again: the kind is <see cref="LeadStoreErrorKind.Busy"/>.</summary>
    public override bool IsTransient => Kind == LeadStoreErrorKind.Busy;

    /// <summary>The same error with another outcome, as an instance of its own: one thrown on several threads would mix their stacks.</summary>
    internal LeadStoreException With(LeadStoreOutcome outcome) => new(Kind, Message)
    {
        SqliteExtendedErrorCode = SqliteExtendedErrorCode,
        Sql = Sql,
        Outcome = outcome,
    };
}
