using LeadStore.Attributes;
using LeadStore.Engine;
using LeadStore.Leads;
using LeadStore.Phones;
using LeadStore.Validation;

namespace LeadStore.Importing;

/// <summary>
/// Keeps rows in a list among the attributes of the lead that they belong to, each once; and where they are phones, gives the best of them
/// to a lead that has none.
/// </summary>
internal sealed class LeadRowStep(ImportContext context, TablePlan plan, TableTally tally, LeadRows rows) : ImportStep(context, plan, tally)
{
    private const int PhoneField = 1;
    private const int PrimaryField = 2;
    private const int ConfidenceField = 3;
    private const int ValidField = 4;

    private bool IsPhones => Plan.Mapping.To == ImportTarget.Phones;

    /// <inheritdoc/>
    public override IReadOnlyList<string> OrderBy => Plan.OrderBy("lead");

    /// <inheritdoc/>
    public override async ValueTask Take(Session session, ImportRow row)
    {
        Row.Fill(row);
        string? key = Row.Text(0, Limits.ExternalKey);
        string? phone = !IsPhones && Row.Has(1) ? Row.Exact(1, Limits.ExternalKey) : null;
        long lead = Row.Rejection is null ? await Context.FindLead(session, key, phone) : 0;
        if (lead == 0)
        {
            Row.Reject(Rejection.UnknownLead);
        }

        string json = IsPhones ? RowAsJson(row, 0) : RowAsJson(row, 0, 1);
        if (Row.Rejection is { } rejection)
        {
            Reject(row, rejection);
            return;
        }

        await rows.Add(session, lead, Plan.Attribute, json, Tally);
        if (IsPhones && Row.Has(PhoneField) && MayBeValid()
            && PhoneNumber.TryParse(ValueReading.Text(Row.Value(PhoneField)).AsSpan(), Context.Rules.DefaultRegion, out PhoneNumber number)
                == PhoneParseError.None)
        {
            rows.Offer(lead, number.Digits, Rank());
        }
    }

    /// <inheritdoc/>
    public override ValueTask Settle(Session session) => rows.Flush(session);

    private bool MayBeValid() => !Row.Has(ValidField) || !ValueReading.TryFlag(Row.Value(ValidField), out bool flag) || flag;

    // The primary one, else the one that is surest.
    private double Rank()
    {
        bool primary = Row.Has(PrimaryField) && ValueReading.TryFlag(Row.Value(PrimaryField), out bool flag) && flag;
        double confidence = Row.Has(ConfidenceField) && ValueReading.TryReal(Row.Value(ConfidenceField), out double real) ? real : 0;
        return primary ? double.MaxValue : confidence;
    }
}

/// <summary>Rows that wait to be stored among the attributes of their leads, so that those of one lead are stored at once.</summary>
internal sealed class LeadRows
{
    private const int MostWaiting = 10_000;

    private readonly Dictionary<long, List<(string Attribute, string Json, TableTally Tally)>> _waiting = [];
    private readonly Dictionary<long, (long Digits, double Rank)> _phones = [];
    private int _count;

    public async ValueTask Add(Session session, long lead, string attribute, string json, TableTally tally)
    {
        if (_count >= MostWaiting && !_waiting.ContainsKey(lead))
        {
            await Flush(session);
        }

        _count++;
        (_waiting.TryGetValue(lead, out List<(string, string, TableTally)>? rows) ? rows : _waiting[lead] = []).Add((attribute, json, tally));
    }

    /// <summary>A phone for a lead that has none: the one of the highest rank, and of those the first.</summary>
    public void Offer(long lead, long digits, double rank)
    {
        if (!_phones.TryGetValue(lead, out (long, double Rank) best) || rank > best.Rank)
        {
            _phones[lead] = (digits, rank);
        }
    }

    public async ValueTask Flush(Session session)
    {
        foreach ((long lead, List<(string Attribute, string Json, TableTally Tally)> rows) in _waiting)
        {
            await Store(session, lead, rows);
        }

        foreach ((long lead, (long digits, _)) in _phones)
        {
            if (await LeadOperations.GetRequired(session, lead) is { Phone: null }
                && await session.First(LeadSql.IdByPhone, [digits]) == 0)
            {
                await session.Execute(LeadSql.UpdatePhone, [lead, digits]);
            }
        }

        _waiting.Clear();
        _phones.Clear();
        _count = 0;
    }

    private static async ValueTask Store(Session session, long lead, List<(string Attribute, string Json, TableTally Tally)> rows)
    {
        AttributeBag bag = AttributeOperations.Parse(await session.First(AttributeSql.OfLead, [lead]), $"lead {lead}");
        bool changed = false;
        foreach (IGrouping<string, (string Attribute, string Json, TableTally Tally)> group in rows.GroupBy(row => row.Attribute))
        {
            // What stands there and is no list is the first of it.
            string? stored = bag.Get(group.Key);
            List<string> list = JsonText.Elements(stored) ?? (stored is null ? [] : [stored]);
            HashSet<string> known = new(list, StringComparer.Ordinal);
            foreach ((_, string json, TableTally tally) in group)
            {
                if (known.Add(json))
                {
                    list.Add(json);
                    tally.Imported++;
                    changed = true;
                }
                else
                {
                    tally.Unchanged++;
                }
            }

            bag.Set(group.Key, JsonText.Array(list));
        }

        if (changed)
        {
            await AttributeOperations.Store(session, lead, bag);
        }
    }
}
