namespace LeadStore.Tests.Contract.Rooms;

/// <summary>Leads that are kept in memory: on every engine the answers are those of the store, and most of them do not read it.</summary>
public abstract class CacheContract<TFixture>() : StoreContract(new TFixture())
    where TFixture : StoreFixture, new()
{
    private static readonly StoreSetup Kept = new() { DefaultRegion = "GB", Cache = new LeadCacheOptions { MaxLeads = 100 } };

    [Fact]
    public async Task A_lead_that_was_looked_up_is_found_again_without_the_store_by_its_id_and_by_any_spelling_of_its_phone()
    {
        LeadDatabase store = await OpenKept();
        Lead lead = await store.CreateLeadAsync(new NewLead { Phone = John, Name = "John" });
        Lead? first = await store.CheckExistingCustomerAsync(John);

        Lead?[] others =
        [
            await store.CheckExistingCustomerAsync("07809 505864"), await store.GetLeadByPhoneAsync("whatsapp:+447809505864"),
            await store.GetLeadAsync(lead.Id), await store.GetRequiredLeadAsync(lead.Id), store.CheckExistingCustomer(John),
            store.GetLead(lead.Id), store.GetRequiredLead(lead.Id), store.GetLeadByPhone(John),
        ];

        first.Should().Be(lead);
        others.Should().AllSatisfy(other => other.Should().BeSameAs(first));
        Counts(store).Should().Be((8, 1));
    }

    [Fact]
    public async Task That_there_is_no_such_lead_is_kept_until_one_is_created()
    {
        LeadDatabase store = await OpenKept();
        (await store.CheckExistingCustomerAsync(John)).Should().BeNull();
        (await store.CheckExistingCustomerAsync(John)).Should().BeNull();
        (await store.GetLeadAsync(1)).Should().BeNull();
        (await store.GetLeadAsync(1)).Should().BeNull();
        Counts(store).Should().Be((2, 2));

        Lead lead = await store.CreateLeadAsync(new NewLead { Phone = John });

        (await store.CheckExistingCustomerAsync(John)).Should().Be(lead);
        (await store.GetLeadAsync(1)).Should().Be(lead);
    }

    [Fact]
    public async Task Whatever_changes_a_lead_is_seen_by_the_next_lookup()
    {
        LeadDatabase store = await OpenKept();
        Lead lead = await store.CreateLeadAsync(new NewLead { Phone = John });
        Func<Task>[] changes =
        [
            async () => await store.UpdateLeadAsync(lead.Id, l => l with { Name = "Changed" }),
            async () => await store.UpdateLeadAsync((await store.GetRequiredLeadAsync(lead.Id)) with { Progress = 40 }),
            async () => await store.UpsertLeadAsync(new NewLead { Phone = John, Email = "john@example.com" }),
            async () => await store.SetAnswerAsync(lead.Id, "question", "yes"),
            async () => await store.QualifyLeadAsync(lead.Id),
            async () => await store.RequalifyLeadAsync(lead.Id),
            async () => await store.PauseAssistantAsync(lead.Id, "somebody"),
            async () => await store.TouchLeadAsync(lead.Id),
            async () => await store.CreateMessageAsync(lead.Id, MessageSender.Customer, "Hello"),
            async () => await store.CreateMessageAsync(lead.Id, MessageSender.Agent, "Hello"),
            async () => await store.IngestInboundAsync(new InboundMessage { From = John, Body = "Hello again" }),
            async () => await store.ArchiveLeadAsync(lead.Id),
            async () => await store.RestoreLeadAsync(lead.Id),
            async () => await store.Sources.AddAsync("portal", "A portal"),
            async () => await store.UpdateLeadAsync(lead.Id, l => l with { Source = "portal" }),
            async () => await store.ArchiveInactiveAsync(TimeSpan.FromSeconds(1)),
        ];
        int changed = 0;
        foreach (Func<Task> change in changes)
        {
            Lead before = await store.GetRequiredLeadAsync(lead.Id);
            (await store.GetLeadByPhoneAsync(John)).Should().Be(before);
            Clock.Advance(TimeSpan.FromSeconds(2));
            await change();

            // The store's own answer: nothing is kept inside a transaction.
            Lead stored = await store.InTransactionAsync(tx => tx.GetRequiredLeadAsync(lead.Id));
            (await store.GetLeadByPhoneAsync(John)).Should().Be(stored);
            (await store.GetRequiredLeadAsync(lead.Id)).Should().Be(stored);
            changed += stored == before ? 0 : 1;
        }

        changed.Should().Be(changes.Length - 1, "only the new source leaves the lead as it is");
    }

    [Fact]
    public async Task A_phone_that_passes_from_one_lead_to_another_leads_to_the_other()
    {
        LeadDatabase store = await OpenKept();
        Lead one = await store.CreateLeadAsync(new NewLead { Phone = John });
        Lead other = await store.CreateLeadAsync(new NewLead { Phone = Phone(1) });
        (await store.GetLeadByPhoneAsync(John))!.Id.Should().Be(one.Id);
        (await store.GetLeadByPhoneAsync(Phone(2))).Should().BeNull();

        await store.UpdateLeadAsync(one.Id, lead => lead with { Phone = Phone(2) });
        (await store.GetLeadByPhoneAsync(John)).Should().BeNull();
        await store.UpdateLeadAsync(other.Id, lead => lead with { Phone = John });

        (await store.GetLeadByPhoneAsync(John))!.Id.Should().Be(other.Id);
        (await store.GetLeadByPhoneAsync(Phone(2)))!.Id.Should().Be(one.Id);
        (await store.GetLeadByPhoneAsync(Phone(1))).Should().BeNull();
    }

    [Fact]
    public async Task A_lead_that_was_deleted_is_not_found_any_more_and_its_phone_is_free()
    {
        LeadDatabase store = await OpenKept();
        Lead lead = await store.CreateLeadAsync(new NewLead { Phone = John });
        await store.CheckExistingCustomerAsync(John);

        await store.DeleteLeadAsync(lead.Id);

        (await store.CheckExistingCustomerAsync(John)).Should().BeNull();
        (await store.GetLeadAsync(lead.Id)).Should().BeNull();
        await Assert.ThrowsAsync<LeadNotFoundException>(async () => await store.GetRequiredLeadAsync(lead.Id));
        (await store.CreateLeadAsync(new NewLead { Phone = John })).Id.Should().NotBe(lead.Id);
    }

    [Fact]
    public async Task An_archived_customer_comes_back_though_he_is_kept_as_archived()
    {
        LeadDatabase store = await OpenKept();
        Lead lead = await store.CreateLeadAsync(new NewLead { Phone = John });
        await store.ArchiveLeadAsync(lead.Id);
        (await store.GetLeadByPhoneAsync(John))!.Archived.Should().BeTrue();
        (await store.GetLeadByPhoneAsync(John))!.Archived.Should().BeTrue();

        (await store.CheckExistingCustomerAsync(John))!.Archived.Should().BeFalse();

        (await store.GetRequiredLeadAsync(lead.Id)).Archived.Should().BeFalse();
    }

    [Fact]
    public async Task Inside_a_transaction_its_own_changes_are_read_and_outside_what_was_committed()
    {
        LeadDatabase store = await OpenKept();
        Lead lead = await store.CreateLeadAsync(new NewLead { Phone = John });
        await store.CheckExistingCustomerAsync(John);

        await store.InTransactionAsync(async tx =>
        {
            await tx.SetAnswerAsync(lead.Id, "question", "yes");
            (await tx.CheckExistingCustomerAsync(John))!.Answers.Should().ContainKey("question");
            (await tx.GetLeadAsync(lead.Id))!.Answers.Should().ContainKey("question");
            await Assert.ThrowsAsync<InvalidOperationException>(async () => await store.GetLeadAsync(lead.Id));
        });

        (await store.GetRequiredLeadAsync(lead.Id)).Answers.Should().ContainKey("question");
    }

    [Fact]
    public async Task A_change_that_was_rolled_back_was_never_there()
    {
        LeadDatabase store = await OpenKept();
        Lead lead = await store.CreateLeadAsync(new NewLead { Phone = John });
        await store.CheckExistingCustomerAsync(John);

        await Assert.ThrowsAsync<TimeZoneNotFoundException>(async () => await store.InTransactionAsync(async tx =>
        {
            await tx.UpdateLeadAsync(lead.Id, l => l with { Name = "Nobody" });
            await tx.CreateLeadAsync(new NewLead { Phone = Phone(1) });
            throw new TimeZoneNotFoundException();
        }));
        (await store.CheckExistingCustomerAsync(John)).Should().Be(lead);
        (await store.CheckExistingCustomerAsync(Phone(1))).Should().BeNull();

        // One that fails and is caught, in a transaction that is kept.
        await store.InTransactionAsync(async tx =>
        {
            await Assert.ThrowsAsync<DuplicateLeadException>(async () => await tx.CreateLeadAsync(new NewLead { Phone = John }));
            await tx.SetAnswerAsync(lead.Id, "question", "yes");
        });
        (await store.CheckExistingCustomerAsync(John))!.Answers.Should().ContainKey("question");
    }

    [Fact]
    public async Task What_is_no_phone_is_refused_as_without_a_cache()
    {
        LeadDatabase store = await OpenKept();
        (await Refusals(async () => await store.CheckExistingCustomerAsync("12"))).Should().ContainSingle();
        LeadStoreException refused = await Assert.ThrowsAsync<LeadValidationException>(async () => await store.GetLeadByPhoneAsync(""));
        refused.Operation.Should().Be("GetLeadByPhone");
        LeadNotFoundException missing = await Assert.ThrowsAsync<LeadNotFoundException>(async () => await store.GetRequiredLeadAsync(7));
        missing.Operation.Should().Be("GetRequiredLead");
    }

    [Fact]
    public async Task A_call_that_was_given_up_and_a_store_that_is_closed_are_told_as_without_a_cache()
    {
        LeadDatabase store = await OpenKept();
        Lead lead = await store.CreateLeadAsync(new NewLead { Phone = John });
        await store.GetLeadAsync(lead.Id);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            async () => await store.GetLeadAsync(lead.Id, new CancellationToken(canceled: true)));
        await store.DisposeAsync();

        await Assert.ThrowsAsync<ObjectDisposedException>(async () => await store.GetLeadAsync(lead.Id));
        await Assert.ThrowsAsync<ObjectDisposedException>(async () => await store.CheckExistingCustomerAsync(John));
    }

    [Fact]
    public async Task A_lead_of_too_great_an_age_is_read_again()
    {
        LeadDatabase store = (LeadDatabase)await Open(Kept with { Cache = new LeadCacheOptions { MaxAge = TimeSpan.FromMinutes(1) } });
        Lead lead = await store.CreateLeadAsync(new NewLead { Phone = John });
        await store.GetLeadAsync(lead.Id);
        Clock.Advance(TimeSpan.FromSeconds(59));
        await store.GetLeadAsync(lead.Id);
        Counts(store).Should().Be((1, 1));

        Clock.Advance(TimeSpan.FromSeconds(1));
        await store.GetLeadAsync(lead.Id);

        Counts(store).Should().Be((1, 2));
    }

    [Fact]
    public async Task Warming_reads_the_leads_with_the_newest_contact_and_at_most_as_many_as_are_kept()
    {
        LeadDatabase store = await OpenKept();
        List<Lead> leads = [];
        for (int i = 0; i < 120; i++)
        {
            Clock.Advance(TimeSpan.FromSeconds(1));
            leads.Add(await store.CreateLeadAsync(new NewLead { Phone = Phone(i) }));
        }

        (await store.Cache.WarmAsync(3)).Should().Be(3);
        foreach (Lead lead in leads.TakeLast(3))
        {
            (await store.GetLeadByPhoneAsync(lead.Phone!)).Should().Be(lead);
            store.GetLead(lead.Id).Should().Be(lead);
        }

        Counts(store).Should().Be((6, 0));
        await store.GetLeadAsync(leads[0].Id);
        Counts(store).Should().Be((6, 1));
        store.Cache.Warm(1_000).Should().Be(100);
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(async () => await store.Cache.WarmAsync(0));
    }

    [Fact]
    public async Task What_was_not_asked_for_lately_makes_room_and_the_metrics_say_it()
    {
        LeadDatabase store = await OpenKept();
        for (int i = 0; i < 300; i++)
        {
            Lead lead = await store.CreateLeadAsync(new NewLead { Phone = Phone(i), Name = new string('x', 100) });
            await store.GetLeadAsync(lead.Id);
        }

        LeadCacheMetrics metrics = store.Cache.GetMetrics();

        metrics.Leads.Should().BeInRange(90, 210);
        metrics.Evictions.Should().BeInRange(190, 210);
        metrics.EstimatedBytes.Should().BeInRange(metrics.Leads * 500L, metrics.Leads * 2000L);
        metrics.Misses.Should().Be(300);
        metrics.HitRatio.Should().Be(0);
        metrics.InvalidationsByOthers.Should().Be(0);
    }

    [Fact]
    public async Task What_was_removed_is_read_again()
    {
        LeadDatabase store = await OpenKept();
        Lead one = await store.CreateLeadAsync(new NewLead { Phone = John });
        Lead other = await store.CreateLeadAsync(new NewLead { Phone = Phone(1) });
        await store.GetLeadAsync(one.Id);
        await store.GetLeadAsync(other.Id);

        store.Cache.Remove(one.Id);
        store.Cache.Remove(99);
        await store.GetLeadByPhoneAsync(John);
        await store.GetLeadByPhoneAsync(Phone(1));
        Counts(store).Should().Be((1, 3));

        store.Cache.Clear();
        store.Cache.GetMetrics().Leads.Should().Be(0);
        await store.GetLeadByPhoneAsync(Phone(1));
        Counts(store).Should().Be((1, 4));
    }

    [Fact]
    public async Task A_store_without_a_cache_says_so_and_keeps_nothing()
    {
        LeadDatabase store = (LeadDatabase)Store;
        Lead lead = await Add();
        await store.GetLeadAsync(lead.Id);
        store.Cache.Remove(lead.Id);
        store.Cache.Clear();

        store.Cache.IsOn.Should().BeFalse();
        store.Cache.Warm(5).Should().Be(0);
        store.Cache.GetMetrics().Should().Be(new LeadCacheMetrics
        {
            Hits = 0,
            Misses = 0,
            Evictions = 0,
            InvalidationsByOthers = 0,
            Leads = 0,
            EstimatedBytes = 0,
        });
    }

    [Fact]
    public async Task Who_reads_beside_writers_never_sees_a_lead_go_back_and_always_what_he_has_written()
    {
        LeadDatabase store = await OpenKept();
        IReadOnlyList<Lead> leads = await AtOnce(4, async number => await store.CreateLeadAsync(new NewLead { Phone = Phone(number) }));
        using CancellationTokenSource end = new();
        Task[] readers = [.. Enumerable.Range(0, 2).Select(_ => Task.Run(async () =>
        {
            Dictionary<long, long> newest = [];
            while (!end.IsCancellationRequested)
            {
                foreach (Lead lead in leads)
                {
                    Lead found = (await store.CheckExistingCustomerAsync(lead.Phone!))!;
                    found.Version.Should().BeGreaterThanOrEqualTo(newest.GetValueOrDefault(lead.Id));
                    newest[lead.Id] = found.Version;
                }
            }
        }))];

        await AtOnce(4, async number =>
        {
            for (int i = 1; i <= 25; i++)
            {
                await store.UpdateLeadAsync(leads[number].Id, lead => lead with { Progress = i });
                (await store.GetRequiredLeadAsync(leads[number].Id)).Progress.Should().Be(i);
                (await store.GetLeadByPhoneAsync(leads[number].Phone!))!.Progress.Should().Be(i);
            }

            return true;
        });
        await end.CancelAsync();
        await Task.WhenAll(readers);
    }

    private static (long Hits, long Misses) Counts(LeadDatabase store)
    {
        LeadCacheMetrics metrics = store.Cache.GetMetrics();
        return (metrics.Hits, metrics.Misses);
    }

    private async Task<LeadDatabase> OpenKept()
    {
        LeadDatabase store = (LeadDatabase)await Open(Kept);
        store.Cache.IsOn.Should().BeTrue();
        return store;
    }
}
