using System.Globalization;
using System.Text;
using LeadStore.Engine;
using LeadStore.Sqlite;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace LeadStore.Maintenance;

/// <summary>
/// Runs one statement of somebody's own that reads, on a connection that cannot write. SQLite is asked what the statement does before it
/// runs: attaching another file, for one, is not a write to SQLite and not allowed here. No message has a word of the statement, which may
/// hold a person's data.
/// </summary>
internal static class ReportQuery
{
    private const int InstructionsBetweenLooks = 1_000;
    private const int LongestValue = 64 << 20;

    // What tells about tables, and sets nothing.
    private static readonly HashSet<string> Pragmas = new(
        ["table_info", "table_xinfo", "table_list", "index_list", "index_info", "index_xinfo", "foreign_key_list"],
        StringComparer.OrdinalIgnoreCase);

    public static QueryResult Run(
        SqliteDatabase database,
        string sql,
        IReadOnlyList<object?> arguments,
        QueryLimits limits,
        TimeProvider clock,
        CancellationToken cancellation)
    {
        long start = clock.GetTimestamp();
        using SqliteConnection connection = database.OpenForReports();
        sqlite3 db = connection.Handle!;
        raw.sqlite3_limit(db, raw.SQLITE_LIMIT_LENGTH, LongestValue);
        raw.sqlite3_limit(db, raw.SQLITE_LIMIT_ATTACHED, 0);
        raw.sqlite3_set_authorizer(db, Authorize, null);
        using sqlite3_stmt statement = Prepare(db, sql);
        Bind(statement, arguments);

        using CancellationTokenSource timeout = new(limits.MaxTime, clock);
        raw.sqlite3_progress_handler(
            db,
            InstructionsBetweenLooks,
            _ => timeout.IsCancellationRequested || cancellation.IsCancellationRequested ? 1 : 0,
            null);
        return Watched(database.Connections.Statements, db, sql, () => Read(db, statement, limits, cancellation)) with
        {
            Duration = clock.GetElapsedTime(start),
        };
    }

    private static QueryResult Watched(StatementWatch watch, sqlite3 db, string sql, Func<QueryResult> read)
    {
        if (!watch.IsOn)
        {
            return read();
        }

        Lazy<HashSet<string>> names = new(() => SchemaReader.Names(db));
        StatementRun run = watch.Begin(SqlShape.OfApplication(sql, name => names.Value.Contains(name)), own: null);
        try
        {
            QueryResult result = read();
            run.End(result.Rows.Count);
            return result;
        }
        catch (Exception failure)
        {
            run.Fail(failure);
            throw;
        }
    }

    private static sqlite3_stmt Prepare(sqlite3 db, string sql)
    {
        int code = raw.sqlite3_prepare_v2(db, Encoding.UTF8.GetBytes(sql), out sqlite3_stmt statement, out ReadOnlySpan<byte> rest);
        if (code == raw.SQLITE_OK && raw.sqlite3_stmt_readonly(statement) != 0 && raw.sqlite3_column_count(statement) > 0 && IsBlank(db, rest))
        {
            return statement;
        }

        statement?.Dispose();
        string reason = code switch
        {
            raw.SQLITE_AUTH => "does something other than reading",
            raw.SQLITE_OK when !rest.IsEmpty && !IsBlank(db, rest) => "is more than one statement",
            raw.SQLITE_OK => "is not one that reads",
            _ => "is not one that SQLite can read in this file (DescribeSchema tells the names of tables and columns)",
        };
        throw new ArgumentException($"The statement was not run, because it {reason}. Write one SELECT.", nameof(sql));
    }

    // Behind the statement there may be a comment.
    private static bool IsBlank(sqlite3 db, ReadOnlySpan<byte> rest)
    {
        if (rest.IsEmpty)
        {
            return true;
        }

        int code = raw.sqlite3_prepare_v2(db, rest, out sqlite3_stmt statement, out ReadOnlySpan<byte> behind);
        using (statement)
        {
            return code == raw.SQLITE_OK && statement.IsInvalid && behind.IsEmpty;
        }
    }

    private static QueryResult Read(sqlite3 db, sqlite3_stmt statement, QueryLimits limits, CancellationToken cancellation)
    {
        string[] columns = new string[raw.sqlite3_column_count(statement)];
        for (int i = 0; i < columns.Length; i++)
        {
            columns[i] = raw.sqlite3_column_name(statement, i).utf8_to_string();
        }

        List<object?[]> rows = [];
        int code;
        while ((code = raw.sqlite3_step(statement)) == raw.SQLITE_ROW && rows.Count < limits.MaxRows)
        {
            object?[] row = new object?[columns.Length];
            for (int i = 0; i < row.Length; i++)
            {
                row[i] = Value(statement, i);
            }

            rows.Add(row);
        }

        return code is raw.SQLITE_DONE or raw.SQLITE_ROW
            ? new QueryResult { Columns = columns, Rows = rows, Truncated = code == raw.SQLITE_ROW, Duration = default }
            : throw Failure(db, code, limits, cancellation);
    }

    private static LeadStoreException Failure(sqlite3 db, int code, QueryLimits limits, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        if (code == raw.SQLITE_INTERRUPT)
        {
            return new LeadStoreException(
                LeadStoreErrorKind.TimedOut,
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"The query took longer than {limits.MaxTime.TotalSeconds:0.###} s and was ended. Ask for less, or raise QueryLimits.MaxTime."));
        }

        int extended = raw.sqlite3_extended_errcode(db);
        return new LeadStoreException(
            SqliteFailure.KindOf(extended),
            $"The query failed while it ran (SQLite code {extended}). Nothing was changed; look at its functions and at the size of its values.")
        {
            SqliteExtendedErrorCode = extended,
        };
    }

    private static object? Value(sqlite3_stmt statement, int column) => raw.sqlite3_column_type(statement, column) switch
    {
        raw.SQLITE_NULL => null,
        raw.SQLITE_INTEGER => raw.sqlite3_column_int64(statement, column),
        raw.SQLITE_FLOAT => raw.sqlite3_column_double(statement, column),
        raw.SQLITE_BLOB => raw.sqlite3_column_blob(statement, column).ToArray(),
        _ => Encoding.UTF8.GetString(raw.sqlite3_column_blob(statement, column)),
    };

    private static void Bind(sqlite3_stmt statement, IReadOnlyList<object?> arguments)
    {
        int wanted = raw.sqlite3_bind_parameter_count(statement);
        if (wanted != arguments.Count)
        {
            throw new ArgumentException($"The statement has {wanted} parameters, and {arguments.Count} arguments were given.", nameof(arguments));
        }

        for (int i = 0; i < arguments.Count; i++)
        {
            int code = arguments[i] switch
            {
                null => raw.sqlite3_bind_null(statement, i + 1),
                long number => raw.sqlite3_bind_int64(statement, i + 1, number),
                int number => raw.sqlite3_bind_int64(statement, i + 1, number),
                bool flag => raw.sqlite3_bind_int64(statement, i + 1, flag ? 1 : 0),
                double number => raw.sqlite3_bind_double(statement, i + 1, number),
                string text => raw.sqlite3_bind_text(statement, i + 1, Encoding.UTF8.GetBytes(text)),
                DateTimeOffset time => raw.sqlite3_bind_int64(statement, i + 1, Instant.ToMicroseconds(time)),
                Guid uid => raw.sqlite3_bind_blob(statement, i + 1, uid.ToByteArray(bigEndian: true)),
                byte[] bytes => raw.sqlite3_bind_blob(statement, i + 1, bytes),
                _ => throw new ArgumentException(
                    $"Argument {i + 1} must be null, a bool, an int, a long, a double, a string, a DateTimeOffset, a Guid or bytes.", nameof(arguments)),
            };
            if (code != raw.SQLITE_OK)
            {
                throw new ArgumentException($"Argument {i + 1} is too long.", nameof(arguments));
            }
        }
    }

    private static int Authorize(object data, int action, string first, string second, string database, string trigger) => action switch
    {
        raw.SQLITE_SELECT or raw.SQLITE_READ or raw.SQLITE_RECURSIVE => raw.SQLITE_OK,
        raw.SQLITE_FUNCTION => string.Equals(second, "load_extension", StringComparison.OrdinalIgnoreCase) ? raw.SQLITE_DENY : raw.SQLITE_OK,
        raw.SQLITE_PRAGMA => Pragmas.Contains(first) ? raw.SQLITE_OK : raw.SQLITE_DENY,
        _ => raw.SQLITE_DENY,
    };
}
