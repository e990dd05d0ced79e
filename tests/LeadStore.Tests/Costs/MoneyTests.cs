using LeadStore.Tests.Sqlite.Support;

namespace LeadStore.Tests.Costs;

public sealed class MoneyTests
{
    [Theory]
    [InlineData("USD", "12.50", 1250, "12.50 USD")]
    [InlineData("jpy", "1250", 1250, "1250 JPY")]
    [InlineData("KWD", "1.234", 1234, "1.234 KWD")]
    [InlineData("CLF", "0.0001", 1, "0.0001 CLF")]
    [InlineData("EUR", "-0.01", -1, "-0.01 EUR")]
    public void An_amount_has_the_decimals_of_its_currency(string currency, string amount, long minorUnits, string text)
    {
        Money money = Money.FromAmount(decimal.Parse(amount, System.Globalization.CultureInfo.InvariantCulture), currency);

        money.Should().Be(new Money(minorUnits, currency));
        money.Amount.Should().Be(decimal.Parse(amount, System.Globalization.CultureInfo.InvariantCulture));
        money.ToString().Should().Be(text);
    }

    [Fact]
    public void Nothing_is_rounded_in_silence()
    {
        FluentActions.Invoking(() => Money.FromAmount(0.005m)).Should().Throw<ArgumentException>().WithMessage("*decimals*");
        FluentActions.Invoking(() => Money.FromAmount(1.5m, "JPY")).Should().Throw<ArgumentException>();
        FluentActions.Invoking(() => Money.FromAmount(1e17m)).Should().Throw<OverflowException>();
        FluentActions.Invoking(() => Money.FromAmount(decimal.MaxValue)).Should().Throw<OverflowException>();
    }

    [Theory]
    [InlineData("")]
    [InlineData("US")]
    [InlineData("USDT")]
    [InlineData("U$D")]
    [InlineData("ÄÖÜ")]
    public void A_currency_is_three_letters(string currency) =>
        FluentActions.Invoking(() => new Money(1, currency)).Should().Throw<ArgumentException>().WithParameterName(nameof(currency));

    [Fact]
    public void Amounts_of_one_currency_are_added_and_compared_to_the_last_unit()
    {
        (new Money(1) + new Money(2)).Should().Be(new Money(3));
        (new Money(1) - new Money(2)).Should().Be(new Money(-1));
        (new Money(long.MaxValue - 1) < new Money(long.MaxValue)).Should().BeTrue();
        (new Money(2) >= new Money(2)).Should().BeTrue();
        default(Money).Should().Be(new Money(0, "usd"));
        default(Money).GetHashCode().Should().Be(new Money(0).GetHashCode());
        FluentActions.Invoking(() => new Money(long.MaxValue) + new Money(1)).Should().Throw<OverflowException>();
        FluentActions.Invoking(() => new Money(long.MinValue) - new Money(1)).Should().Throw<OverflowException>();
    }

    [Fact]
    public void Amounts_of_different_currencies_have_no_sum_and_no_order()
    {
        FluentActions.Invoking(() => new Money(1, "USD") + new Money(1, "EUR")).Should().Throw<InvalidOperationException>();
        FluentActions.Invoking(() => new Money(1, "USD") < new Money(1, "EUR")).Should().Throw<InvalidOperationException>();
        new Money(1, "USD").Should().NotBe(new Money(1, "EUR"));
    }

    [Fact]
    public void A_currency_in_the_file_that_is_none_is_damage()
    {
        using TempDirectory directory = new();
        using LeadDatabase store = LeadDatabase.Open(directory.Database);
        CostEntry cost = store.Costs.Record(new NewCost { Type = CostType.Ai, Amount = new Money(1) });
        Raw.Execute(directory.Database, $"UPDATE costs SET currency = 'U$D' WHERE id = {cost.Id}");

        store.Invoking(it => it.Costs.Get(cost.Id)).Should().Throw<LeadStoreException>().Which.Kind.Should().Be(LeadStoreErrorKind.Corrupt);
        store.Costs.Record(new NewCost { Type = CostType.Ai, Amount = new Money(2) }).Amount.Should().Be(new Money(2));
    }
}
