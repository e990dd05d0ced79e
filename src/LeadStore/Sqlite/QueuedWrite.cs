using System.Runtime.ExceptionServices;
using LeadStore.Engine;

namespace LeadStore.Sqlite;

/// <summary>
/// A write that waits for the writer. Its turn comes in one of two ways: the holder runs it with its own and commits both, or hands the
/// writer over so that its caller runs it.
/// </summary>
internal abstract class QueuedWrite(bool blocking, bool needsItsThread) : Signal(blocking)
{
    /// <summary>Whether it runs the application's own code, which nobody but its caller may.</summary>
    public bool NeedsItsThread { get; } = needsItsThread;

    /// <summary>Whether somebody else ran it; then nothing is left to do but to look at the outcome.</summary>
    public bool WasRun { get; protected set; }

    public abstract void RunBy(GroupCommitWriter writer);
}

/// <inheritdoc/>
internal sealed class QueuedWrite<TArgument, T>(Func<Session, TArgument, ValueTask<T>> operation, TArgument argument, bool blocking)
    : QueuedWrite(blocking, needsItsThread: argument is IRunsCallback)
{
    public WriteOutcome<T> Outcome { get; private set; }

    public override void RunBy(GroupCommitWriter writer)
    {
        WasRun = true;
        Outcome = writer.RunMember(operation, argument);
    }
}

/// <summary>What one operation of a group came to; it counts once the group is committed.</summary>
internal readonly record struct WriteOutcome<T>(T Result, ExceptionDispatchInfo? Failure)
{
    public T ResultOrThrow()
    {
        Failure?.Throw();
        return Result;
    }
}
