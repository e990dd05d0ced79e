using LeadStore.Tests.Sqlite.Support;

namespace LeadStore.Tests.Sqlite;

/// <summary>What another program does to calls and campaigns, without foreign keys as is SQLite's default.</summary>
public sealed class CallsOfOtherProgramsTests : IDisposable
{
    private const string Rows = """
        SELECT (SELECT count(*) FROM calls) || ' ' || (SELECT count(*) FROM call_words) || ' ' || (SELECT count(*) FROM campaign_sends)
        """;

    private readonly TempDirectory _directory = new();
    private readonly LeadDatabase _store;
    private readonly CallLog _call;

    public CallsOfOtherProgramsTests()
    {
        _store = LeadDatabase.Open(_directory.Database);
        Lead lead = _store.CreateLead(new NewLead { Phone = "+447809505864" });
        _call = _store.Calls.Record(new NewCall { LeadId = lead.Id, End = new CallEnd { Transcript = "sell the house" } });
        _store.Campaigns.RecordSend(_store.Campaigns.Create(new NewCampaign { Name = "Winter" }).Id, lead.Id);
    }

    public void Dispose()
    {
        _store.Dispose();
        _directory.Dispose();
    }

    [Fact]
    public void A_lead_that_is_deleted_takes_its_calls_their_words_and_its_sends_with_it()
    {
        Raw.Scalar(_directory.Database, Rows).Should().Be("1 3 1");

        Raw.Execute(_directory.Database, "PRAGMA foreign_keys=OFF; DELETE FROM leads WHERE id = 1");

        Raw.Scalar(_directory.Database, Rows).Should().Be("0 0 0");
        _store.Maintenance.Verify().IsSound.Should().BeTrue();
    }

    [Fact]
    public void A_transcript_that_is_changed_is_not_found_by_what_it_said_before()
    {
        Raw.Execute(_directory.Database, "UPDATE calls SET transcript = 'rent it', transcript_length = 7");

        _store.Calls.SearchTranscripts("house").Items.Should().BeEmpty();
        _store.Calls.SearchTranscripts("rent").Items.Should().BeEmpty("only the library takes a text apart");
        _store.Calls.SetTranscript(_call.Id, _store.Calls.GetTranscript(_call.Id));
        _store.Calls.SearchTranscripts("rent").Items.Should().ContainSingle();
        _store.Maintenance.Verify().IsSound.Should().BeTrue();
    }
}
