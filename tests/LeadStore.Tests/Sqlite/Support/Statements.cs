using System.Runtime.CompilerServices;
using LeadStore.Engine;
using LeadStore.Sqlite;
using SQLitePCL;

namespace LeadStore.Tests.Sqlite.Support;

/// <summary>Every statement of the library.</summary>
internal static class Statements
{
    public static IReadOnlyList<Statement> All { get; } = Load();

    public static sqlite3_stmt Prepare(sqlite3 db, Statement statement, string prefix = "")
    {
        raw.sqlite3_prepare_v2(db, prefix + ParameterNumbers.Of(statement.Sql), out sqlite3_stmt prepared)
            .Should().Be(raw.SQLITE_OK, statement.Sql);
        return prepared;
    }

    private static IReadOnlyList<Statement> Load()
    {
        foreach (Type type in typeof(Statement).Assembly.GetTypes().Where(type => !type.ContainsGenericParameters))
        {
            RuntimeHelpers.RunClassConstructor(type.TypeHandle);
        }

        return Statement.All;
    }
}
