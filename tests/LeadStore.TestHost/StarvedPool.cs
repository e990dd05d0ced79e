using System.Globalization;

namespace LeadStore.TestHost;

/// <summary>
/// Calls of the store while every thread of the pool is blocked. The synchronous ones must complete meanwhile, the asynchronous ones at the
/// latest when the pool is free. Tells of each message by "stored", of the end by "starved", of what hung by "hung".
/// </summary>
internal sealed class StarvedPool(LeadDatabase store, Action<string> tell)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    public void Run(int threads, int count)
    {
        long lead = store.UpsertLead(new NewLead { Phone = "+447000000009" }).Id;
        int most = Environment.ProcessorCount;
        if (!ThreadPool.SetMinThreads(1, 1) || !ThreadPool.SetMaxThreads(most, most))
        {
            throw new InvalidOperationException("The thread pool took no limit.");
        }

        using CountdownEvent blocked = new(most);
        using ManualResetEventSlim free = new();
        int left = 0;
        for (int i = 0; i < most; i++)
        {
            ThreadPool.UnsafeQueueUserWorkItem(
                _ =>
                {
                    blocked.Signal();
                    free.Wait();
                    Interlocked.Increment(ref left);
                },
                null);
        }

        blocked.Wait();
        List<Task> waiting = [];
        Thread asynchronous = new(() => waiting.AddRange(Enumerable.Range(0, count).Select(n => Asynchronous(lead, n))));
        Thread[] synchronous = [.. Enumerable.Range(0, threads).Select(i => new Thread(() => Synchronous(lead, i, count)))];
        asynchronous.Start();
        Array.ForEach(synchronous, thread => thread.Start());
        bool hung = !asynchronous.Join(Patience) || synchronous.Any(thread => !thread.Join(Patience));
        int early = hung ? 0 : waiting.Count(task => task.IsCompleted);
        bool wasBlocked = Volatile.Read(ref left) == 0;
        free.Set();
        if (hung || !wasBlocked || !Task.WaitAll([.. waiting], Patience))
        {
            tell($"hung {(hung ? "in synchronous calls" : !wasBlocked ? "nowhere; the pool was not blocked" : "in asynchronous calls")}");
            return;
        }

        OnThePool(lead, threads * count);
        tell(string.Create(CultureInfo.InvariantCulture, $"starved {early} {waiting.Count}"));
    }

    private void Synchronous(long lead, int thread, int count)
    {
        for (int n = 0; n < count; n++)
        {
            string token = $"sync-{thread}-{n}";
            if (n % 3 == 0)
            {
                store.InTransaction(tx => tx.CreateMessage(lead, MessageSender.Agent, token));
            }
            else
            {
                store.CreateMessage(lead, MessageSender.Agent, token);
            }

            _ = store.GetConversationHistory(lead).Count;
            tell($"stored {token}");
        }
    }

    private async Task Asynchronous(long lead, int n)
    {
        string token = $"async-{n}";
        if (n % 3 == 0)
        {
            await store.InTransactionAsync(async tx => await tx.CreateMessageAsync(lead, MessageSender.Agent, token).ConfigureAwait(false))
                .ConfigureAwait(false);
        }
        else
        {
            await store.CreateMessageAsync(lead, MessageSender.Agent, token).ConfigureAwait(false);
        }

        tell($"stored {token}");
    }

    // The few threads of the pool are themselves the ones that block, as those of a server whose handlers call synchronously.
    private void OnThePool(long lead, int calls)
    {
        using CountdownEvent done = new(calls);
        for (int i = 0; i < calls; i++)
        {
            string token = $"pool-{i}";
            ThreadPool.UnsafeQueueUserWorkItem(
                _ =>
                {
                    store.CreateMessage(lead, MessageSender.Agent, token);
                    tell($"stored {token}");
                    done.Signal();
                },
                null);
        }

        if (!done.Wait(Patience))
        {
            tell("hung in calls on the pool");
        }
    }
}
