using LeadStore.Engine;

namespace LeadStore.Settings;

/// <summary>Every statement on the table of this room.</summary>
internal static class SettingSql
{
    public static readonly Query<string> Get = new("SELECT value FROM settings WHERE key = $1", row => row.Text(0));

    public static readonly Query<KeyValuePair<string, string>> List = new(
        "SELECT key, value FROM settings ORDER BY key", row => KeyValuePair.Create(row.Text(0), row.Text(1)))
    { MayScan = true };

    public static readonly Command Set = new(
        """
        INSERT INTO settings (key, value, updated_at) VALUES ($1, $2, $3)
        ON CONFLICT (key) DO UPDATE SET value = excluded.value, updated_at = excluded.updated_at
        """);

    public static readonly Command Reset = new("DELETE FROM settings WHERE key = $1");
}
