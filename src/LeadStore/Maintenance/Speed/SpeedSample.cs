using LeadStore.Sqlite;
using SQLitePCL;

namespace LeadStore.Maintenance;

/// <summary>A lead that a self test looks up, and its place in the inbox.</summary>
internal readonly record struct SpeedSample(long Id, long? Phone, Cursor Place)
{
    private const int Seed = 20_261;

    // From a place in the table on, so that each costs the same however large it is.
    private const string From = """
        SELECT id, phone, last_contact_at FROM leads CROSS JOIN lead_activity ON lead_id = id WHERE id >= ?1 ORDER BY id LIMIT 1
        """;

    /// <summary>Leads from all over the table, the same in each test of the same file, some more than once; none of an empty store.</summary>
    public static List<SpeedSample> Pick(sqlite3 db, int count, CancellationToken cancellation)
    {
        if (Next(db, long.MinValue, cancellation) is not { } first)
        {
            return [];
        }

        long last = OneOffStatement.Number(db, "SELECT max(id) FROM leads", cancellation);
        Random random = new(Seed);
        List<SpeedSample> samples = [first];
        while (samples.Count < count)
        {
            samples.Add(Next(db, random.NextInt64(first.Id, last + 1), cancellation) ?? first);
        }

        return samples;
    }

    private static SpeedSample? Next(sqlite3 db, long from, CancellationToken cancellation)
    {
        using OneOffStatement lead = new(db, From, cancellation);
        lead.Bind(1, from);
        return lead.Step()
            ? new SpeedSample(
                lead.Int64(0),
                lead.TypeOf(1) == raw.SQLITE_NULL ? null : lead.Int64(1),
                new Cursor(Engine.Instant.FromMicroseconds(lead.Int64(2)), lead.Int64(0)))
            : null;
    }
}
