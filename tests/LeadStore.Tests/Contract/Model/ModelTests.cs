using System.Globalization;
using Microsoft.Extensions.Time.Testing;

namespace LeadStore.Tests.Contract.Model;

/// <summary>Random sequences of verbs against the model. A failure names its seed: run it again with the environment variable SEED.</summary>
public sealed class ModelTests
{
    private const int Runs = 60;
    private const int StepsPerRun = 60;

    /// <param name="keepsLeads">Whether leads are kept in memory, for about as long as a step takes.</param>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_store_behaves_like_the_model_whatever_is_done_to_it(bool keepsLeads)
    {
        string? given = Environment.GetEnvironmentVariable("SEED");
        int[] seeds = given is null
            ? [.. Enumerable.Range(0, Runs).Select(_ => Random.Shared.Next())]
            : [int.Parse(given, CultureInfo.InvariantCulture)];
        foreach (int seed in seeds)
        {
            FakeTimeProvider clock = new(StoreFixture.Start);
            await using LeadDatabase store = LeadDatabase.OpenInMemory(new LeadDatabaseOptions
            {
                TimeProvider = clock,
                Cache = keepsLeads ? new LeadCacheOptions { MaxAge = TimeSpan.FromMilliseconds(1) } : null,
            });
            ModelRun run = new(store, clock, new Random(seed));
            try
            {
                await run.Go(StepsPerRun);
            }
            catch (Exception failure)
            {
                throw new InvalidOperationException($"The store and the model parted after {run.Steps} steps. Repeat with SEED={seed}.", failure);
            }
        }
    }
}
