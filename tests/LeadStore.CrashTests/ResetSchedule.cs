using System.Globalization;
using System.Text.RegularExpressions;

namespace LeadStore.CrashTests;

/// <summary>
/// The schedule of the WAL-reset bug on two processes that use the store. One goes from lock to lock, in the thread that writes and in the
/// one that copies, suspended at each. Whenever it is between two transactions the other copies the whole log, so that its next commit
/// begins the log anew; and at every step of a checkpoint that the first one makes, the other tries to commit. With the policy it cannot
/// begin the log anew meanwhile: a reader is on it, or the first one holds the write lock.
/// </summary>
internal sealed partial class ResetSchedule
{
    private const int Checkpoints = 3;
    private const int MostMessages = 60;

    // Of two threads that are suspended at once one is not seen, and the checkpoint with it. The process is left alone then, to come out
    // of that, and stepped through again.
    private const int SteppedAtATime = 20;
    private const int MostSteppedThrough = 300;

    // Where SQLite puts its locks in the index of the log: the writer's, the checkpoint's, and those of readers from there on.
    private const int WriteLock = 120;
    private const int CheckpointLock = 121;
    private const int ReadLocks = 123;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(180);

    // A commit takes a few milliseconds.
    private static readonly TimeSpan TimeToCommit = TimeSpan.FromMilliseconds(60);

    private readonly Tally _tally;
    private readonly Random _random;
    private readonly string _path;
    private readonly ResetHost _stepped;
    private readonly ResetHost _other;
    private readonly string _lead;
    private int _othersSent;
    private bool _writing;
    private bool _inCheckpoint;

    public ResetSchedule(Tally tally, Random random, string path, ResetHost stepped, ResetHost other)
    {
        _tally = tally;
        _random = random;
        _path = path;
        _stepped = stepped;
        _other = other;
        _lead = stepped.Ask($"store-open {path}", "opened");
        other.Ask($"store-open {path}", "opened");
    }

    /// <summary>Runs it and looks whether everything is there.</summary>
    public void Run()
    {
        int stepped = _stepped.AcknowledgedCount;
        int other = _other.AcknowledgedCount;
        _othersSent = other;
        int thread = int.Parse(_stepped.Ask("store-thread", "thread"), CultureInfo.InvariantCulture);
        _other.Ask("store-thread", "thread");
        int sent = stepped;
        while (sent < stepped + 3)
        {
            Send(_stepped);
            WaitFor(_stepped, ++sent);
            SendOther();
            WaitFor(_other, _othersSent);
        }

        int seen = 0;
        int last = sent + MostSteppedThrough;
        while (seen < Checkpoints && sent < last)
        {
            _writing = _inCheckpoint = false;
            using ScheduleInjector injector = ScheduleInjector.Step(_stepped.Id, thread, "fcntl,munmap");
            for (int without = 0; without < SteppedAtATime && seen < Checkpoints; without++)
            {
                Send(_stepped);
                int made = StepThroughMessage(injector, ++sent);
                seen += made;
                without = made > 0 ? 0 : without;
            }
        }

        _tally.Note("checkpoints stepped through", seen);
        if (seen < Checkpoints)
        {
            throw new ProvesNothingException("the store made no checkpoint that could be held up");
        }

        WaitFor(_other, _othersSent);

        // The log grows past whatever was marked as copied, is copied from there on, and begins anew.
        for (int i = 0; i < MostMessages; i++)
        {
            SendOther();
            WaitFor(_other, _othersSent);
        }

        _stepped.Ask("store-close", "closed");
        _other.Ask("store-close", "closed");
        StoreCheck.EverythingIsThere(_tally, _path, [.. _stepped.Acknowledged[stepped..], .. _other.Acknowledged[other..]]);
    }

    // How many checkpoints it has made on the way.
    private int StepThroughMessage(ScheduleInjector injector, int acknowledged)
    {
        int checkpoints = 0;
        long deadline = Environment.TickCount64 + (long)Patience.TotalMilliseconds;
        while (_stepped.AcknowledgedCount < acknowledged)
        {
            if (Environment.TickCount64 > deadline)
            {
                throw new BrokenPromiseException("a message was not stored in time beside another process");
            }

            if (injector.WaitUntilSuspended(TimeSpan.FromMilliseconds(20)) is not { } call)
            {
                continue;
            }

            // Not at each, or the log would always have begun anew before the checkpoint looks at it.
            if (_inCheckpoint && _random.Next(2) == 0)
            {
                TryToCommit();
            }

            if (LockCall().Match(call) is { Success: true } taken)
            {
                int which = int.Parse(taken.Groups["which"].Value, CultureInfo.InvariantCulture);
                bool unlocks = taken.Groups["type"].Value == "UNLCK";
                if (which == CheckpointLock)
                {
                    _inCheckpoint = !unlocks;
                    checkpoints += unlocks ? 1 : 0;
                }
                else if (which == WriteLock)
                {
                    _writing = !unlocks;
                }
                else if (which >= ReadLocks && unlocks && !_inCheckpoint && !_writing)
                {
                    CopyTheWholeLog();
                }
            }

            injector.Resume();
        }

        return checkpoints;
    }

    private void TryToCommit()
    {
        if (_other.AcknowledgedCount >= _othersSent)
        {
            SendOther();
        }

        _other.WaitForAcknowledged(_othersSent, TimeToCommit);
    }

    private void CopyTheWholeLog()
    {
        for (int i = 0; i < MostMessages; i++)
        {
            // The thread that writes may have got the write lock in the moment that suspended the one that copies.
            if (!_other.WaitForAcknowledged(_othersSent, TimeSpan.FromSeconds(1)) || LogIsCopied())
            {
                return;
            }

            SendOther();
        }
    }

    // The index of the log, as SQLite's documentation of the WAL format has it: the number of frames, and how many of them are copied.
    // This process has no connection to the file, so that it closes nobody's locks with it.
    private bool LogIsCopied()
    {
        using FileStream index = new(_path + "-shm", FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        byte[] header = new byte[100];
        index.ReadExactly(header);
        return BitConverter.ToInt32(header, 16) == BitConverter.ToInt32(header, 96);
    }

    private void SendOther()
    {
        Send(_other);
        _othersSent++;
    }

    private void Send(ResetHost host) => host.Send($"store-one {_lead} {_random.Next(40_000, 99_000)}");

    private static void WaitFor(ResetHost host, int acknowledged)
    {
        if (!host.WaitForAcknowledged(acknowledged, Patience))
        {
            throw new BrokenPromiseException("a message was not stored in time beside another process");
        }
    }

    [GeneratedRegex(@"l_type=F_(?<type>\w+),.* l_start=(?<which>\d+)")]
    private static partial Regex LockCall();
}
