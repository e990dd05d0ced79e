using LeadStore.Addresses;
using LeadStore.Attributes;
using LeadStore.Engine;
using LeadStore.Properties;
using LeadStore.Validation;

namespace LeadStore.Importing;

/// <summary>
/// Stores what sources said of properties: for each source and address the text that came last, as long as nobody has processed an earlier
/// one. The other texts are kept as rows.
/// </summary>
internal sealed class PropertyRecordStep(ImportContext context, TablePlan plan, TableTally tally) : ImportStep(context, plan, tally)
{
    private const int Key = 0;
    private const int Source = 1;
    private const int AddressField = 2;
    private const int City = 3;
    private const int State = 4;
    private const int PostalCode = 5;
    private const int Raw = 6;
    private const int Processed = 7;
    private const int ProcessedAt = 8;
    private const int ReceivedAt = 9;
    private const int Lead = 10;

    private const string UnknownSource = "imported";

    /// <inheritdoc/>
    public override IReadOnlyList<string> OrderBy => Plan.OrderBy("received_at");

    /// <inheritdoc/>
    public override async ValueTask Take(Session session, ImportRow row)
    {
        Row.Fill(row);
        string? address = Kept.Address(AddressField, City, State, PostalCode);
        if (address is null)
        {
            Row.Reject(Rejection.Required(Row.Column(AddressField), "the address of the property"));
        }

        string source = Kept.Word(Source) ?? UnknownSource;
        string? raw = Row.Has(Raw) ? Kept.Text(Raw, Limits.RawData, trim: false) : RowAsJson(row);
        bool processed = Row.Flag(Processed) ?? Row.Has(ProcessedAt);
        DateTimeOffset? receivedAt = Kept.Time(ReceivedAt);
        DateTimeOffset? processedAt = Kept.Time(ProcessedAt);
        long? lead = await LeadOfRecord(session);
        string key = KeyOnce(row, Key, out _);
        AttributeBag? rest = Row.Attributes();
        if (Row.Rejection is { } rejection)
        {
            Reject(row, rejection);
            return;
        }

        Context.NoteUnreadable(Tally, row, Row.Unreadable);
        Told told = new(source, address!, raw, receivedAt, processed ? processedAt ?? receivedAt ?? Context.Now : null, lead);
        ImportOutcome outcome = raw is null ? ImportOutcome.Unchanged : await Store(session, told);
        if (rest is not null
            && await RowKeeping.Keep(session, Context, Plan.Mapping.Table, key, rest.ToJson()) != ImportOutcome.Unchanged
            && outcome == ImportOutcome.Unchanged)
        {
            outcome = raw is null ? ImportOutcome.Imported : ImportOutcome.Merged;
        }

        Count(outcome);
    }

    private async ValueTask<long?> LeadOfRecord(Session session)
    {
        if (Row.Text(Lead, Limits.ExternalKey) is not { } key)
        {
            return null;
        }

        if (await Context.FindLead(session, key, phone: null) is not 0 and var lead)
        {
            return lead;
        }

        Row.KeepUnreadable(Lead, Rejection.UnknownLead.Code, Rejection.UnknownLead.Message);
        return null;
    }

    private async ValueTask<ImportOutcome> Store(Session session, Told told)
    {
        string addressKey = AddressKey.Of(told.Address);
        StoredRecord? stored = await session.First(PropertyRecordSql.ByAddress, [told.Source, addressKey, told.Raw]);
        if (stored is null)
        {
            await session.Execute(
                ImportSql.InsertPropertyRecord,
                [told.Source, told.Address, addressKey, told.Raw, told.ReceivedAt ?? Context.Now, told.LeadId, told.ProcessedAt]);
            return ImportOutcome.Imported;
        }

        bool isLater = !stored.IsSame && stored.Record.ProcessedAt is null && told.ReceivedAt > stored.Record.ReceivedAt;
        bool changed = false;
        if (isLater)
        {
            await Keep(session, told with { Raw = await session.First(PropertyRecordSql.Raw, [stored.Record.Id]) }, addressKey);
            await session.Execute(PropertyRecordSql.Replace, [stored.Record.Id, told.Address, told.Raw, told.ReceivedAt]);
            changed = true;
        }
        else if (!stored.IsSame)
        {
            return await Keep(session, told, addressKey) ? ImportOutcome.Merged : ImportOutcome.Unchanged;
        }

        if (told.ProcessedAt is not null && stored.Record.ProcessedAt is null)
        {
            changed = await session.Execute(ImportSql.CompletePropertyRecord, [stored.Record.Id, told.ProcessedAt, told.LeadId]) > 0;
        }

        return changed ? ImportOutcome.Merged : ImportOutcome.Unchanged;
    }

    // By what it says, so that it is the same whether it was there first or came later.
    private async ValueTask<bool> Keep(Session session, Told told, string addressKey)
    {
        AttributeBag bag = new();
        bag.Set("source", JsonText.String(told.Source));
        bag.Set("address", JsonText.String(addressKey));
        bag.Set("raw", JsonText.String(told.Raw!));
        string content = bag.ToJson();
        return await RowKeeping.Keep(session, Context, Plan.Mapping.Table, $"#{ImportContext.Hash(content):x16}", content) != ImportOutcome.Unchanged;
    }

    private readonly record struct Told(
        string Source, string Address, string? Raw, DateTimeOffset? ReceivedAt, DateTimeOffset? ProcessedAt, long? LeadId)
    {
        /// <summary>Never the content: it is a person's.</summary>
        public override string ToString() => nameof(Told);
    }
}
