using SQLitePCL;

namespace LeadStore.Benchmarks;

/// <summary>
/// The files that the benchmarks run on: 100,000 leads, or as many as are asked for, with 15 messages each, the messages interleaved in
/// time as they are in life. Made once and kept in the temporary directory.
/// </summary>
internal static class SampleStore
{
    public const int Leads = 100_000;
    public const int MessagesEach = 15;
    private const int Seed = 20260101;

    // Within which every lead has one message.
    private static readonly TimeSpan Day = TimeSpan.FromSeconds(50_000);

    // A file that a newer schema has rewritten is packed as none that has grown is.
    private static readonly int Schema =
        typeof(LeadDatabase).Assembly.GetManifestResourceNames().Count(name => name.EndsWith(".sql", StringComparison.Ordinal));

    public static string Path { get; } = PathOf(Leads);

    public static string SqliteVersion
    {
        get
        {
            Batteries_V2.Init();
            return raw.sqlite3_libversion().utf8_to_string();
        }
    }

    public static string PathOf(int leads) =>
        System.IO.Path.Combine(System.IO.Path.GetTempPath(), $"leadstore-benchmark-{leads}x{MessagesEach}-schema{Schema}.db");

    /// <summary>The phone of the n-th lead.</summary>
    public static string Phone(int n) => $"+4478{n + 10_000_000}";

    public static void Ensure(int leads = Leads)
    {
        string path = PathOf(leads);
        if (File.Exists(path + ".complete"))
        {
            return;
        }

        File.Delete(path);
        Console.WriteLine($"// Making {path}");
        using (LeadDatabase db = LeadDatabase.Open(new LeadDatabaseOptions { Path = path, Durability = Durability.Normal }))
        {
            Random random = new(Seed);
            DateTimeOffset day = new(2026, 1, 1, 8, 0, 0, TimeSpan.Zero);
            int[] order = Enumerable.Range(0, leads).ToArray();
            random.Shuffle(order);
            foreach (int[] batch in order.Chunk(1000))
            {
                db.InTransaction(tx =>
                {
                    foreach (int n in batch)
                    {
                        tx.CreateLead(TypicalLead(n, day));
                    }
                });
            }

            for (int round = 0; round < MessagesEach; round++)
            {
                random.Shuffle(order);
                DateTimeOffset time = day.AddDays(round);
                foreach (int[] batch in order.Chunk(1000))
                {
                    db.InTransaction(tx =>
                    {
                        foreach (int n in batch)
                        {
                            time += Day / leads;
                            tx.CreateMessage(n + 1, round % 2 == 0 ? MessageSender.Customer : MessageSender.Assistant, Text(random), time);
                        }
                    });
                }
            }
        }

        File.WriteAllText(path + ".complete", "");
    }

    /// <summary>The n-th lead.</summary>
    public static NewLead TypicalLead(int n, DateTimeOffset createdAt) => new()
    {
        Phone = Phone(n),
        Name = $"Customer {n}",
        Email = $"customer{n}@example.com",
        Status = LeadStatus.Active,
        Progress = n % 100,
        CreatedAt = createdAt,
        Answers = new Dictionary<string, string>
        {
            ["question_1"] = "Double stable",
            ["question_2"] = "Yes, mobile",
            ["question_3"] = "As soon as possible",
            ["question_4"] = "SW1A 1AA",
        },
    };

    /// <summary>What somebody writes.</summary>
    public static string Text(Random random) =>
        "I was wondering whether the stable could be ready before the end of the month, and what it would cost"[..random.Next(20, 100)];
}
