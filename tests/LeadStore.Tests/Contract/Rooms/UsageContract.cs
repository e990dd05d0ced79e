namespace LeadStore.Tests.Contract.Rooms;

/// <summary>What organizations use in a month.</summary>
public abstract class UsageContract<TFixture>() : StoreContract(new TFixture())
    where TFixture : StoreFixture, new()
{
    private static readonly DateOnly March = new(2026, 3, 1);

    [Fact]
    public async Task Usage_adds_up_by_measure()
    {
        long acme = (await Store.Organizations.CreateAsync("Acme")).Id;

        (await Store.Organizations.RecordUsageAsync(acme, " Calls ")).Should().Be(new OrganizationUsage(acme, March, "calls", 1));
        (await Store.Organizations.RecordUsageAsync(acme, "calls", 41)).Should().Be(new OrganizationUsage(acme, March, "calls", 42));
        await Store.Organizations.RecordUsageAsync(acme, "ai", 1_000_000_000);

        (await Store.Organizations.GetUsageAsync(acme)).Should().Equal(
            new OrganizationUsage(acme, March, "ai", 1_000_000_000), new OrganizationUsage(acme, March, "calls", 42));
        (await Store.Organizations.GetUsageAsync(99)).Should().BeEmpty();
    }

    [Fact]
    public async Task The_month_is_one_of_UTC_by_the_clock_of_the_store_and_the_next_begins_at_nothing()
    {
        long acme = (await Store.Organizations.CreateAsync("Acme")).Id;
        Clock.SetUtcNow(new DateTimeOffset(2026, 12, 31, 23, 59, 59, 999, TimeSpan.Zero));
        await Store.Organizations.RecordUsageAsync(acme, "calls", 5);
        (await Store.Organizations.TryUseAsync(acme, "calls", 1, limit: 5)).Should().BeFalse();

        Clock.Advance(TimeSpan.FromMilliseconds(1));

        (await Store.Organizations.GetUsageAsync(acme)).Should().BeEmpty();
        (await Store.Organizations.TryUseAsync(acme, "calls", 1, limit: 5)).Should().BeTrue();
        (await Store.Organizations.RecordUsageAsync(acme, "calls")).Should()
            .Be(new OrganizationUsage(acme, new DateOnly(2027, 1, 1), "calls", 2));
        (await Store.Organizations.GetUsageAsync(acme, new DateOnly(2026, 12, 17))).Should()
            .Equal(new OrganizationUsage(acme, new DateOnly(2026, 12, 1), "calls", 5));
    }

    [Fact]
    public async Task Usage_may_be_told_later_and_counts_for_its_own_month()
    {
        long acme = (await Store.Organizations.CreateAsync("Acme")).Id;

        // In Tokyo it was March already.
        DateTimeOffset then = new(2026, 3, 1, 8, 59, 0, TimeSpan.FromHours(9));
        (await Store.Organizations.RecordUsageAsync(acme, "calls", 3, then)).Month.Should().Be(new DateOnly(2026, 2, 1));
        await Store.Organizations.RecordUsageAsync(acme, "calls", 1, DateTimeOffset.MinValue);
        await Store.Organizations.RecordUsageAsync(acme, "calls", 2, DateTimeOffset.MaxValue);

        (await Store.Organizations.GetUsageAsync(acme)).Should().BeEmpty();
        (await Store.Organizations.GetUsageAsync(acme, DateOnly.MinValue)).Single().Count.Should().Be(1);
        (await Store.Organizations.GetUsageAsync(acme, DateOnly.MaxValue)).Single().Count.Should().Be(2);
    }

    [Fact]
    public async Task What_would_go_beyond_the_limit_is_not_counted()
    {
        long acme = (await Store.Organizations.CreateAsync("Acme")).Id;

        (await Store.Organizations.TryUseAsync(acme, "calls", 1, limit: 0)).Should().BeFalse();
        (await Store.Organizations.TryUseAsync(acme, "calls", 7, limit: 10)).Should().BeTrue();
        (await Store.Organizations.TryUseAsync(acme, "calls", 4, limit: 10)).Should().BeFalse();
        (await Store.Organizations.TryUseAsync(acme, "calls", 3, limit: 10)).Should().BeTrue();
        (await Store.Organizations.TryUseAsync(acme, "calls", 1, limit: long.MaxValue)).Should().BeTrue();
        (await Store.Organizations.TryUseAsync(acme, "calls", 1, limit: 10)).Should().BeFalse();

        (await Store.Organizations.GetUsageAsync(acme)).Should().Equal(new OrganizationUsage(acme, March, "calls", 11));
    }

    [Fact]
    public async Task Usage_of_eight_threads_adds_up_exactly()
    {
        long acme = (await Store.Organizations.CreateAsync("Acme")).Id;

        await AtOnce(8, async number =>
        {
            for (int i = 0; i < 25; i++)
            {
                await Store.Organizations.RecordUsageAsync(acme, "calls", number + 1);
            }

            return true;
        });

        (await Store.Organizations.GetUsageAsync(acme)).Single().Count.Should().Be(25 * 36);
    }

    [Fact]
    public async Task Eight_threads_use_a_limit_up_to_the_last_and_not_beyond()
    {
        long acme = (await Store.Organizations.CreateAsync("Acme")).Id;

        IReadOnlyList<int> used = await AtOnce(8, async _ =>
        {
            int count = 0;
            for (int i = 0; i < 25; i++)
            {
                count += await Store.Organizations.TryUseAsync(acme, "calls", 1, limit: 100) ? 1 : 0;
            }

            return count;
        });

        used.Sum().Should().Be(100);
        (await Store.Organizations.GetUsageAsync(acme)).Single().Count.Should().Be(100);
    }

    [Fact]
    public async Task Usage_in_a_transaction_that_fails_was_none()
    {
        long acme = (await Store.Organizations.CreateAsync("Acme")).Id;

        await ThrowsAndStoresNothing<InvalidTimeZoneException>(async () => await Store.InTransactionAsync(async tx =>
        {
            await tx.Organizations.RecordUsageAsync(acme, "calls");
            (await tx.Organizations.TryUseAsync(acme, "calls", 1, limit: 2)).Should().BeTrue();
            throw new InvalidTimeZoneException();
        }));

        (await Store.Organizations.GetUsageAsync(acme)).Should().BeEmpty();
    }

    [Fact]
    public async Task Measures_counts_and_organizations_that_are_none_are_refused()
    {
        long acme = (await Store.Organizations.CreateAsync("Acme")).Id;

        (await Refusals(async () => await Store.Organizations.RecordUsageAsync(acme, "a/b", 0)))
            .Should().Equal("measure:not_a_word", "count:out_of_range");
        (await Refusals(async () => await Store.Organizations.RecordUsageAsync(acme, null!, 1_000_000_001)))
            .Should().Equal("measure:not_a_word", "count:out_of_range");
        (await Refusals(async () => await Store.Organizations.TryUseAsync(acme, " ", -1, -1)))
            .Should().Equal("measure:not_a_word", "count:out_of_range", "limit:out_of_range");
        foreach (Func<Task> call in (Func<Task>[])
            [
                async () => await Store.Organizations.RecordUsageAsync(99, "calls"),
                async () => await Store.Organizations.TryUseAsync(99, "calls", 1, 1),
                async () => await Store.Organizations.TryUseAsync(99, "calls", 2, 1),
            ])
        {
            (await ThrowsAndStoresNothing<LeadStoreException>(call)).Kind.Should().Be(LeadStoreErrorKind.NotFound);
        }
    }
}
