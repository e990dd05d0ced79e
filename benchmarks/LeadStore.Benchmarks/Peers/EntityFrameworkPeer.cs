using Microsoft.EntityFrameworkCore;

namespace LeadStore.Benchmarks.Peers;

/// <summary>Entity Framework Core: compiled queries without tracking to read, tracked entities to write, a new context for each call.</summary>
internal sealed class EntityFrameworkPeer : IPeer
{
    private static readonly Func<ApplicationContext, string, ApplicationLead?> ByPhone = EF.CompileQuery(
        (ApplicationContext db, string phone) => db.Leads.AsNoTracking().SingleOrDefault(lead => lead.Phone == phone));

    private static readonly Func<ApplicationContext, long, ApplicationLead?> ById = EF.CompileQuery(
        (ApplicationContext db, long id) => db.Leads.AsNoTracking().SingleOrDefault(lead => lead.Id == id));

    private static readonly Func<ApplicationContext, long, IEnumerable<ApplicationMessage>> OfLead = EF.CompileQuery(
        (ApplicationContext db, long id) =>
            db.Messages.AsNoTracking().Where(message => message.LeadId == id).OrderBy(message => message.Timestamp).AsQueryable());

    private static readonly Func<ApplicationContext, IEnumerable<ApplicationLead>> Newest = EF.CompileQuery(
        (ApplicationContext db) =>
            db.Leads.AsNoTracking().Where(lead => lead.Archived == 0).OrderByDescending(lead => lead.LastContact).Take(50));

    private readonly string _path;
    private readonly DbContextOptions<ApplicationContext> _options;

    // Held open, so that a context does not open the file anew.
    private readonly Microsoft.Data.Sqlite.SqliteConnection _connection;

    public EntityFrameworkPeer(int leads)
    {
        _path = ApplicationFile.Copy(leads, "ef");
        _connection = new($"Data Source={_path};Pooling=False");
        _connection.Open();
        _options = new DbContextOptionsBuilder<ApplicationContext>().UseSqlite(_connection).Options;
        using ApplicationContext db = new(_options);
        db.Database.ExecuteSqlRaw(ApplicationSql.Options);
    }

    public long FindByPhone(int n) => Read(db => ByPhone(db, SampleStore.Phone(n))!.Use());

    public long FindUnknown() => Read(db => ByPhone(db, "+447700900123")?.Use() ?? 0);

    public long Get(int n) => Read(db => ById(db, n + 1)!.Use());

    public long History(int n) => Read(db => OfLead(db, n + 1).ToList().Count);

    public long Inbox() => Read(db => Newest(db).Sum(lead => lead.Use()));

    public long CreateMessage(int n) => Read(db =>
    {
        Append(db, n + 1);
        return db.SaveChanges();
    });

    public long Ingest(int n) => Read(db =>
    {
        using Microsoft.EntityFrameworkCore.Storage.IDbContextTransaction transaction = db.Database.BeginTransaction();
        ApplicationLead lead = ByPhone(db, SampleStore.Phone(n))!;
        Append(db, lead.Id);
        db.SaveChanges();
        long count = OfLead(db, lead.Id).ToList().Count;
        transaction.Commit();
        return count + lead.Use();
    });

    public long CreateLead(int n) => Read(db =>
    {
        db.Leads.Add(NewLead(n));
        return db.SaveChanges();
    });

    public long CreateThousand(int n) => Read(db =>
    {
        db.Leads.AddRange(Enumerable.Range(n, 1000).Select(NewLead));
        return db.SaveChanges();
    });

    public long Delete(int n) => Read(db => db.Leads.Where(lead => lead.Id == n + 1).ExecuteDelete());

    public long Open()
    {
        DbContextOptions<ApplicationContext> options =
            new DbContextOptionsBuilder<ApplicationContext>().UseSqlite($"Data Source={_path};Pooling=False").Options;
        using ApplicationContext db = new(options);
        return ByPhone(db, SampleStore.Phone(0))!.Use();
    }

    public void Dispose()
    {
        _connection.Dispose();
        ApplicationFile.Remove(_path);
    }

    private static ApplicationLead NewLead(int n) => new()
    {
        Phone = ApplicationFile.NewPhone(n),
        Name = $"Customer {n}",
        Email = $"customer{n}@example.com",
        Source = "inbound_sms",
        Status = "active",
        Answers = ApplicationFile.Answers,
        CreatedAt = ApplicationFile.Now(),
        LastContact = ApplicationFile.Now(),
    };

    private static void Append(ApplicationContext db, long leadId)
    {
        string now = ApplicationFile.Now();
        db.Messages.Add(new ApplicationMessage { LeadId = leadId, Sender = "customer", Content = ApplicationFile.Text, Timestamp = now });

        // The lead need not be read to be changed.
        ApplicationLead lead = new() { Id = leadId };
        db.Attach(lead);
        lead.LastContact = now;
    }

    private long Read(Func<ApplicationContext, long> work)
    {
        using ApplicationContext db = new(_options);
        return work(db);
    }
}
