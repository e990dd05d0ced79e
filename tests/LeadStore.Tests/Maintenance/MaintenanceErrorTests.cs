using System.Reflection;
using LeadStore.Tests.Sqlite.Support;

namespace LeadStore.Tests.Maintenance;

/// <summary>Whatever goes wrong in the care for a file, the error says which verb was called.</summary>
public sealed class MaintenanceErrorTests : IDisposable
{
    // A doctor reports what it meets, and a schedule tells its failures by itself.
    private static readonly string[] WithoutErrors = ["Doctor", "ScheduleBackups"];

    private readonly TempDirectory _directory = new();
    private readonly LeadDatabase _store;

    private readonly VerificationReport _verified;

    public MaintenanceErrorTests()
    {
        _store = LeadDatabase.Open(_directory.Database);
        _verified = _store.Maintenance.Verify();
    }

    private string Missing => _directory.File("missing/file");

    public void Dispose()
    {
        _store.Dispose();
        _directory.Dispose();
    }

    [Fact]
    public void Each_verb_that_takes_a_path_names_itself_in_the_error()
    {
        foreach ((string verb, Action call) in WithPaths())
        {
            Failure(verb, call).Operation.Should().Be(verb);
        }
    }

    [Fact]
    public void Each_verb_that_reads_the_store_names_itself_in_the_error()
    {
        _store.CreateLead(new NewLead { Phone = "+447809505864" });
        File.Move(_directory.Database, _directory.File("moved.db"));
        foreach ((string verb, Action call) in OnTheStore())
        {
            Failure(verb, call).Operation.Should().Be(verb);
        }

        File.Move(_directory.File("moved.db"), _directory.Database);
        _store.Maintenance.Verify().IsSound.Should().BeTrue("the store is as usable as it was");
    }

    [Fact]
    public async Task A_backup_on_a_thread_of_its_own_names_itself_too()
    {
        Func<Task> backup = () => _store.Maintenance.BackupAsync(Missing);
        (await backup.Should().ThrowAsync<LeadStoreException>()).Which.Operation.Should().Be("Backup");
    }

    [Fact]
    public void No_verb_is_left_out()
    {
        IEnumerable<string> verbs = typeof(StoreMaintenance)
            .GetMethods(BindingFlags.Public | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly)
            .Where(method => !typeof(Task).IsAssignableFrom(method.ReturnType))
            .Select(method => method.Name)
            .Concat(["RestoreLatest"])
            .Except(WithoutErrors);
        WithPaths().Concat(OnTheStore()).Select(call => call.Verb).Distinct().Should().BeEquivalentTo(verbs);
    }

    [Fact]
    public void The_error_of_another_verb_that_the_callers_own_code_has_called_keeps_that_ones_name()
    {
        Progress progress = new(() => _store.GetRequiredLead(77));
        Failure("Dump", () => _store.Maintenance.Dump(_directory.File("leads.sql"), progress: progress)).Operation.Should().Be("GetRequiredLead");
    }

    private (string Verb, Action Call)[] WithPaths()
    {
        LeadDatabaseOptions other = new() { Path = _directory.File("other.db") };
        return
        [
            ("Backup", () => _store.Maintenance.Backup(Missing)),
            ("VerifyBackup", () => StoreMaintenance.VerifyBackup(Missing)),
            ("Restore", () => _store.Maintenance.Restore(Missing)),
            ("Restore", () => LeadDatabase.Restore(Missing, other)),
            ("Restore", () => LeadDatabase.Restore(Missing, new LeadDatabaseOptions { Path = ":memory:" })),
            ("RestoreLatest", () => LeadDatabase.RestoreLatest(Missing, other)),
            ("RestoreLatest", () => LeadDatabase.RestoreLatest(_directory.Path, other)),
            ("ApplyRetention", () => _store.Maintenance.ApplyRetention(Missing)),
            ("Dump", () => _store.Maintenance.Dump(Missing)),
            ("LoadDump", () => StoreMaintenance.LoadDump(Missing, _directory.File("loaded.db"))),
        ];
    }

    private (string Verb, Action Call)[] OnTheStore() =>
    [
        ("GetStatistics", () => _store.Maintenance.GetStatistics()),
        ("CheckIntegrity", () => _store.Maintenance.CheckIntegrity()),
        ("Verify", () => _store.Maintenance.Verify()),
        ("AcceptDamagedRows", () => _store.Maintenance.AcceptDamagedRows(_verified)),
        ("Optimize", () => _store.Maintenance.Optimize()),
        ("Backup", () => _store.Maintenance.Backup(_directory.File("backup.db"))),
        ("Dump", () => _store.Maintenance.Dump(_directory.File("leads.sql"))),
        ("Dump", () => _store.Maintenance.Dump(new MemoryStream())),
    ];

    private static LeadStoreException Failure(string verb, Action call) => call.Should().Throw<LeadStoreException>(verb).Which;

    private sealed class Progress(Action onReport) : IProgress<DumpProgress>
    {
        public void Report(DumpProgress value) => onReport();
    }
}
