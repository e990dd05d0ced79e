using System.Diagnostics;
using LeadStore.Engine;
using LeadStore.Leads;
using LeadStore.Sqlite;

namespace LeadStore.Benchmarks;

/// <summary>
/// What it costs that statements can be watched: each with nobody listening in turn with the same as the engine does it, then counted. Run
/// with <c>-- watched</c>.
/// </summary>
internal static class WatchRun
{
    private const int Leads = 10_000;
    private const int Blocks = 401;
    private const int BlockSize = 1000;

    public static void Run()
    {
        string directory = Directory.CreateTempSubdirectory("leadstore-watched-").FullName;
        try
        {
            string path = System.IO.Path.Combine(directory, "leads.db");
            using (LeadDatabase store = LeadDatabase.Open(path))
            {
                store.InTransaction(tx =>
                {
                    for (int i = 0; i < Leads; i++)
                    {
                        tx.CreateLead(new NewLead { Phone = SampleStore.Phone(i) });
                    }
                });
            }

            Compare(path);
        }
        finally
        {
            Directory.Delete(directory, recursive: true);
        }
    }

    private static void Compare(string path)
    {
        StatementWatch counting = new(SqliteConnections.SystemName, TimeProvider.System, counts: true, TimeSpan.FromSeconds(1), null);
        StatementWatch off = new(SqliteConnections.SystemName, TimeProvider.System, counts: false, TimeSpan.FromSeconds(1), null);
        using SqliteSession quietOne = Open(path, off);
        using SqliteSession countedOne = Open(path, counting);

        // As operations see them: whoever knows the engine is spared the way through the seam.
        Session quiet = quietOne;
        Session counted = countedOne;
        long[] digits = [.. Enumerable.Range(0, Leads).Select(i => PhoneNumber.Parse(SampleStore.Phone(i)).Digits)];
        Console.WriteLine("| | as the engine does it µs | ns more | allocated more |");
        Console.WriteLine("|---|---:|---:|---:|");
        Line(
            "miss, nobody listens",
            i => SqliteEngine.Finished(quiet.FirstUnwatched(LeadSql.IdByPhone, [-i])),
            i => SqliteEngine.Finished(quiet.First(LeadSql.IdByPhone, [-i])));
        Line(
            "miss, counted",
            i => SqliteEngine.Finished(counted.FirstUnwatched(LeadSql.IdByPhone, [-i])),
            i => SqliteEngine.Finished(counted.First(LeadSql.IdByPhone, [-i])));
        Line(
            "hit, nobody listens",
            i => SqliteEngine.Finished(quiet.FirstUnwatched(LeadSql.ByPhone, [digits[i]])),
            i => SqliteEngine.Finished(quiet.First(LeadSql.ByPhone, [digits[i]])));
        Line(
            "hit, counted",
            i => SqliteEngine.Finished(counted.FirstUnwatched(LeadSql.ByPhone, [digits[i]])),
            i => SqliteEngine.Finished(counted.First(LeadSql.ByPhone, [digits[i]])));
    }

    private static void Line<T>(string name, Func<int, T> bare, Func<int, T> watched)
    {
        double[] times = new double[Blocks];
        double[] differences = new double[Blocks];
        long allocated = 0;
        for (int block = -40; block < Blocks; block++)
        {
            bool bareFirst = block % 2 == 0;
            (double first, long firstBytes) = Time(bareFirst ? bare : watched);
            (double second, long secondBytes) = Time(bareFirst ? watched : bare);
            if (block >= 0)
            {
                times[block] = bareFirst ? first : second;
                differences[block] = bareFirst ? second - first : first - second;
                allocated += bareFirst ? secondBytes - firstBytes : firstBytes - secondBytes;
            }
        }

        Console.WriteLine(
            $"| {name} | {Median.Of(times) / 1000:0.000} | {Median.Of(differences):0.0} | {allocated / ((double)Blocks * BlockSize):0.###} B |");
    }

    private static (double Nanoseconds, long Bytes) Time<T>(Func<int, T> call)
    {
        long bytes = GC.GetAllocatedBytesForCurrentThread();
        long start = Stopwatch.GetTimestamp();
        for (int i = 0; i < BlockSize; i++)
        {
            _ = call(i * 7 % Leads);
        }

        double time = Stopwatch.GetElapsedTime(start).TotalNanoseconds / BlockSize;
        return (time, GC.GetAllocatedBytesForCurrentThread() - bytes);
    }

    private static SqliteSession Open(string path, StatementWatch watch) => new SqliteConnections(
        path, new StoreRules { Clock = TimeProvider.System, Statements = watch }, Durability.Normal, TimeSpan.FromSeconds(5)).OpenReader();
}
