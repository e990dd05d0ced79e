using System.Diagnostics.Metrics;
using LeadStore.Engine;

namespace LeadStore.Sqlite;

/// <summary>How busy the connections of every open store of the process are. Looked at when somebody asks, and by nobody else.</summary>
internal static class PoolInstruments
{
    private const string Pool = "db.client.connection.pool.name";
    private const string State = "db.client.connection.state";

    private static readonly Lock StoresLock = new();
    private static readonly List<(WeakReference<SqliteEngine> Engine, string Name)> Stores = [];

    static PoolInstruments()
    {
        Meter meter = StatementInstruments.Meter;
        _ = meter.CreateObservableUpDownCounter(
            "db.client.connection.count", Connections, "{connection}", "The number of connections in each state.");
        _ = meter.CreateObservableUpDownCounter(
            "db.client.connection.max",
            () => Of(static (engine, name) => [new Measurement<int>(engine.MaxReaders, Tag(Pool, name + " readers"))]),
            "{connection}",
            "How many connections there may be.");
        _ = meter.CreateObservableUpDownCounter(
            "db.client.connection.pending_requests",
            () => Of(static (engine, name) => [new Measurement<int>(engine.WaitingWriters, Tag(Pool, name + " writer"))]),
            "{request}",
            "How many callers wait for the connection that writes.");
    }

    /// <param name="engine">One that was just opened; it is forgotten when it is closed.</param>
    /// <param name="name">What its connections are called.</param>
    public static void Add(SqliteEngine engine, string name)
    {
        lock (StoresLock)
        {
            Stores.RemoveAll(store => !IsOpen(store.Engine, out _));
            Stores.Add((new WeakReference<SqliteEngine>(engine), name));
        }
    }

    private static List<Measurement<int>> Connections() => Of(static (engine, name) =>
    [
        new Measurement<int>(engine.ReadersInUse, Tag(Pool, name + " readers"), Tag(State, "used")),
        new Measurement<int>(engine.IdleReaders, Tag(Pool, name + " readers"), Tag(State, "idle")),
    ]);

    private static List<Measurement<int>> Of(Func<SqliteEngine, string, Measurement<int>[]> look)
    {
        List<Measurement<int>> all = [];
        lock (StoresLock)
        {
            foreach ((WeakReference<SqliteEngine> reference, string name) in Stores)
            {
                if (IsOpen(reference, out SqliteEngine? engine))
                {
                    all.AddRange(look(engine!, name));
                }
            }
        }

        return all;
    }

    private static bool IsOpen(WeakReference<SqliteEngine> reference, out SqliteEngine? engine) =>
        reference.TryGetTarget(out engine) && !engine.IsClosed;

    private static KeyValuePair<string, object?> Tag(string name, string value) => new(name, value);
}
