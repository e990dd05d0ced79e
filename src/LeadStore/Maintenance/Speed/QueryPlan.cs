using LeadStore.Sqlite;
using SQLitePCL;

namespace LeadStore.Maintenance;

/// <summary>How SQLite would run a statement, as <c>EXPLAIN QUERY PLAN</c> tells it; the statement is not run.</summary>
/// <param name="Steps">One line each, for example <c>SEARCH leads USING INDEX leads_by_phone (phone=?)</c>.</param>
internal sealed record QueryPlan(IReadOnlyList<string> Steps)
{
    /// <summary>Whether a table or an index is read from end to end.</summary>
    public bool Scans => Steps.Any(IsScan);

    /// <summary>Whether rows are put in order, or an index is made, for this one time.</summary>
    public bool Sorts => Steps.Any(IsSort);

    /// <param name="db">The file.</param>
    /// <param name="sql">One statement, with <c>$1 … $n</c>.</param>
    /// <param name="cancellation">Looked at before.</param>
    /// <exception cref="LeadStoreException">The file does not understand the statement.</exception>
    public static QueryPlan Of(sqlite3 db, string sql, CancellationToken cancellation = default) => new(OneOffStatement.All(
        db, "EXPLAIN QUERY PLAN " + ParameterNumbers.Of(sql), row => row.Text(3), cancellation));

    public static bool IsScan(string step) => step.StartsWith("SCAN", StringComparison.Ordinal);

    public static bool IsSort(string step) =>
        step.Contains("TEMP B-TREE", StringComparison.Ordinal) || step.Contains("AUTOMATIC", StringComparison.Ordinal);
}
