using System.Globalization;

namespace LeadStore.TestHost;

/// <summary>The migrations of an application: each makes a table with an index and its rows, every second one in code.</summary>
internal static class HostMigrations
{
    private const string Prefix = "host_";

    /// <param name="count">How many.</param>
    /// <param name="rows">How many rows each makes, with its own number and those behind it as their ids.</param>
    public static MigrationSet Set(int count, int rows = 1) => new("host", Enumerable.Range(1, count).Select(number => One(number, rows)));

    /// <summary>The tables and indexes that one of them makes.</summary>
    public static IEnumerable<string> Makes(int number) => [Text($"{Prefix}{number}"), Text($"{Prefix}{number}_lead")];

    public static bool IsTable(string name) => name.StartsWith(Prefix, StringComparison.Ordinal);

    private static Migration One(int number, int rows)
    {
        string table = Text($"{Prefix}{number}");
        string[] up =
        [
            $"CREATE TABLE {table} (id INTEGER PRIMARY KEY, lead_id INTEGER REFERENCES leads (id), note TEXT) STRICT;",
            Text($"""
                WITH RECURSIVE n(i) AS (SELECT {number} UNION ALL SELECT i + 1 FROM n WHERE i < {number + rows - 1})
                INSERT INTO {table} (id, note) SELECT i, 'note ' || i FROM n;
                """),
            $"CREATE INDEX {table}_lead ON {table} (lead_id);",
        ];
        string down = $"DROP TABLE {table};";
        return number % 2 == 1
            ? Migration.FromSql(number, "table", string.Join('\n', up), down)
            : Migration.FromCode(number, "table", Text($"{rows}"), context => Array.ForEach(up, context.Run), context => context.Run(down));
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
