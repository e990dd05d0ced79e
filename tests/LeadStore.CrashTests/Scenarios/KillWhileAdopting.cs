using LeadStore.CrashTests.Support;
using Microsoft.Data.Sqlite;

namespace LeadStore.CrashTests.Scenarios;

/// <summary>
/// kill -9 at the Nth system call of taking a database of another application over, with a log that a crash had left or without one. At the
/// path is the old database with every row, or the store with every row; the next run finishes the work and clears away what is left.
/// </summary>
internal sealed class KillWhileAdopting : Scenario
{
    private const string Schema = """
        CREATE TABLE leads (
            id INTEGER PRIMARY KEY AUTOINCREMENT, phone TEXT UNIQUE NOT NULL, name TEXT, email TEXT, source TEXT DEFAULT 'inbound_sms',
            status TEXT DEFAULT 'new', progress INTEGER DEFAULT 0, qualified INTEGER DEFAULT 0, archived INTEGER DEFAULT 0, answers TEXT,
            qualifiedDate TEXT, createdAt TEXT DEFAULT CURRENT_TIMESTAMP, lastContact TEXT DEFAULT CURRENT_TIMESTAMP);
        CREATE TABLE messages (
            id INTEGER PRIMARY KEY AUTOINCREMENT, leadId INTEGER NOT NULL, sender TEXT NOT NULL, content TEXT NOT NULL,
            timestamp TEXT DEFAULT CURRENT_TIMESTAMP);
        """;

    // How many of each there are, about; most kills should come near the end, where the file is exchanged.
    private static readonly (string Call, int Most)[] Calls =
        [("rename", 1), ("link", 1), ("unlink", 20), ("fsync", 20), ("pwrite64", 60), ("mkdir", 2), ("rmdir", 2), ("ftruncate", 3), ("fchmod", 2)];

    public override string Name => "kill-adopt";

    public override (int Quick, int Long) Rounds => (20, 300);

    public override string Cases => "kills";

    public override int AtOnce => 2;

    public override void Run(Round round)
    {
        string path = Path.Combine(round.Directory, "leads.db");
        int leads = round.Random.Next(3, 60);
        bool hasLog = round.Random.Next(2) == 0;
        MakeForeign(path, leads, hasLog, round);

        bool killed = KillAt(path, round);
        bool isStore = IsStore(path);
        Require(isStore || CountIn(path, round) == leads, "the old database does not have all of its rows");
        Tally.Case();
        Tally.Note(!killed ? "after the end" : isStore ? "store in place" : "old in place");

        if (!isStore)
        {
            LeadDatabase.Adopt(new LeadDatabaseOptions { Path = path });
        }

        using LeadDatabase store = LeadDatabase.Open(path);
        Lead[] all = [.. store.EnumerateLeads()];
        Require(all.Length == leads, "the store does not have every lead");
        Require(all.All(lead => store.GetConversationHistory(lead.Id).Count == 2), "the store does not have every message");
        Require(
            Directory.GetFiles(round.Directory, "leads.before-adopt-*.db").Any(file => CountIn(file, round) == leads),
            "there is no whole backup of the old database");
        store.CreateLead(new NewLead { Phone = "+447809505899" });
    }

    private static void MakeForeign(string path, int leads, bool hasLog, Round round)
    {
        string made = Path.Combine(round.Directory, "made.db");
        using SqliteConnection connection = Open(made);
        Execute(connection, hasLog ? $"PRAGMA journal_mode=WAL; PRAGMA wal_autocheckpoint=0; {Schema}" : Schema);
        Execute(connection, $"""
            WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < {leads})
            INSERT INTO leads (id, phone) SELECT i, '+44780950' || (1000 + i) FROM n;
            INSERT INTO messages (leadId, sender, content) SELECT id, 'customer', 'Hello' FROM leads UNION ALL SELECT id, 'assistant', 'Hi' FROM leads;
            """);
        foreach (string suffix in ((string[])["", "-wal"]).Where(suffix => File.Exists(made + suffix)))
        {
            File.Copy(made + suffix, path + suffix);
        }
    }

    private static bool KillAt(string path, Round round)
    {
        (string call, int most) = Calls[round.Random.Next(Calls.Length)];
        using Host host = new(new History());
        using Strace strace = new(host.Id, null, Path.Combine(round.Directory, "adopt.strace"), Strace.Kill(call, round.Random.Next(1, most + 1)));
        string? answer = host.Ask($"adopt {path}");
        Require(answer is null || answer.StartsWith("adopted", StringComparison.Ordinal), $"it failed: {answer}");
        if (answer is not null)
        {
            host.Kill();
        }

        host.WaitForEnd();
        return answer is null;
    }

    // The mark of a store is in the file's first page.
    private static bool IsStore(string path)
    {
        Span<byte> header = stackalloc byte[72];
        using FileStream file = File.OpenRead(path);
        file.ReadExactly(header);
        return header[68..].SequenceEqual("LDST"u8);
    }

    // In a copy: opening the database itself would fold its log into it.
    private static long CountIn(string path, Round round)
    {
        string copy = Path.Combine(round.Directory, $"count-{Guid.NewGuid():N}.db");
        foreach (string suffix in ((string[])["", "-wal", "-journal"]).Where(suffix => File.Exists(path + suffix)))
        {
            File.Copy(path + suffix, copy + suffix);
        }

        using SqliteConnection connection = Open(copy);
        using SqliteCommand command = connection.CreateCommand();
        command.CommandText = "SELECT iif((SELECT count(*) FROM messages) = 2 * count(*), count(*), -1) FROM leads";
        return (long)command.ExecuteScalar()!;
    }

    private static SqliteConnection Open(string path)
    {
        SqliteConnection connection = new(new SqliteConnectionStringBuilder { DataSource = path, Pooling = false }.ToString());
        connection.Open();
        return connection;
    }

    private static void Execute(SqliteConnection connection, string sql)
    {
        using SqliteCommand command = connection.CreateCommand();
#pragma warning disable CA2100 // The statements of this test are its own.
        command.CommandText = sql;
#pragma warning restore CA2100
        command.ExecuteNonQuery();
    }

    private static void Require(bool holds, string otherwise)
    {
        if (!holds)
        {
            throw new BrokenPromiseException(otherwise);
        }
    }
}
