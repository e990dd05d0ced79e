using System.Reflection;
using System.Runtime.CompilerServices;
using LeadStore.Engine;
using LeadStore.SkipTracing;
using LeadStore.Sqlite;
using SQLitePCL;

namespace LeadStore.Tests.Sqlite.Support;

/// <summary>Every statement of the library.</summary>
internal static class Statements
{
    /// <summary>Those that only a file of skip traces understands.</summary>
    public static IReadOnlyList<Statement> OfTraceFileAlone { get; } = Of(typeof(TraceFileOwnSql));

    /// <summary>Those that run on a file of skip traces: all that are about traces, but for the note on a lead's property.</summary>
    public static IReadOnlyList<Statement> OfTraceFile { get; } =
    [
        .. OfTraceFileAlone, .. Of(typeof(SkipTraceSql)).Where(statement => statement != SkipTraceSql.NoteOnProperty),
        .. SkipTraceSql.Deletes.Select(each => each.Delete), TracedContactSql.Phones, TracedContactSql.Emails, TraceFileSql.Store,
        TraceFileSql.NextLead,
    ];

    /// <summary>Those that a store understands.</summary>
    public static IReadOnlyList<Statement> All { get; } = [.. Load().Except(OfTraceFileAlone)];

    /// <summary>Those that run on a store only where its traces are in a file of their own.</summary>
    public static IReadOnlyList<Statement> WhereTracesAreApart { get; } = [.. Of(typeof(TraceFileSql)), SkipTraceSql.Answers];

    public static sqlite3_stmt Prepare(sqlite3 db, Statement statement, string prefix = "")
    {
        raw.sqlite3_prepare_v2(db, prefix + ParameterNumbers.Of(statement.Sql), out sqlite3_stmt prepared)
            .Should().Be(raw.SQLITE_OK, statement.Sql);
        return prepared;
    }

    private static Statement[] Of(Type type) =>
        [.. type.GetFields(BindingFlags.Static | BindingFlags.Public).Select(field => field.GetValue(null)).OfType<Statement>()];

    private static IReadOnlyList<Statement> Load()
    {
        foreach (Type type in typeof(Statement).Assembly.GetTypes().Where(type => !type.ContainsGenericParameters))
        {
            RuntimeHelpers.RunClassConstructor(type.TypeHandle);
        }

        return Statement.All;
    }
}
