using System.Globalization;
using System.Text;

namespace LeadStore;

/// <summary>
/// A phone number of a lead with its place among them, and what is known of it from all traces: of each flag the newest that is known.
/// What nobody said is <see langword="null"/>, which is not the same as no.
/// </summary>
public sealed record RankedPhone
{
    /// <summary>The number.</summary>
    public PhoneNumber Phone { get; init; }

    /// <summary>Its place: 1 for the one to dial first. Those that are not to be dialled come last.</summary>
    public int Rank { get; init; }

    /// <summary>Why it is not to be dialled; <see cref="PhoneExclusion.None"/> if it may be.</summary>
    public PhoneExclusion Excluded { get; init; }

    /// <summary>The kind of line, in lower case, for example <c>mobile</c>.</summary>
    public string? Type { get; init; }

    /// <summary>The carrier.</summary>
    public string? Carrier { get; init; }

    /// <summary>Whether it is a mobile phone.</summary>
    public bool? IsMobile { get; init; }

    /// <summary>Whether the number can be reached.</summary>
    public bool? IsValid { get; init; }

    /// <summary>How sure the newest provider that said so is that it is this person's, 0 to 1.</summary>
    public double? Confidence { get; init; }

    /// <summary>When it was last seen in use, by whichever provider.</summary>
    public DateTimeOffset? LastSeenAt { get; init; }

    /// <summary>
    /// Why it has this rank, in the same words in every culture and without the number, for example
    /// <c>mobile, valid, confidence 0.92, last seen 2026-10-01</c> or <c>excluded: litigator; mobile, validity unknown</c>.
    /// </summary>
    public string Reason
    {
        get
        {
            StringBuilder reason = new();
            if (Excluded != PhoneExclusion.None)
            {
                reason.Append("excluded: ").Append(Excluded switch
                {
                    PhoneExclusion.DoNotCall => "on a do-not-call list",
                    PhoneExclusion.Litigator => "litigator",
                    PhoneExclusion.Reassigned => "reassigned to another person",
                    PhoneExclusion.Invalid => "cannot be reached",
                    _ => "the lead is not to be called",
                }).Append("; ");
            }

            reason.Append(IsMobile switch { true => "mobile", false => "not mobile", null => "mobile unknown" });
            reason.Append(IsValid switch { true => ", valid", false => ", not valid", null => ", validity unknown" });
            if (Confidence is { } confidence)
            {
                reason.Append(CultureInfo.InvariantCulture, $", confidence {confidence:0.00}");
            }

            if (LastSeenAt is { } seen)
            {
                reason.Append(CultureInfo.InvariantCulture, $", last seen {seen:yyyy-MM-dd}");
            }

            return reason.ToString();
        }
    }

    /// <summary>The rank and the reason, without the number.</summary>
    public override string ToString() => $"Rank {Rank}: {Reason}";
}
