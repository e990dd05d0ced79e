using System.Text;
using SQLitePCL;

namespace LeadStore.Benchmarks;

/// <summary>The statements of skip tracing over SQLitePCLRaw, prepared once, read column by column, with no lock and no record.</summary>
internal sealed class HandWrittenTraces : IDisposable
{
    private readonly sqlite3 _db;
    private readonly sqlite3_stmt _phones;
    private readonly sqlite3_stmt _answer;

    public HandWrittenTraces(string path)
    {
        Batteries_V2.Init();
        Check(raw.sqlite3_open_v2(path, out _db, raw.SQLITE_OPEN_READWRITE, null));
        Check(raw.sqlite3_exec(_db, "PRAGMA query_only=ON; PRAGMA mmap_size=0; PRAGMA cache_size=-16384;"));
        _phones = Prepare(
            """
            SELECT number, trace_id, type, carrier, is_valid, is_mobile, is_do_not_call, is_litigator, is_reassigned, confidence, last_seen_at,
                (SELECT do_not_call FROM lead_contact_rules WHERE lead_contact_rules.lead_id = ?1)
            FROM skip_trace_phones WHERE lead_id = ?1 ORDER BY trace_id, number
            """);
        _answer = Prepare(
            """
            SELECT id, lead_id, provider, request, status, confidence, cost, currency, failure, from_cache, response_length,
                started_at, answered_at, completed_at
            FROM skip_traces WHERE provider = ?1 AND request_key = ?2 AND status = 'completed' AND answered_at >= ?3
            ORDER BY answered_at DESC LIMIT 1
            """);
    }

    /// <summary>The keys of the requests, by lead.</summary>
    public string[] ReadKeys()
    {
        List<string> keys = [];
        using sqlite3_stmt statement = Prepare("SELECT request_key FROM skip_traces ORDER BY lead_id");
        while (raw.sqlite3_step(statement) == raw.SQLITE_ROW)
        {
            keys.Add(raw.sqlite3_column_text(statement, 0).utf8_to_string());
        }

        return [.. keys];
    }

    /// <summary>Reads every column of every phone of a lead.</summary>
    public long Phones(long leadId)
    {
        raw.sqlite3_bind_int64(_phones, 1, leadId);
        long sum = 0;
        while (raw.sqlite3_step(_phones) == raw.SQLITE_ROW)
        {
            sum += Number(_phones, 0) + Number(_phones, 1) + TextOrNull(_phones, 2) + TextOrNull(_phones, 3);
            for (int flag = 4; flag <= 8; flag++)
            {
                sum += NumberOrNull(_phones, flag);
            }

            sum += (long)(IsNull(_phones, 9) ? 0 : raw.sqlite3_column_double(_phones, 9) * 100) + NumberOrNull(_phones, 10) + NumberOrNull(_phones, 11);
        }

        raw.sqlite3_reset(_phones);
        return sum;
    }

    /// <summary>Reads the newest answer to a request, by its key.</summary>
    public long Answer(string provider, string key, long since)
    {
        raw.sqlite3_bind_text(_answer, 1, provider);
        raw.sqlite3_bind_text(_answer, 2, key);
        raw.sqlite3_bind_int64(_answer, 3, since);
        long sum = 0;
        if (raw.sqlite3_step(_answer) == raw.SQLITE_ROW)
        {
            sum = Number(_answer, 0) + Number(_answer, 1) + TextOrNull(_answer, 2) + TextOrNull(_answer, 3) + TextOrNull(_answer, 4)
                + (long)(raw.sqlite3_column_double(_answer, 5) * 100) + Number(_answer, 6) + TextOrNull(_answer, 7) + TextOrNull(_answer, 8)
                + Number(_answer, 9) + NumberOrNull(_answer, 10) + Number(_answer, 11) + NumberOrNull(_answer, 12) + NumberOrNull(_answer, 13);
        }

        raw.sqlite3_reset(_answer);
        return sum;
    }

    public void Dispose()
    {
        _phones.Dispose();
        _answer.Dispose();
        _db.Dispose();
    }

    private static long Number(sqlite3_stmt statement, int column) => raw.sqlite3_column_int64(statement, column);

    private static long NumberOrNull(sqlite3_stmt statement, int column) => IsNull(statement, column) ? 0 : Number(statement, column);

    private static long TextOrNull(sqlite3_stmt statement, int column) =>
        IsNull(statement, column) ? 0 : Encoding.UTF8.GetString(raw.sqlite3_column_blob(statement, column)).Length;

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
