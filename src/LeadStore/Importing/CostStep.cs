using System.Globalization;
using LeadStore.Costs;
using LeadStore.Engine;
using LeadStore.Validation;

namespace LeadStore.Importing;

/// <summary>Stores costs, each once by its key. What a cost cannot hold as the row says it is kept as it is.</summary>
internal sealed class CostStep(ImportContext context, TablePlan plan, TableTally tally) : ImportStep(context, plan, tally)
{
    private const int Key = 0;
    private const int Lead = 1;
    private const int LeadPhone = 2;
    private const int Type = 3;
    private const int Amount = 4;
    private const int Details = 5;
    private const int Campaign = 6;
    private const int OccurredAt = 7;

    private readonly HashSet<ulong> _seen = [];
    private readonly Dictionary<ulong, int> _alike = [];

    /// <inheritdoc/>
    public override async ValueTask Take(Session session, ImportRow row)
    {
        Row.Fill(row);
        CostEntry cost = Read(out ReadAmount amount, out string? details);
        string? key = KeyOf(row, Key);
        bool isOfLead = Row.Has(Lead) || Row.Has(LeadPhone);
        long lead = isOfLead && Row.Rejection is null ? await FindLead(session) : 0;
        if (isOfLead && lead == 0)
        {
            Row.Reject(Rejection.UnknownLead);
        }

        if (key is not null && Row.Rejection is null && !_seen.Add(ImportContext.Hash(key)))
        {
            Row.Reject(Rejection.DuplicateKey(Plan.ColumnOf("key")));
        }

        string whole = RowAsJson(row);
        if (Row.Rejection is { } rejection)
        {
            Reject(row, rejection);
            return;
        }

        key ??= NextKey(whole);
        cost = cost with { LeadId = lead == 0 ? null : lead, SourceId = CostSources.OfRow(Context.System, Plan.Mapping.Table, key) };
        bool isNew = await session.First(CostSql.BySource, [cost.Type.Value, cost.SourceId]) is null;
        if (isNew)
        {
            await CostOperations.Add(session, cost);
        }

        // As the row says it, where the entry says less.
        bool saysMore = Row.Rest.Count > 0 || !amount.IsExact || details != cost.Details
            || (Row.Has(Type) && ValueReading.Text(Row.Value(Type)) != cost.Type.Value);
        bool isKept = saysMore && (lead == 0
            ? await RowKeeping.Keep(session, Context, Plan.Mapping.Table, key, whole) != ImportOutcome.Unchanged
            : await KeepWithLead(session, lead, whole, row));
        Count(isNew ? ImportOutcome.Imported : isKept ? ImportOutcome.Merged : ImportOutcome.Unchanged);
    }

    private ValueTask<long> FindLead(Session session) =>
        Context.FindLead(session, Row.Text(Lead, Limits.ExternalKey), Row.Has(LeadPhone) ? Row.Exact(LeadPhone, Limits.ExternalKey) : null);

    private CostEntry Read(out ReadAmount amount, out string? details)
    {
        CostType type = Row.Text(Type, Vocabulary.LongestWord) is { } word ? new CostType(word) : CostType.Other;
        Row.Check(Type, validator => validator.Word("", type.Value));
        amount = default;
        if (!Row.Has(Amount))
        {
            Row.Reject(Rejection.Required(Plan.ColumnOf("amount"), "the amount"));
        }
        else if (!ValueReading.TryMoney(Row.Value(Amount), Row.Format(Amount), Context.Currency, out amount)
            || amount.Money.MinorUnits < 0 || amount.Exact < 0 || amount.Money.MinorUnits > Limits.CostAmount)
        {
            Row.Reject(Amount, "not_an_amount", $"is no amount of money between 0 and {Limits.CostAmount} minor units.");
        }

        details = Row.Exact(Details, Limits.RawData);
        return new CostEntry
        {
            Type = type,
            Amount = amount.Money,
            Details = Shown(details, amount),
            Campaign = Row.Text(Campaign, Limits.Campaign),
            OccurredAt = Row.Time(OccurredAt) ?? Context.Now,
        };
    }

    // What was rounded stands with the details, if there is room.
    private static string? Shown(string? details, ReadAmount amount)
    {
        string? shown = details?.Trim();
        if (!amount.IsExact)
        {
            string exact = string.Create(CultureInfo.InvariantCulture, $"{amount.Exact} {amount.Money.Currency}");
            shown = shown is null ? exact : shown.Length + exact.Length + 3 <= Limits.CostDetails ? $"{shown} ({exact})" : shown;
        }

        if (shown?.Length > Limits.CostDetails)
        {
            int length = Limits.CostDetails;
            shown = shown[..(char.IsHighSurrogate(shown[length - 1]) ? length - 1 : length)];
        }

        return shown;
    }

    // Two rows without a key that say the same are two costs.
    private string NextKey(string content)
    {
        ulong hash = ImportContext.Hash(content);
        int number = _alike[hash] = _alike.GetValueOrDefault(hash) + 1;
        return string.Create(CultureInfo.InvariantCulture, $"#{hash:x16}-{number}");
    }
}
