using System.Collections.Frozen;
using System.Globalization;

namespace LeadStore;

/// <summary>
/// An amount of money: a whole number of the smallest unit of its currency, for example 1250 of <c>USD</c> for 12.50 dollars. Amounts of
/// one currency are added and compared exactly; amounts of different ones never are.
/// </summary>
/// <remarks>How many decimals a currency has is taken from ISO 4217: 2, but 0 for the yen and others, 3 for some dinars, 4 for two units of account.</remarks>
public readonly record struct Money : IComparable<Money>
{
    private static readonly FrozenDictionary<string, int> Decimals =
        "BIF0 CLP0 DJF0 GNF0 ISK0 JPY0 KMF0 KRW0 PYG0 RWF0 UGX0 UYI0 VND0 VUV0 XAF0 XOF0 XPF0 BHD3 IQD3 JOD3 KWD3 LYD3 OMR3 TND3 CLF4 UYW4"
            .Split(' ')
            .ToFrozenDictionary(it => it[..3], it => it[3] - '0');

    private readonly string? _currency;

    /// <summary>Makes an amount of whole minor units.</summary>
    /// <param name="minorUnits">How many of the smallest unit of the currency, for example cents.</param>
    /// <param name="currency">The ISO 4217 code, three letters. Default: <c>USD</c>.</param>
    /// <exception cref="ArgumentException"><paramref name="currency"/> is not three letters.</exception>
    public Money(long minorUnits, string currency = "USD")
    {
        ArgumentNullException.ThrowIfNull(currency);
        if (!IsCurrency(currency))
        {
            throw new ArgumentException("A currency is named by its three letters of ISO 4217, for example USD.", nameof(currency));
        }

        MinorUnits = minorUnits;
        _currency = currency.ToUpperInvariant();
    }

    /// <summary>How many of the smallest unit of the currency.</summary>
    public long MinorUnits { get; }

    /// <summary>The ISO 4217 code of the currency, in upper case; <c>USD</c> for the default value.</summary>
    public string Currency => _currency ?? "USD";

    /// <summary>The amount in the currency's main unit, for example 12.50 dollars.</summary>
    public decimal Amount => MinorUnits / Scale(Currency);

    /// <summary>Makes an amount of the currency's main unit, for example 12.50 dollars.</summary>
    /// <param name="amount">The amount. Where it has more decimals than the currency, it is refused: nothing is rounded in silence.</param>
    /// <param name="currency">The ISO 4217 code, three letters. Default: <c>USD</c>.</param>
    /// <exception cref="ArgumentException">The amount has too many decimals, or the currency is not three letters.</exception>
    /// <exception cref="OverflowException">The amount is beyond what a number of 64 bits can count.</exception>
    public static Money FromAmount(decimal amount, string currency = "USD")
    {
        Money zero = new(0, currency);
        decimal minorUnits = amount * Scale(zero.Currency);
        return decimal.IsInteger(minorUnits)
            ? new Money(decimal.ToInt64(minorUnits), zero.Currency)
            : throw new ArgumentException($"The amount has more decimals than {zero.Currency} has. Round it first.", nameof(amount));
    }

    /// <summary>Adds two amounts of one currency.</summary>
    /// <exception cref="InvalidOperationException">They are of different currencies.</exception>
    /// <exception cref="OverflowException">The sum is beyond what a number of 64 bits can count.</exception>
    public static Money operator +(Money left, Money right) => new(checked(left.MinorUnits + right.In(left.Currency)), left.Currency);

    /// <summary>Subtracts an amount from one of the same currency.</summary>
    /// <inheritdoc cref="op_Addition"/>
    public static Money operator -(Money left, Money right) => new(checked(left.MinorUnits - right.In(left.Currency)), left.Currency);

    /// <summary>Whether an amount is less than one of the same currency.</summary>
    /// <exception cref="InvalidOperationException">They are of different currencies.</exception>
    public static bool operator <(Money left, Money right) => left.CompareTo(right) < 0;

    /// <summary>Whether an amount is more than one of the same currency.</summary>
    /// <inheritdoc cref="op_LessThan"/>
    public static bool operator >(Money left, Money right) => left.CompareTo(right) > 0;

    /// <summary>Whether an amount is at most one of the same currency.</summary>
    /// <inheritdoc cref="op_LessThan"/>
    public static bool operator <=(Money left, Money right) => left.CompareTo(right) <= 0;

    /// <summary>Whether an amount is at least one of the same currency.</summary>
    /// <inheritdoc cref="op_LessThan"/>
    public static bool operator >=(Money left, Money right) => left.CompareTo(right) >= 0;

    /// <summary>Adds another amount; for languages without operators.</summary>
    /// <inheritdoc cref="op_Addition"/>
    public static Money Add(Money left, Money right) => left + right;

    /// <summary>Subtracts an amount; for languages without operators.</summary>
    /// <inheritdoc cref="op_Addition"/>
    public static Money Subtract(Money left, Money right) => left - right;

    /// <summary>Compares two amounts of one currency.</summary>
    /// <inheritdoc cref="op_LessThan"/>
    public int CompareTo(Money other) => MinorUnits.CompareTo(other.In(Currency));

    /// <summary>Whether both are the same number of the same currency.</summary>
    /// <param name="other">The other amount.</param>
    public bool Equals(Money other) => MinorUnits == other.MinorUnits && Currency == other.Currency;

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(MinorUnits, Currency);

    /// <summary>The amount and its currency, the same in every culture, for example <c>12.50 USD</c>.</summary>
    public override string ToString() =>
        string.Create(CultureInfo.InvariantCulture, $"{Amount.ToString("F" + Digits(Currency), CultureInfo.InvariantCulture)} {Currency}");

    /// <exception cref="LeadStoreException">The file holds a currency that is none.</exception>
    internal static Money FromStored(long minorUnits, string currency) => IsCurrency(currency)
        ? new Money(minorUnits, currency)
        : throw new LeadStoreException(LeadStoreErrorKind.Corrupt, "An amount of money is stored with a currency that is not three letters.");

    /// <summary>Whether a text may be the code of a currency.</summary>
    internal static bool IsCurrency(string text) => text.Length == 3 && text.All(char.IsAsciiLetter);

    private long In(string currency) => Currency == currency
        ? MinorUnits
        : throw new InvalidOperationException($"An amount in {Currency} and one in {currency} have no sum and no order.");

    private static int Digits(string currency) => Decimals.GetValueOrDefault(currency, 2);

    /// <summary>How many minor units are one, for the currencies where it is not a hundred.</summary>
    internal static IEnumerable<(int Scale, IEnumerable<string> Currencies)> UnusualScales => Decimals
        .GroupBy(pair => pair.Value, pair => pair.Key)
        .OrderBy(group => group.Key)
        .Select(group => ((int)Scale(group.First()), (IEnumerable<string>)group.Order(StringComparer.Ordinal)));

    private static decimal Scale(string currency) => Digits(currency) switch
    {
        0 => 1m,
        2 => 100m,
        3 => 1000m,
        _ => 10_000m,
    };
}
