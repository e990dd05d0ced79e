using System.Collections.Concurrent;
using LeadStore.Engine;
using LeadStore.Migrations;
using LeadStore.Sqlite;
using SQLitePCL;

namespace LeadStore.Maintenance;

/// <summary>What the migrations up to a version make, the same in every store of that version: found by running them in memory.</summary>
/// <param name="Objects">The tables, indexes, views and triggers.</param>
/// <param name="Migrations">The journal of migrations, without its times.</param>
/// <param name="Checksummed">Which columns of which tables the checksums of the rows are over.</param>
internal sealed record SchemaModel(
    IReadOnlySet<SchemaObject> Objects, IReadOnlyList<string> Migrations, IReadOnlyList<string> Checksummed)
{
    private static readonly ConcurrentDictionary<(FileFormat Format, int Version), SchemaModel> Versions = [];

    /// <summary>That of a store.</summary>
    public static SchemaModel Of(int version) => Of(FileFormat.Store, version);

    public static SchemaModel Of(FileFormat format, int version) => Versions.GetOrAdd(
        (format, version),
        static key => InMemory(
            key.Format,
            key.Version,
            db => new SchemaModel(SchemaObject.ReadAll(db).ToHashSet(), ReadMigrations(db), ReadChecksummed(db))));

    /// <summary>Looks at a new file of a version, in memory.</summary>
    public static T InMemory<T>(FileFormat format, int version, Func<sqlite3, T> look)
    {
        SqliteDatabase model = SqliteDatabase.OpenMemory(new StoreRules { Clock = TimeProvider.System }, TimeSpan.FromSeconds(5));
        using SqliteEngine engine = model.Engine;
        _ = Migrator.Migrate(engine, [.. format.Scripts.Migrations.Take(version)]);
        return LongRead.Run(model, look, nameof(SchemaModel));
    }

    public static List<string> ReadMigrations(sqlite3 db) =>
        Rows(db, "schema_migrations", "number || ' ' || name || ' ' || sha256", "number");

    public static List<string> ReadChecksummed(sqlite3 db) =>
        Rows(db, "checksummed", "table_name || ' ' || columns", "table_name");

    private static List<string> Rows(sqlite3 db, string table, string columns, string order) => StoreTables.Names(db).Contains(table)
        ? OneOffStatement.All(db, $"SELECT {columns} FROM {table} ORDER BY {order}", row => row.Text(0))
        : [];
}
