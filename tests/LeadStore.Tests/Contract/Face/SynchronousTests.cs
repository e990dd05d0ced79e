using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.Extensions.Time.Testing;

namespace LeadStore.Tests.Contract.Face;

/// <summary>The synchronous verbs: the contract runs on their twins, so it is enough to show that they do the same.</summary>
public sealed partial class SynchronousTests : IDisposable
{
    private readonly FakeTimeProvider _clock = new(StoreFixture.Start);
    private readonly LeadDatabase _store;

    public SynchronousTests() => _store = Open(_clock);

    public static TheoryData<string> Verbs => [.. Verb.Synchronous.Where(IsVerb).Select(verb => verb.Name)];

    public void Dispose() => _store.Dispose();

    [Theory]
    [MemberData(nameof(Verbs))]
    public async Task A_synchronous_verb_does_what_its_twin_does(string name)
    {
        Verb verb = Verb.Named(name);
        Verb twin = TwinOf(verb);
        FakeTimeProvider otherClock = new(StoreFixture.Start);
        await using LeadDatabase other = Open(otherClock);
        Sample sample = await Prepare(_store, _clock);
        Sample otherSample = await Prepare(other, otherClock);

        string result = Comparable(await verb.Call(_store, sample));
        string twinResult = Comparable(await twin.Call(other, otherSample));

        result.Should().Be(twinResult);
        Stripped(await StoreContent.Of(_store)).Should().Be(Stripped(await StoreContent.Of(other)));
    }

    [Theory]
    [MemberData(nameof(Verbs))]
    public async Task No_synchronous_verb_works_after_the_store_was_disposed(string name)
    {
        Verb verb = Verb.Named(name);
        Sample sample = await Prepare(_store, _clock);
        _store.Dispose();

        await Assert.ThrowsAsync<ObjectDisposedException>(() => verb.Call(_store, sample));
    }

    [Fact]
    public void The_connection_for_reports_is_refused_where_there_is_no_file() =>
        Assert.Throws<InvalidOperationException>(() => _store.OpenReadOnlyConnection());

    [Fact]
    public void A_synchronous_transaction_is_stored_whole_or_not_at_all()
    {
        long id = _store.InTransaction(tx => tx.CreateLead(new NewLead { Phone = "+447809505864" }).Id);
        Assert.Throws<InvalidTimeZoneException>(() => _store.InTransaction(tx =>
        {
            tx.SetAnswer(id, "question_1", "yes");
            tx.InTransaction(inner => inner.ArchiveLead(id));
            throw new InvalidTimeZoneException();
        }));

        _store.GetLead(id)!.Version.Should().Be(1);
    }

    [Fact]
    public void A_synchronous_transaction_refuses_a_callback_that_returns_a_task_and_keeps_nothing_of_it()
    {
        NewLead lead = new() { Phone = "+447809505864" };

        Refuses(() => _store.InTransaction(async tx => { await tx.CreateLeadAsync(lead); }));
        Refuses(() => _store.InTransaction(async tx => await tx.CreateLeadAsync(lead)));
        Refuses(() => _store.InTransaction(tx => tx.CreateLeadAsync(lead)));
        Refuses(() => _store.InTransaction(tx => (object)tx.CreateLeadAsync(lead).AsTask()));

        _store.GetAllLeads().Should().BeEmpty();
    }

    [Fact]
    public void A_synchronous_transaction_refuses_the_outer_store()
    {
        _store.InTransaction(tx =>
        {
            Assert.Throws<InvalidOperationException>(() => _store.GetAllLeads());
            Assert.Throws<InvalidOperationException>(() => _store.CreateLead(new NewLead { Phone = "+447809505864" }));
            Assert.Throws<InvalidOperationException>(_store.Dispose);
        });

        _store.GetAllLeads().Should().BeEmpty();
    }

    private static void Refuses<T>(Func<T> transaction) => Assert.Throws<InvalidOperationException>(() => { transaction(); });

    private static bool IsVerb(Verb verb) => verb.Method.Name is not
        (nameof(LeadDatabase.OpenReadOnlyConnection) or nameof(LeadDatabase.OpenForOldReaders)
        or nameof(LeadDatabase.Query) or nameof(LeadDatabase.DescribeSchema) or nameof(LeadDatabase.SelfTest)
        or nameof(LeadDatabase.GetPerformanceStats) or nameof(LeadDatabase.AdviseIndexes));

    private static Verb TwinOf(Verb verb) => Verb.Asynchronous.Single(twin =>
        twin.Name == verb.Name
            .Replace($"{verb.Method.Name}(", $"{verb.Method.Name}Async(", StringComparison.Ordinal)
            .Replace("Func<LeadDatabase, T>", "Func<ILeadStore, ValueTask`1>", StringComparison.Ordinal)
            .Replace("Action<LeadDatabase>", "Func<ILeadStore, ValueTask>", StringComparison.Ordinal)
            .Replace(")", verb.Method.GetParameters().Length == 0 ? "CancellationToken)" : ", CancellationToken)", StringComparison.Ordinal));

    private static string Comparable(object? result) => Stripped(JsonSerializer.Serialize(result));

    // What is random differs between two stores; all else is the same.
    private static string Stripped(string text) => AnyGuid().Replace(text, "guid");

    [GeneratedRegex("[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")]
    private static partial Regex AnyGuid();

    private static LeadDatabase Open(FakeTimeProvider clock) => LeadDatabase.OpenInMemory(new LeadDatabaseOptions { TimeProvider = clock });

    private static Task<Sample> Prepare(LeadDatabase store, FakeTimeProvider clock) =>
        Sample.Prepare(store, () => clock.Advance(TimeSpan.FromHours(1)));
}
