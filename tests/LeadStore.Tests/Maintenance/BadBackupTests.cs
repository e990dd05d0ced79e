using System.Globalization;
using System.IO.Compression;
using LeadStore.Tests.Maintenance.Support;
using LeadStore.Tests.Sqlite.Support;
using Xunit.Abstractions;

namespace LeadStore.Tests.Maintenance;

/// <summary>What is no good backup is refused before anything is touched: the live file keeps every byte, and nothing lies beside it.</summary>
public sealed class BadBackupTests : IDisposable
{
    private const int Flips = 200;

    private readonly ITestOutputHelper _output;
    private readonly TempDirectory _directory = new();
    private readonly TempDirectory _backups = new();
    private readonly LeadDatabaseOptions _options;
    private readonly Dictionary<string, string> _before;

    public BadBackupTests(ITestOutputHelper output)
    {
        _output = output;
        _options = new LeadDatabaseOptions { Path = _directory.Database };
        using (LeadDatabase store = LeadDatabase.Open(_options))
        {
            StoreData.Fill(store);
            store.Maintenance.Backup(Good);
            store.Maintenance.Backup(Packed, new BackupOptions { Compression = BackupCompression.Gzip });
        }

        _before = FileImage.Of(_directory.Path);
    }

    private string Good => _backups.File("good.db");

    private string Packed => _backups.File("good.db.gz");

    public void Dispose()
    {
        _directory.Dispose();
        _backups.Dispose();
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Not_one_flipped_bit_passes(bool compressed)
    {
        int seed = Environment.GetEnvironmentVariable("SEED") is { } given ? int.Parse(given, CultureInfo.InvariantCulture) : Random.Shared.Next();
        _output.WriteLine($"SEED={seed}");
        Random random = new(seed);
        string path = compressed ? Packed : Good;
        byte[] good = File.ReadAllBytes(path);
        for (int i = 0; i < Flips; i++)
        {
            byte[] bad = [.. good];
            int at = random.Next(bad.Length);
            bad[at] ^= (byte)(1 << random.Next(8));
            File.WriteAllBytes(path, bad);

            Refused(path).Kind.Should().BeOneOf(
                [LeadStoreErrorKind.Corrupt, LeadStoreErrorKind.NotALeadStore, LeadStoreErrorKind.SchemaTooNew], $"byte {at}, SEED={seed}");
        }

        File.WriteAllBytes(path, good);
        LeadDatabase.Restore(path, _options).KeptPath.Should().NotBeNull();
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_backup_that_was_cut_off_or_that_something_was_appended_to_is_refused_with_and_without_its_manifest(bool compressed)
    {
        string path = compressed ? Packed : Good;
        byte[] good = File.ReadAllBytes(path);
        foreach (int length in (int[])[0, 1, 16, 99, 100, 4096, good.Length / 2, good.Length - 4096, good.Length - 1])
        {
            File.WriteAllBytes(path, good[..length]);
            Refused(path).Kind.Should().BeOneOf([LeadStoreErrorKind.Corrupt, LeadStoreErrorKind.NotALeadStore], $"{length} bytes");
            string alone = WithoutManifest(path);
            Refused(alone).Kind.Should().BeOneOf([LeadStoreErrorKind.Corrupt, LeadStoreErrorKind.NotALeadStore], $"{length} bytes");
        }

        File.WriteAllBytes(path, [.. good, 0]);
        Refused(path).Kind.Should().Be(LeadStoreErrorKind.Corrupt);
        Refused(WithoutManifest(path)).Kind.Should().Be(LeadStoreErrorKind.Corrupt);
    }

    [Fact]
    public void What_is_something_else_is_refused_by_its_kind()
    {
        File.WriteAllText(_backups.File("text"), "phone,name\n+447809505864,John Smith\n");
        File.WriteAllBytes(_backups.File("empty"), []);
        Raw.Execute(_backups.File("foreign"), "CREATE TABLE leads (id)");
        Pack("a text".Select(c => (byte)c).ToArray(), _backups.File("packed text"));

        Refused(_backups.File("text")).Kind.Should().Be(LeadStoreErrorKind.NotALeadStore);
        Refused(_backups.File("empty")).Kind.Should().Be(LeadStoreErrorKind.NotALeadStore);
        Refused(_backups.File("foreign")).Kind.Should().Be(LeadStoreErrorKind.NotALeadStore);
        Refused(_backups.File("packed text")).Kind.Should().Be(LeadStoreErrorKind.NotALeadStore);
        Refused(_backups.File("missing")).Kind.Should().Be(LeadStoreErrorKind.CannotOpen);
        Refused(_backups.Path).Kind.Should().Be(LeadStoreErrorKind.CannotOpen);
    }

    [Fact]
    public void One_of_a_newer_version_or_with_other_tables_migrations_rows_or_references_is_refused()
    {
        Changed("PRAGMA user_version=1000").Kind.Should().Be(LeadStoreErrorKind.SchemaTooNew);
        Changed("DROP TABLE lead_once").Kind.Should().Be(LeadStoreErrorKind.Corrupt);
        Changed("DROP INDEX lead_activity_recent").Kind.Should().Be(LeadStoreErrorKind.Corrupt);
        Changed("UPDATE schema_migrations SET sha256 = 'other'").Kind.Should().Be(LeadStoreErrorKind.Migration);
        Changed("PRAGMA foreign_keys=OFF; DELETE FROM leads WHERE id = 3").Kind.Should().Be(LeadStoreErrorKind.Corrupt);
        string guard = Guard("messages_moved");
        Changed(
                "DROP TRIGGER messages_moved; DROP TRIGGER messages_given_away; UPDATE messages SET lead_id = 77 WHERE lead_id = 3; "
                + $"{guard}; {Guard("messages_given_away")}")
            .Kind.Should().Be(LeadStoreErrorKind.Corrupt);
        Changed($"DROP TRIGGER messages_moved; UPDATE messages SET id = id + 16777216 * 50 WHERE lead_id = 3; {guard}")
            .Kind.Should().Be(LeadStoreErrorKind.Corrupt);
        Changed("CREATE VIRTUAL TABLE words USING fts5 (word)").Kind.Should().Be(LeadStoreErrorKind.NotALeadStore);
    }

    [Theory]
    [InlineData("UPDATE checksummed SET columns = 'created_at' WHERE table_name = 'leads'")]
    [InlineData("DELETE FROM checksummed WHERE table_name = 'leads'")]
    [InlineData("DELETE FROM checksummed")]
    [InlineData("INSERT INTO checksummed VALUES ('sqlite_schema', 'name')")]
    [InlineData("UPDATE checksummed SET columns = 'uid, nothing' WHERE table_name = 'leads'")]
    [InlineData("UPDATE checksummed SET table_name = 'nothing' WHERE table_name = 'leads'")]
    public void One_that_would_be_verified_by_other_columns_than_the_store_writes_is_refused(string sql)
    {
        const string Hidden = "UPDATE leads SET name = 'Forged', checksum = 1 WHERE id = 3; ";
        Changed(Hidden).Kind.Should().Be(LeadStoreErrorKind.Corrupt);
        LeadStoreException refused = Changed(Hidden + sql);
        refused.Kind.Should().Be(LeadStoreErrorKind.Corrupt);
        refused.Message.Should().Contain("checksummed").And.NotContain("Forged");
        Changed(sql).Message.Should().Contain("checksummed");
    }

    [Fact]
    public void What_an_application_has_added_to_its_store_is_in_its_backup_and_comes_back()
    {
        Raw.Execute(_directory.Database, "CREATE TABLE mine (a TEXT PRIMARY KEY, b REAL) WITHOUT ROWID; INSERT INTO mine VALUES ('x', 1.5), (x'00ff', NULL)");
        string path = _backups.File("mine.db");
        using (LeadDatabase store = LeadDatabase.Open(_options))
        {
            store.Maintenance.Backup(path).Rows["mine"].Should().Be(2);
        }

        Raw.Execute(_directory.Database, "DROP TABLE mine");
        LeadDatabase.Restore(path, _options);
        Raw.Scalar(_directory.Database, "SELECT count(*) FROM mine").Should().Be(2L);
    }

    [Fact]
    public void A_small_file_that_unpacks_to_a_huge_one_is_given_up_at_the_limit()
    {
        string bomb = _backups.File("bomb.db.gz");
        byte[] header = File.ReadAllBytes(Good)[..100];
        using (GZipStream packed = new(File.Create(bomb), CompressionLevel.Fastest))
        {
            packed.Write(header);
            byte[] nothing = new byte[1 << 20];
            for (int i = 0; i < 64; i++)
            {
                packed.Write(nothing);
            }
        }

        LeadStoreException failure = Refused(bomb, new RestoreOptions { MaxDatabaseLength = 4 << 20 });
        failure.Kind.Should().Be(LeadStoreErrorKind.TooLarge);
        failure.Message.Should().Contain("MaxDatabaseLength");

        File.Copy(Packed + ".manifest.json", bomb + ".manifest.json");
        Refused(bomb).Kind.Should().Be(LeadStoreErrorKind.Corrupt);
    }

    [Theory]
    [InlineData("")]
    [InlineData("{}")]
    [InlineData("null")]
    [InlineData("not JSON")]
    [InlineData("""{"format":"other"}""")]
    public void A_manifest_that_is_none_is_refused(string text)
    {
        File.WriteAllText(Good + ".manifest.json", text);
        Refused(Good).Kind.Should().Be(LeadStoreErrorKind.Corrupt);
    }

    [Fact]
    public void The_manifest_of_another_backup_or_of_a_newer_version_is_refused()
    {
        string manifest = File.ReadAllText(Good + ".manifest.json");
        File.Copy(Packed + ".manifest.json", Good + ".manifest.json", overwrite: true);
        Refused(Good).Kind.Should().Be(LeadStoreErrorKind.Corrupt);
        File.WriteAllText(Good + ".manifest.json", manifest.Replace("\"formatVersion\": 1", "\"formatVersion\": 2", StringComparison.Ordinal));
        Refused(Good).Kind.Should().Be(LeadStoreErrorKind.SchemaTooNew);
        File.WriteAllText(Good + ".manifest.json", manifest.Replace("\"rows\": 20,", "\"rows\": 21,", StringComparison.Ordinal));
        Refused(Good).Kind.Should().Be(LeadStoreErrorKind.Corrupt);
        File.WriteAllText(Good + ".manifest.json", manifest);
        StoreMaintenance.VerifyBackup(Good).HasManifest.Should().BeTrue();
    }

    private LeadStoreException Changed(string sql)
    {
        string path = WithoutManifest(Good);
        Raw.Execute(path, sql);
        return Refused(path);
    }

    private string WithoutManifest(string path)
    {
        string alone = _backups.File("alone.db");
        File.Copy(path, alone, overwrite: true);
        return alone;
    }

    private LeadStoreException Refused(string backup, RestoreOptions? limits = null)
    {
        LeadStoreException verify = FluentActions.Invoking(() => StoreMaintenance.VerifyBackup(backup, limits)).Should().Throw<LeadStoreException>().Which;
        LeadStoreException restore = FluentActions.Invoking(() => LeadDatabase.Restore(backup, _options, limits)).Should().Throw<LeadStoreException>().Which;
        verify.Kind.Should().Be(restore.Kind);
        restore.Outcome.Should().Be(LeadStoreOutcome.NotApplied);
        FileImage.Of(_directory.Path).Should().Equal(_before);
        Directory.GetDirectories(_directory.Path).Concat(Directory.GetDirectories(_backups.Path)).Should().BeEmpty();
        return restore;
    }

    private string Guard(string trigger) =>
        (string)Raw.Scalar(_directory.Database, $"SELECT sql FROM sqlite_schema WHERE name = '{trigger}'")!;

    private static void Pack(byte[] bytes, string path)
    {
        using GZipStream packed = new(File.Create(path), CompressionLevel.Fastest);
        packed.Write(bytes);
    }
}
