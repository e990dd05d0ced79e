using Dapper;
using Microsoft.Data.Sqlite;

namespace LeadStore.Benchmarks.Peers;

/// <summary>Dapper over one open connection, with its own cache of mappers.</summary>
internal sealed class DapperPeer : IPeer
{
    private const string HistorySql = "SELECT * FROM messages WHERE leadId = $leadId ORDER BY timestamp";

    private readonly string _path;
    private readonly SqliteConnection _db;

    public DapperPeer(int leads)
    {
        _path = ApplicationFile.Copy(leads, "dapper");
        _db = OpenFile();
    }

    public long FindByPhone(int n) => Lead(_db, SampleStore.Phone(n))!.Use();

    public long FindUnknown() => Lead(_db, "+447700900123")?.Use() ?? 0;

    public long Get(int n) => _db.QuerySingle<ApplicationLead>("SELECT * FROM leads WHERE id = $id", new { id = n + 1L }).Use();

    public long History(int n) =>
        _db.Query<ApplicationMessage>(HistorySql, new { leadId = n + 1L }).AsList().Count;

    public long Inbox() => _db.Query<ApplicationLead>(ApplicationSql.Inbox).Sum(lead => lead.Use());

    public long CreateMessage(int n)
    {
        using SqliteTransaction transaction = _db.BeginTransaction();
        Append(n + 1, transaction);
        transaction.Commit();
        return 1;
    }

    public long Ingest(int n)
    {
        using SqliteTransaction transaction = _db.BeginTransaction();
        ApplicationLead lead = Lead(_db, SampleStore.Phone(n), transaction)!;
        Append(lead.Id, transaction);
        int count = _db.Query<ApplicationMessage>(
            HistorySql, new { leadId = lead.Id }, transaction).AsList().Count;
        transaction.Commit();
        return lead.Use() + count;
    }

    public long CreateLead(int n) => Insert(n, transaction: null);

    public long CreateThousand(int n)
    {
        using SqliteTransaction transaction = _db.BeginTransaction();
        for (int i = 0; i < 1000; i++)
        {
            Insert(n + i, transaction);
        }

        transaction.Commit();
        return 1000;
    }

    public long Delete(int n) => _db.Execute("DELETE FROM leads WHERE id = $id", new { id = n + 1L });

    public long Open()
    {
        using SqliteConnection db = OpenFile();
        return Lead(db, SampleStore.Phone(0))!.Use();
    }

    public void Dispose()
    {
        _db.Dispose();
        ApplicationFile.Remove(_path);
    }

    private static ApplicationLead? Lead(SqliteConnection db, string phone, SqliteTransaction? transaction = null) =>
        db.QuerySingleOrDefault<ApplicationLead>("SELECT * FROM leads WHERE phone = $phone", new { phone }, transaction);

    private int Insert(int n, SqliteTransaction? transaction) => _db.Execute(
        """
        INSERT INTO leads (phone, name, email, status, progress, answers, createdAt, lastContact)
        VALUES ($phone, $name, $email, 'active', 0, $answers, $now, $now)
        """,
        new
        {
            phone = ApplicationFile.NewPhone(n),
            name = $"Customer {n}",
            email = $"customer{n}@example.com",
            answers = ApplicationFile.Answers,
            now = ApplicationFile.Now(),
        },
        transaction);

    private void Append(long leadId, SqliteTransaction transaction)
    {
        string now = ApplicationFile.Now();
        _db.Execute(
            "INSERT INTO messages (leadId, sender, content, timestamp) VALUES ($leadId, 'customer', $content, $now)",
            new { leadId, content = ApplicationFile.Text, now },
            transaction);
        _db.Execute("UPDATE leads SET lastContact = $now WHERE id = $leadId", new { leadId, now }, transaction);
    }

    private SqliteConnection OpenFile()
    {
        SqliteConnection db = new($"Data Source={_path};Pooling=False");
        db.Open();
        db.Execute(ApplicationSql.Options);
        return db;
    }
}
