using System.Diagnostics;
using System.Globalization;
using Microsoft.Data.Sqlite;

namespace LeadStore.Benchmarks;

/// <summary>
/// How long it takes to take a database of another application over, and how much memory the process has had at the most. Run with
/// <c>-- adopt [--leads n] [--messages n] [--rounds n]</c>; by default 100,000 leads with 15 messages each, once.
/// </summary>
internal static class AdoptRun
{
    private const string Schema = """
        CREATE TABLE leads (
            id INTEGER PRIMARY KEY AUTOINCREMENT, phone TEXT UNIQUE NOT NULL, name TEXT, email TEXT, source TEXT DEFAULT 'inbound_sms',
            status TEXT DEFAULT 'new', progress INTEGER DEFAULT 0, qualified INTEGER DEFAULT 0, archived INTEGER DEFAULT 0, answers TEXT,
            qualifiedDate TEXT, createdAt TEXT DEFAULT CURRENT_TIMESTAMP, lastContact TEXT DEFAULT CURRENT_TIMESTAMP);
        CREATE TABLE messages (
            id INTEGER PRIMARY KEY AUTOINCREMENT, leadId INTEGER NOT NULL, sender TEXT NOT NULL, content TEXT NOT NULL,
            timestamp TEXT DEFAULT CURRENT_TIMESTAMP, FOREIGN KEY (leadId) REFERENCES leads(id) ON DELETE CASCADE);
        CREATE INDEX idx_leads_phone ON leads(phone);
        CREATE INDEX idx_leads_archived ON leads(archived);
        CREATE INDEX idx_messages_leadId ON messages(leadId);
        """;

    public static void Run(Options options)
    {
        int leads = options.Number("leads", 100_000);
        int messages = options.Number("messages", 15);
        string directory = Directory.CreateTempSubdirectory("leadstore-adopt-").FullName;
        try
        {
            string made = Path.Combine(directory, "made.db");
            Make(made, leads, messages);
            Console.WriteLine($"{leads:N0} leads, {(long)leads * messages:N0} messages, {new FileInfo(made).Length >> 20} MiB");
            for (int round = 0; round < options.Number("rounds", 1); round++)
            {
                string path = Path.Combine(directory, $"leads-{round}.db");
                File.Copy(made, path);
                long start = Stopwatch.GetTimestamp();
                AdoptReport report = LeadDatabase.Adopt(new LeadDatabaseOptions { Path = path });
                TimeSpan took = Stopwatch.GetElapsedTime(start);
                using Process self = Process.GetCurrentProcess();
                Console.WriteLine(string.Create(
                    CultureInfo.InvariantCulture,
                    $"{took.TotalSeconds:0.0} s, at most {self.PeakWorkingSet64 >> 20} MiB of memory; {report.Import}"));
                File.Delete(path);
                File.Delete(report.BackupPath!);
            }
        }
        finally
        {
            Directory.Delete(directory, recursive: true);
        }
    }

    // The messages of all leads are mixed, as they arrive.
    private static void Make(string path, int leads, int messages)
    {
        using SqliteConnection connection = new(new SqliteConnectionStringBuilder { DataSource = path, Pooling = false }.ToString());
        connection.Open();
        using SqliteCommand command = connection.CreateCommand();
        command.CommandText = Schema;
        command.ExecuteNonQuery();
        command.CommandText = """
            BEGIN;
            WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < $leads)
            INSERT INTO leads (id, phone, name, email, status, progress, qualified, answers, qualifiedDate, createdAt, lastContact)
            SELECT i, '+4477' || substr('00000000' || i, -8), 'Customer ' || i, 'customer' || i || '@example.com',
                iif(i % 3, 'active', 'qualified'), i % 101, i % 3 = 0, '{"question_1":"Double stable","question_2":"Yes, mobile"}',
                iif(i % 3, NULL, '2025-09-30T10:06:00.000Z'), datetime(1700000000 + i, 'unixepoch'), datetime(1710000000 + i, 'unixepoch')
            FROM n;
            WITH RECURSIVE n(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i < $all - 1)
            INSERT INTO messages (leadId, sender, content, timestamp)
            SELECT 1 + i % $leads, iif((i / $leads) % 2, 'assistant', 'customer'),
                'Message ' || i || ', of about the length that a text message has, sixty or so', datetime(1705000000 + i, 'unixepoch')
            FROM n;
            COMMIT;
            """;
        command.Parameters.AddWithValue("$leads", leads);
        command.Parameters.AddWithValue("$all", (long)leads * messages);
        command.ExecuteNonQuery();
    }
}
