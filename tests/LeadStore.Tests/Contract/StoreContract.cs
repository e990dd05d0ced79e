using System.Globalization;
using Microsoft.Extensions.Time.Testing;

namespace LeadStore.Tests.Contract;

/// <summary>
/// What the rooms of the contract share. Each room is an abstract class that is generic over the engine's fixture; the file of an engine
/// names its rooms.
/// </summary>
public abstract class StoreContract(StoreFixture fixture) : IAsyncLifetime
{
    /// <summary>A phone of the customer whom most tests are about.</summary>
    protected const string John = "+447809505864";

    protected StoreFixture Fixture { get; } = fixture;

    protected ILeadStore Store { get; private set; } = null!;

    protected FakeTimeProvider Clock => Fixture.Clock;

    protected DateTimeOffset Now => Clock.GetUtcNow();

    public async Task InitializeAsync() => Store = await Open(new StoreSetup());

    public async Task DisposeAsync() => await Fixture.DisposeAsync();

    /// <summary>Some number that no other argument gives.</summary>
    protected static string Phone(int number) => string.Create(CultureInfo.InvariantCulture, $"+447700{number + 100_000}");

    /// <summary>The refused fields and codes of a call, for example <c>Phone:required</c>.</summary>
    protected static async Task<IEnumerable<string>> Refusals(Func<Task> call)
    {
        LeadValidationException refused = await Assert.ThrowsAsync<LeadValidationException>(call);
        refused.Kind.Should().Be(LeadStoreErrorKind.Validation);
        refused.Outcome.Should().Be(LeadStoreOutcome.NotApplied);
        return refused.Errors.Select(error => $"{error.Field}:{error.Code}");
    }

    /// <summary>Runs one call on each of several threads, all let go at the same moment.</summary>
    protected static async Task<IReadOnlyList<T>> AtOnce<T>(int tasks, Func<int, Task<T>> call)
    {
        TaskCompletionSource start = new(TaskCreationOptions.RunContinuationsAsynchronously);
        Task<T>[] running =
        [
            .. Enumerable.Range(0, tasks).Select(number => Task.Run(async () =>
            {
                await start.Task;
                return await call(number);
            })),
        ];
        start.SetResult();
        return await Task.WhenAll(running);
    }

    /// <summary>Opens one more store, of its own.</summary>
    protected Task<ILeadStore> Open(StoreSetup setup) => Fixture.Open(setup);

    protected async Task Reopen() => Store = await Fixture.Reopen(Store);

    protected async Task<Lead> Add(string phone = John) => await Store.CreateLeadAsync(new NewLead { Phone = phone });

    protected async Task<Message> Write(Lead lead, string text, MessageSender sender = MessageSender.Customer, DateTimeOffset? at = null) =>
        await Store.CreateMessageAsync(lead.Id, sender, text, at);

    protected async Task<Lead> Stored(Lead lead) => await Store.GetRequiredLeadAsync(lead.Id);

    protected Task<string> Content() => StoreContent.Of(Store);

    /// <summary>Asserts that a call throws and that the store holds afterwards exactly what it held before.</summary>
    protected async Task<TException> ThrowsAndStoresNothing<TException>(Func<Task> call)
        where TException : Exception
    {
        string before = await Content();
        TException thrown = await Assert.ThrowsAsync<TException>(call);
        (await Content()).Should().Be(before);
        return thrown;
    }
}
