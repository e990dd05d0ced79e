using LeadStore.Engine;

namespace LeadStore.SkipTracing;

/// <summary>A phone of a trace as it is read to be ranked: a struct, so that a lead's rows cost one list.</summary>
internal readonly record struct PhoneRow
{
    public long Number { get; init; }

    public long TraceId { get; init; }

    public string? Type { get; init; }

    public string? Carrier { get; init; }

    public bool? IsValid { get; init; }

    public bool? IsMobile { get; init; }

    public bool? IsDoNotCall { get; init; }

    public bool? IsLitigator { get; init; }

    public bool? IsReassigned { get; init; }

    public double? Confidence { get; init; }

    public DateTimeOffset? LastSeenAt { get; init; }

    /// <summary>The lead is not to be called, whatever the number.</summary>
    public bool IsLeadDoNotCall { get; init; }

    public PhoneExclusion Exclusion =>
        IsDoNotCall is true ? PhoneExclusion.DoNotCall
        : IsLitigator is true ? PhoneExclusion.Litigator
        : IsReassigned is true ? PhoneExclusion.Reassigned
        : IsValid is false ? PhoneExclusion.Invalid
        : IsLeadDoNotCall ? PhoneExclusion.LeadDoNotCall
        : PhoneExclusion.None;

    public static PhoneRow Read(Row row) => new()
    {
        Number = row.Int64(0),
        TraceId = row.Int64(1),
        Type = row.IsNull(2) ? null : row.Word(2),
        Carrier = row.IsNull(3) ? null : row.Word(3),
        IsValid = row.BooleanOrNull(4),
        IsMobile = row.BooleanOrNull(5),
        IsDoNotCall = row.BooleanOrNull(6),
        IsLitigator = row.BooleanOrNull(7),
        IsReassigned = row.BooleanOrNull(8),
        Confidence = row.DoubleOrNull(9),
        LastSeenAt = row.TimeOrNull(10),
        IsLeadDoNotCall = row.BooleanOrNull(11) is true,
    };

    /// <summary>What is known of a number from this trace, and where it says nothing, from an older one. Last seen is last seen by
    /// either.</summary>
    public PhoneRow With(in PhoneRow older) => this with
    {
        Type = Type ?? older.Type,
        Carrier = Carrier ?? older.Carrier,
        IsValid = IsValid ?? older.IsValid,
        IsMobile = IsMobile ?? older.IsMobile,
        IsDoNotCall = IsDoNotCall ?? older.IsDoNotCall,
        IsLitigator = IsLitigator ?? older.IsLitigator,
        IsReassigned = IsReassigned ?? older.IsReassigned,
        Confidence = Confidence ?? older.Confidence,
        LastSeenAt = LastSeenAt is null || older.LastSeenAt > LastSeenAt ? older.LastSeenAt : LastSeenAt,
    };

    public RankedPhone Ranked(int rank) => new()
    {
        Phone = PhoneNumber.FromDigits(Number),
        Rank = rank,
        Excluded = Exclusion,
        Type = Type,
        Carrier = Carrier,
        IsMobile = IsMobile,
        IsValid = IsValid,
        Confidence = Confidence,
        LastSeenAt = LastSeenAt,
    };
}
