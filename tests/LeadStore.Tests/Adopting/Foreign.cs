using LeadStore.Importing;
using LeadStore.Tests.Sqlite.Support;

namespace LeadStore.Tests.Adopting;

/// <summary>Databases of other applications, made by their own SQL.</summary>
internal static class Foreign
{
    public const string LeadQualification = """
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

    public const string LeadQualificationRows = """
        INSERT INTO leads VALUES
            (1, '+447809505864', 'John Smith', 'john@example.com', 'inbound_sms', 'qualified', 100, 1, 0,
             '{"question_1":"Double stable","question_4":"SW1A 1AA"}', '2025-09-30T10:05:00.000Z', '2025-09-30 10:00:00', '2025-09-30 10:06:00'),
            (2, '07700 900123', 'Ann', NULL, 'website', 'active', 40, 0, 0, NULL, NULL, '2025-09-29 08:00:00', '2025-09-29 08:02:00'),
            (5, '+44 7700 900456', NULL, NULL, 'inbound_sms', 'new', 0, 0, 1, '{}', NULL, '2025-09-28 08:00:00', '2025-09-28 08:00:00');
        INSERT INTO messages (leadId, sender, content, timestamp) VALUES
            (1, 'customer', 'Hello, I need help', '2025-09-30 10:00:00'),
            (1, 'assistant', 'Single or double stable?', '2025-09-30 10:01:00'),
            (1, 'customer', 'Double stable', '2025-09-30 10:06:00'),
            (2, 'customer', 'Hi', '2025-09-29 08:02:00');
        """;

    public const string Grown = LeadQualification + """
        ALTER TABLE leads ADD COLUMN ai_paused INTEGER DEFAULT 0;
        ALTER TABLE leads ADD COLUMN post_qualification_response_sent INTEGER DEFAULT 0;
        ALTER TABLE leads ADD COLUMN returning_customer INTEGER DEFAULT 0;
        ALTER TABLE leads ADD COLUMN times_qualified INTEGER DEFAULT 0;
        ALTER TABLE leads ADD COLUMN first_qualified_date TEXT;
        ALTER TABLE leads ADD COLUMN last_qualified_date TEXT;
        ALTER TABLE leads ADD COLUMN last_customer_message_time TEXT;
        ALTER TABLE leads ADD COLUMN reminder_1hr_sent INTEGER DEFAULT 0;
        ALTER TABLE leads ADD COLUMN reminder_24hr_sent INTEGER DEFAULT 0;
        ALTER TABLE leads ADD COLUMN reminder_48hr_sent INTEGER DEFAULT 0;
        CREATE TABLE settings (key TEXT PRIMARY KEY, value TEXT, updatedAt TEXT DEFAULT CURRENT_TIMESTAMP);
        CREATE TABLE lead_sources (
            id INTEGER PRIMARY KEY AUTOINCREMENT, technical_id TEXT UNIQUE, display_name TEXT, active INTEGER DEFAULT 1,
            created_at TEXT DEFAULT CURRENT_TIMESTAMP);
        INSERT INTO settings VALUES ('ai_enabled', 'true', '2025-10-01 09:00:00');
        INSERT INTO lead_sources VALUES (1, 'inbound_sms', 'Inbound SMS', 1, '2025-10-01 09:00:00');
        """;

    /// <summary>Makes a database as another program would.</summary>
    public static string Make(string path, params string[] scripts)
    {
        foreach (string script in scripts)
        {
            Raw.Execute(path, script);
        }

        return path;
    }

    /// <summary>Everything in a directory, byte for byte.</summary>
    public static Dictionary<string, string> Bytes(string directory) => Directory.GetFiles(directory)
        .ToDictionary(file => Path.GetFileName(file), file => Convert.ToHexString(System.Security.Cryptography.SHA256.HashData(File.ReadAllBytes(file))));

    public static LeadDatabaseOptions Options(string path) => new() { Path = path, DefaultRegion = "GB" };

    public static List<object?[]> Rows(IImportSource source, string table, params string[] order) =>
    [
        .. source.Read(source.Tables.Single(each => each.Name == table), order)
            .Select(row => row.Values.Select(value => (object?)value.Text ?? (value.Kind == ImportValueKind.Integer ? value.Integer : null)).ToArray()),
    ];
}
