using LeadStore.Sqlite;
using SQLitePCL;

namespace LeadStore.Maintenance;

/// <summary>Looks at what else than the store's own tables is in the file, and whether those are as the migrations made them.</summary>
internal static class SchemaCheck
{
    private const int MostNamed = 5;

    public static IEnumerable<DoctorFinding> Findings(sqlite3 db)
    {
        int version = (int)OneOffStatement.Number(db, "PRAGMA user_version");
        if (version > FileFormat.Of(db).Newest)
        {
            // Of a schema that another process has brought up to date meanwhile, nothing is known here.
            yield break;
        }

        SchemaComparison schema = SchemaComparison.Of(db, version);
        if (schema.Changed.Count > 0)
        {
            yield return new DoctorFinding(
                "schema_changed",
                DoctorSeverity.Problem,
                $"Another program has changed or removed what the store itself has made: {Names(schema.Changed)}. No backup passes its "
                + "check.",
                "Find out which program did it. Put back what is missing, or load the rows into a new store.");
        }

        SchemaObject[] virtualTables = [.. schema.Own.Where(own => own.IsVirtualTable)];
        if (virtualTables.Length > 0)
        {
            yield return new DoctorFinding(
                "own_virtual_table",
                DoctorSeverity.Problem,
                $"The file has virtual tables that are not LeadStore's: {Names(virtualTables)}. No backup with them passes its check, "
                + "because their code would read pages that anybody may have written.",
                "Move them to a file of their own.");
        }

        if (schema.Own.Count > virtualTables.Length)
        {
            yield return new DoctorFinding(
                "own_objects",
                DoctorSeverity.Info,
                $"The file has more in it than the store: {Names([.. schema.Own.Except(virtualTables)])}. Backups have it; a dump leaves "
                + "it out, and its rows have no checksums.",
                "Nothing is to be done. What must be in a dump too belongs into a file of its own.");
        }
    }

    private static string Names(IReadOnlyList<SchemaObject> objects) =>
        string.Join(", ", objects.Take(MostNamed)) + (objects.Count > MostNamed ? $" and {objects.Count - MostNamed} more" : "");
}
