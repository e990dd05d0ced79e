using LeadStore.Tests.Sqlite.Support;
using Microsoft.Data.Sqlite;

namespace LeadStore.Tests.Caching;

/// <summary>Leads kept in memory while somebody else writes to the same file.</summary>
public sealed class OtherWriterTests : IDisposable
{
    private const string John = "+447809505864";
    private readonly TempDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Fact]
    public void What_another_process_has_acknowledged_is_what_the_next_lookup_finds()
    {
        using LeadDatabase store = Open();
        Lead lead = store.CreateLead(new NewLead { Phone = John });
        using HostProcess other = HostProcess.Start();
        other.Open(_directory.Database).Should().StartWith("opened");
        for (int i = 0; i < 300; i++)
        {
            Lead before = store.CheckExistingCustomer(John)!;
            store.CheckExistingCustomer(John).Should().BeSameAs(before, "nobody has written since");
            other.Ask($"say {lead.Id} word{i}");

            Lead after = store.CheckExistingCustomer(John)!;
            after.LastContactAt.Should().BeAfter(before.LastContactAt);
            after.Should().Be(store.GetLead(lead.Id));
        }

        store.Cache.GetMetrics().InvalidationsByOthers.Should().BeGreaterThanOrEqualTo(300);
    }

    [Fact]
    public void A_lead_that_another_process_creates_is_found_though_it_was_looked_for_before()
    {
        using LeadDatabase store = Open();
        using HostProcess other = HostProcess.Start();
        other.Open(_directory.Database).Should().StartWith("opened");
        for (int i = 0; i < 50; i++)
        {
            string phone = $"+4477001{i + 10_000}";
            store.CheckExistingCustomer(phone).Should().BeNull();
            store.CheckExistingCustomer(phone).Should().BeNull();
            other.Ask($"lead {phone}").Should().StartWith("lead ");

            store.CheckExistingCustomer(phone)!.Phone.Should().Be(phone);
        }
    }

    [Fact]
    public void A_process_that_is_killed_while_it_writes_leaves_nothing_out_of_date()
    {
        using LeadDatabase store = Open();
        Lead lead = store.CreateLead(new NewLead { Phone = John });
        for (int round = 0; round < 5; round++)
        {
            using HostProcess other = HostProcess.Start();
            other.Open(_directory.Database).Should().StartWith("opened");
            store.CheckExistingCustomer(John);
            other.Ask($"say {lead.Id} first{round}");
            other.Send($"say {lead.Id} second{round}");
            other.Kill();

            Lead left = InStore(store, lead.Id);
            store.CheckExistingCustomer(John).Should().Be(left);
            store.TouchLead(lead.Id);
            store.CheckExistingCustomer(John).Should().Be(InStore(store, lead.Id));
        }
    }

    [Fact]
    public void Another_store_of_this_process_on_the_same_file_is_another_process()
    {
        using LeadDatabase store = Open();
        using LeadDatabase other = LeadDatabase.Open(_directory.Database);
        Lead lead = store.CreateLead(new NewLead { Phone = John });
        store.CheckExistingCustomer(John).Should().Be(lead);

        Lead changed = other.SetAnswer(lead.Id, "question", "yes");

        store.CheckExistingCustomer(John).Should().Be(changed);
        store.GetLead(lead.Id).Should().Be(changed);
    }

    [Fact]
    public void Another_program_with_its_own_SQLite_is_noticed_too()
    {
        using LeadDatabase store = Open();
        Lead lead = store.CreateLead(new NewLead { Phone = John, Name = "John" });
        store.CheckExistingCustomer(John);

        using (SqliteConnection other = Raw.Open(_directory.Database))
        {
            other.Execute($"UPDATE leads SET name = 'Changed' WHERE id = {lead.Id}");
            store.CheckExistingCustomer(John)!.Name.Should().Be("Changed");
            other.Execute("PRAGMA wal_checkpoint(TRUNCATE)");
            store.CheckExistingCustomer(John)!.Name.Should().Be("Changed");
            other.Execute($"UPDATE leads SET name = 'Changed again' WHERE id = {lead.Id}");
            store.CheckExistingCustomer(John)!.Name.Should().Be("Changed again");
        }

        store.CheckExistingCustomer(John)!.Name.Should().Be("Changed again");
    }

    [Fact]
    public void Own_commits_leave_the_other_leads_kept_also_where_the_log_begins_anew()
    {
        using LeadDatabase store = Open(pages: 100);
        Lead kept = store.CreateLead(new NewLead { Phone = John });
        Lead busy = store.CreateLead(new NewLead { Phone = "+447700900001" });
        Lead first = store.CheckExistingCustomer(John)!;
        for (int i = 0; i < 400; i++)
        {
            store.CreateMessage(busy.Id, MessageSender.Customer, new string('x', 1000));
            store.GetLead(busy.Id)!.LastContactAt.Should().Be(InStore(store, busy.Id).LastContactAt);
        }

        store.CheckExistingCustomer(John).Should().BeSameAs(first);
        store.Cache.GetMetrics().InvalidationsByOthers.Should().Be(0);
        kept.Should().Be(first);
    }

    [Fact]
    public void A_transaction_that_changes_more_leads_than_are_counted_makes_all_be_read_again()
    {
        using LeadDatabase store = Open();
        Lead lead = store.CreateLead(new NewLead { Phone = John });
        store.CheckExistingCustomer(John);
        store.InTransaction(tx =>
        {
            for (int i = 0; i < 5_000; i++)
            {
                tx.CreateLead(new NewLead { Phone = $"+4477{i + 10_000_000}" });
            }

            tx.SetAnswer(lead.Id, "question", "yes");
        });

        store.CheckExistingCustomer(John)!.Answers.Should().ContainKey("question");
    }

    [Fact]
    public void A_store_that_is_exchanged_for_its_backup_shows_what_the_backup_holds()
    {
        using LeadDatabase store = Open();
        Lead lead = store.CreateLead(new NewLead { Phone = John });
        string backup = store.Maintenance.Backup(_directory.File("backup.db")).Path;
        Lead changed = store.SetAnswer(lead.Id, "question", "yes");
        store.CheckExistingCustomer(John).Should().Be(changed);

        store.Maintenance.Restore(backup);

        store.CheckExistingCustomer(John).Should().Be(lead);
        store.CheckExistingCustomer(John).Should().BeSameAs(store.CheckExistingCustomer(John));
        Lead again = store.SetAnswer(lead.Id, "question", "no");
        store.CheckExistingCustomer(John).Should().Be(again);
    }

    // Whoever asks in the moment of the exchange reads memory that SQLite is about to give back.
    [Fact]
    public async Task A_store_is_exchanged_and_closed_while_others_look_leads_up()
    {
        LeadDatabase store = Open();
        Lead lead = store.CreateLead(new NewLead { Phone = John });
        string backup = store.Maintenance.Backup(_directory.File("backup.db")).Path;
        Task[] readers = [.. Enumerable.Range(0, 3).Select(_ => Background.Run(() =>
        {
            try
            {
                while (true)
                {
                    store.CheckExistingCustomer(John)!.Id.Should().Be(lead.Id);
                }
            }
            catch (ObjectDisposedException)
            {
                // The end.
            }
        }))];
        for (int i = 0; i < 10; i++)
        {
            store.SetAnswer(lead.Id, "question", $"{i}");
            store.Maintenance.Restore(backup);
            store.GetLead(lead.Id).Should().Be(lead);
        }

        store.Dispose();

        File.Exists(_directory.Database + "-shm").Should().BeFalse("the last connection was closed");
        await Task.WhenAll(readers).WaitAsync(Background.Patience);
    }

    [Fact]
    public void Random_writes_of_two_stores_are_seen_by_both_at_once()
    {
        int seed = Environment.GetEnvironmentVariable("SEED") is { } given
            ? int.Parse(given, System.Globalization.CultureInfo.InvariantCulture)
            : Random.Shared.Next();
        Random random = new(seed);
        using LeadDatabase one = Open();
        using LeadDatabase two = Open();
        using LeadDatabase plain = LeadDatabase.Open(_directory.Database);
        string[] phones = [.. Enumerable.Range(0, 6).Select(i => $"+4477009001{i + 10}")];
        for (int step = 0; step < 600; step++)
        {
            LeadDatabase writer = random.Next(3) switch { 0 => one, 1 => two, _ => plain };
            string phone = phones[random.Next(phones.Length)];
            long id = plain.GetLeadByPhone(phone)?.Id ?? 0;
            switch (random.Next(id == 0 ? 1 : 6))
            {
                case 0:
                    writer.UpsertLead(new NewLead { Phone = phone, Progress = random.Next(100) });
                    break;
                case 1:
                    writer.CreateMessage(id, MessageSender.Customer, "Hello");
                    break;
                case 2:
                    writer.ArchiveLead(id);
                    break;
                case 3:
                    writer.DeleteLead(id);
                    break;
                case 4:
                    string free = phones[random.Next(phones.Length)];
                    if (plain.GetLeadByPhone(free) is null)
                    {
                        writer.UpdateLead(id, lead => lead with { Phone = free });
                    }

                    break;
                default:
                    writer.InTransaction(tx =>
                    {
                        tx.SetAnswer(id, "question", $"{step}");
                        tx.UpsertLead(new NewLead { Phone = phones[random.Next(phones.Length)], Name = $"{step}" });
                    });
                    break;
            }

            foreach (string asked in phones)
            {
                Lead? stored = plain.GetLeadByPhone(asked);
                foreach (LeadDatabase store in new[] { one, two })
                {
                    store.GetLeadByPhone(asked).Should().Be(stored, $"SEED={seed}, step {step}");
                    store.GetLead(stored?.Id ?? id).Should().Be(plain.GetLead(stored?.Id ?? id), $"SEED={seed}, step {step}");
                }
            }
        }

        (one.Cache.GetMetrics().Hits + two.Cache.GetMetrics().Hits).Should().BeGreaterThan(1_000, "else nothing was shown");
    }

    [Fact]
    public void Leads_may_be_read_into_memory_when_a_store_is_opened()
    {
        using (LeadDatabase first = Open())
        {
            first.CreateLead(new NewLead { Phone = John });
        }

        using LeadDatabase store = LeadDatabase.Open(
            new LeadDatabaseOptions { Path = _directory.Database, Cache = new LeadCacheOptions { WarmOnOpen = 10 } });
        store.CheckExistingCustomer(John);

        store.Cache.GetMetrics().Should().Match<LeadCacheMetrics>(metrics => metrics.Hits == 1 && metrics.Misses == 0 && metrics.Leads == 1);
    }

    [Theory]
    [InlineData(99, 60, 0, "Cache.MaxLeads")]
    [InlineData(10_000_001, 60, 0, "Cache.MaxLeads")]
    [InlineData(100, 0, 0, "Cache.MaxAge")]
    [InlineData(100, 60, 101, "Cache.WarmOnOpen")]
    [InlineData(100, 60, -1, "Cache.WarmOnOpen")]
    public void An_option_out_of_its_range_is_refused_by_its_name(int leads, int seconds, int warm, string name)
    {
        LeadCacheOptions cache = new() { MaxLeads = leads, MaxAge = TimeSpan.FromSeconds(seconds), WarmOnOpen = warm };

        FluentActions.Invoking(() => LeadDatabase.OpenInMemory(new LeadDatabaseOptions { Cache = cache }))
            .Should().Throw<ArgumentException>().Which.ParamName.Should().Be(name);
    }

    private static Lead InStore(LeadDatabase store, long id) => store.InTransaction(tx => tx.GetRequiredLead(id));

    private LeadDatabase Open(int pages = 8000) => LeadDatabase.Open(
        new LeadDatabaseOptions { Path = _directory.Database, CheckpointPages = pages, Cache = new LeadCacheOptions(), BusyTimeout = Background.Patience });
}
