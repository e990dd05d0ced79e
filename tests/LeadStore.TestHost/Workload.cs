using System.Globalization;

namespace LeadStore.TestHost;

/// <summary>
/// Writes <see cref="WorkItem"/>s and tells of each after its call has returned: "acked token time", "failed kind outcome token", or
/// "untyped exception token" for an error that no caller of the library may ever see.
/// </summary>
internal sealed class Workload(LeadDatabase store, Action<string> tell, int session, int size)
{
    private readonly long[] _homes = new long[9];

    /// <param name="threads">0 to 8 beside the calling one; 0 works on the calling thread, so that its system calls have one order.</param>
    /// <param name="count">How many writes each thread makes.</param>
    /// <param name="mostFailures">How many failures end a thread before that.</param>
    public void Run(int threads, int count, int mostFailures)
    {
        if (threads == 0)
        {
            Work(0, count, mostFailures);
        }
        else
        {
            Thread[] workers = [.. Enumerable.Range(0, threads).Select(i => new Thread(() => Work(i, count, mostFailures)))];
            Array.ForEach(workers, worker => worker.Start());
            Array.ForEach(workers, worker => worker.Join());
        }

        tell("done");
    }

    /// <summary>Reads every conversation and compares every text with what was written.</summary>
    public void Read()
    {
        int read = 0;
        foreach (Lead lead in store.GetAllLeads(includeArchived: true))
        {
            foreach (Message message in store.GetConversationHistory(lead.Id))
            {
                string[] words = message.Content.Split(' ');
                if (message.Content != WorkItem.Parse(words[0]).Content(int.Parse(words[1], CultureInfo.InvariantCulture), size))
                {
                    throw new InvalidOperationException($"Message {message.Id} was read otherwise than it was written.");
                }

                read++;
            }
        }

        tell($"read {read}");
    }

    private void Work(int thread, int count, int mostFailures)
    {
        int failures = 0;
        for (int number = 0; number < count && failures < mostFailures; number++)
        {
            WorkItem item = new(session, thread, number);
            try
            {
                if (_homes[thread] == 0)
                {
                    _homes[thread] = store.UpsertLead(new NewLead { Phone = item.HomePhone }).Id;
                }

                tell($"acked {item.Token} {Do(item, _homes[thread])}");
            }
            catch (LeadStoreException failure)
            {
                failures++;
                tell($"failed {failure.Kind} {failure.Outcome} {item.Token} {failure.SqliteExtendedErrorCode}");
            }
            catch (Exception failure) when (failure is ObjectDisposedException or OperationCanceledException)
            {
                failures++;
                tell($"failed {failure.GetType().Name} NotApplied {item.Token} 0");
            }
            catch (OutOfMemoryException)
            {
                // Where the process has no memory left this may come from any line, and tells nothing of the write.
                failures++;
                tell($"failed OutOfMemory Unknown {item.Token} 0");
            }
            catch (Exception failure)
            {
                failures++;
                tell($"untyped {item.Token} {failure.ToString().ReplaceLineEndings(" ")}");
            }
        }
    }

    // When the newest message that it stored was stored, in ticks of UTC; 0 if it stores none.
    private long Do(WorkItem item, long home)
    {
        switch (item.Kind)
        {
            case WorkKind.Message:
                return store.CreateMessage(home, MessageSender.Agent, item.Content(0, size)).SentAt.UtcTicks;
            case WorkKind.AsyncMessage:
                return Result(store.CreateMessageAsync(home, MessageSender.Agent, item.Content(0, size)));
            case WorkKind.Transaction:
                return store.InTransaction(tx =>
                {
                    _ = tx.CreateMessage(home, MessageSender.Agent, item.Content(0, size));
                    _ = tx.CreateMessage(home, MessageSender.Agent, item.Content(1, size));
                    return tx.CreateMessage(home, MessageSender.Agent, item.Content(2, size)).SentAt.UtcTicks;
                });
            case WorkKind.AsyncTransaction:
                return Result(store.InTransactionAsync(async tx =>
                {
                    _ = await tx.CreateMessageAsync(home, MessageSender.Agent, item.Content(0, size)).ConfigureAwait(false);
                    _ = await tx.CreateMessageAsync(home, MessageSender.Agent, item.Content(1, size)).ConfigureAwait(false);
                    return await tx.CreateMessageAsync(home, MessageSender.Agent, item.Content(2, size)).ConfigureAwait(false);
                }));
            case WorkKind.CreateLead:
                return store.InTransaction(tx =>
                {
                    Lead lead = tx.CreateLead(new NewLead { Phone = item.Phone, Name = item.Token });
                    return tx.CreateMessage(lead.Id, MessageSender.Agent, item.Content(0, size)).SentAt.UtcTicks;
                });
            case WorkKind.ArchiveLead:
                _ = store.GetLeadByPhone(item.Phone) is { } found && store.ArchiveLead(found.Id);
                return 0;
            default:
                _ = store.GetLeadByPhone(item.Phone) is { } condemned && store.TryDeleteLead(condemned.Id) is not null;
                return 0;
        }
    }

    private static long Result(ValueTask<Message> call) => call.AsTask().GetAwaiter().GetResult().SentAt.UtcTicks;
}
