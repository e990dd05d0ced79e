using System.Buffers;
using System.Text;
using LeadStore.Engine;
using SQLitePCL;

namespace LeadStore.Sqlite;

/// <summary>
/// One connection and its prepared statements. Every call completes before it returns. Held by one operation at a time; it is handed
/// from thread to thread, never shared.
/// </summary>
internal sealed class SqliteSession : Session, IDisposable
{
    private const int StackBytes = 512;

    // SQLITE_DBSTATUS_DEFERRED_FKS
    private const int DeferredReferences = 10;
    private static readonly UTF8Encoding StrictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    private readonly IDisposable _connection;
    private readonly sqlite3 _db;
    private readonly nint _file;
    private readonly SqliteRow _row = new();
    private int _holder;
    private LeadStoreException? _transactionLostBy;
    private Prepared[] _prepared = new Prepared[64];

    /// <param name="db">The connection.</param>
    /// <param name="connection">What closes it.</param>
    /// <param name="rules">The rules of its operations.</param>
    /// <param name="canWrite">Whether it may write.</param>
    public SqliteSession(sqlite3 db, IDisposable connection, StoreRules rules, bool canWrite)
        : base(rules)
    {
        _connection = connection;
        _db = db;
        _file = NativeSqlite.FileOf(_db);
        CanWrite = canWrite;
    }

    public override bool CanWrite { get; }

    public override bool InTransaction => raw.sqlite3_get_autocommit(_db) == 0;

    /// <summary>How many statements this connection has prepared since it was opened; constant once every statement was used.</summary>
    public int Prepares { get; private set; }

    /// <summary>Checked between rows, so that a long read can be given up.</summary>
    public CancellationToken Cancellation { get; set; }

    public sqlite3 Handle => _db;

    /// <summary>How many rows this connection has changed since it was opened; wraps around.</summary>
    public int TotalChanges => raw.sqlite3_total_changes(_db);

    /// <summary>The file itself: absolute, where symbolic links lead; empty in memory.</summary>
    public string FilePath => raw.sqlite3_db_filename(_db, "main").utf8_to_string() ?? "";

    /// <summary>Whether the path of the file leads to another file by now, or to none. False where the system cannot tell.</summary>
    public bool FileHasMoved => NativeSqlite.FileHasMoved(_db, _file);

    /// <summary>Notes whose the session is until <see cref="EndHold"/>: that of the calling thread.</summary>
    public void BeginHold() => _holder = Environment.CurrentManagedThreadId;

    /// <summary>Ends the hold of whoever had the session: see <see cref="Session.Epoch"/>.</summary>
    public void EndHold()
    {
        _holder = 0;
        _transactionLostBy = null;
        Epoch++;
        Cancellation = default;
    }

    /// <inheritdoc/>
    public override bool IsHeldSince(int epoch) => base.IsHeldSince(epoch) && _holder == Environment.CurrentManagedThreadId;

    /// <inheritdoc/>
    public override void VerifyHeldSince(int epoch)
    {
        base.VerifyHeldSince(epoch);
        VerifyTransaction();
    }

    /// <summary>Throws if SQLite has rolled the holder's transaction back by itself, as it does when the disk is full.</summary>
    public void VerifyTransaction()
    {
        if (_transactionLostBy is { } cause)
        {
            throw new LeadStoreException(cause.Kind, $"The transaction was rolled back by an earlier failure in it. {cause.Message}")
            {
                SqliteExtendedErrorCode = cause.SqliteExtendedErrorCode,
                Sql = cause.Sql,
            };
        }
    }

    /// <summary>
    /// Throws if a reference that may wait for the commit is without its row: the commit would fail, and with it all who share it.
    /// </summary>
    public void VerifyReferences()
    {
        if (raw.sqlite3_db_status(_db, DeferredReferences, out int waiting, out _, resetFlg: 0) == raw.SQLITE_OK && waiting > 0)
        {
            throw new LeadStoreException(
                LeadStoreErrorKind.InUse,
                "Rows of a table with deferred foreign keys, which is an application's, would refer to rows that are not there. Nothing "
                + "was changed; change those rows first, or in the same transaction.")
            {
                SqliteExtendedErrorCode = raw.SQLITE_CONSTRAINT_FOREIGNKEY,
            };
        }
    }

    public override ValueTask<T?> FirstUnwatched<T>(Query<T> query, ReadOnlySpan<SqlValue> arguments)
        where T : default
    {
        Prepared prepared = Bind(query, arguments);
        try
        {
            T? result = default;
            int code = raw.sqlite3_step(prepared.Statement);
            if (code == raw.SQLITE_ROW)
            {
                result = query.Read(_row.On(prepared.Statement));
                if (prepared.IsReadOnly)
                {
                    return new ValueTask<T?>(result);
                }

                // A statement that writes is run to its end: RETURNING hands out rows before the statement is done.
                code = raw.sqlite3_step(prepared.Statement);
            }

            Expect(code, raw.SQLITE_DONE, query);
            return new ValueTask<T?>(result);
        }
        finally
        {
            Release(prepared.Statement);
        }
    }

    public override ValueTask<List<T>> AllUnwatched<T>(Query<T> query, ReadOnlySpan<SqlValue> arguments)
    {
        Prepared prepared = Bind(query, arguments);
        try
        {
            List<T> results = [];
            int code;
            while ((code = raw.sqlite3_step(prepared.Statement)) == raw.SQLITE_ROW)
            {
                Cancellation.ThrowIfCancellationRequested();
                results.Add(query.Read(_row.On(prepared.Statement)));
            }

            Expect(code, raw.SQLITE_DONE, query);
            return new ValueTask<List<T>>(results);
        }
        finally
        {
            Release(prepared.Statement);
        }
    }

    public override ValueTask<int> ExecuteUnwatched(Command command, ReadOnlySpan<SqlValue> arguments) => new(Change(command, arguments));

    public override ValueTask<long> InsertUnwatched(Insert statement, ReadOnlySpan<SqlValue> arguments) =>
        new(Change(statement, arguments) == 0 ? 0 : raw.sqlite3_last_insert_rowid(_db));

    public override ValueTask ExecuteScript(string sql)
    {
        RunScript(sql);
        return ValueTask.CompletedTask;
    }

    public override ApplicationSql BeginApplicationSql(ProtectedTables own) => new GuardedSql(this, own);

    /// <summary><see cref="Session.Execute"/> for the engine itself, which knows that nothing is left to wait for.</summary>
    public int Run(Command command, ReadOnlySpan<SqlValue> arguments = default) =>
        SqliteEngine.Finished(Execute(command, arguments));

    /// <summary><see cref="ExecuteScript"/> for the engine itself.</summary>
    public void RunScript(string sql)
    {
        int code = raw.sqlite3_exec(_db, sql);
        if (code != raw.SQLITE_OK)
        {
            throw SqliteFailure.Last(_db, code, "A script", sql);
        }
    }

    /// <summary>Closes the connection after its statements; a statement left open would keep the file and its locks.</summary>
    public void Dispose()
    {
        foreach (Prepared prepared in _prepared)
        {
            prepared.Statement?.Dispose();
        }

        _connection.Dispose();
    }

    private int Change(Statement statement, ReadOnlySpan<SqlValue> arguments)
    {
        Prepared prepared = Bind(statement, arguments);
        try
        {
            Expect(raw.sqlite3_step(prepared.Statement), raw.SQLITE_DONE, statement);
            return raw.sqlite3_changes(_db);
        }
        finally
        {
            Release(prepared.Statement);
        }
    }

    private Prepared Bind(Statement statement, ReadOnlySpan<SqlValue> arguments)
    {
        Prepared prepared = statement.Slot < _prepared.Length && _prepared[statement.Slot].Statement is not null
            ? _prepared[statement.Slot]
            : Prepare(statement);
        for (int i = 0; i < arguments.Length; i++)
        {
            int code = Bind(prepared.Statement, i + 1, arguments[i]);
            if (code != raw.SQLITE_OK)
            {
                Release(prepared.Statement);
                throw SqliteFailure.Last(_db, code, "Binding an argument", statement.Sql);
            }
        }

        return prepared;
    }

    /// <summary>Gives a parameter of a statement its value.</summary>
    public static int Bind(sqlite3_stmt statement, int index, in SqlValue value)
    {
        switch (value.Kind)
        {
            case SqlKind.Null:
                return raw.sqlite3_bind_null(statement, index);
            case SqlKind.Text:
                return BindText(statement, index, value.Text!);
            case SqlKind.Uid:
                Span<byte> uid = stackalloc byte[16];
                value.Uid.TryWriteBytes(uid, bigEndian: true, out _);
                return raw.sqlite3_bind_blob(statement, index, uid);
            case SqlKind.Real:
                return raw.sqlite3_bind_double(statement, index, value.Real);
            default:
                return raw.sqlite3_bind_int64(statement, index, value.Integer);
        }
    }

    // Text goes as bytes with their length, encoded strictly: a NUL is not an end, and half a surrogate pair is an error, not U+FFFD.
    private static int BindText(sqlite3_stmt statement, int index, string text)
    {
        int most = StrictUtf8.GetMaxByteCount(text.Length);
        byte[]? rented = most > StackBytes ? ArrayPool<byte>.Shared.Rent(most) : null;
        try
        {
            Span<byte> buffer = rented ?? stackalloc byte[StackBytes];
            int length = GetBytes(text, buffer);
            return raw.sqlite3_bind_text(statement, index, buffer[..length]);
        }
        finally
        {
            if (rented is not null)
            {
                ArrayPool<byte>.Shared.Return(rented, clearArray: true);
            }
        }
    }

    private static int GetBytes(string text, Span<byte> buffer)
    {
        try
        {
            return StrictUtf8.GetBytes(text, buffer);
        }
        catch (EncoderFallbackException)
        {
            // Its own message shows the character.
            throw new LeadValidationException([new("text", "invalid_text", "contains half of a surrogate pair, which no text may.")]);
        }
    }

    private Prepared Prepare(Statement statement)
    {
        // $1 would be a named parameter that SQLite numbers by first appearance; ?1 is the same argument by its number.
        int code = raw.sqlite3_prepare_v3(
            _db, ParameterNumbers.Of(statement.Sql), raw.SQLITE_PREPARE_PERSISTENT, out sqlite3_stmt prepared);
        if (code != raw.SQLITE_OK)
        {
            throw SqliteFailure.Last(_db, code, "Preparing a statement", statement.Sql);
        }

        if (statement.Slot >= _prepared.Length)
        {
            Array.Resize(ref _prepared, Math.Max(_prepared.Length * 2, statement.Slot + 1));
        }

        Prepares++;
        return _prepared[statement.Slot] = new Prepared(prepared, raw.sqlite3_stmt_readonly(prepared) != 0);
    }

    private static void Release(sqlite3_stmt statement)
    {
        // Repeats the code of the failed step, which was reported already.
        _ = raw.sqlite3_reset(statement);
        _ = raw.sqlite3_clear_bindings(statement);
    }

    private void Expect(int code, int expected, Statement statement)
    {
        if (code == expected)
        {
            return;
        }

        LeadStoreException failure = SqliteFailure.Last(_db, code, "A statement", statement.Sql);
        if (_holder != 0 && !InTransaction)
        {
            _transactionLostBy = failure;
        }

        throw failure;
    }

    private readonly record struct Prepared(sqlite3_stmt Statement, bool IsReadOnly);
}
