using LeadStore;
using Microsoft.Data.Sqlite;

namespace OwnTables;

/// <summary>The application's own tables, in the same file as its leads.</summary>
internal static class Shop
{
    /// <summary>The scripts of Migrations/.</summary>
    public static MigrationSet Migrations { get; } = MigrationSet.FromResources("shop", typeof(Shop).Assembly, "OwnTables.Migrations");

    public static void Order(LeadDatabase db, Lead lead, long pence)
    {
        using SqliteConnection connection = Open(db);
        using SqliteCommand command = connection.CreateCommand();
        command.CommandText = "INSERT INTO shop_orders (lead_id, pence) VALUES ($lead, $pence)";
        command.Parameters.AddWithValue("$lead", lead.Id);
        command.Parameters.AddWithValue("$pence", pence);
        command.ExecuteNonQuery();
    }

    public static IEnumerable<string> Totals(LeadDatabase db)
    {
        using SqliteConnection connection = Open(db);
        using SqliteCommand command = connection.CreateCommand();
        command.CommandText = """
            SELECT leads.id, count(*), sum(pence) FROM shop_orders JOIN leads ON leads.id = shop_orders.lead_id
            GROUP BY leads.id ORDER BY leads.id
            """;
        using SqliteDataReader row = command.ExecuteReader();
        while (row.Read())
        {
            yield return $"lead {row.GetInt64(0)}: {row.GetInt64(1)} orders, {row.GetInt64(2)} pence";
        }
    }

    // A connection of the application's own. The store alone moves the log into the file: see docs/migrations.md.
    private static SqliteConnection Open(LeadDatabase db)
    {
        SqliteConnectionStringBuilder where = new() { DataSource = db.Path, ForeignKeys = true, Pooling = false };
        SqliteConnection connection = new(where.ToString());
        connection.Open();
        using SqliteCommand command = connection.CreateCommand();
        command.CommandText = "PRAGMA wal_autocheckpoint=0";
        command.ExecuteNonQuery();
        return connection;
    }
}
