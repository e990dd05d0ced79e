using LeadStore.Engine;
using LeadStore.Sqlite;
using SQLitePCL;

namespace LeadStore.Maintenance;

/// <summary>
/// Finds indexes for statements that read a whole table or sort. What could be one is read from the statement; whether SQLite would use it
/// is tried on an empty copy of the schema.
/// </summary>
internal sealed class IndexAdvisor : IDisposable
{
    private const string Trial = "leadstore_trial";
    private const int MostColumns = 4;

    private readonly sqlite3 _db;
    private readonly CancellationToken _cancellation;
    private readonly PrivateConnection _copy;
    private readonly Dictionary<string, HashSet<string>> _columns = new(StringComparer.OrdinalIgnoreCase);

    private IndexAdvisor(sqlite3 db, CancellationToken cancellation)
    {
        _db = db;
        _cancellation = cancellation;
        foreach (string table in StoreTables.Names(db))
        {
            _columns[table] = new HashSet<string>(StoreTables.StoredColumns(db, table), StringComparer.OrdinalIgnoreCase);
        }

        RowChecksums.RegisterOwn(db);
        _copy = PrivateConnection.ForWriting(SqliteConnections.Memory, cancellation);
        foreach (SchemaObject one in SchemaObject.ReadAll(db).Where(IsCopied).OrderBy(one => one.Type == "table" ? 0 : one.Type == "index" ? 1 : 2))
        {
            _copy.Execute(one.Sql!);
        }

        RowChecksums.RegisterForPlans(_copy.Handle);
    }

    /// <summary>The advice for statements that were seen, those that took the most time first.</summary>
    public static IReadOnlyList<IndexAdvice> Run(sqlite3 db, IEnumerable<StatementStats> seen, CancellationToken cancellation)
    {
        HashSet<string> meant = [.. StoreStatements.All().Where(one => one.MayScan || one.MaySort).Select(one => one.Shape.Text)];
        using IndexAdvisor advisor = new(db, cancellation);
        List<IndexAdvice> all = [];
        foreach (StatementStats one in seen.Where(one => !(one.IsOwn && meant.Contains(one.Sql))).OrderByDescending(one => one.Total))
        {
            if (advisor.AdviceFor(one) is not { } advice)
            {
                continue;
            }

            int same = all.FindIndex(known => known.CreateIndex == advice.CreateIndex);
            if (same < 0)
            {
                all.Add(advice);
            }
            else
            {
                all[same] = all[same] with { Calls = all[same].Calls + advice.Calls, Total = all[same].Total + advice.Total };
            }
        }

        return [.. all.OrderByDescending(advice => advice.Total)];
    }

    public void Dispose() => _copy.Dispose();

    private IndexAdvice? AdviceFor(StatementStats seen)
    {
        if (Plan(_db, seen.Sql) is not { } plan || !(plan.Scans || plan.Sorts))
        {
            return null;
        }

        SqlToken[] tokens = [.. SqlToken.Read(seen.Sql)];
        string? step = plan.Steps.FirstOrDefault(QueryPlan.IsScan) ?? plan.Steps.FirstOrDefault(step => step.StartsWith("SEARCH ", StringComparison.Ordinal));
        string? alias = step?.Split(' ').ElementAtOrDefault(1);
        if (alias is null || TableOf(tokens, alias) is not { } table)
        {
            return null;
        }

        foreach (List<string> columns in Candidates(tokens, alias, _columns[table]))
        {
            string list = string.Join(", ", columns.Select(OneOffStatement.Quoted));
            if (Helps(seen.Sql, plan, alias, $"CREATE INDEX {Trial} ON {OneOffStatement.Quoted(table)} ({list})"))
            {
                string name = OneOffStatement.Quoted($"{table}_{string.Join('_', columns)}");
                return new IndexAdvice(
                    table,
                    columns,
                    seen.Sql,
                    plan.Scans ? "reads a whole table" : "sorts",
                    seen.Calls,
                    seen.Total,
                    $"CREATE INDEX {name} ON {OneOffStatement.Quoted(table)} ({list})");
            }
        }

        return null;
    }

    private bool Helps(string sql, QueryPlan before, string alias, string createIndex)
    {
        _copy.Execute("SAVEPOINT trial");
        try
        {
            _copy.Execute(createIndex);
            return Plan(_copy.Handle, sql) is { } after
                && after.Steps.Any(step => step.Contains(Trial, StringComparison.Ordinal))
                && ((before.Sorts && !after.Sorts)
                    || (before.Scans && !after.Steps.Any(step => QueryPlan.IsScan(step) && step.Split(' ')[1] == alias)));
        }
        finally
        {
            _copy.Execute("ROLLBACK TO trial; RELEASE trial");
        }
    }

    // Not everything that was seen can be planned again: a view of its connection may be gone, or a name that was taken for a text.
    private QueryPlan? Plan(sqlite3 db, string sql)
    {
        try
        {
            return QueryPlan.Of(db, sql, _cancellation);
        }
        catch (LeadStoreException failure) when (failure.SqliteExtendedErrorCode == raw.SQLITE_ERROR)
        {
            return null;
        }
    }

    // A plan calls a table by the name that the statement has given it.
    private string? TableOf(SqlToken[] tokens, string alias)
    {
        if (_columns.ContainsKey(alias))
        {
            return alias;
        }

        for (int i = 0; i + 1 < tokens.Length; i++)
        {
            int next = tokens[i + 1].IsWord("AS") ? i + 2 : i + 1;
            if (next < tokens.Length && _columns.ContainsKey(tokens[i].Name) && tokens[next].Name.Equals(alias, StringComparison.OrdinalIgnoreCase))
            {
                return tokens[i].Name;
            }
        }

        return null;
    }

    // What is compared for equality first, then one column with a range, or those by which rows are put in order.
    private static IEnumerable<List<string>> Candidates(SqlToken[] tokens, string alias, HashSet<string> columns)
    {
        List<string> equal = [];
        List<string> range = [];
        List<string> order = [];
        bool ordering = false;
        for (int i = 0; i < tokens.Length; i++)
        {
            ordering = tokens[i].IsWord("ORDER", "GROUP") || (ordering && !tokens[i].IsWord("LIMIT", "HAVING", "UNION", "WHERE") && !tokens[i].Is(";"));
            bool isOfAnother = i > 1 && tokens[i - 1].Is(".") && !tokens[i - 2].Name.Equals(alias, StringComparison.OrdinalIgnoreCase);
            if (isOfAnother || tokens[i].Kind is not (SqlTokenKind.Word or SqlTokenKind.Quoted) || !columns.Contains(tokens[i].Name))
            {
                continue;
            }

            SqlToken next = i + 1 < tokens.Length ? tokens[i + 1] : default;
            List<string>? kind = ordering ? order
                : next.Is("=") || next.IsWord("IN", "IS") ? equal
                : next.Is("<") || next.Is(">") || next.IsWord("BETWEEN") ? range
                : i > 2 && tokens[i - 1].Is("=") ? equal
                : null;
            if (kind is not null && !kind.Contains(tokens[i].Name, StringComparer.OrdinalIgnoreCase))
            {
                kind.Add(tokens[i].Name);
            }
        }

        range.RemoveAll(equal.Contains);
        order.RemoveAll(equal.Contains);
        List<string> ordered = order.Count == 0 ? [] : [.. equal, .. order];
        return new List<List<string>> { ordered, new([.. equal, .. range.Take(1)]), equal, range, order }
            .Where(candidate => candidate.Count > 0)
            .Select(candidate => candidate.Take(MostColumns).Distinct(StringComparer.OrdinalIgnoreCase).ToList());
    }

    private static bool IsCopied(SchemaObject one) => one is { Sql: not null, IsVirtualTable: false, Type: "table" or "index" or "view" }
        && !one.Name.StartsWith("sqlite_", StringComparison.OrdinalIgnoreCase);
}
