using LeadStore.Engine;
using SQLitePCL;

namespace LeadStore.Sqlite;

/// <summary>
/// SQL of an application on the store's own connection. SQLite asks before each statement whether it may: what would end the transaction,
/// stay on the connection after it, or change what is the store's own is refused before anything of that statement has run.
/// </summary>
internal sealed class GuardedSql : ApplicationSql
{
    // Those that only read, of which ALTER TABLE itself uses one, and one that ends with the transaction.
    private static readonly HashSet<string> Pragmas = new(StringComparer.OrdinalIgnoreCase)
    {
        "table_info", "table_xinfo", "table_list", "index_list", "index_info", "index_xinfo", "foreign_key_list", "foreign_key_check",
        "quick_check", "integrity_check", "defer_foreign_keys",
    };

    private readonly SqliteSession _session;
    private readonly sqlite3 _db;
    private readonly ProtectedTables _own;
    private readonly int _epoch;
    private string? _refusal;
    private bool _ended;

    public GuardedSql(SqliteSession session, ProtectedTables own)
    {
        _session = session;
        _db = session.Handle;
        _own = own;
        _epoch = session.Epoch;
        Check(raw.sqlite3_set_authorizer(_db, new strdelegate_authorizer(Authorize), null), "Watching a migration", null);
    }

    public override void Run(string script)
    {
        VerifyTransaction();
        _refusal = null;
        Check(raw.sqlite3_exec(_db, script), "A script", script);
        VerifyTransaction();
    }

    public override int Execute(string sql, ReadOnlySpan<object?> arguments)
    {
        using sqlite3_stmt statement = Prepare(sql, arguments);
        int before = raw.sqlite3_total_changes(_db);
        int code;
        do
        {
            code = raw.sqlite3_step(statement);
        }
        while (code == raw.SQLITE_ROW);
        Expect(code, sql);
        return raw.sqlite3_total_changes(_db) == before ? 0 : raw.sqlite3_changes(_db);
    }

    public override List<object?[]> Query(string sql, ReadOnlySpan<object?> arguments)
    {
        using sqlite3_stmt statement = Prepare(sql, arguments);
        List<object?[]> rows = [];
        int code;
        while ((code = raw.sqlite3_step(statement)) == raw.SQLITE_ROW)
        {
            object?[] row = new object?[raw.sqlite3_column_count(statement)];
            for (int column = 0; column < row.Length; column++)
            {
                row[column] = Value(statement, column);
            }

            rows.Add(row);
        }

        Expect(code, sql);
        return rows;
    }

    public override void Dispose()
    {
        _ended = true;
        Check(raw.sqlite3_set_authorizer(_db, (strdelegate_authorizer?)null, null), "Watching a migration", null);
        if (_session.IsHeldSince(_epoch) && _session.InTransaction)
        {
            // Those who share the transaction have their foreign keys checked at once, as ever.
            _session.RunScript("PRAGMA defer_foreign_keys=OFF");
        }
    }

    private sqlite3_stmt Prepare(string sql, ReadOnlySpan<object?> arguments)
    {
        VerifyTransaction();
        _refusal = null;
        Check(raw.sqlite3_prepare_v2(_db, ParameterNumbers.Of(sql), out sqlite3_stmt statement, out string tail), "Preparing a statement", sql);
        try
        {
            if (statement is null || statement.IsInvalid || !string.IsNullOrWhiteSpace(tail))
            {
                throw new ArgumentException(
                    "One statement is expected, neither none nor several; Run takes several, without arguments.", nameof(sql));
            }

            int parameters = raw.sqlite3_bind_parameter_count(statement);
            if (parameters != arguments.Length)
            {
                throw new ArgumentException(
                    $"The statement has {parameters} parameters ($1 … $n), and {arguments.Length} arguments were given.", nameof(arguments));
            }

            for (int i = 0; i < arguments.Length; i++)
            {
                Check(Bind(statement, i + 1, arguments[i]), "Binding an argument", sql);
            }

            return statement;
        }
        catch
        {
            statement?.Dispose();
            throw;
        }
    }

    private static int Bind(sqlite3_stmt statement, int index, object? value) => value switch
    {
        null or DBNull => raw.sqlite3_bind_null(statement, index),
        double real => raw.sqlite3_bind_double(statement, index, real),
        float real => raw.sqlite3_bind_double(statement, index, real),
        byte[] bytes => bytes.Length == 0 ? raw.sqlite3_bind_zeroblob(statement, index, 0) : raw.sqlite3_bind_blob(statement, index, bytes),
        long number => SqliteSession.Bind(statement, index, number),
        int number => SqliteSession.Bind(statement, index, number),
        short number => SqliteSession.Bind(statement, index, (int)number),
        byte number => SqliteSession.Bind(statement, index, (int)number),
        bool flag => SqliteSession.Bind(statement, index, flag),
        string text => SqliteSession.Bind(statement, index, text),
        DateTimeOffset time => SqliteSession.Bind(statement, index, time),
        Guid uid => SqliteSession.Bind(statement, index, uid),
        _ => throw new ArgumentException(
            $"An argument of type {value.GetType()} cannot be stored; give a number, a text, bytes, a time, a Guid or null."),
    };

    private static object? Value(sqlite3_stmt statement, int column) => raw.sqlite3_column_type(statement, column) switch
    {
        raw.SQLITE_NULL => null,
        raw.SQLITE_INTEGER => raw.sqlite3_column_int64(statement, column),
        raw.SQLITE_FLOAT => raw.sqlite3_column_double(statement, column),
        raw.SQLITE_TEXT => raw.sqlite3_column_text(statement, column).utf8_to_string(),
        _ => raw.sqlite3_column_blob(statement, column).ToArray(),
    };

    // Some errors end the transaction by themselves. A callback that caught one must not go on outside of it.
    private void VerifyTransaction()
    {
        if (_ended)
        {
            throw new InvalidOperationException("The migration has ended. Use what is handed to its code only inside that code.");
        }

        _session.VerifyHeldSince(_epoch);
        if (!_session.InTransaction)
        {
            throw new LeadStoreException(LeadStoreErrorKind.Unknown, "The transaction was rolled back by an earlier failure in it.");
        }
    }

    private void Expect(int code, string sql)
    {
        if (code != raw.SQLITE_DONE)
        {
            throw SqliteFailure.OfApplication(_db, code, "A statement", sql);
        }
    }

    private void Check(int code, string action, string? sql)
    {
        if (code == raw.SQLITE_AUTH && _refusal is { } refusal)
        {
            _refusal = null;
            throw new LeadStoreException(LeadStoreErrorKind.Validation, refusal) { SqliteExtendedErrorCode = code, Sql = sql };
        }

        if (code != raw.SQLITE_OK)
        {
            throw SqliteFailure.OfApplication(_db, code, action, sql);
        }
    }

    private int Authorize(object data, int action, string first, string second, string database, string trigger)
    {
        string? reason = WhyNot(action, first, second);
        _refusal = reason ?? _refusal;
        return reason is null ? raw.SQLITE_OK : Deny;
    }

    private string? WhyNot(int action, string? first, string? second) => action switch
    {
        Transaction or SavepointAction =>
            "It may not begin, end or divide the transaction that it runs in (BEGIN, COMMIT, ROLLBACK, SAVEPOINT); leave that out.",
        Attach or Detach => "It may not attach another database, nor vacuum this one.",
        Pragma when !Pragmas.Contains(first ?? "") => $"It may not use PRAGMA {first}, which is not undone with it or is the store's own.",
        CreateTempIndex or CreateTempTable or CreateTempTrigger or CreateTempView =>
            "It may not make temporary tables, triggers or views, which would stay on the store's connection.",
        CreateVirtualTable => "It may not make virtual tables, with which no backup passes its check.",
        DropTable or DropView when _own.Schema.Contains(first ?? "") => Refused(first),
        CreateIndex or CreateTrigger or DropIndex or DropTrigger or AlterTable when _own.Schema.Contains(second ?? "") => Refused(second),
        Insert or Update or Delete when _own.Rows.Contains(first ?? "") => $"It may not change rows of {first}, which the store keeps itself.",
        _ => null,
    };

    private static string Refused(string? table) =>
        $"It may not change {table}, which is the store's own, nor its indexes and triggers. Its rows may be changed, and tables of your own "
        + "may refer to it.";

    // sqlite3.h, "Authorizer Action Codes".
    private const int CreateIndex = 1;
    private const int CreateTempIndex = 3;
    private const int CreateTempTable = 4;
    private const int CreateTempTrigger = 5;
    private const int CreateTempView = 6;
    private const int CreateTrigger = 7;
    private const int Delete = 9;
    private const int DropIndex = 10;
    private const int DropTable = 11;
    private const int DropTrigger = 16;
    private const int DropView = 17;
    private const int Insert = 18;
    private const int Pragma = 19;
    private const int Transaction = 22;
    private const int Update = 23;
    private const int Attach = 24;
    private const int Detach = 25;
    private const int AlterTable = 26;
    private const int CreateVirtualTable = 29;
    private const int SavepointAction = 32;
    private const int Deny = 1;
}
