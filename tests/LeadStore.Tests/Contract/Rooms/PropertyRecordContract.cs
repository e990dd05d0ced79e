namespace LeadStore.Tests.Contract.Rooms;

/// <summary>What sources said of properties: kept verbatim, once per source and address, and claimed by workers.</summary>
public abstract class PropertyRecordContract<TFixture>() : StoreContract(new TFixture())
    where TFixture : StoreFixture, new()
{
    private static readonly NewPropertyRecord County = new()
    {
        Source = " County ",
        Address = " 12 Main Street, Springfield, IL 62704 ",
        Raw = " not JSON,\t\"kept\" as it is \r\n",
    };

    private static readonly TimeSpan Lease = TimeSpan.FromMinutes(1);

    [Fact]
    public async Task A_record_is_kept_as_the_source_said_it()
    {
        AddedPropertyRecord added = await Store.Properties.AddRecordAsync(County);

        added.Outcome.Should().Be(AddRecordOutcome.Added);
        added.Record.Should().Be(
            new PropertyRecord(added.Record.Id, "county", "12 Main Street, Springfield, IL 62704", Now, null, null));
        (await Store.Properties.GetRecordAsync(added.Record.Id)).Should().Be(added.Record);
        (await Store.Properties.GetRecordRawAsync(added.Record.Id)).Should().Be(County.Raw);
    }

    [Fact]
    public async Task A_source_has_one_record_for_an_address_in_whatever_spelling()
    {
        PropertyRecord first = (await Store.Properties.AddRecordAsync(County)).Record;
        Clock.Advance(TimeSpan.FromHours(1));

        AddedPropertyRecord same = await Store.Properties.AddRecordAsync(County with { Address = "12 MAIN ST, SPRINGFIELD, IL 62704" });
        AddedPropertyRecord other = await Store.Properties.AddRecordAsync(County with { Address = "12 Main St Springfield IL 62704", Raw = "new" });

        same.Should().Be(new AddedPropertyRecord(first, AddRecordOutcome.Known));
        other.Should().Be(new AddedPropertyRecord(
            first with { Address = "12 Main St Springfield IL 62704", ReceivedAt = Now }, AddRecordOutcome.Updated));
        (await Store.Properties.GetRecordAsync(first.Id)).Should().Be(other.Record);
        (await Store.Properties.GetRecordRawAsync(first.Id)).Should().Be("new");
        (await Store.Properties.AddRecordAsync(County with { Source = "city" })).Outcome.Should().Be(AddRecordOutcome.Added);
        (await Store.Properties.CountUnprocessedAsync()).Should().Be(2);
    }

    [Fact]
    public async Task A_record_that_is_done_with_stays_as_it_is()
    {
        PropertyRecord record = (await Store.Properties.AddRecordAsync(County)).Record;
        Guid claim = (await Store.Properties.ClaimUnprocessedAsync()).Id;
        await Store.Properties.CompleteRecordAsync(record.Id, claim);

        (await Store.Properties.AddRecordAsync(County with { Raw = "new" }))
            .Should().Be(new AddedPropertyRecord(record with { ProcessedAt = Now }, AddRecordOutcome.Known));
        (await Store.Properties.GetRecordRawAsync(record.Id)).Should().Be(County.Raw);
    }

    [Fact]
    public async Task What_was_claimed_is_claimed_anew_after_its_text_was_replaced()
    {
        PropertyRecord record = (await Store.Properties.AddRecordAsync(County)).Record;
        Guid claim = (await Store.Properties.ClaimUnprocessedAsync()).Id;

        await Store.Properties.AddRecordAsync(County with { Raw = "new" });

        (await Store.Properties.CompleteRecordAsync(record.Id, claim)).Should().BeFalse();
        (await Store.Properties.ClaimUnprocessedAsync()).Records.Single().Raw.Should().Be("new");
    }

    [Fact]
    public async Task Many_records_are_added_and_a_refused_one_is_named_by_its_place()
    {
        NewPropertyRecord[] records =
        [
            .. Enumerable.Range(0, 700).Select(i => County with { Address = $"{i} Main St" }), County with { Address = "1 Main Street", Raw = "new" },
        ];

        (await Store.Properties.AddRecordsAsync(records)).Should().Be(new AddRecordsReport(700, 1, 0));
        (await Store.Properties.AddRecordsAsync(records[..700])).Should().Be(new AddRecordsReport(0, 1, 699));
        (await Refusals(async () => await Store.Properties.AddRecordsAsync([.. records, County with { Raw = " ", Source = "" }])))
            .Should().Equal("records[701].Source:not_a_word", "records[701].Raw:required");
        (await Store.Properties.AddRecordsAsync([])).Should().Be(new AddRecordsReport(0, 0, 0));
    }

    [Fact]
    public async Task What_is_wrong_with_a_record_is_refused_with_every_reason() =>
        (await Refusals(async () => await Store.Properties.AddRecordAsync(
            new NewPropertyRecord { Source = "a/b", Address = "", Raw = new string('x', 1_000_001) })))
            .Should().Equal("Source:not_a_word", "Address:required", "Raw:too_long");

    [Fact]
    public async Task Records_are_claimed_oldest_first_and_by_one_worker_alone()
    {
        for (int i = 0; i < 40; i++)
        {
            await Store.Properties.AddRecordAsync(County with { Address = $"{i} Main St" });
        }

        (await Store.Properties.ClaimUnprocessedAsync(2)).Records.Select(it => it.Record.Address).Should().Equal("0 Main St", "1 Main St");
        IReadOnlyList<PropertyRecordClaim> claims = await AtOnce(8, async _ => await Store.Properties.ClaimUnprocessedAsync(7, Lease));

        claims.SelectMany(claim => claim.Records).Select(it => it.Record.Id).Should().OnlyHaveUniqueItems().And.HaveCount(38);
        claims.Should().OnlyContain(claim => claim.Until == Now + Lease);
        (await Store.Properties.ClaimUnprocessedAsync()).Records.Should().BeEmpty();
        (await Store.Properties.CountUnprocessedAsync()).Should().Be(40);
    }

    [Fact]
    public async Task A_claim_that_has_lapsed_is_free_again_and_good_until_somebody_takes_it()
    {
        await Store.Properties.AddRecordAsync(County);
        await Store.Properties.AddRecordAsync(County with { Source = "city" });
        PropertyRecordClaim late = await Store.Properties.ClaimUnprocessedAsync(2, Lease);
        Clock.Advance(Lease);

        PropertyRecordClaim next = await Store.Properties.ClaimUnprocessedAsync(1, Lease);

        next.Records.Single().Record.Id.Should().Be(late.Records[0].Record.Id);
        (await Store.Properties.CompleteRecordAsync(late.Records[0].Record.Id, late.Id)).Should().BeFalse("another has it");
        (await Store.Properties.ReleaseRecordAsync(late.Records[0].Record.Id, late.Id)).Should().BeFalse();
        (await Store.Properties.CompleteRecordAsync(late.Records[1].Record.Id, late.Id)).Should().BeTrue("nobody else has it");
        (await Store.Properties.CompleteRecordAsync(next.Records[0].Record.Id, next.Id)).Should().BeTrue();
        (await Store.Properties.CompleteRecordAsync(next.Records[0].Record.Id, next.Id)).Should().BeFalse("it is done with");
        (await Store.Properties.CountUnprocessedAsync()).Should().Be(0);
    }

    [Fact]
    public async Task A_record_that_is_given_back_can_be_claimed_at_once()
    {
        await Store.Properties.AddRecordAsync(County);
        PropertyRecordClaim claim = await Store.Properties.ClaimUnprocessedAsync();

        (await Store.Properties.ReleaseRecordAsync(claim.Records[0].Record.Id, claim.Id)).Should().BeTrue();

        (await Store.Properties.ClaimUnprocessedAsync()).Records.Should().Equal(claim.Records);
    }

    [Fact]
    public async Task A_record_goes_with_the_lead_that_was_made_of_it()
    {
        Lead john = await Add();
        PropertyRecord record = (await Store.Properties.AddRecordAsync(County)).Record;
        Guid claim = (await Store.Properties.ClaimUnprocessedAsync()).Id;

        await Assert.ThrowsAsync<LeadNotFoundException>(async () => await Store.Properties.CompleteRecordAsync(record.Id, claim, 99));
        (await Store.Properties.CompleteRecordAsync(record.Id, claim, john.Id)).Should().BeTrue();
        (await Store.Properties.GetRecordAsync(record.Id)).Should().Be(record with { LeadId = john.Id, ProcessedAt = Now });
        (await Store.DeleteLeadAsync(john.Id)).RowsDeleted["property_records"].Should().Be(1);

        (await Store.Properties.GetRecordAsync(record.Id)).Should().BeNull();
        (await Store.Properties.GetRecordRawAsync(record.Id)).Should().BeNull();
        (await Store.Properties.CompleteRecordAsync(record.Id, claim)).Should().BeFalse();
    }

    [Theory]
    [InlineData(0, 60)]
    [InlineData(1001, 60)]
    [InlineData(1, 0)]
    [InlineData(1, 86_401)]
    public async Task A_claim_has_its_limits(int count, int seconds) =>
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(
            async () => await Store.Properties.ClaimUnprocessedAsync(count, TimeSpan.FromSeconds(seconds)));
}
