using System.Data.Common;
using LeadStore.Tests.Sqlite.Support;

namespace LeadStore.Tests.Sqlite;

public sealed class DisposeTests : IDisposable
{
    private readonly TempDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Disposing_turns_those_away_who_wait_and_lets_the_one_finish_who_writes(bool memory)
    {
        LeadDatabase store = Open(memory);
        Task disposing;
        Task<Lead>[] waiting;
        HeldTransaction held = new(store, tx => tx.CreateLead(new NewLead { Phone = "+447809505864" }));
        using (held)
        {
            waiting =
            [
                Background.Run(() => store.CreateLead(new NewLead { Phone = "+447809505865" })),
                store.CreateLeadAsync(new NewLead { Phone = "+447809505866" }).AsTask(),
                Background.Run(() => store.InTransaction(tx => tx.CreateLead(new NewLead { Phone = "+447809505867" }))),
            ];
            Background.Until(() => Inside.Waiting(store) == waiting.Length);
            disposing = Background.Run(store.Dispose);
            foreach (Task<Lead> write in waiting)
            {
                await write.Awaiting(t => t.WaitAsync(Background.Patience)).Should().ThrowAsync<ObjectDisposedException>();
            }

            store.Invoking(s => s.CreateLead(new NewLead { Phone = "+447809505868" })).Should().Throw<ObjectDisposedException>();
            disposing.IsCompleted.Should().BeFalse("the transaction is not over");
        }

        await held.Ended;
        await disposing.WaitAsync(Background.Patience);
        if (!memory)
        {
            Directory.GetFiles(_directory.Path).Should().Equal(_directory.Database);
            using LeadDatabase again = Open(memory);
            again.GetAllLeads().Should().ContainSingle().Which.Phone.Should().Be("+447809505864");
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Disposing_again_does_nothing_and_every_verb_says_that_the_store_is_closed(bool memory)
    {
        LeadDatabase store = Open(memory);
        store.CreateLead(new NewLead { Phone = "+447809505864" });
        store.Dispose();
        store.Dispose();
        await store.DisposeAsync();
        store.Invoking(s => s.GetAllLeads()).Should().Throw<ObjectDisposedException>();
        store.Invoking(s => s.CreateLead(new NewLead { Phone = "+447809505865" })).Should().Throw<ObjectDisposedException>();
        await store.Awaiting(s => s.GetAllLeadsAsync().AsTask()).Should().ThrowAsync<ObjectDisposedException>();
        await store.Awaiting(s => s.CreateLeadAsync(new NewLead { Phone = "+447809505865" }).AsTask()).Should().ThrowAsync<ObjectDisposedException>();
    }

    [Fact]
    public async Task Disposing_from_many_threads_at_once_closes_the_store_once()
    {
        const int threads = 8;
        for (int round = 0; round < 20; round++)
        {
            LeadDatabase store = Open(memory: false);
            store.GetAllLeads();
            using Barrier barrier = new(threads);
            Task[] disposing =
            [
                .. Enumerable.Range(0, threads).Select(_ => Background.Run(() =>
                {
                    barrier.SignalAndWait(Background.Patience);
                    store.Dispose();
                })),
            ];
            await Task.WhenAll(disposing).WaitAsync(Background.Patience);
            Directory.GetFiles(_directory.Path).Should().Equal(_directory.Database);
        }
    }

    [Fact]
    public async Task Disposing_waits_for_a_read_that_is_under_way()
    {
        LeadDatabase store = Open(memory: false);
        store.CreateLead(new NewLead { Phone = "+447809505864" });
        using ManualResetEventSlim entered = new();
        using ManualResetEventSlim release = new();
        Task<bool> reading = Background.Run(() => Inside.OnReader(store, session =>
        {
            entered.Set();
            release.WaitOrFail();
            return session.First(Leads.LeadSql.ById, [1]).AsTask().GetAwaiter().GetResult() is not null;
        }));
        entered.WaitOrFail();
        Task disposing = Background.Run(store.Dispose);
        Background.Until(() => Refuses(store));
        disposing.IsCompleted.Should().BeFalse("a reader is in use");
        release.Set();
        (await reading.WaitAsync(Background.Patience)).Should().BeTrue();
        await disposing.WaitAsync(Background.Patience);
    }

    [Fact]
    public async Task Callers_of_a_store_that_is_being_disposed_either_succeed_or_hear_that_it_is_closed()
    {
        for (int round = 0; round < 10; round++)
        {
            LeadDatabase store = Open(memory: false);
            using CountdownEvent started = new(4);
            Task<int>[] callers =
            [
                .. Enumerable.Range(0, 4).Select(i => Background.Run(() =>
                {
                    int acknowledged = 0;
                    started.Signal();
                    try
                    {
                        while (true)
                        {
                            store.InTransaction(tx => tx.Settings.Set(Setting.Number($"caller_{i}", 0), acknowledged + 1));
                            acknowledged++;
                            store.Settings.List();
                        }
                    }
                    catch (ObjectDisposedException)
                    {
                        return acknowledged;
                    }
                })),
            ];
            started.Wait(Background.Patience).Should().BeTrue();
            store.Dispose();
            int[] acknowledged = await Task.WhenAll(callers).WaitAsync(Background.Patience);
            using LeadDatabase again = Open(memory: false);
            for (int i = 0; i < acknowledged.Length; i++)
            {
                again.Settings.Get(Setting.Number($"caller_{i}", 0)).Should().Be(acknowledged[i]);
                again.Settings.Reset(Setting.Number($"caller_{i}", 0));
            }
        }
    }

    [LinuxFact("it counts the entries of /proc/self/fd")]
    public void Dispose_and_reopen_leak_no_file_descriptor_over_1000_rounds()
    {
        LeadDatabaseOptions options = new() { Path = _directory.Database, Durability = Durability.Normal, CheckpointPages = 100 };
        for (int round = 0; round < 1000; round++)
        {
            using (LeadDatabase store = LeadDatabase.Open(options))
            {
                Lead lead = store.CreateLead(new NewLead { Phone = $"+4478095{round:00000}" });
                store.CreateMessage(lead.Id, MessageSender.Customer, "Hi");
                store.CheckExistingCustomer(lead.Phone!).Should().NotBeNull();
                if (round % 100 == 0)
                {
                    using DbConnection reports = store.OpenReadOnlyConnection();
                    reports.Number("SELECT count(*) FROM messages").Should().Be(round + 1);
                    Descriptors().Should().NotBeEmpty("an open store has its file open");
                }
            }

            if (round % 100 == 0)
            {
                Descriptors().Should().BeEmpty("round {0}", round);
            }
        }

        Descriptors().Should().BeEmpty();

        using LeadDatabase again = LeadDatabase.Open(options);
        again.GetAllLeads().Should().HaveCount(1000);
    }

    [LinuxFact("it counts the entries of /proc/self/fd")]
    public void Opening_that_fails_leaks_no_file_descriptor()
    {
        Raw.Execute(_directory.Database, "CREATE TABLE things (id)");
        string newer = _directory.File("newer.db");
        LeadDatabase.Open(newer).Dispose();
        Raw.Execute(newer, "PRAGMA user_version = 1000000");
        string changed = _directory.File("changed.db");
        LeadDatabase.Open(changed).Dispose();
        Raw.Execute(changed, "UPDATE schema_migrations SET sha256 = ''");
        foreach (string path in (string[])[_directory.Database, newer, changed])
        {
            Action open = () => LeadDatabase.Open(path);
            open.Should().Throw<LeadStoreException>();
        }

        Descriptors().Should().BeEmpty();
    }

    private static bool Refuses(LeadDatabase store)
    {
        try
        {
            store.GetAllLeads();
            return false;
        }
        catch (ObjectDisposedException)
        {
            return true;
        }
    }

    // Of this test's directory alone: other tests run at the same time.
    private IEnumerable<string> Descriptors() => Directory.GetFiles("/proc/self/fd")
        .Select(file => new FileInfo(file).LinkTarget ?? "")
        .Where(target => target.StartsWith(_directory.Path, StringComparison.Ordinal));

    private LeadDatabase Open(bool memory) => memory
        ? LeadDatabase.OpenInMemory()
        : LeadDatabase.Open(new LeadDatabaseOptions { Path = _directory.Database, BusyTimeout = Background.Patience });
}
