using LeadStore.Sqlite;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace LeadStore.CrashTests;

/// <summary>
/// The WAL-reset bug of SQLite before 3.51.3 (https://sqlite.org/wal.html#walresetbug): a checkpoint that is held up between reading the
/// header of the log and copying it, while another process commits and the log begins anew, marks frames as copied that it never saw,
/// and acknowledged commits are lost. Each round forces exactly that on two processes that use the bare library, and something must be
/// lost, or the round proves nothing. Then two processes use the store, under the same schedule and with every call of their checkpoints
/// slowed, and nothing may be.
/// </summary>
internal sealed class WalReset : Scenario
{
    // Messages, with the 100 pages after which the stores here copy their log.
    private const int EnoughForACheckpoint = 15;

    private static readonly TimeSpan LongestWindow = TimeSpan.FromMilliseconds(100);

    // What a checkpoint asks of the operating system, and how long each call takes then: a whole checkpoint some 50 to 500 ms.
    private static readonly (string Call, int LongestMicroseconds, bool OfFiles)[] Delays =
    [
        ("munmap", 200_000, false),
        ("pread64", 2_000, true),
        ("pwrite64", 2_000, true),
        ("fsync,fdatasync", 50_000, true),
        ("fcntl", 1_000, true),
    ];

    public override string Name => "wal-reset";

    public override (int Quick, int Long) Rounds => (5, 500);

    public override void Run(Round round)
    {
        if (!ScheduleInjector.IsPossible(out string reason))
        {
            throw new NotPossibleException(reason);
        }

        ResetHost[] hosts = ResetHost.Start(2);
        try
        {
            if (NativeSqlite.HasWalResetBug(NativeSqlite.VersionNumber))
            {
                WithoutThePolicy(round.Random, Path.Combine(round.Directory, "naive.db"), hosts[0], hosts[1]);
            }
            else
            {
                Tally.Note($"SQLite {NativeSqlite.Version} does not have the bug: halves skipped that must lose rows");
            }

            new ResetSchedule(Tally, round.Random, Path.Combine(round.Directory, "same.db"), hosts[0], hosts[1]).Run();
            WithThePolicy(round.Random, Path.Combine(round.Directory, "leads.db"), hosts[0], hosts[1]);
            Tally.Case();
        }
        finally
        {
            Array.ForEach(hosts, host => host.Dispose());
        }
    }

    // What an application does that knows nothing of it: memory-mapped reads, and a checkpoint whenever it likes.
    private void WithoutThePolicy(Random random, string path, ResetHost copier, ResetHost writer)
    {
        int mode = random.Next(raw.SQLITE_CHECKPOINT_PASSIVE, raw.SQLITE_CHECKPOINT_TRUNCATE + 1);
        int row = 1;
        writer.Ask($"naive-open {path}", "opened");
        Write(random.Next(40, 80));
        Checkpoint(writer);
        int thread = int.Parse(copier.Ask($"naive-open {path}", "opened"), System.Globalization.CultureInfo.InvariantCulture);

        // Memory is mapped once it has been read, and unmapped by the checkpoint that finds the log changed: there the window is.
        copier.Ask("naive-run SELECT sum(length(content)) FROM rows", "ran");
        Write(random.Next(60, 120));
        Checkpoint(writer);
        if (mode != raw.SQLITE_CHECKPOINT_PASSIVE)
        {
            // Every other mode wants the write lock; where it is taken, the checkpoint goes on without it, as a passive one.
            writer.Ask("naive-run BEGIN IMMEDIATE", "ran");
        }

        using (ScheduleInjector injector = ScheduleInjector.Suspend(copier.Id, thread, "munmap", 1))
        {
            copier.Send($"naive-checkpoint {mode}");
            if (injector.WaitUntilSuspended() is null)
            {
                throw new ProvesNothingException("the checkpoint of the bare library was not held up");
            }

            if (mode != raw.SQLITE_CHECKPOINT_PASSIVE)
            {
                writer.Ask("naive-run COMMIT", "ran");
            }

            // Everything is copied by now, so that this begins the log anew, and is shorter than what the checkpoint believes to copy.
            Write(random.Next(5, 20));
            injector.Resume();
            copier.Expect("checkpointed");
        }

        // Now the log grows past what was marked as copied, is copied from there on, and begins anew: what lay before is gone.
        Write(random.Next(200, 300));
        Checkpoint(writer);
        Write(random.Next(5, 20));
        copier.Ask("naive-close", "closed");
        writer.Ask("naive-close", "closed");
        HashSet<string> kept = Rows(path);
        int lost = writer.Acknowledged.Count(id => !kept.Contains(id));
        if (lost == 0)
        {
            throw new ProvesNothingException($"the bare library (checkpoint mode {mode}) lost no row");
        }

        Tally.Note("rows of the bare library acknowledged", writer.AcknowledgedCount);
        Tally.Note("rows of the bare library lost", lost);

        void Write(int count)
        {
            writer.Ask($"naive-write {row} {count} 2000", "written");
            row += count;
        }
    }

    private static void Checkpoint(ResetHost host)
    {
        host.Send($"naive-checkpoint {raw.SQLITE_CHECKPOINT_PASSIVE}");
        host.Expect("checkpointed");
    }

    private static HashSet<string> Rows(string path)
    {
        using SqliteConnection connection = new($"Data Source={path};Pooling=False");
        connection.Open();
        using SqliteCommand command = connection.CreateCommand();
        command.CommandText = "SELECT id FROM rows";
        using SqliteDataReader reader = command.ExecuteReader();
        HashSet<string> rows = [];
        try
        {
            while (reader.Read())
            {
                rows.Add(reader.GetString(0));
            }
        }
        catch (SqliteException damaged) when (damaged.SqliteErrorCode == raw.SQLITE_CORRUPT)
        {
            // Worse than lost. What could be read before it counts as kept.
        }

        return rows;
    }

    private void WithThePolicy(Random random, string path, ResetHost slowed, ResetHost other)
    {
        int slowedBefore = slowed.AcknowledgedCount;
        int otherBefore = other.AcknowledgedCount;
        string lead = slowed.Ask($"store-open {path}", "opened");
        other.Ask($"store-open {path}", "opened");
        slowed.Ask($"store-write {lead} 1 {random.Next(2_000, 20_000)} 30", "writing");
        other.Ask($"store-write {lead} 1 {random.Next(500, 8_000)} 40", "writing");
        Progress(slowed, "nothing");
        string[] files = [path, path + "-wal", path + "-shm"];
        foreach ((string call, int longest, bool ofFiles) in Delays)
        {
            using ScheduleInjector injector = ScheduleInjector.Delay(slowed.Id, call, random.Next(longest), ofFiles ? files : []);
            Progress(slowed, call);
            Progress(other, call);
            Tally.Note("calls delayed", injector.Delayed);
            if (ofFiles && injector.Delayed == 0)
            {
                throw new ProvesNothingException($"no {call} of the store was delayed");
            }
        }

        // The schedule that loses rows without the policy: the copy is held up anywhere until the other one has had its time to write.
        using (ScheduleInjector injector = ScheduleInjector.Suspend(slowed.Id, slowed.Id, "pwrite64", random.Next(1, 40), path))
        {
            if (injector.WaitUntilSuspended() is null)
            {
                throw new ProvesNothingException("no checkpoint of the store was held up");
            }

            other.WaitForAcknowledged(other.AcknowledgedCount + EnoughForACheckpoint, LongestWindow);
        }

        Progress(slowed, "nothing");
        Progress(other, "nothing");
        slowed.Ask("store-stop", "stopped");
        other.Ask("store-stop", "stopped");
        slowed.Ask("store-close", "closed");
        other.Ask("store-close", "closed");
        StoreCheck.EverythingIsThere(Tally, path, [.. slowed.Acknowledged[slowedBefore..], .. other.Acknowledged[otherBefore..]]);
    }

    private static void Progress(ResetHost host, string delayed)
    {
        if (!host.WaitForAcknowledged(host.AcknowledgedCount + EnoughForACheckpoint, TimeSpan.FromSeconds(60)))
        {
            throw new BrokenPromiseException($"a process stored nothing for 60 s beside another one ({delayed} delayed)");
        }
    }
}
