using LeadStore.Engine;

namespace LeadStore.Sources;

/// <summary>Every statement on the table of this room.</summary>
internal static class SourceSql
{
    private const string Columns = "name, display_name, active, created_at";

    public static readonly Query<SourceInfo> ByName = new($"SELECT {Columns} FROM lead_sources WHERE name = $1", Read);

    public static readonly Query<SourceInfo> List = new($"SELECT {Columns} FROM lead_sources ORDER BY name", Read) { MayScan = true };

    public static readonly Command Insert = new(
        "INSERT INTO lead_sources (name, display_name, active, created_at) VALUES ($1, $2, 1, $3) ON CONFLICT (name) DO NOTHING");

    public static readonly Command Rename = new("UPDATE lead_sources SET display_name = $2 WHERE name = $1");

    public static readonly Command SetActive = new("UPDATE lead_sources SET active = $2 WHERE name = $1");

    public static readonly Command Delete = new("DELETE FROM lead_sources WHERE name = $1");

    public static readonly Query<long> AnyLead = new("SELECT id FROM leads WHERE source = $1 LIMIT 1", row => row.Int64(0));

    private static SourceInfo Read(Row row) =>
        new(LeadSource.FromStored(row.Word(0)), row.Text(1), row.Int64(2) != 0, row.Time(3));
}
