using System.Text;
using SQLitePCL;

namespace LeadStore.Benchmarks.Peers;

/// <summary>
/// The floor: the C API through SQLitePCLRaw, every statement prepared once, every column read as what it is known to be, with no lock, no
/// record and no JSON.
/// </summary>
internal sealed class BareSqlitePeer : IPeer
{
    private readonly string _path;
    private readonly sqlite3 _db;
    private readonly sqlite3_stmt _begin;
    private readonly sqlite3_stmt _commit;
    private readonly sqlite3_stmt _byPhone;
    private readonly sqlite3_stmt _byId;
    private readonly sqlite3_stmt _history;
    private readonly sqlite3_stmt _inbox;
    private readonly sqlite3_stmt _insertMessage;
    private readonly sqlite3_stmt _touchLead;
    private readonly sqlite3_stmt _insertLead;
    private readonly sqlite3_stmt _delete;

    public BareSqlitePeer(int leads)
    {
        Batteries_V2.Init();
        _path = ApplicationFile.Copy(leads, "bare");
        _db = OpenFile();
        _begin = Prepare("BEGIN IMMEDIATE");
        _commit = Prepare("COMMIT");
        _byPhone = Prepare(ApplicationSql.ByPhone);
        _byId = Prepare(ApplicationSql.ById);
        _history = Prepare(ApplicationSql.History);
        _inbox = Prepare(ApplicationSql.Inbox);
        _insertMessage = Prepare(ApplicationSql.InsertMessage);
        _touchLead = Prepare(ApplicationSql.TouchLead);
        _insertLead = Prepare(ApplicationSql.InsertLead);
        _delete = Prepare(ApplicationSql.Delete);
    }

    public long FindByPhone(int n)
    {
        Bind(_byPhone, 1, SampleStore.Phone(n));
        return ReadLeads(_byPhone);
    }

    public long FindUnknown()
    {
        Bind(_byPhone, 1, "+447700900123");
        return ReadLeads(_byPhone);
    }

    public long Get(int n)
    {
        raw.sqlite3_bind_int64(_byId, 1, n + 1);
        return ReadLeads(_byId);
    }

    public long History(int n)
    {
        raw.sqlite3_bind_int64(_history, 1, n + 1);
        long sum = 0;
        while (raw.sqlite3_step(_history) == raw.SQLITE_ROW)
        {
            sum += Number(_history, 0) + Number(_history, 1) + Text(_history, 2) + Text(_history, 3) + Text(_history, 4);
        }

        raw.sqlite3_reset(_history);
        return sum;
    }

    public long Inbox() => ReadLeads(_inbox);

    public long CreateMessage(int n)
    {
        Run(_begin);
        Append(n + 1);
        Run(_commit);
        return 1;
    }

    public long Ingest(int n)
    {
        Run(_begin);
        Bind(_byPhone, 1, SampleStore.Phone(n));
        Expect(raw.sqlite3_step(_byPhone), raw.SQLITE_ROW);
        long id = Number(_byPhone, 0);
        long sum = ReadLead(_byPhone);
        raw.sqlite3_reset(_byPhone);
        Append(id);
        sum += History((int)id - 1);
        Run(_commit);
        return sum;
    }

    public long CreateLead(int n)
    {
        Bind(_insertLead, 1, ApplicationFile.NewPhone(n));
        Bind(_insertLead, 2, $"Customer {n}");
        Bind(_insertLead, 3, $"customer{n}@example.com");
        Bind(_insertLead, 4, ApplicationFile.Answers);
        Bind(_insertLead, 5, ApplicationFile.Now());
        Run(_insertLead);
        return raw.sqlite3_last_insert_rowid(_db);
    }

    public long CreateThousand(int n)
    {
        Run(_begin);
        for (int i = 0; i < 1000; i++)
        {
            CreateLead(n + i);
        }

        Run(_commit);
        return 1000;
    }

    public long Delete(int n)
    {
        raw.sqlite3_bind_int64(_delete, 1, n + 1);
        Run(_delete);
        return 1;
    }

    public long Open()
    {
        using sqlite3 db = OpenFile();
        Expect(raw.sqlite3_prepare_v2(db, ApplicationSql.ByPhone, out sqlite3_stmt statement), raw.SQLITE_OK);
        using (statement)
        {
            Bind(statement, 1, SampleStore.Phone(0));
            return ReadLeads(statement);
        }
    }

    public void Dispose()
    {
        Array.ForEach(
            [_begin, _commit, _byPhone, _byId, _history, _inbox, _insertMessage, _touchLead, _insertLead, _delete],
            statement => statement.Dispose());
        _db.Dispose();
        ApplicationFile.Remove(_path);
    }

    private void Append(long leadId)
    {
        string now = ApplicationFile.Now();
        raw.sqlite3_bind_int64(_insertMessage, 1, leadId);
        Bind(_insertMessage, 2, "customer");
        Bind(_insertMessage, 3, ApplicationFile.Text);
        Bind(_insertMessage, 4, now);
        Run(_insertMessage);
        Bind(_touchLead, 1, now);
        raw.sqlite3_bind_int64(_touchLead, 2, leadId);
        Run(_touchLead);
    }

    private static long ReadLeads(sqlite3_stmt statement)
    {
        long sum = 0;
        while (raw.sqlite3_step(statement) == raw.SQLITE_ROW)
        {
            sum += ReadLead(statement);
        }

        raw.sqlite3_reset(statement);
        return sum;
    }

    private static long ReadLead(sqlite3_stmt lead) =>
        Number(lead, 0) + Text(lead, 1) + Text(lead, 2) + Text(lead, 3) + Text(lead, 4) + Text(lead, 5) + Number(lead, 6) + Number(lead, 7)
        + Number(lead, 8) + Text(lead, 9) + Text(lead, 10) + Text(lead, 11) + Text(lead, 12);

    private static long Number(sqlite3_stmt statement, int column) => raw.sqlite3_column_int64(statement, column);

    private static long Text(sqlite3_stmt statement, int column) =>
        raw.sqlite3_column_type(statement, column) == raw.SQLITE_NULL
            ? 0
            : Encoding.UTF8.GetString(raw.sqlite3_column_blob(statement, column)).Length;

    private static void Bind(sqlite3_stmt statement, int index, string text)
    {
        Span<byte> bytes = stackalloc byte[512];
        raw.sqlite3_bind_text(statement, index, bytes[..Encoding.UTF8.GetBytes(text, bytes)]);
    }

    private static void Run(sqlite3_stmt statement)
    {
        Expect(raw.sqlite3_step(statement), raw.SQLITE_DONE);
        raw.sqlite3_reset(statement);
    }

    private static void Expect(int code, int expected)
    {
        if (code != expected)
        {
            throw new InvalidOperationException($"SQLite answered {code}.");
        }
    }

    private sqlite3 OpenFile()
    {
        Expect(raw.sqlite3_open_v2(_path, out sqlite3 db, raw.SQLITE_OPEN_READWRITE, null), raw.SQLITE_OK);
        Expect(raw.sqlite3_exec(db, ApplicationSql.Options), raw.SQLITE_OK);
        return db;
    }

    private sqlite3_stmt Prepare(string sql)
    {
        Expect(raw.sqlite3_prepare_v3(_db, sql, raw.SQLITE_PREPARE_PERSISTENT, out sqlite3_stmt statement), raw.SQLITE_OK);
        return statement;
    }
}
