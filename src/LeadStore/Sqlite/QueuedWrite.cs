using System.Runtime.ExceptionServices;
using LeadStore.Engine;

namespace LeadStore.Sqlite;

/// <summary>
/// A write that waits for the writer. Its turn comes in one of two ways: the holder runs it with its own and commits both, or, if its
/// thread waits and it has the application's own code in it, the writer is handed over so that its caller runs it.
/// </summary>
internal abstract class QueuedWrite(bool hasThread, bool runsCallback) : Signal(blocking: hasThread)
{
    /// <summary>Whether a thread is blocked until its turn.</summary>
    public bool HasThread { get; } = hasThread;

    /// <summary>Whether its caller's thread must run it.</summary>
    public bool RunsItself => HasThread && runsCallback;

    /// <summary>Whether somebody else ran it; then nothing is left to do but to look at the outcome.</summary>
    public bool WasRun { get; protected set; }

    public abstract void RunBy(GroupCommitWriter writer);
}

/// <inheritdoc/>
internal sealed class QueuedWrite<TArgument, T>(Func<Session, TArgument, ValueTask<T>> operation, TArgument argument, bool hasThread)
    : QueuedWrite(hasThread, argument is IRunsCallback)
{
    // The application's code finds its own context (activity, culture, async locals) on whichever thread it runs.
    private readonly ExecutionContext? _context = argument is IRunsCallback && !hasThread ? ExecutionContext.Capture() : null;

    public WriteOutcome<T> Outcome { get; private set; }

    public override void RunBy(GroupCommitWriter writer)
    {
        WasRun = true;
        if (_context is null)
        {
            Outcome = writer.RunMember(operation, argument);
        }
        else
        {
            ExecutionContext.Run(_context, _ => Outcome = writer.RunMember(operation, argument), null);
        }
    }
}

/// <summary>A turn at the writer for something that is no write; it runs on its own thread.</summary>
internal sealed class QueuedTurn() : QueuedWrite(hasThread: true, runsCallback: true)
{
    public override void RunBy(GroupCommitWriter writer) => throw new InvalidOperationException("A turn runs itself.");
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
