using LeadStore.Engine;

namespace LeadStore.Properties;

/// <summary>Every statement on what sources said of properties.</summary>
internal static class PropertyRecordSql
{
    private const string Columns = "id, source, address, received_at, lead_id, processed_at";

    public static readonly Query<PropertyRecord> ById = new($"SELECT {Columns} FROM property_records WHERE id = $1", Read);

    public static readonly Query<string> Raw = new("SELECT raw FROM property_records WHERE id = $1", row => row.Text(0));

    public static readonly Query<StoredRecord> ByAddress = new(
        $"SELECT {Columns}, raw = $3 FROM property_records WHERE source = $1 AND address_key = $2",
        row => new StoredRecord(Read(row), row.Int64(6) != 0));

    public static readonly Query<PropertyRecord> Insert = new(
        $"""
        INSERT INTO property_records (source, address, address_key, raw, received_at) VALUES ($1, $2, $3, $4, $5)
        RETURNING {Columns}
        """,
        Read);

    public static readonly Command Replace = new(
        "UPDATE property_records SET address = $2, raw = $3, received_at = $4, claim = NULL, claimed_until = NULL WHERE id = $1");

    public static readonly Query<long> Unclaimed = new(
        """
        SELECT id FROM property_records INDEXED BY property_records_unprocessed
        WHERE processed_at IS NULL AND id > 0 AND (claimed_until IS NULL OR claimed_until <= $1) ORDER BY id LIMIT $2
        """,
        row => row.Int64(0));

    public static readonly Query<ClaimedPropertyRecord> Claim = new(
        $"UPDATE property_records SET claim = $2, claimed_until = $3 WHERE id = $1 RETURNING {Columns}, raw",
        row => new ClaimedPropertyRecord(Read(row), row.Text(6)));

    public static readonly Command Complete = new(
        """
        UPDATE property_records SET processed_at = $3, lead_id = $4, claim = NULL, claimed_until = NULL
        WHERE id = $1 AND claim = $2 AND processed_at IS NULL
        """);

    public static readonly Command Release = new(
        "UPDATE property_records SET claim = NULL, claimed_until = NULL WHERE id = $1 AND claim = $2 AND processed_at IS NULL");

    public static readonly Query<long> CountUnprocessed = new(
        "SELECT count(*) FROM property_records INDEXED BY property_records_unprocessed WHERE processed_at IS NULL AND id > 0",
        row => row.Int64(0));

    private static PropertyRecord Read(Row row) =>
        new(row.Int64(0), row.Word(1), row.Text(2), row.Time(3), row.Int64OrNull(4), row.TimeOrNull(5));
}

/// <summary>A record that is there already, and whether its text is the one that came again.</summary>
internal sealed record StoredRecord(PropertyRecord Record, bool IsSame);
