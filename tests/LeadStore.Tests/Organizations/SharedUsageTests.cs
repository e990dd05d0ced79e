using LeadStore.Tests.Sqlite.Support;

namespace LeadStore.Tests.Organizations;

/// <summary>Usage that is counted through two stores on one file, as two processes do.</summary>
public sealed class SharedUsageTests : IDisposable
{
    private readonly TempDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Fact]
    public async Task Eight_threads_over_two_stores_add_up_exactly_and_stay_within_a_limit()
    {
        LeadDatabaseOptions options = new() { Path = _directory.Database, BusyTimeout = TimeSpan.FromMinutes(5) };
        using LeadDatabase one = LeadDatabase.Open(options);
        using LeadDatabase other = LeadDatabase.Open(options);
        long acme = one.Organizations.Create("Acme").Id;
        using Barrier start = new(8);

        int[] used = await Task.WhenAll(Enumerable.Range(0, 8).Select(number => Task.Factory.StartNew(
            () =>
            {
                LeadDatabase store = number % 2 == 0 ? one : other;
                start.SignalAndWait();
                int within = 0;
                for (int i = 0; i < 25; i++)
                {
                    store.Organizations.RecordUsage(acme, "counted", number + 1);
                    within += store.Organizations.TryUse(acme, "limited", 3, limit: 302) ? 1 : 0;
                }

                return within;
            },
            CancellationToken.None,
            TaskCreationOptions.LongRunning,
            TaskScheduler.Default)));

        used.Sum().Should().Be(100);
        one.Organizations.GetUsage(acme).Select(usage => (usage.Measure, usage.Count)).Should()
            .Equal(("counted", 25 * 36), ("limited", 300));
        other.Organizations.GetUsage(acme).Should().Equal(one.Organizations.GetUsage(acme));
    }
}
