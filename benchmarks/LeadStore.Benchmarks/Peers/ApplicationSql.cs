namespace LeadStore.Benchmarks.Peers;

/// <summary>The statements of the application, the same for each of the ways to run them.</summary>
internal static class ApplicationSql
{
    public const string Options = "PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON; PRAGMA mmap_size=0; PRAGMA cache_size=-16384;";

    public const string ByPhone = "SELECT * FROM leads WHERE phone = $1";

    public const string ById = "SELECT * FROM leads WHERE id = $1";

    public const string History = "SELECT * FROM messages WHERE leadId = $1 ORDER BY timestamp";

    /// <summary>Sorts all leads: the schema has no index for it.</summary>
    public const string Inbox = "SELECT * FROM leads WHERE archived = 0 ORDER BY lastContact DESC LIMIT 50";

    public const string InsertMessage = "INSERT INTO messages (leadId, sender, content, timestamp) VALUES ($1, $2, $3, $4)";

    public const string TouchLead = "UPDATE leads SET lastContact = $1 WHERE id = $2";

    public const string InsertLead =
        "INSERT INTO leads (phone, name, email, status, progress, answers, createdAt, lastContact) VALUES ($1, $2, $3, 'active', 0, $4, $5, $5)";

    public const string Delete = "DELETE FROM leads WHERE id = $1";
}
