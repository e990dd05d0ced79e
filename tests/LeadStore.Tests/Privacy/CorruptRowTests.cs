using LeadStore.Tests.Sqlite.Support;

namespace LeadStore.Tests.Privacy;

/// <summary>One row that cannot be read: the error says which, and every other stays readable.</summary>
public sealed class CorruptRowTests : IDisposable
{
    private readonly TempDirectory _directory = new();
    private readonly LeadDatabase _store;
    private readonly Lead _whole;
    private readonly Lead _corrupt;

    public CorruptRowTests()
    {
        _store = LeadDatabase.Open(_directory.Database);
        _whole = _store.CreateLead(new NewLead { Phone = "+447809505864" });
        _corrupt = _store.CreateLead(new NewLead { Phone = "+447809505865" });
        _store.CreateMessage(_whole.Id, MessageSender.Customer, "Hi");
        _store.CreateMessage(_corrupt.Id, MessageSender.Customer, "Hi");
        _whole = _store.GetRequiredLead(_whole.Id);
        long message = _store.GetConversationHistory(_corrupt.Id)[0].Id;
        Raw.Execute(_directory.Database, $"PRAGMA ignore_check_constraints=ON; UPDATE leads SET answers = '{{' WHERE id = {_corrupt.Id}");
    }

    public void Dispose()
    {
        _store.Dispose();
        _directory.Dispose();
    }

    [Fact]
    public void Corrupt_answers_are_told_with_the_id_of_their_lead()
    {
        LeadStoreException failure = _store.Invoking(s => s.GetLead(_corrupt.Id)).Should().Throw<LeadStoreException>().Which;
        failure.Kind.Should().Be(LeadStoreErrorKind.Corrupt);
        failure.Operation.Should().Be("GetLead");
        failure.Message.Should().Contain($"lead {_corrupt.Id}").And.Contain("answers");
        _store.Invoking(s => s.GetLeadByPhone(_corrupt.Phone!)).Should().Throw<LeadStoreException>().Which.Kind.Should().Be(LeadStoreErrorKind.Corrupt);
        _store.Invoking(s => s.SetAnswer(_corrupt.Id, "q", "a")).Should().Throw<LeadStoreException>().Which.Kind.Should().Be(LeadStoreErrorKind.Corrupt);
    }

    [Fact]
    public void Other_leads_and_all_messages_stay_readable_and_writable()
    {
        _store.GetLead(_whole.Id).Should().Be(_whole);
        _store.GetLeadByPhone(_whole.Phone!).Should().Be(_whole);
        _store.GetConversationHistory(_corrupt.Id).Should().HaveCount(1);
        _store.CreateMessage(_corrupt.Id, MessageSender.Agent, "Hello").LeadId.Should().Be(_corrupt.Id);
        _store.SetAnswer(_whole.Id, "q", "a").Answers.Should().HaveCount(1);
    }

    [Fact]
    public void A_corrupt_lead_can_be_deleted()
    {
        _store.DeleteLead(_corrupt.Id).MessagesDeleted.Should().Be(1);
        _store.GetAllLeads().Should().Equal(_whole);
    }

    [Fact]
    public void A_list_that_meets_it_says_which_lead_to_mend()
    {
        _store.Invoking(s => s.GetAllLeads()).Should().Throw<LeadStoreException>()
            .Which.Should().Match<LeadStoreException>(failure =>
                failure.Kind == LeadStoreErrorKind.Corrupt && failure.Message.Contains($"lead {_corrupt.Id}", StringComparison.Ordinal));
        _store.SetAnswer(_whole.Id, "question_1", "Yes").Answers.Should().ContainKey("question_1");
    }

    [Fact]
    public void A_message_of_an_unknown_sender_is_told_by_its_id_and_other_conversations_stay_readable()
    {
        long message = _store.GetConversationHistory(_corrupt.Id)[0].Id;
        Raw.Execute(_directory.Database, $"PRAGMA ignore_check_constraints=ON; UPDATE messages SET sender = 'nobody' WHERE id = {message}");
        LeadStoreException failure = _store.Invoking(s => s.GetConversationHistory(_corrupt.Id)).Should().Throw<LeadStoreException>().Which;
        failure.Kind.Should().Be(LeadStoreErrorKind.Corrupt);
        failure.Message.Should().Contain($"Message {message}").And.NotContain("nobody");
        _store.GetConversationHistory(_whole.Id).Should().HaveCount(1);
    }
}
