using LeadStore.Engine;
using LeadStore.Sqlite;
using LeadStore.Tests.Sqlite.Support;

namespace LeadStore.Tests.Sqlite;

/// <summary>The system has no thread to give when the store needs one of its own, for callers that have none.</summary>
public sealed class NoThreadTests : IDisposable
{
    private readonly TempDirectory _directory = new();
    private readonly ManualResetEventSlim _entered = new();
    private readonly ManualResetEventSlim _release = new();

    public void Dispose()
    {
        _entered.Dispose();
        _release.Dispose();
        _directory.Dispose();
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(int.MaxValue)]
    public async Task Callers_without_a_thread_are_served_although_none_can_be_made(int refusals)
    {
        using (LeadDatabase made = LeadDatabase.Open(_directory.Database))
        {
        }

        int refused = 0;
        using GroupCommitWriter writer = Writer(thread =>
        {
            if (refused++ < refusals)
            {
                throw new InsufficientMemoryException("no thread");
            }

            thread.Start();
        });

        for (int round = 1; round <= 3; round++)
        {
            // Its own code fails after the others have queued, so that it leaves without a commit, and they are next.
            Task failing = Background.Run(() => writer.Write(Hold, true, blocking: true, CancellationToken.None).AsTask().GetAwaiter().GetResult());
            _entered.WaitOrFail();
            Task<int>[] waiting =
            [
                .. Enumerable.Range(0, 8).Select(i => writer.Write(Answer, i, blocking: false, CancellationToken.None).AsTask()),
            ];
            _release.Set();

            (await Task.WhenAll(waiting).WaitAsync(Background.Patience)).Should().Equal(Enumerable.Range(0, 8));
            await failing.Invoking(task => task.WaitAsync(Background.Patience)).Should().ThrowAsync<InvalidTimeZoneException>();
            _entered.Reset();
            _release.Reset();
        }

        refused.Should().BePositive();
        (await writer.Write(Answer, 9, blocking: true, CancellationToken.None)).Should().Be(9, "the writer is free again");
    }

    private ValueTask<bool> Hold(Session session, bool argument)
    {
        _entered.Set();
        _release.WaitOrFail();
        throw new InvalidTimeZoneException("the caller's own failure");
    }

    private static async ValueTask<int> Answer(Session session, int number)
    {
        await session.ExecuteScript("UPDATE store SET commits = commits");
        return number;
    }

    private GroupCommitWriter Writer(Action<Thread> startThread)
    {
        SqliteConnections connections = new(_directory.Database, new StoreRules { Clock = TimeProvider.System }, Durability.Normal, TimeSpan.FromSeconds(5));
        WriterConnection connection = new(
            connections.OpenWriter, Durability.Normal, _directory.Database + "-wal", newestSchema: int.MaxValue, (_, _) => { });
        return new GroupCommitWriter(connection, checkpointer: null, TimeSpan.FromSeconds(20), shares: true, startThread);
    }
}
