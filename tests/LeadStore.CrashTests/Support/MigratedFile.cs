using System.Globalization;
using LeadStore.Maintenance;
using LeadStore.TestHost;
using Microsoft.Data.Sqlite;

namespace LeadStore.CrashTests.Support;

/// <summary>What a killed migration has left: the migrations that the journals name, and the schema is what these make.</summary>
/// <param name="Version">The version of the store's own schema.</param>
/// <param name="Applied">How many migrations of the application.</param>
/// <param name="IsHalfway">Whether some of the way was gone, and some was not.</param>
internal sealed record MigratedFile(int Version, int Applied, bool IsHalfway)
{
    /// <summary>Looks at a copy, as SQLite without LeadStore finds it: to open the store would be to go on with what was cut off.</summary>
    public static MigratedFile Of(string path, MigrationWay way, Round round)
    {
        string copy = Path.Combine(round.Directory, $"look-{Guid.NewGuid():N}.db");
        foreach (string suffix in ((string[])["", "-wal", "-journal"]).Where(suffix => File.Exists(path + suffix)))
        {
            File.Copy(path + suffix, copy + suffix);
        }

        using SqliteConnection file = new(new SqliteConnectionStringBuilder { DataSource = copy, Pooling = false }.ToString());
        file.Open();
        Require(Text(file, "PRAGMA integrity_check") == "ok", "the file is damaged");
        Require(Number(file, "SELECT count(*) FROM pragma_foreign_key_check") == 0, "references are without their row");
        int version = (int)Number(file, "PRAGMA user_version");
        HashSet<SchemaObject> present = [.. SchemaObject.ReadAll(file.Handle!).Where(one => !IsOfSqlite(one))];
        HashSet<SchemaObject> made = [.. SchemaModel.Of(version).Objects.Where(one => !IsOfSqlite(one))];
        Require(made.IsSubsetOf(present), $"the schema is not that of version {version}");
        int[] store = Journal(file, present, "schema_migrations", "1");
        Require(store.SequenceEqual(Enumerable.Range(1, version)), $"the journal is not that of version {version}");

        int[] applied = Journal(file, present, "application_migrations", "namespace = 'host'");
        Require(applied.SequenceEqual(Enumerable.Range(1, applied.Length)), "the application's migrations are not the first of them");
        Require(
            present.Except(made).Select(one => one.Name).ToHashSet().SetEquals(applied.SelectMany(HostMigrations.Makes)),
            $"the journal has {applied.Length} migrations of the application, and the tables are not theirs");
        foreach (int number in applied)
        {
            long rows = Number(file, $"SELECT count(*) FROM host_{number} WHERE id >= {number}");
            Require(rows == way.Rows, $"migration {number} has made {rows} rows of {way.Rows}");
        }

        // What one transaction makes or undoes is never halfway.
        (int Version, int Applied) now = (version, applied.Length);
        bool isAtAnEnd = now == (way.Version.From, way.Applied.From) || now == (way.Version.To, way.Applied.To);
        bool isBetween = Between(way.Version, version) && Between(way.Applied, applied.Length);
        Require(isAtAnEnd || (isBetween && way.Version.To >= way.Version.From), $"it is at version {now.Version} with {now.Applied}");
        return new MigratedFile(now.Version, now.Applied, !isAtAnEnd);
    }

    private static bool Between((int From, int To) ends, int value) =>
        value >= Math.Min(ends.From, ends.To) && value <= Math.Max(ends.From, ends.To);

    private static bool IsOfSqlite(SchemaObject one) => one.Name.StartsWith("sqlite_", StringComparison.Ordinal);

    private static int[] Journal(SqliteConnection file, HashSet<SchemaObject> present, string table, string which)
    {
        if (present.All(one => one.Name != table))
        {
            return [];
        }

        string numbers = Text(file, $"SELECT group_concat(number) FROM (SELECT number FROM {table} WHERE {which} ORDER BY number)");
        string[] each = numbers.Split(',', StringSplitOptions.RemoveEmptyEntries);
        return [.. each.Select(number => int.Parse(number, CultureInfo.InvariantCulture))];
    }

    private static long Number(SqliteConnection file, string sql) => (long)Scalar(file, sql)!;

    private static string Text(SqliteConnection file, string sql) => Scalar(file, sql) as string ?? "";

    private static object? Scalar(SqliteConnection file, string sql)
    {
        using SqliteCommand command = file.CreateCommand();
#pragma warning disable CA2100 // The statements of this test are its own.
        command.CommandText = sql;
#pragma warning restore CA2100
        return command.ExecuteScalar();
    }

    private static void Require(bool holds, string otherwise)
    {
        if (!holds)
        {
            throw new BrokenPromiseException(otherwise);
        }
    }
}
