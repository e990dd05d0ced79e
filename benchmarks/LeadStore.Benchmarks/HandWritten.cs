using System.Text;
using SQLitePCL;

namespace LeadStore.Benchmarks;

/// <summary>The floor: the same statements over SQLitePCLRaw, prepared once, read column by column, with no lock and no record.</summary>
internal sealed class HandWritten : IDisposable
{
    private const string Columns =
        """
        id, uid, phone, name, email, source, status, progress, qualified_at, times_qualified, answers, archived_at,
        created_at, last_contact_at, last_customer_message_at, version,
        assistant_paused_at, assistant_paused_until, assistant_paused_by, assistant_pause_reason
        """;

    private readonly sqlite3 _db;
    private readonly sqlite3_stmt _byPhone;
    private readonly sqlite3_stmt _history;

    public HandWritten(string path)
    {
        Batteries_V2.Init();
        Check(raw.sqlite3_open_v2(path, out _db, raw.SQLITE_OPEN_READWRITE, null));
        Check(raw.sqlite3_exec(_db, "PRAGMA query_only=ON; PRAGMA mmap_size=0; PRAGMA cache_size=-16384;"));
        _byPhone = Prepare($"SELECT {Columns} FROM leads JOIN lead_activity ON lead_id = id WHERE phone = ?1");
        _history = Prepare(
            """
            SELECT id, lead_id, sender, content, sent_at, channel, source_id FROM messages
            WHERE id BETWEEN ?1 << 24 AND (?1 << 24) + 16777215 ORDER BY id
            """);
    }

    /// <summary>Reads the columns of one lead by the digits of its phone, each as what it is known to be.</summary>
    public long ByPhone(long digits)
    {
        raw.sqlite3_bind_int64(_byPhone, 1, digits);
        long sum = 0;
        if (raw.sqlite3_step(_byPhone) == raw.SQLITE_ROW)
        {
            sum = Number(_byPhone, 0) + raw.sqlite3_column_blob(_byPhone, 1).Length + NumberOrNull(_byPhone, 2)
                + TextOrNull(_byPhone, 3) + TextOrNull(_byPhone, 4) + Text(_byPhone, 5) + Text(_byPhone, 6) + Number(_byPhone, 7)
                + NumberOrNull(_byPhone, 8) + Number(_byPhone, 9) + Text(_byPhone, 10) + NumberOrNull(_byPhone, 11)
                + Number(_byPhone, 12) + Number(_byPhone, 13) + NumberOrNull(_byPhone, 14) + Number(_byPhone, 15)
                + NumberOrNull(_byPhone, 16) + NumberOrNull(_byPhone, 17) + TextOrNull(_byPhone, 18) + TextOrNull(_byPhone, 19);
        }

        raw.sqlite3_reset(_byPhone);
        return sum;
    }

    /// <summary>Reads the columns of every message of a lead.</summary>
    public long History(long leadId)
    {
        raw.sqlite3_bind_int64(_history, 1, leadId);
        long sum = 0;
        while (raw.sqlite3_step(_history) == raw.SQLITE_ROW)
        {
            sum += Number(_history, 0) + Number(_history, 1) + Text(_history, 2) + Text(_history, 3) + Number(_history, 4)
                + TextOrNull(_history, 5) + TextOrNull(_history, 6);
        }

        raw.sqlite3_reset(_history);
        return sum;
    }

    public void Dispose()
    {
        _byPhone.Dispose();
        _history.Dispose();
        _db.Dispose();
    }

    private static long Number(sqlite3_stmt statement, int column) => raw.sqlite3_column_int64(statement, column);

    private static long Text(sqlite3_stmt statement, int column) =>
        Encoding.UTF8.GetString(raw.sqlite3_column_blob(statement, column)).Length;

    private static long NumberOrNull(sqlite3_stmt statement, int column) => IsNull(statement, column) ? 0 : Number(statement, column);

    private static long TextOrNull(sqlite3_stmt statement, int column) => IsNull(statement, column) ? 0 : Text(statement, column);

    private static bool IsNull(sqlite3_stmt statement, int column) => raw.sqlite3_column_type(statement, column) == raw.SQLITE_NULL;

    private sqlite3_stmt Prepare(string sql)
    {
        Check(raw.sqlite3_prepare_v3(_db, sql, raw.SQLITE_PREPARE_PERSISTENT, out sqlite3_stmt statement));
        return statement;
    }

    private static void Check(int code)
    {
        if (code != raw.SQLITE_OK)
        {
            throw new InvalidOperationException($"SQLite answered {code}.");
        }
    }
}
