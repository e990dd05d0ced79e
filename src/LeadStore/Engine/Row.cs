namespace LeadStore.Engine;

/// <summary>The current row of a query. One reader serves every engine; columns count from 0.</summary>
internal abstract class Row
{
    public abstract bool IsNull(int column);

    public abstract long Int64(int column);

    public abstract double Double(int column);

    public int Int32(int column) => Int64(column) is >= int.MinValue and <= int.MaxValue and var number
        ? (int)number
        : throw new LeadStoreException(LeadStoreErrorKind.Corrupt, $"Column {column} holds a number out of its range.");

    /// <summary>The text of a column that is not null.</summary>
    public abstract string Text(int column);

    /// <summary>The text of a column from a small vocabulary: the same string instance for the same text, where possible.</summary>
    public abstract string Word(int column);

    /// <summary>The UTF-8 bytes of a text column, valid until the next row.</summary>
    public abstract ReadOnlySpan<byte> Utf8(int column);

    public abstract DateTimeOffset Time(int column);

    public abstract Guid Uid(int column);

    public long? Int64OrNull(int column) => IsNull(column) ? null : Int64(column);

    public double? DoubleOrNull(int column) => IsNull(column) ? null : Double(column);

    public bool? BooleanOrNull(int column) => IsNull(column) ? null : Int64(column) != 0;

    public string? TextOrNull(int column) => IsNull(column) ? null : Text(column);

    public DateTimeOffset? TimeOrNull(int column) => IsNull(column) ? null : Time(column);
}
