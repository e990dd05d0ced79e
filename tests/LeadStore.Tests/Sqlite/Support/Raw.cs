using System.Data.Common;
using Microsoft.Data.Sqlite;

namespace LeadStore.Tests.Sqlite.Support;

/// <summary>SQLite without LeadStore: what another program would do with the file.</summary>
internal static class Raw
{
    public static SqliteConnection Open(string path)
    {
        SqliteConnection connection = new(new SqliteConnectionStringBuilder { DataSource = path, Pooling = false }.ToString());
        connection.Open();
        return connection;
    }

    public static void Execute(string path, string sql)
    {
        using SqliteConnection connection = Open(path);
        connection.Execute(sql);
    }

    public static object? Scalar(string path, string sql)
    {
        using SqliteConnection connection = Open(path);
        return connection.Scalar(sql);
    }

    public static void Execute(this DbConnection connection, string sql)
    {
        using DbCommand command = Command(connection, sql);
        command.ExecuteNonQuery();
    }

    public static object? Scalar(this DbConnection connection, string sql)
    {
        using DbCommand command = Command(connection, sql);
        return command.ExecuteScalar();
    }

    public static long Number(this DbConnection connection, string sql) => (long)connection.Scalar(sql)!;

    private static DbCommand Command(DbConnection connection, string sql)
    {
        DbCommand command = connection.CreateCommand();
#pragma warning disable CA2100 // The statements of tests are their own.
        command.CommandText = sql;
#pragma warning restore CA2100
        return command;
    }
}
