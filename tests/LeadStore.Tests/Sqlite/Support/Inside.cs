using System.Runtime.CompilerServices;
using LeadStore.Engine;
using LeadStore.SkipTracing;
using LeadStore.Sqlite;

namespace LeadStore.Tests.Sqlite.Support;

/// <summary>The parts of an opened store that only its engine's own tests look at.</summary>
internal static class Inside
{
    public static SqliteEngine Engine(LeadDatabase store) => (SqliteEngine)EngineField(store);

    public static SqliteSession Writer(LeadDatabase store) => ConnectionField(WriterField(Engine(store))).Session;

    /// <summary>The writer of the file that has the skip traces of a store.</summary>
    public static SqliteSession TraceWriter(LeadDatabase store) =>
        ConnectionField(WriterField((SqliteEngine)((TracesApart)TracesField(store)).File)).Session;

    /// <summary>How many callers wait for their turn to write.</summary>
    public static int Waiting(LeadDatabase store) => WaitingField(GateField(WriterField(Engine(store)))).Count;

    /// <summary>Whether the log has been copied beside the writers, so that only the rest is left.</summary>
    public static bool HasCaughtUp(Checkpointer checkpointer) => ResultField(CatchUpField(checkpointer)!) is not null;

    public static LongReads LongReads(LeadDatabase store) => LongReadsField(Engine(store));

    /// <summary>
    /// A signal that comes when the end of a store has cancelled every long read that begins from now on: the last to register is told first.
    /// </summary>
    public static ManualResetEventSlim OnClosing(LeadDatabase store)
    {
        ManualResetEventSlim cancelled = new();
        _ = LongReads(store).Closing.UnsafeRegister(static signal => ((ManualResetEventSlim)signal!).Set(), cancelled);
        return cancelled;
    }

    /// <summary>Whether somebody has the file for himself, or waits for the end of long reads to have it.</summary>
    public static bool IsHeldAlone(LeadDatabase store) => HeldAloneField(LongReads(store));

    /// <summary>How many statements all idle readers have prepared.</summary>
    public static int ReaderPrepares(LeadDatabase store) =>
        ReadersField(Engine(store)) is { } readers ? IdleField(readers).Sum(session => session?.Prepares ?? 0) : 0;

    /// <summary>Lets a test use a reader.</summary>
    public static T OnReader<T>(LeadDatabase store, Func<SqliteSession, T> look) =>
        Engine(store).Read((session, argument) => new ValueTask<T>(argument((SqliteSession)session)), look, "Look");

    [UnsafeAccessor(UnsafeAccessorKind.Field, Name = "_engine")]
    private static extern ref readonly StoreEngine EngineField(LeadDatabase store);

    [UnsafeAccessor(UnsafeAccessorKind.Field, Name = "_traces")]
    private static extern ref readonly TraceEngine TracesField(LeadDatabase store);

    [UnsafeAccessor(UnsafeAccessorKind.Field, Name = "_writer")]
    private static extern ref readonly GroupCommitWriter WriterField(SqliteEngine engine);

    [UnsafeAccessor(UnsafeAccessorKind.Field, Name = "_catchUp")]
    private static extern ref readonly LogCatchUp? CatchUpField(Checkpointer checkpointer);

    [UnsafeAccessor(UnsafeAccessorKind.Field, Name = "_result")]
    private static extern ref readonly LogCatchUpResult? ResultField(LogCatchUp catchUp);

    [UnsafeAccessor(UnsafeAccessorKind.Field, Name = "_longReads")]
    private static extern ref readonly LongReads LongReadsField(SqliteEngine engine);

    [UnsafeAccessor(UnsafeAccessorKind.Field, Name = "_heldAlone")]
    private static extern ref readonly bool HeldAloneField(LongReads longReads);

    [UnsafeAccessor(UnsafeAccessorKind.Field, Name = "_connection")]
    private static extern ref readonly WriterConnection ConnectionField(GroupCommitWriter writer);

    [UnsafeAccessor(UnsafeAccessorKind.Field, Name = "_readers")]
    private static extern ref readonly ReaderPool? ReadersField(SqliteEngine engine);

    [UnsafeAccessor(UnsafeAccessorKind.Field, Name = "_gate")]
    private static extern ref readonly WriterGate GateField(GroupCommitWriter writer);

    [UnsafeAccessor(UnsafeAccessorKind.Field, Name = "_waiting")]
    private static extern ref readonly LinkedList<QueuedWrite> WaitingField(WriterGate gate);

    [UnsafeAccessor(UnsafeAccessorKind.Field, Name = "_idle")]
    private static extern ref readonly SqliteSession?[] IdleField(ReaderPool readers);
}
