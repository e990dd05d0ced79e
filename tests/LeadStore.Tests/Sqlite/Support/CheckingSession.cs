using LeadStore.Engine;
using LeadStore.Sqlite;
using SQLitePCL;

namespace LeadStore.Tests.Sqlite.Support;

/// <summary>A session that verifies that every statement gets as many arguments as it has parameters; SQLite takes NULL for those missing.</summary>
internal sealed class CheckingSession(SqliteSession inner) : Session(inner.Rules)
{
    public HashSet<Statement> Used { get; } = [];

    public override bool CanWrite => inner.CanWrite;

    public override bool InTransaction => inner.InTransaction;

    public override ValueTask<T?> First<T>(Query<T> query, ReadOnlySpan<SqlValue> arguments)
        where T : default
    {
        Check(query, arguments.Length);
        return inner.First(query, arguments);
    }

    public override ValueTask<List<T>> All<T>(Query<T> query, ReadOnlySpan<SqlValue> arguments)
    {
        Check(query, arguments.Length);
        return inner.All(query, arguments);
    }

    public override ValueTask<int> Execute(Command command, ReadOnlySpan<SqlValue> arguments)
    {
        Check(command, arguments.Length);
        return inner.Execute(command, arguments);
    }

    public override ValueTask<long> Insert(Insert statement, ReadOnlySpan<SqlValue> arguments)
    {
        Check(statement, arguments.Length);
        return inner.Insert(statement, arguments);
    }

    public override ValueTask ExecuteScript(string sql) => inner.ExecuteScript(sql);

    public override ApplicationSql BeginApplicationSql(ProtectedTables own) => inner.BeginApplicationSql(own);

    private void Check(Statement statement, int arguments)
    {
        Used.Add(statement);
        using sqlite3_stmt prepared = Statements.Prepare(inner.Handle, statement);
        arguments.Should().Be(raw.sqlite3_bind_parameter_count(prepared), statement.Sql);
    }
}
