using LeadStore.Messages;
using LeadStore.Sqlite;
using SQLitePCL;

namespace LeadStore.Maintenance;

/// <summary>SQLite's own check of the pages and indexes of a file, and of the references between its rows.</summary>
internal static class IntegrityCheck
{
    /// <param name="db">The connection; nothing is changed.</param>
    /// <param name="cancellation">Looked at before each statement; whoever owns the connection interrupts the one that runs.</param>
    /// <returns>What is wrong, without the content of any row; empty if nothing is.</returns>
    public static List<string> Run(sqlite3 db, CancellationToken cancellation)
    {
        List<string> errors = [];
        try
        {
            errors.AddRange(OneOffStatement.All(db, "PRAGMA integrity_check", row => row.Text(0), cancellation).Where(line => line != "ok"));
            errors.AddRange(BrokenReferences(db, cancellation));
            cancellation.ThrowIfCancellationRequested();
            if (MessagesAstray(db) is > 0 and var count)
            {
                errors.Add($"{count} rows of messages refer to rows of leads that are not there, or lie where they are not found.");
            }
        }
        catch (LeadStoreException failure) when (failure.Kind == LeadStoreErrorKind.Corrupt)
        {
            errors.Add($"The file could not be read to its end (SQLite code {failure.SqliteExtendedErrorCode}).");
        }

        return errors;
    }

    /// <summary>Messages that do not lie with a lead that is there: the one reference between our tables that is no foreign key.</summary>
    public static long MessagesAstray(sqlite3 db) =>
        StoreTables.Names(db).Contains("messages") ? OneOffStatement.Number(db, MessageSql.CountAstray) : 0;

    // By tables: a lost table of leads would otherwise be as many lines as there are messages.
    private static IEnumerable<string> BrokenReferences(sqlite3 db, CancellationToken cancellation)
    {
        Dictionary<(string Table, string Parent), long> broken = [];
        using OneOffStatement statement = new(db, "PRAGMA foreign_key_check", cancellation);
        while (statement.Step())
        {
            (string, string) reference = (statement.Text(0), statement.Text(2));
            broken[reference] = broken.GetValueOrDefault(reference) + 1;
        }

        return broken.Select(reference =>
            $"{reference.Value} rows of {reference.Key.Table} refer to rows of {reference.Key.Parent} that are not there.");
    }
}
