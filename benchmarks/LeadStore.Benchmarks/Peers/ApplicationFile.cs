using System.Globalization;
using System.Text.Json;
using Microsoft.Data.Sqlite;

namespace LeadStore.Benchmarks.Peers;

/// <summary>
/// The database of an application of today, as its own documents define it: the same leads and messages as <see cref="SampleStore"/>, stored
/// in the order in which they arrived. Made once and kept in the temporary directory.
/// </summary>
internal static class ApplicationFile
{
    public const string Answers =
        """{"question_1":"Double stable","question_2":"Yes, mobile","question_3":"As soon as possible","question_4":"SW1A 1AA"}""";

    private const int Seed = 20260101;

    private const string Schema = """
        CREATE TABLE leads (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            phone TEXT UNIQUE NOT NULL,
            name TEXT,
            email TEXT,
            source TEXT DEFAULT 'inbound_sms',
            status TEXT DEFAULT 'new',
            progress INTEGER DEFAULT 0,
            qualified INTEGER DEFAULT 0,
            archived INTEGER DEFAULT 0,
            answers TEXT,
            qualifiedDate TEXT,
            createdAt TEXT DEFAULT CURRENT_TIMESTAMP,
            lastContact TEXT DEFAULT CURRENT_TIMESTAMP
        );
        CREATE TABLE messages (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            leadId INTEGER NOT NULL,
            sender TEXT NOT NULL,
            content TEXT NOT NULL,
            timestamp TEXT DEFAULT CURRENT_TIMESTAMP,
            FOREIGN KEY (leadId) REFERENCES leads(id) ON DELETE CASCADE
        );
        CREATE INDEX idx_leads_phone ON leads(phone);
        CREATE INDEX idx_leads_archived ON leads(archived);
        CREATE INDEX idx_messages_leadId ON messages(leadId);
        """;

    /// <summary>A copy that a peer may write to.</summary>
    public static string Copy(int leads, string name)
    {
        string sample = Ensure(leads);
        string copy = $"{sample}.{name}";
        Remove(copy);
        File.Copy(sample, copy);
        return copy;
    }

    /// <summary>Removes a file with its log.</summary>
    public static void Remove(string path) => Array.ForEach([path, path + "-wal", path + "-shm"], File.Delete);

    public static string Time(DateTimeOffset time) => time.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);

    public static string Now() => Time(TimeProvider.System.GetUtcNow());

    /// <summary>The phone of the n-th lead that is not in the sample.</summary>
    public static string NewPhone(int n) => $"+4477{n + 10_000_000}";

    /// <summary>What a customer writes.</summary>
    public static string Text => "Is the stable still for sale?";

    /// <summary>The answers as the application has them in hand: read from their JSON.</summary>
    public static int Count(string? answers) => answers is null ? 0 : JsonSerializer.Deserialize<Dictionary<string, string>>(answers)!.Count;

    private static string Ensure(int leads)
    {
        string path = Path.Combine(Path.GetTempPath(), $"leadstore-application-{leads}x{SampleStore.MessagesEach}.db");
        if (File.Exists(path + ".complete"))
        {
            return path;
        }

        Remove(path);
        Console.WriteLine($"// Making {path}");
        using (SqliteConnection db = new($"Data Source={path};Pooling=False"))
        {
            db.Open();
            Run(db, "PRAGMA journal_mode=WAL; PRAGMA synchronous=OFF; PRAGMA cache_size=-262144;");
            Run(db, Schema);
            Fill(db, leads);
            Run(db, "PRAGMA wal_checkpoint(TRUNCATE)");
        }

        File.WriteAllText(path + ".complete", "");
        return path;
    }

    private static void Fill(SqliteConnection db, int leads)
    {
        Random random = new(Seed);
        DateTimeOffset day = new(2026, 1, 1, 8, 0, 0, TimeSpan.Zero);
        int[] order = [.. Enumerable.Range(0, leads)];
        random.Shuffle(order);
        using SqliteCommand lead = Command(
            db,
            """
            INSERT INTO leads (phone, name, email, status, progress, answers, createdAt, lastContact)
            VALUES ($1, $2, $3, 'active', $4, $5, $6, $6)
            """,
            6);
        InBatches(db, order, n => Execute(lead, SampleStore.Phone(n), $"Customer {n}", $"customer{n}@example.com", n % 100, Answers, Time(day)));
        using SqliteCommand message = Command(
            db, "INSERT INTO messages (leadId, sender, content, timestamp) VALUES ($1, $2, $3, $4)", 4);
        using SqliteCommand touch = Command(db, "UPDATE leads SET lastContact = $1 WHERE id = $2", 2);
        for (int round = 0; round < SampleStore.MessagesEach; round++)
        {
            random.Shuffle(order);
            DateTimeOffset time = day.AddDays(round);
            string sender = round % 2 == 0 ? "customer" : "assistant";
            bool isLast = round == SampleStore.MessagesEach - 1;
            InBatches(db, order, n =>
            {
                time += TimeSpan.FromSeconds(50_000) / leads;
                string at = Time(time);
                Execute(message, n + 1, sender, SampleStore.Text(random), at);
                if (isLast)
                {
                    Execute(touch, at, n + 1);
                }
            });
        }
    }

    private static void InBatches(SqliteConnection db, int[] order, Action<int> store)
    {
        foreach (int[] batch in order.Chunk(1000))
        {
            Run(db, "BEGIN");
            Array.ForEach(batch, store);
            Run(db, "COMMIT");
        }
    }

    private static SqliteCommand Command(SqliteConnection db, string sql, int parameters)
    {
        SqliteCommand command = db.CreateCommand();
        command.CommandText = sql;
        for (int i = 1; i <= parameters; i++)
        {
            command.Parameters.Add(new SqliteParameter($"${i}", null));
        }

        return command;
    }

    private static void Execute(SqliteCommand command, params object[] arguments)
    {
        for (int i = 0; i < arguments.Length; i++)
        {
            command.Parameters[i].Value = arguments[i];
        }

        command.ExecuteNonQuery();
    }

    private static void Run(SqliteConnection db, string sql)
    {
        using SqliteCommand command = db.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }
}
