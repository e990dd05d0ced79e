using System.Globalization;

namespace LeadStore.TestHost;

/// <summary>The migrations of an application: each makes a table and a row in it, every second one in code.</summary>
internal static class HostMigrations
{
    public static MigrationSet Set(int count) => new("host", Enumerable.Range(1, count).Select(One));

    private static Migration One(int number)
    {
        string up = string.Create(
            CultureInfo.InvariantCulture,
            $"CREATE TABLE host_{number} (id INTEGER PRIMARY KEY, lead_id INTEGER REFERENCES leads (id)) STRICT; INSERT INTO host_{number} (id) VALUES ({number});");
        string down = string.Create(CultureInfo.InvariantCulture, $"DROP TABLE host_{number};");
        return number % 2 == 1
            ? Migration.FromSql(number, "table", up, down)
            : Migration.FromCode(number, "table", "1", context => context.Run(up), context => context.Run(down));
    }
}
