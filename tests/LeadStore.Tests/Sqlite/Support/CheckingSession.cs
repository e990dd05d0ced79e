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

    public override ValueTask<T?> FirstUnwatched<T>(Query<T> query, ReadOnlySpan<SqlValue> arguments)
        where T : default
    {
        Check(query, arguments.Length);
        return inner.FirstUnwatched(query, arguments);
    }

    public override ValueTask<List<T>> AllUnwatched<T>(Query<T> query, ReadOnlySpan<SqlValue> arguments)
    {
        Check(query, arguments.Length);
        return inner.AllUnwatched(query, arguments);
    }

    public override ValueTask<int> ExecuteUnwatched(Command command, ReadOnlySpan<SqlValue> arguments)
    {
        Check(command, arguments.Length);
        return inner.ExecuteUnwatched(command, arguments);
    }

    public override ValueTask<long> InsertUnwatched(Insert statement, ReadOnlySpan<SqlValue> arguments)
    {
        Check(statement, arguments.Length);
        return inner.InsertUnwatched(statement, arguments);
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
