using System.Runtime.CompilerServices;

namespace LeadStore.Engine;

/// <summary>What a statement's argument is, so that each engine can bind it as its own native type.</summary>
internal enum SqlKind : byte
{
    Null,
    Integer,
    Boolean,
    Text,
    Instant,
    Uid,
    Real,
}

/// <summary>One argument of a statement: a small struct, so that a call's arguments cost no allocation.</summary>
internal readonly struct SqlValue
{
    // A long in the lower half, or the bits of a Guid.
    private readonly UInt128 _number;

    private SqlValue(SqlKind kind, UInt128 number, string? text = null)
    {
        Kind = kind;
        _number = number;
        Text = text;
    }

    public SqlKind Kind { get; }

    public string? Text { get; }

    /// <summary>The value of <see cref="SqlKind.Integer"/> and <see cref="SqlKind.Boolean"/>; the microseconds of <see cref="SqlKind.Instant"/>.</summary>
    public long Integer => (long)(ulong)_number;

    /// <summary>The value of <see cref="SqlKind.Real"/>.</summary>
    public double Real => BitConverter.Int64BitsToDouble(Integer);

    /// <summary>The value of <see cref="SqlKind.Uid"/>.</summary>
    public Guid Uid => Unsafe.BitCast<UInt128, Guid>(_number);

    public static implicit operator SqlValue(long value) => new(SqlKind.Integer, Bits(value));

    public static implicit operator SqlValue(long? value) => value is { } v ? v : default(SqlValue);

    public static implicit operator SqlValue(int value) => (long)value;

    public static implicit operator SqlValue(bool value) => new(SqlKind.Boolean, Bits(value ? 1 : 0));

    public static implicit operator SqlValue(string? value) => value is null ? default : new(SqlKind.Text, default, value);

    public static implicit operator SqlValue(DateTimeOffset value) => new(SqlKind.Instant, Bits(Instant.ToMicroseconds(value)));

    public static implicit operator SqlValue(DateTimeOffset? value) => value is { } v ? v : default(SqlValue);

    public static implicit operator SqlValue(double value) => new(SqlKind.Real, Bits(BitConverter.DoubleToInt64Bits(value)));

    public static implicit operator SqlValue(double? value) => value is { } v ? v : default(SqlValue);

    public static implicit operator SqlValue(Guid? value) => value is { } v ? v : default(SqlValue);

    public static implicit operator SqlValue(Guid value) => new(SqlKind.Uid, Unsafe.BitCast<Guid, UInt128>(value));

    private static UInt128 Bits(long value) => (ulong)value;
}
