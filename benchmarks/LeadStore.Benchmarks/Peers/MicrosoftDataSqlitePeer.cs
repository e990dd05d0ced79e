using Microsoft.Data.Sqlite;

namespace LeadStore.Benchmarks.Peers;

/// <summary>
/// Microsoft.Data.Sqlite by hand, over one open connection: with commands that are kept and prepared, or with a new one for each call.
/// </summary>
internal sealed class MicrosoftDataSqlitePeer : IPeer
{
    private readonly string _path;
    private readonly SqliteConnection _db;
    private readonly Dictionary<string, SqliteCommand>? _kept;

    public MicrosoftDataSqlitePeer(int leads, bool keepsCommands)
    {
        _kept = keepsCommands ? [] : null;
        _path = ApplicationFile.Copy(leads, keepsCommands ? "ado-kept" : "ado");
        _db = OpenFile();
    }

    public long FindByPhone(int n) => ReadLeads(ApplicationSql.ByPhone, SampleStore.Phone(n));

    public long FindUnknown() => ReadLeads(ApplicationSql.ByPhone, "+447700900123");

    public long Get(int n) => ReadLeads(ApplicationSql.ById, n + 1L);

    public long History(int n) => Use(
        ApplicationSql.History,
        command =>
        {
            using SqliteDataReader reader = command.ExecuteReader();
            List<ApplicationMessage> messages = [];
            while (reader.Read())
            {
                messages.Add(new ApplicationMessage
                {
                    Id = reader.GetInt64(0),
                    LeadId = reader.GetInt64(1),
                    Sender = reader.GetString(2),
                    Content = reader.GetString(3),
                    Timestamp = reader.GetString(4),
                });
            }

            return messages.Count;
        },
        n + 1L);

    public long Inbox() => ReadLeads(ApplicationSql.Inbox);

    public long CreateMessage(int n) => InTransaction(() => Append(n + 1));

    public long Ingest(int n) => InTransaction(() =>
    {
        long id = ReadLeads(ApplicationSql.ByPhone, lead => lead.Id, SampleStore.Phone(n));
        Append(id);
        return id + History((int)id - 1);
    });

    public long CreateLead(int n) => Execute(
        ApplicationSql.InsertLead,
        ApplicationFile.NewPhone(n),
        $"Customer {n}",
        $"customer{n}@example.com",
        ApplicationFile.Answers,
        ApplicationFile.Now());

    public long CreateThousand(int n) => InTransaction(() => Enumerable.Range(n, 1000).Sum(CreateLead));

    public long Delete(int n) => Execute(ApplicationSql.Delete, n + 1L);

    public long Open()
    {
        using SqliteConnection db = OpenFile();
        using SqliteCommand command = Command(db, ApplicationSql.ByPhone, [SampleStore.Phone(0)]);
        using SqliteDataReader reader = command.ExecuteReader();
        return reader.Read() ? ReadLead(reader).Use() : 0;
    }

    public void Dispose()
    {
        foreach (SqliteCommand command in _kept?.Values.ToArray() ?? [])
        {
            command.Dispose();
        }

        _db.Dispose();
        ApplicationFile.Remove(_path);
    }

    private static ApplicationLead ReadLead(SqliteDataReader reader) => new()
    {
        Id = reader.GetInt64(0),
        Phone = reader.GetString(1),
        Name = TextOrNull(reader, 2),
        Email = TextOrNull(reader, 3),
        Source = TextOrNull(reader, 4),
        Status = TextOrNull(reader, 5),
        Progress = reader.GetInt64(6),
        Qualified = reader.GetInt64(7),
        Archived = reader.GetInt64(8),
        Answers = TextOrNull(reader, 9),
        QualifiedDate = TextOrNull(reader, 10),
        CreatedAt = TextOrNull(reader, 11),
        LastContact = TextOrNull(reader, 12),
    };

    private static string? TextOrNull(SqliteDataReader reader, int column) => reader.IsDBNull(column) ? null : reader.GetString(column);

    private static SqliteCommand Command(SqliteConnection db, string sql, object[] arguments)
    {
        SqliteCommand command = db.CreateCommand();
        command.CommandText = sql;
        for (int i = 0; i < arguments.Length; i++)
        {
            command.Parameters.Add(new SqliteParameter($"${i + 1}", arguments[i]));
        }

        return command;
    }

    private long ReadLeads(string sql, params object[] arguments) => ReadLeads(sql, lead => lead.Use(), arguments);

    private long ReadLeads(string sql, Func<ApplicationLead, long> use, params object[] arguments) => Use(
        sql,
        command =>
        {
            using SqliteDataReader reader = command.ExecuteReader();
            long sum = 0;
            while (reader.Read())
            {
                sum += use(ReadLead(reader));
            }

            return sum;
        },
        arguments);

    private long Append(long leadId)
    {
        string now = ApplicationFile.Now();
        Execute(ApplicationSql.InsertMessage, leadId, "customer", ApplicationFile.Text, now);
        return Execute(ApplicationSql.TouchLead, now, leadId);
    }

    private long Execute(string sql, params object[] arguments) => Use(sql, command => command.ExecuteNonQuery(), arguments);

    private long InTransaction(Func<long> work)
    {
        Execute("BEGIN IMMEDIATE");
        long result = work();
        Execute("COMMIT");
        return result;
    }

    private long Use(string sql, Func<SqliteCommand, long> use, params object[] arguments)
    {
        if (_kept is null)
        {
            using SqliteCommand once = Command(_db, sql, arguments);
            return use(once);
        }

        if (!_kept.TryGetValue(sql, out SqliteCommand? command))
        {
            command = Command(_db, sql, arguments);
            command.Prepare();
            _kept.Add(sql, command);
        }

        for (int i = 0; i < arguments.Length; i++)
        {
            command.Parameters[i].Value = arguments[i];
        }

        return use(command);
    }

    private SqliteConnection OpenFile()
    {
        SqliteConnection db = new($"Data Source={_path};Pooling=False");
        db.Open();
        using SqliteCommand command = Command(db, ApplicationSql.Options, []);
        command.ExecuteNonQuery();
        return db;
    }
}
