using LeadStore.Properties;

namespace LeadStore;

public sealed partial class PropertyStore
{
    private static readonly TimeSpan DefaultLease = TimeSpan.FromMinutes(5);

    /// <summary>
    /// Keeps what a source says of a property. A source has one record for an address, however it is spelled: where it has one already, the
    /// text is replaced if nobody is done with the record, and a claim on it ends; else the record stays as it is.
    /// </summary>
    /// <param name="record">The record.</param>
    /// <returns>The record as stored, and whether it is new.</returns>
    /// <exception cref="LeadValidationException">Fields are refused; the exception lists all of them.</exception>
    public AddedPropertyRecord AddRecord(NewPropertyRecord record) =>
        _engine.Write(PropertyRecordOperations.Add, record, "Properties.AddRecord");

    /// <inheritdoc cref="AddRecord"/>
    public ValueTask<AddedPropertyRecord> AddRecordAsync(NewPropertyRecord record, CancellationToken cancellationToken = default) =>
        _engine.WriteAsync(PropertyRecordOperations.Add, record, "Properties.AddRecord", cancellationToken);

    /// <summary>Keeps many records, 500 in a transaction, so that other writers come between. The same ones again change nothing.</summary>
    /// <param name="records">The records; read as they are stored.</param>
    /// <returns>How many were new.</returns>
    /// <exception cref="LeadValidationException">
    /// A record is refused; its place, counted from 0, is in the fields. Nothing of its batch was stored; the batches before stay.
    /// </exception>
    public AddRecordsReport AddRecords(IEnumerable<NewPropertyRecord> records)
    {
        ArgumentNullException.ThrowIfNull(records);
        AddRecordsReport total = new(0, 0, 0);
        int first = 0;
        foreach (NewPropertyRecord[] batch in records.Chunk(PropertyRecordOperations.Batch))
        {
            total = Sum(total, _engine.Write(PropertyRecordOperations.AddBatch, (first, batch), "Properties.AddRecords"));
            first += batch.Length;
        }

        return total;
    }

    /// <inheritdoc cref="AddRecords"/>
    public async ValueTask<AddRecordsReport> AddRecordsAsync(
        IEnumerable<NewPropertyRecord> records, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(records);
        AddRecordsReport total = new(0, 0, 0);
        int first = 0;
        foreach (NewPropertyRecord[] batch in records.Chunk(PropertyRecordOperations.Batch))
        {
            total = Sum(
                total,
                await _engine.WriteAsync(PropertyRecordOperations.AddBatch, (first, batch), "Properties.AddRecords", cancellationToken)
                    .ConfigureAwait(false));
            first += batch.Length;
        }

        return total;
    }

    /// <summary>One record; <see langword="null"/> if there is none.</summary>
    /// <param name="recordId">Its <see cref="PropertyRecord.Id"/>.</param>
    public PropertyRecord? GetRecord(long recordId) => _engine.Read(PropertyRecordOperations.Get, recordId, "Properties.GetRecord");

    /// <inheritdoc cref="GetRecord"/>
    public ValueTask<PropertyRecord?> GetRecordAsync(long recordId, CancellationToken cancellationToken = default) =>
        _engine.ReadAsync(PropertyRecordOperations.Get, recordId, "Properties.GetRecord", cancellationToken);

    /// <summary>What the source said, character by character; <see langword="null"/> if there is no such record.</summary>
    /// <param name="recordId">Its <see cref="PropertyRecord.Id"/>.</param>
    public string? GetRecordRaw(long recordId) => _engine.Read(PropertyRecordOperations.GetRaw, recordId, "Properties.GetRecordRaw");

    /// <inheritdoc cref="GetRecordRaw"/>
    public ValueTask<string?> GetRecordRawAsync(long recordId, CancellationToken cancellationToken = default) =>
        _engine.ReadAsync(PropertyRecordOperations.GetRaw, recordId, "Properties.GetRecordRaw", cancellationToken);

    /// <summary>
    /// Claims records that nobody is done with, the oldest first. No two callers, of this process or another, get the same one while a claim
    /// holds; what a worker leaves behind is free again when its claim has lapsed.
    /// </summary>
    /// <param name="count">At most how many, 1 to 1000; default 100. Their texts are read with them.</param>
    /// <param name="leaseTime">How long the claim holds, more than zero to 1 day; default 5 minutes.</param>
    /// <exception cref="ArgumentOutOfRangeException">The count or the time is out of range.</exception>
    public PropertyRecordClaim ClaimUnprocessed(int count = 100, TimeSpan? leaseTime = null) =>
        _engine.Write(PropertyRecordOperations.Claim, (count, leaseTime ?? DefaultLease), "Properties.ClaimUnprocessed");

    /// <inheritdoc cref="ClaimUnprocessed"/>
    public ValueTask<PropertyRecordClaim> ClaimUnprocessedAsync(
        int count = 100, TimeSpan? leaseTime = null, CancellationToken cancellationToken = default) =>
        _engine.WriteAsync(
            PropertyRecordOperations.Claim, (count, leaseTime ?? DefaultLease), "Properties.ClaimUnprocessed", cancellationToken);

    /// <summary>Says that a claimed record is done with.</summary>
    /// <param name="recordId">The record.</param>
    /// <param name="claim">The <see cref="PropertyRecordClaim.Id"/> of the claim that it came with.</param>
    /// <param name="leadId">The lead that was made of it, with which it is deleted. Default none.</param>
    /// <returns>False if the claim has ended: another worker has the record, its text was replaced, or it is done with or gone.</returns>
    /// <exception cref="LeadNotFoundException">There is no such lead.</exception>
    public bool CompleteRecord(long recordId, Guid claim, long? leadId = null) =>
        _engine.Write(PropertyRecordOperations.Complete, (recordId, claim, leadId), "Properties.CompleteRecord");

    /// <inheritdoc cref="CompleteRecord"/>
    public ValueTask<bool> CompleteRecordAsync(
        long recordId, Guid claim, long? leadId = null, CancellationToken cancellationToken = default) =>
        _engine.WriteAsync(PropertyRecordOperations.Complete, (recordId, claim, leadId), "Properties.CompleteRecord", cancellationToken);

    /// <summary>Gives a claimed record back, so that others can claim it at once.</summary>
    /// <param name="recordId">The record.</param>
    /// <param name="claim">The <see cref="PropertyRecordClaim.Id"/> of the claim that it came with.</param>
    /// <returns>False if the claim has ended.</returns>
    public bool ReleaseRecord(long recordId, Guid claim) =>
        _engine.Write(PropertyRecordOperations.Release, (recordId, claim), "Properties.ReleaseRecord");

    /// <inheritdoc cref="ReleaseRecord"/>
    public ValueTask<bool> ReleaseRecordAsync(long recordId, Guid claim, CancellationToken cancellationToken = default) =>
        _engine.WriteAsync(PropertyRecordOperations.Release, (recordId, claim), "Properties.ReleaseRecord", cancellationToken);

    /// <summary>How many records nobody is done with, the claimed ones among them.</summary>
    public long CountUnprocessed() => _engine.Read(PropertyRecordOperations.CountUnprocessed, true, "Properties.CountUnprocessed");

    /// <inheritdoc cref="CountUnprocessed"/>
    public ValueTask<long> CountUnprocessedAsync(CancellationToken cancellationToken = default) =>
        _engine.ReadAsync(PropertyRecordOperations.CountUnprocessed, true, "Properties.CountUnprocessed", cancellationToken);

    private static AddRecordsReport Sum(AddRecordsReport one, AddRecordsReport other) =>
        new(one.Added + other.Added, one.Updated + other.Updated, one.Known + other.Known);
}
