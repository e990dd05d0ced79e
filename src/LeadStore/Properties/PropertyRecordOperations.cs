using System.Globalization;
using LeadStore.Addresses;
using LeadStore.Engine;
using LeadStore.Validation;

namespace LeadStore.Properties;

/// <summary>The verbs on what sources said of properties, each written once for every engine and for both ways of calling it.</summary>
internal static class PropertyRecordOperations
{
    /// <summary>How many records one transaction stores.</summary>
    public const int Batch = 500;

    public const int MostClaims = 1000;
    public static readonly TimeSpan LongestLease = TimeSpan.FromDays(1);

    public static async ValueTask<PropertyRecord?> Get(Session session, long id) => await session.First(PropertyRecordSql.ById, [id]);

    public static async ValueTask<string?> GetRaw(Session session, long id) => await session.First(PropertyRecordSql.Raw, [id]);

    public static async ValueTask<long> CountUnprocessed(Session session, bool _) =>
        await session.First(PropertyRecordSql.CountUnprocessed, []);

    public static ValueTask<AddedPropertyRecord> Add(Session session, NewPropertyRecord input)
    {
        ArgumentNullException.ThrowIfNull(input, "record");
        Validator validator = new();
        NewPropertyRecord record = Checked(validator, "", input);
        validator.ThrowIfAny();
        return Store(session, record);
    }

    /// <summary>Stores a batch, or nothing of it if a record is refused; the number of the first one names them in errors.</summary>
    public static async ValueTask<AddRecordsReport> AddBatch(Session session, (int First, NewPropertyRecord[] Records) call)
    {
        Validator validator = new();
        List<NewPropertyRecord> records = [];
        for (int i = 0; i < call.Records.Length; i++)
        {
            ArgumentNullException.ThrowIfNull(call.Records[i], "records");
            records.Add(Checked(validator, string.Create(CultureInfo.InvariantCulture, $"records[{call.First + i}]."), call.Records[i]));
        }

        validator.ThrowIfAny();
        int[] outcomes = new int[3];
        foreach (NewPropertyRecord record in records)
        {
            outcomes[(int)(await Store(session, record)).Outcome]++;
        }

        return new AddRecordsReport(outcomes[0], outcomes[1], outcomes[2]);
    }

    public static async ValueTask<PropertyRecordClaim> Claim(Session session, (int Count, TimeSpan LeaseTime) call)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(call.Count, 1, "count");
        ArgumentOutOfRangeException.ThrowIfGreaterThan(call.Count, MostClaims, "count");
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(call.LeaseTime, TimeSpan.Zero, "leaseTime");
        ArgumentOutOfRangeException.ThrowIfGreaterThan(call.LeaseTime, LongestLease, "leaseTime");
        DateTimeOffset now = session.Now;
        DateTimeOffset until = Instant.Stored(now + call.LeaseTime);
        Guid claim = Guid.NewGuid();
        List<ClaimedPropertyRecord> records = [];
        foreach (long id in await session.All(PropertyRecordSql.Unclaimed, [now, call.Count]))
        {
            records.Add((await session.First(PropertyRecordSql.Claim, [id, claim, until]))!);
        }

        return new PropertyRecordClaim(claim, until, records);
    }

    public static async ValueTask<bool> Complete(Session session, (long Id, Guid Claim, long? LeadId) call)
    {
        if (call.LeadId is { } leadId)
        {
            await PropertyOperations.CheckLead(session, leadId);
        }

        return await session.Execute(PropertyRecordSql.Complete, [call.Id, call.Claim, session.Now, call.LeadId]) > 0;
    }

    public static async ValueTask<bool> Release(Session session, (long Id, Guid Claim) call) =>
        await session.Execute(PropertyRecordSql.Release, [call.Id, call.Claim]) > 0;

    private static async ValueTask<AddedPropertyRecord> Store(Session session, NewPropertyRecord record)
    {
        string key = AddressKey.Of(record.Address);
        StoredRecord? stored = await session.First(PropertyRecordSql.ByAddress, [record.Source, key, record.Raw]);
        if (stored is null)
        {
            PropertyRecord added = (await session.First(
                PropertyRecordSql.Insert, [record.Source, record.Address, key, record.Raw, session.Now]))!;
            return new AddedPropertyRecord(added, AddRecordOutcome.Added);
        }

        if (stored.IsSame || stored.Record.ProcessedAt is not null)
        {
            return new AddedPropertyRecord(stored.Record, AddRecordOutcome.Known);
        }

        // Who has claimed the record has read another text than is stored now: the claim ends, so that the new one is not taken for done.
        await session.Execute(PropertyRecordSql.Replace, [stored.Record.Id, record.Address, record.Raw, session.Now]);
        return new AddedPropertyRecord(
            stored.Record with { Address = record.Address, ReceivedAt = session.Now }, AddRecordOutcome.Updated);
    }

    private static NewPropertyRecord Checked(Validator validator, string prefix, NewPropertyRecord input) => new()
    {
        Source = PropertyRules.Word(validator, prefix + nameof(NewPropertyRecord.Source), input.Source),
        Address = validator.Required(prefix + nameof(NewPropertyRecord.Address), input.Address?.Trim(), Limits.Address),
        Raw = validator.Required(prefix + nameof(NewPropertyRecord.Raw), input.Raw, Limits.RawData),
    };
}
