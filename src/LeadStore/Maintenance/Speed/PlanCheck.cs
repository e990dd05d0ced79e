using LeadStore.Engine;
using LeadStore.Sqlite;
using SQLitePCL;

namespace LeadStore.Maintenance;

/// <summary>
/// Whether every statement of the library finds its rows by an index of the file, and has them in their order, as it does on a new file.
/// Nothing of them is run.
/// </summary>
internal sealed class PlanCheck(sqlite3 db, CancellationToken cancellation)
{
    private const int MostNamed = 10;
    private const int LongestSql = 300;

    // To read so few is as quick as an index, and statistics from when there were no more tell SQLite so. They grow out of it.
    private const int FewRows = 1000;

    private readonly List<SelfTestFinding> _findings = [];

    /// <summary>What was found on a file, and how many statements were looked at.</summary>
    public static (int Statements, IReadOnlyList<SelfTestFinding> Findings, bool HasStatistics) Run(sqlite3 db, CancellationToken cancellation)
    {
        PlanCheck check = new(db, cancellation);
        int statements = check.Run();
        return (statements, check._findings, FileCheck.HasPlannerStatistics(db));
    }

    private int Run()
    {
        RowChecksums.RegisterOwn(db);
        IReadOnlyList<SchemaObject> indexes = StoreIndexes.NotAsMade(db);
        List<(Statement Statement, QueryPlan Plan)> offences = [];
        List<Statement> refused = [];
        IReadOnlyList<Statement> statements = StoreStatements.Of(FileFormat.Of(db));
        foreach (Statement statement in statements)
        {
            try
            {
                QueryPlan plan = QueryPlan.Of(db, statement.Sql, cancellation);
                if (Offends(statement, plan))
                {
                    offences.Add((statement, plan));
                }
            }
            catch (LeadStoreException failure) when (failure.SqliteExtendedErrorCode == raw.SQLITE_ERROR)
            {
                refused.Add(statement);
            }
        }

        foreach (SchemaObject index in indexes)
        {
            int wanting = offences.Count(offence => IsAbout(offence.Statement, offence.Plan, index.Table));
            string refusals = refused.Count == 0 ? "" : $", and {refused.Count} are refused";
            Add(
                "index_missing",
                $"The index {index.Name} of the table {index.Table} is missing, or is not the one that the store has made; {wanting} of its "
                + $"statements read a whole table, or sort{refusals}.",
                "Call Maintenance.Optimize, or run 'leadstore optimize': it makes the index again.");
        }

        HashSet<string> large = [.. StoreTables.Names(db).Where(HasMoreThanFewRows)];
        offences.RemoveAll(offence => indexes.Any(index => IsAbout(offence.Statement, offence.Plan, index.Table)));
        offences.RemoveAll(offence => !large.Any(table => IsAbout(offence.Statement, offence.Plan, table)));
        foreach ((Statement statement, QueryPlan plan) in offences.Take(MostNamed))
        {
            Add(
                plan.Scans && !statement.MayScan ? "plan_scans" : "plan_sorts",
                $"A statement of the store reads a whole table or sorts, because SQLite plans it so: {Short(statement.Sql)} "
                + $"({string.Join("; ", plan.Steps)}).",
                "Call Maintenance.Optimize, or run 'leadstore optimize': it counts anew how the values are spread, by which SQLite plans. "
                + "Where it stays so, remove what another program has written into sqlite_stat1, or tell the makers of LeadStore.");
        }

        if (refused.Count > 0 && indexes.Count == 0)
        {
            Add(
                "statement_refused",
                $"The file does not understand {refused.Count} of the store's statements, because a table or column is not as the store has "
                + $"made it; the first: {Short(refused[0].Sql)}.",
                "Look at Maintenance.Doctor (schema_changed), and load the rows into a new store, or restore the latest backup.");
        }

        AddStatistics();
        return statements.Count;
    }

    private bool HasMoreThanFewRows(string table) => OneOffStatement.Number(
        db, $"SELECT count(*) FROM (SELECT 1 FROM {OneOffStatement.Quoted(table)} LIMIT {FewRows + 1})", cancellation) > FewRows;

    private void AddStatistics()
    {
        long bytes = OneOffStatement.Number(db, "PRAGMA page_count") * OneOffStatement.Number(db, "PRAGMA page_size");
        if (bytes > FileCheck.LargeFile && !FileCheck.HasPlannerStatistics(db))
        {
            _findings.Add(new SelfTestFinding(
                "statistics_missing",
                false,
                "The file has grown large and was never analysed. The store's own statements need no statistics; reports in SQL are planned by them.",
                "Call Maintenance.Optimize, or run 'leadstore optimize', once and then from time to time."));
        }
    }

    private void Add(string code, string message, string mend) => _findings.Add(new SelfTestFinding(code, true, message, mend));

    private static bool Offends(Statement statement, QueryPlan plan) =>
        (plan.Scans && !statement.MayScan) || (plan.Sorts && !statement.MaySort);

    // Of a table that it refers to, only the plan tells.
    private static bool IsAbout(Statement statement, QueryPlan plan, string table) =>
        Names(statement.Sql, table) || plan.Steps.Any(step => QueryPlan.IsScan(step) && Names(step, table));

    // As a word: lead_keys is not named by one about leads.
    private static bool Names(string text, string table)
    {
        for (int at = 0; (at = text.IndexOf(table, at, StringComparison.OrdinalIgnoreCase)) >= 0; at += table.Length)
        {
            int end = at + table.Length;
            if ((at == 0 || !IsOfWord(text[at - 1])) && (end == text.Length || !IsOfWord(text[end])))
            {
                return true;
            }
        }

        return false;
    }

    private static bool IsOfWord(char c) => char.IsAsciiLetterOrDigit(c) || c == '_';

    private static string Short(string sql)
    {
        string line = string.Join(' ', sql.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
        return line.Length <= LongestSql ? line : $"{line.AsSpan(0, LongestSql)}…";
    }
}
