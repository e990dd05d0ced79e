namespace LeadStore;

/// <summary>What a lead has cost so far. It is kept with each cost, in the same transaction, and read without adding anything up.</summary>
/// <param name="LeadId">The lead.</param>
/// <param name="Items">One row per type and currency, by type; empty if it has cost nothing.</param>
public sealed record LeadCosts(long LeadId, IReadOnlyList<LeadCost> Items)
{
    /// <summary>What the lead has cost in one currency, of one type or all.</summary>
    /// <param name="type">The type; default all.</param>
    /// <param name="currency">The ISO 4217 code. Default: <c>USD</c>.</param>
    /// <returns>The sum; 0 if there is none.</returns>
    /// <exception cref="ArgumentException"><paramref name="currency"/> is not three letters.</exception>
    public Money Total(CostType? type = null, string currency = "USD")
    {
        Money total = new(0, currency);
        foreach (LeadCost item in Items)
        {
            if (item.Total.Currency == total.Currency && (type is null || item.Type == type))
            {
                total += item.Total;
            }
        }

        return total;
    }

    /// <summary>Says of which lead, and how much of each type.</summary>
    public override string ToString() => $"Costs of lead {LeadId}: {string.Join(", ", Items.Select(item => $"{item.Type} {item.Total}"))}";
}
