using SQLitePCL;

namespace LeadStore.Maintenance;

/// <summary>How the tables, indexes, views and triggers of a file differ from those that the migrations of its version make.</summary>
/// <param name="Own">What somebody has added to the file; what SQLite makes by itself is not among it.</param>
/// <param name="Changed">What the migrations make, and what is missing or has another definition.</param>
internal sealed record SchemaComparison(IReadOnlyList<SchemaObject> Own, IReadOnlyList<SchemaObject> Changed)
{
    /// <param name="db">The file.</param>
    /// <param name="version">Its schema version, which this library must know.</param>
    public static SchemaComparison Of(sqlite3 db, int version)
    {
        List<SchemaObject> present = SchemaObject.ReadAll(db);
        IReadOnlySet<SchemaObject> made = SchemaModel.Of(FileFormat.Of(db), version).Objects;
        HashSet<string> names = new(made.Select(one => one.ToString()), StringComparer.OrdinalIgnoreCase);
        return new SchemaComparison(
            [
                .. present.Where(one => !names.Contains(one.ToString()))
                    .Where(one => !one.Name.StartsWith("sqlite_", StringComparison.OrdinalIgnoreCase)),
            ],
            [.. made.Except(present)]);
    }

    public bool IsOwn(string type, string name) => Own.Any(own => own.Type == type && own.Name == name);
}
