using System.Diagnostics;
using System.Text.RegularExpressions;
using LeadStore.Properties;
using Microsoft.Data.Sqlite;

namespace LeadStore.Benchmarks;

/// <summary>
/// The first page of filtered lists on 1,000,000 property leads, with thresholds of all kinds: the ones that many leads meet and the ones
/// that next to none does. Run with <c>-- properties [--leads n] [--pages n]</c>.
/// </summary>
internal static class PropertyListRun
{
    public static void Run(Options options)
    {
        int leads = options.Number("leads", 1_000_000);
        int pages = options.Number("pages", 2_000);
        string path = Path.Combine(Path.GetTempPath(), $"leadstore-benchmark-properties-{leads}.db");
        Array.ForEach([path, path + "-wal", path + "-shm"], File.Delete);
        try
        {
            Measure(path, leads, pages);
        }
        finally
        {
            Array.ForEach([path, path + "-wal", path + "-shm"], File.Delete);
        }
    }

    private static void Measure(string path, int leads, int pages)
    {
        using LeadDatabase store = LeadDatabase.Open(new LeadDatabaseOptions { Path = path, Durability = Durability.Normal });
        long start = Stopwatch.GetTimestamp();
        Fill(store, leads);
        Console.WriteLine($"{leads:N0} property leads made in {Stopwatch.GetElapsedTime(start).TotalSeconds:0} s, {new FileInfo(path).Length >> 20} MiB");
        Console.WriteLine();
        Console.WriteLine("| first page of 50 | rows | p50 ms | p99 ms | worst ms |");
        Console.WriteLine("|---|---:|---:|---:|---:|");
        PropertyFilter vacant = new() { IsVacant = true, Traced = false };
        List(store, "vacant, equity over 100,000 to 300,000, not traced", pages, i => vacant with { MinEquity = new Money(10_000_000 + (i % 200 * 100_000)) });
        List(store, "vacant, equity that 1 in 1,000 has, not traced", pages / 10, _ => vacant with { MinEquity = new Money(49_950_000) });
        List(store, "vacant, equity that nobody has, not traced", pages / 10, _ => vacant with { MinEquity = new Money(60_000_000) });
        List(store, "hot, may be called", pages, _ => new PropertyFilter { Temperature = LeadTemperature.Hot, MayBeCalled = true });
        List(store, "probate, not traced", pages, _ => new PropertyFilter { IsProbate = true, Traced = false });
        List(store, "equity that 1 in 1,000 has", pages / 10, _ => new PropertyFilter { MinEquity = new Money(49_950_000) });
        Console.WriteLine();
        Plan(store, "not traced, by group", PropertyListSql.NewestUntraced.Sql);
        Plan(store, "traced, by group", PropertyListSql.NewestTraced.Sql);
        Plan(store, "few have such an equity", PropertyListSql.WithEquity.Sql);
        Plan(store, "few have such a tax debt", PropertyListSql.WithTaxDebt.Sql);
    }

    private static void Plan(LeadDatabase store, string name, string sql)
    {
        Console.WriteLine($"{name}:");
        object?[] arguments = new object?[Regex.Matches(sql, @"\$\d+").Select(parameter => parameter.Value).Distinct().Count()];
        foreach (PlanStep step in store.Query<PlanStep>($"EXPLAIN QUERY PLAN {sql}", arguments).Rows)
        {
            Console.WriteLine($"  {step.Detail}");
        }
    }

    private static void Fill(LeadDatabase store, int leads)
    {
        Random random = new(20260101);
        foreach (int[] batch in Enumerable.Range(0, leads).Chunk(2000))
        {
            store.InTransaction(tx =>
            {
                foreach (int n in batch)
                {
                    NewProperty property = new()
                    {
                        Address = $"{100 + (n % 9000)} Oak Street {n / 9000}, Austin, TX 78701",
                        SourceType = "tax_delinquent",
                        EstimatedValue = new Money(50_000_000),
                        Equity = new Money(random.NextInt64(50_000_000)),
                        TaxDebt = new Money(random.Next(10) == 0 ? 500_000 : 0),
                        IsVacant = random.Next(8) == 0,
                        IsProbate = random.Next(20) == 0,
                    };
                    Lead lead = tx.Properties.CreateLead(new NewLead { Name = $"Owner {n}", Source = "county" }, property).Lead;
                    if (random.Next(50) == 0)
                    {
                        tx.Properties.SetTemperature(lead.Id, LeadTemperature.Hot);
                    }

                    if (random.Next(200) == 0)
                    {
                        tx.ContactRules.SetDoNotCall(lead.Id, true);
                    }
                }
            });
        }

        // Half of them have been traced, the older ones rather than the newer. In one statement of another program: what is measured is the list.
        using SqliteConnection connection = new($"Data Source={store.Path};Pooling=False");
        connection.Open();
        using SqliteCommand command = connection.CreateCommand();
        command.CommandText = """
            PRAGMA wal_autocheckpoint=0;
            UPDATE lead_properties SET skip_traced_at = created_at, skip_trace_provider = 'benchmark'
            WHERE abs(random() % $leads) > lead_id;
            """;
        command.Parameters.AddWithValue("$leads", leads);
        command.ExecuteNonQuery();
    }

    private static void List(LeadDatabase store, string name, int pages, Func<int, PropertyFilter> filter)
    {
        double[] times = new double[pages];
        int rows = 0;
        for (int i = -20; i < pages; i++)
        {
            long start = Stopwatch.GetTimestamp();
            rows = store.Properties.List(filter(i + 20)).Items.Count;
            if (i >= 0)
            {
                times[i] = Stopwatch.GetElapsedTime(start).TotalMilliseconds;
            }
        }

        Array.Sort(times);
        Console.WriteLine($"| {name} | {rows} | {times[pages / 2]:0.00} | {times[(int)(pages * 0.99)]:0.00} | {times[^1]:0.00} |");
    }

    private sealed record PlanStep(string Detail);
}
