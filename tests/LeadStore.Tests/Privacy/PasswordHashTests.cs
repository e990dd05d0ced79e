using System.Text;
using System.Text.Json;
using LeadStore.Tests.Sqlite.Support;

namespace LeadStore.Tests.Privacy;

/// <summary>The hash of a password leaves the store by one verb alone.</summary>
public sealed class PasswordHashTests : IDisposable
{
    private const string Hash = "$2b$12$MARKERHASHMARKERHASH";

    private readonly TempDirectory _directory = new();
    private readonly CapturedLog _log = new();

    public void Dispose() => _directory.Dispose();

    [Fact]
    public void It_is_in_no_default_read_no_export_no_exception_and_no_line_of_the_log()
    {
        using LeadDatabase store = LeadDatabase.Open(new LeadDatabaseOptions { Path = _directory.Database, LoggerFactory = _log });
        User ada = store.Users.Create(new NewUser { Email = "ada@example.com" });
        store.Users.SetPasswordHash(ada.Id, Hash);

        Raw.Execute(
            _directory.Database, "CREATE TRIGGER refuse BEFORE UPDATE ON user_credentials BEGIN SELECT RAISE(ABORT, 'refused'); END");
        LeadStoreException failed = Assert.Throws<LeadStoreException>(() => store.Users.SetPasswordHash(ada.Id, Hash + "2"));
        using MemoryStream json = new();
        store.Export.Json(json);
        using MemoryStream csv = new();
        store.Export.Csv(csv);
        string[] told =
        [
            failed.ToString(),
            failed.Sql ?? "",
            JsonSerializer.Serialize(store.Users.Get(ada.Id)),
            JsonSerializer.Serialize(store.Users.GetByEmail("ada@example.com")),
            JsonSerializer.Serialize(store.Users.List(includeInactive: true)),
            $"{store.Users.Get(ada.Id)}",
            Encoding.UTF8.GetString(json.ToArray()),
            Encoding.UTF8.GetString(csv.ToArray()),
            .. _log.Lines,
        ];

        told.Should().OnlyContain(text => !text.Contains("MARKERHASH", StringComparison.Ordinal));
        store.Users.GetPasswordHash(ada.Id).Should().Be(Hash);
    }
}
