using LeadStore.Engine;
using LeadStore.Sqlite;
using SQLitePCL;

namespace LeadStore.Maintenance;

/// <summary>The indexes that the migrations make, and that somebody may have dropped or made otherwise since.</summary>
internal static class StoreIndexes
{
    /// <summary>Those that are missing, or have another definition. None of a schema that this library does not know.</summary>
    public static IReadOnlyList<SchemaObject> NotAsMade(sqlite3 db)
    {
        int version = (int)OneOffStatement.Number(db, "PRAGMA user_version");
        return version > FileFormat.Of(db).Newest
            ? []
            : [.. SchemaComparison.Of(db, version).Changed.Where(one => one is { Type: "index", Sql: not null })];
    }

    /// <summary>Makes one as it should be.</summary>
    public static async ValueTask<bool> Make(Session session, SchemaObject index)
    {
        try
        {
            await session.ExecuteScript($"DROP INDEX IF EXISTS {OneOffStatement.Quoted(index.Name)}; {index.Sql}");
        }
        catch (LeadStoreException failure) when (failure.Kind == LeadStoreErrorKind.Duplicate)
        {
            throw new LeadStoreException(
                LeadStoreErrorKind.Duplicate,
                $"The index {index.Name} of the table {index.Table}, which is missing, could not be made again: rows that it keeps from being "
                + $"there twice have come in meanwhile (SQLite code {failure.SqliteExtendedErrorCode}). The file is as it was; remove the "
                + "doubles, or restore the latest backup.",
                failure)
            {
                SqliteExtendedErrorCode = failure.SqliteExtendedErrorCode,
            };
        }

        return true;
    }
}
