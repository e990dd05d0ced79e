using LeadStore.Maintenance;
using LeadStore.Tests.Maintenance.Support;
using LeadStore.Tests.Sqlite.Support;
using Microsoft.Extensions.Time.Testing;

namespace LeadStore.Tests.Maintenance;

/// <summary>
/// A store in a file that the doctor looks at. Each finding is provoked, for real where the machine lets it, and is absent from a store
/// that is well.
/// </summary>
public abstract class DoctorTest : IDisposable
{
    protected const long DefaultLimit = 256L << 20;

    protected DoctorTest() => Store = Open();

    internal TempDirectory Folder { get; } = new();

    protected FakeTimeProvider Clock { get; } = new(new DateTimeOffset(2026, 11, 23, 9, 0, 0, TimeSpan.Zero));

    protected LeadDatabase Store { get; set; }

    public void Dispose()
    {
        Store.Dispose();
        Folder.Dispose();
        GC.SuppressFinalize(this);
    }

    internal DoctorReport Examine(DoctorOptions? options = null, FakeSurroundings? surroundings = null) =>
        new StoreDoctor(OpenedStore.Database(Store), Folder.Database, Clock, surroundings ?? new()).Examine(options);

    // The same call on a machine where all is well does not have it.
    internal DoctorFinding Finding(string code, DoctorOptions? options = null, FakeSurroundings? surroundings = null)
    {
        if (surroundings is not null)
        {
            Absent(code, options);
        }

        return Examine(options, surroundings).Findings.Should().ContainSingle(finding => finding.Code == code).Which;
    }

    protected void Absent(string code, DoctorOptions? options = null) =>
        Examine(options).Findings.Should().NotContain(finding => finding.Code == code);

    protected LeadDatabase Open(long logLimit = DefaultLimit) => LeadDatabase.Open(new LeadDatabaseOptions
    {
        Path = Folder.Database,
        TimeProvider = Clock,
        CheckpointPages = 100,
        MaxWalBytes = logLimit,
        Durability = Durability.Normal,
    });

    protected void Reopen(long logLimit)
    {
        Store.Dispose();
        Store = Open(logLimit);
    }

    protected void Fill(long bytes)
    {
        long lead = Store.CreateLead(new NewLead { Phone = "+447809505864" }).Id;
        Store.InTransaction(tx =>
        {
            for (long written = 0; written < bytes; written += 100_000)
            {
                tx.CreateMessage(lead, MessageSender.Customer, new string('x', 100_000));
            }
        });
    }
}
