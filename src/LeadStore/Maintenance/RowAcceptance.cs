using LeadStore.Engine;
using LeadStore.Sqlite;

namespace LeadStore.Maintenance;

/// <summary>Gives rows whose checksum does not fit one of what they hold.</summary>
internal static class RowAcceptance
{
    public static ValueTask<int> Accept(Session session, IReadOnlyList<MismatchedRow> found) =>
        new(Accept((SqliteSession)session, found));

    private static int Accept(SqliteSession session, IReadOnlyList<MismatchedRow> found)
    {
        int accepted = 0;
        Dictionary<string, ChecksummedTable> tables = RowChecksums.Read(session.Handle).ToDictionary(table => table.Name);
        foreach (IGrouping<string, MismatchedRow> rows in found.GroupBy(row => row.Table))
        {
            // A report may be older than the schema, or of another store.
            if (!tables.TryGetValue(rows.Key, out ChecksummedTable? table))
            {
                continue;
            }

            // The writer's own triggers look at the columns that have a meaning, and not at the checksum.
            using OneOffStatement update = new(
                session.Handle,
                $"UPDATE {OneOffStatement.Quoted(table.Name)} SET checksum = ?1 WHERE checksum = ?2 AND {table.Checksum()} = ?1 AND "
                    + string.Join(" AND ", table.Key.Select((column, n) => $"{OneOffStatement.Quoted(column)} = ?{n + 3}")));
            foreach (MismatchedRow row in rows.Where(row => row.Key.Count == table.Key.Count))
            {
                update.Bind(1, row.Computed);
                update.Bind(2, row.Stored);
                for (int column = 0; column < row.Key.Count; column++)
                {
                    if (row.Key[column].Text is { } text)
                    {
                        update.Bind(column + 3, text);
                    }
                    else
                    {
                        update.Bind(column + 3, row.Key[column].Number);
                    }
                }

                accepted += update.Change();
            }
        }

        return accepted;
    }
}
