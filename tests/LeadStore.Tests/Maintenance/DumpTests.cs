using System.IO.Compression;
using System.Text;
using LeadStore.Maintenance;
using LeadStore.Sqlite;
using LeadStore.Tests.Maintenance.Support;
using LeadStore.Tests.Sqlite.Support;
using Microsoft.Data.Sqlite;

namespace LeadStore.Tests.Maintenance;

public sealed class DumpTests : IDisposable
{
    private readonly TempDirectory _directory = new();
    private readonly LeadDatabase _store;

    public DumpTests() => _store = LeadDatabase.Open(_directory.Database);

    public static TheoryData<string> Texts => new(
        "Hello",
        "it's 'quoted' \"twice\" `and` [again]; -- no comment /* none */",
        "two\nlines",
        "with\r\nboth\rends\n",
        "a literal \\n and \\r\nbeside real ones\r, and \\n0 \\r0 \\\n \\\\\r",
        "\ttabs\tand \u00a0 spaces \u2028 \u2029 \u0085",
        "😀 한국어 עברית \u202e reversed \ufeff e\u0301",
        "$1 ?1 @x :y #z char(10) CAST(x'00' AS TEXT) ');DROP TABLE leads;--",
        "bell \u0007 and escape \u001b and delete \u007f",
        "\n\n\r\n.quit\n/\ngo\n;\n");

    public void Dispose()
    {
        _store.Dispose();
        _directory.Dispose();
    }

    [Theory]
    [MemberData(nameof(Texts))]
    public void Every_text_comes_back_as_it_was_and_takes_one_line(string text)
    {
        long lead = _store.CreateLead(new NewLead { Phone = "+447809505864", Name = "x" }).Id;
        string before = DumpFile.Read(Dump("before.sql"));
        _store.CreateMessage(lead, MessageSender.Agent, text);

        string dump = Dump("leads.sql");
        DumpFile.Read(dump).Split('\n').Length.Should().Be(before.Split('\n').Length + 1, "its row is a line");
        using LeadDatabase copy = LeadDatabase.Open(Load(dump));
        copy.GetConversationHistory(lead).Should().ContainSingle().Which.Content.Should().Be(text);
    }

    [Fact]
    public void A_dump_that_is_loaded_and_dumped_again_is_the_same_to_the_last_byte()
    {
        Fill();
        string first = Dump("first.sql");
        string loaded = Load(first);
        using (LeadDatabase copy = LeadDatabase.Open(loaded))
        {
            copy.GetAllLeads(includeArchived: true).Should().Equal(_store.GetAllLeads(includeArchived: true));
            copy.Maintenance.CheckIntegrity().IsSound.Should().BeTrue();
            copy.Maintenance.Dump(_directory.File("second.sql"));
        }

        File.ReadAllBytes(_directory.File("second.sql")).Should().Equal(File.ReadAllBytes(first));
    }

    [Fact]
    public void A_deleted_number_is_not_given_again_after_a_load()
    {
        Fill();
        long last = _store.CreateLead(new NewLead { Email = "last@example.invalid" }).Id;
        _store.DeleteLead(last);
        using LeadDatabase copy = LeadDatabase.Open(Load(Dump("leads.sql")));
        copy.CreateLead(new NewLead { Email = "next@example.invalid" }).Id.Should().Be(last + 1);
    }

    [Theory]
    [InlineData("CAST(x'610062' AS TEXT)", "CAST(x'610062' AS TEXT)")]
    [InlineData("CAST(x'ff61' AS TEXT)", "CAST(x'ff61' AS TEXT)")]
    [InlineData("x'00ff'", "x'00ff'")]
    [InlineData("x''", "x''")]
    [InlineData("x'27'", "x'27'")]
    [InlineData("''", "''")]
    [InlineData("NULL", "NULL")]
    [InlineData("-9223372036854775807 - 1", "-9223372036854775808")]
    [InlineData("9223372036854775807", "9223372036854775807")]
    [InlineData("0.1", "0.1")]
    [InlineData("3.0", "3.0")]
    [InlineData("1e-320", "1E-320")]
    [InlineData("9e999", "9e999")]
    [InlineData("-9e999", "-9e999")]
    [InlineData("123456789012345678.0", "1.2345678901234568E+17")]
    public void Values_that_no_verb_stores_come_back_too(string value, string written)
    {
        using SqliteConnection file = Raw.Open(_directory.File("values.db"));
        using MemoryStream stream = new();
        using (OneOffStatement row = new(file.Handle!, $"SELECT {value}"))
        using (DumpText text = new(stream))
        {
            row.Step().Should().BeTrue();
            text.Value(row, 0);
            text.Flush();
        }

        string sql = Encoding.UTF8.GetString(stream.ToArray());
        sql.Should().Be(written);
        file.Number($"SELECT ({sql}) IS ({value}) AND typeof({sql}) = typeof({value})").Should().Be(1);
    }

    [Fact]
    public void What_a_killed_dump_or_load_has_left_is_removed_by_the_next_and_a_running_one_is_not_touched()
    {
        Fill();
        string dump = Dump("leads.sql");
        string dead = _directory.File("dead.sql.tmp-0123456789abcdef");
        foreach (Action next in (Action[])[() => Dump("next.sql"), () => StoreMaintenance.LoadDump(dump, _directory.File("next.db"))])
        {
            Directory.CreateDirectory(dead);
            foreach (string name in (string[])["leadstore.lock", "new.sql", "new.db", "new.db-journal"])
            {
                File.WriteAllText(Path.Combine(dead, name), "personal");
            }

            next();
            Directory.GetFileSystemEntries(_directory.Path, "*.tmp-*").Should().BeEmpty();
        }

        int running = 0;
        _store.Maintenance.Dump(_directory.File("outer.sql"), progress: new Running(() =>
        {
            if (running++ == 0)
            {
                Dump("inner.sql");
                Directory.GetDirectories(_directory.Path, "outer.sql.tmp-*").Should().ContainSingle();
            }
        }));
        File.ReadAllBytes(_directory.File("outer.sql")).Should().Equal(File.ReadAllBytes(_directory.File("inner.sql")));
        Directory.GetFileSystemEntries(_directory.Path, "*.tmp-*").Should().BeEmpty();
    }

    [Fact]
    public void A_file_that_a_newer_version_has_brought_up_to_date_meanwhile_is_not_dumped_by_half()
    {
        Fill();
        Raw.Execute(_directory.Database, "CREATE TABLE of_the_future (a); PRAGMA user_version=99");
        Kind(() => _store.Maintenance.Dump(_directory.File("half.sql"))).Should().Be(LeadStoreErrorKind.SchemaTooNew);
        File.Exists(_directory.File("half.sql")).Should().BeFalse();
        _store.Maintenance.Verify().IsSound.Should().BeTrue();
        _store.Maintenance.Doctor().Findings.Should().NotContain(finding => finding.Code == "own_objects");

        Raw.Execute(_directory.Database, $"DROP TABLE of_the_future; PRAGMA user_version={Migrations.MigrationScript.Newest}");
        _store.Maintenance.Dump(_directory.File("whole.sql")).LeftOut.Should().BeEmpty();
    }

    [Fact]
    public void The_report_tells_what_was_written()
    {
        Fill();
        DumpReport report = _store.Maintenance.Dump(_directory.File("leads.sql"));
        byte[] written = File.ReadAllBytes(_directory.File("leads.sql"));
        report.Path.Should().Be(_directory.File("leads.sql"));
        report.TextBytes.Should().Be(written.Length);
        report.SchemaVersion.Should().Be(Migrations.MigrationScript.Newest);
        report.Rows.Should().Equal(_store.Maintenance.GetStatistics().Rows);
        Encoding.UTF8.GetString(written).TrimEnd('\n').Should().EndWith(report.Sha256);
        if (!OperatingSystem.IsWindows())
        {
            File.GetUnixFileMode(report.Path!).Should().Be(UnixFileMode.UserRead | UnixFileMode.UserWrite);
        }
    }

    [Fact]
    public void A_load_tells_what_was_made_and_makes_it_private()
    {
        Fill();
        string dump = Dump("leads.sql");
        DumpLoadReport report = StoreMaintenance.LoadDump(dump, _directory.File("copy.db"));
        report.Path.Should().Be(_directory.File("copy.db"));
        report.SchemaVersion.Should().Be(Migrations.MigrationScript.Newest);
        report.Rows.Should().Equal(_store.Maintenance.GetStatistics().Rows);
        Directory.GetFiles(_directory.Path, "copy*").Should().Equal(report.Path);
        if (!OperatingSystem.IsWindows())
        {
            File.GetUnixFileMode(report.Path).Should().Be(UnixFileMode.UserRead | UnixFileMode.UserWrite);
        }
    }

    [Theory]
    [InlineData("leads.sql.gz", null, true)]
    [InlineData("leads.sql", true, true)]
    [InlineData("leads.gz", false, false)]
    public void Compression_is_chosen_by_name_or_option_and_found_by_content(string name, bool? compress, bool isCompressed)
    {
        Fill();
        string plain = Dump("plain.txt");
        DumpReport report = _store.Maintenance.Dump(_directory.File(name), new DumpOptions { Compress = compress });
        report.TextBytes.Should().Be(new FileInfo(plain).Length);
        byte[] content = File.ReadAllBytes(report.Path!);
        (content[0] == 0x1f && content[1] == 0x8b).Should().Be(isCompressed);
        using LeadDatabase copy = LeadDatabase.Open(Load(report.Path!));
        copy.GetAllLeads(includeArchived: true).Should().Equal(_store.GetAllLeads(includeArchived: true));
    }

    [Fact]
    public void A_stream_gets_the_same_text_and_stays_open()
    {
        Fill();
        using MemoryStream plain = new();
        using MemoryStream compressed = new();
        _store.Maintenance.Dump(plain).Path.Should().BeNull();
        _store.Maintenance.Dump(compressed, new DumpOptions { Compress = true });
        plain.ToArray().Should().Equal(File.ReadAllBytes(Dump("leads.sql")));
        compressed.Position = 0;
        using MemoryStream unpacked = new();
        new GZipStream(compressed, CompressionMode.Decompress).CopyTo(unpacked);
        unpacked.ToArray().Should().Equal(plain.ToArray());
    }

    [Fact]
    public void A_store_in_memory_can_be_kept_by_a_dump()
    {
        using LeadDatabase memory = LeadDatabase.OpenInMemory();
        Lead lead = memory.CreateLead(new NewLead { Phone = "+447809505864", Name = "O'Brien" });
        memory.Maintenance.Dump(_directory.File("memory.sql"));
        using LeadDatabase copy = LeadDatabase.Open(Load(_directory.File("memory.sql")));
        copy.GetAllLeads().Should().Equal(lead);
    }

    [Fact]
    public void A_dump_is_one_moment_though_others_write_meanwhile()
    {
        Fill();
        string before = DumpFile.Read(Dump("before.sql"));
        using MemoryStream during = new();
        int reports = 0;
        _store.Maintenance.Dump(during, progress: new Reports(_ =>
        {
            // On the thread of the dump, between two of its rows.
            _store.CreateLead(new NewLead { Email = $"later{reports++}@example.invalid" });
            _store.TryDeleteLead(1 + reports);
        }));
        reports.Should().BePositive();
        Encoding.Latin1.GetString(during.ToArray()).Should().Be(before);
    }

    [Fact]
    public void Progress_never_falls_and_ends_with_every_row()
    {
        Fill();
        List<DumpProgress> told = [];
        DumpReport report = _store.Maintenance.Dump(_directory.File("leads.sql"), progress: new Reports(told.Add));
        told.Select(step => step.Rows).Should().BeInAscendingOrder();
        told.Should().OnlyContain(step => step.TotalRows == report.Rows.Values.Sum());
        told[^1].Rows.Should().Be(report.Rows.Values.Sum());
    }

    [Fact]
    public void A_dump_that_is_cancelled_or_fails_leaves_nothing_behind()
    {
        Fill();
        string[] files = Directory.GetFileSystemEntries(_directory.Path);
        using CancellationTokenSource source = new();
        _store.Invoking(s => s.Maintenance.Dump(_directory.File("leads.sql"), progress: new Reports(_ => source.Cancel()), cancellationToken: source.Token))
            .Should().Throw<OperationCanceledException>();
        _store.Invoking(s => s.Maintenance.Dump(_directory.File("leads.sql"), progress: new Reports(_ => throw new InvalidOperationException("stop"))))
            .Should().Throw<InvalidOperationException>();
        Directory.GetFileSystemEntries(_directory.Path).Should().BeEquivalentTo(files);

        string dump = Dump("leads.sql");
        FluentActions.Invoking(() => StoreMaintenance.LoadDump(dump, _directory.File("copy.db"), new CancellationToken(canceled: true)))
            .Should().Throw<OperationCanceledException>();
        Directory.GetFileSystemEntries(_directory.Path).Should().BeEquivalentTo([.. files, dump]);
        Load(dump);
    }

    [Fact]
    public void Nothing_is_ever_overwritten()
    {
        string dump = Dump("leads.sql");
        byte[] content = File.ReadAllBytes(dump);
        File.WriteAllText(_directory.File("other.db-wal"), "an old log");
        File.CreateSymbolicLink(_directory.File("link.db"), _directory.File("nowhere.db"));
        Directory.CreateDirectory(_directory.File("directory.db"));
        Kind(() => _store.Maintenance.Dump(dump)).Should().Be(LeadStoreErrorKind.TargetExists);
        Kind(() => _store.Maintenance.Dump(_directory.Database)).Should().Be(LeadStoreErrorKind.TargetExists);
        foreach (string taken in (string[])["leads.db", "other.db", "link.db", "directory.db"])
        {
            Kind(() => StoreMaintenance.LoadDump(dump, _directory.File(taken))).Should().Be(LeadStoreErrorKind.TargetExists, taken);
        }

        File.ReadAllBytes(dump).Should().Equal(content);
        File.ReadAllText(_directory.File("other.db-wal")).Should().Be("an old log");
        _store.CreateLead(new NewLead { Email = "as.it.was@example.invalid" });
        _store.Maintenance.CheckIntegrity().IsSound.Should().BeTrue();
    }

    [Fact]
    public void What_cannot_be_reached_is_told_by_its_kind()
    {
        string dump = Dump("leads.sql");
        Kind(() => _store.Maintenance.Dump(_directory.File("none/leads.sql"))).Should().Be(LeadStoreErrorKind.CannotOpen);
        Kind(() => StoreMaintenance.LoadDump(_directory.File("none.sql"), _directory.File("copy.db"))).Should().Be(LeadStoreErrorKind.CannotOpen);
        Kind(() => StoreMaintenance.LoadDump(dump, _directory.File("none/copy.db"))).Should().Be(LeadStoreErrorKind.CannotOpen);
        Kind(() => StoreMaintenance.LoadDump(_directory.Database, _directory.File("copy.db"))).Should().Be(LeadStoreErrorKind.NotALeadStore);
        FluentActions.Invoking(() => StoreMaintenance.LoadDump(" ", dump)).Should().Throw<ArgumentException>();
        File.Exists(_directory.File("copy.db")).Should().BeFalse();
    }

    [Fact]
    public void A_dump_of_an_older_schema_is_loaded_as_it_is_and_brought_up_to_date_by_opening()
    {
        using MemoryStream text = new();
        using (LeadStore.Sqlite.SqliteEngine engine = Older(out LeadStore.Sqlite.SqliteDatabase older))
        {
            new LeadStore.Maintenance.DumpMaker(older, TimeProvider.System, null, CancellationToken.None).ToStream(text, compress: false);
        }

        File.WriteAllBytes(_directory.File("old.sql"), text.ToArray());
        DumpLoadReport report = StoreMaintenance.LoadDump(_directory.File("old.sql"), _directory.File("old.db"));
        report.SchemaVersion.Should().Be(1);
        using LeadDatabase store = LeadDatabase.Open(report.Path);
        store.CreateLead(new NewLead { Phone = "+447809505864" });
        store.Maintenance.GetStatistics().SchemaVersion.Should().Be(Migrations.MigrationScript.Newest);
    }

    [Fact]
    public void A_dump_is_refused_inside_a_transaction_and_after_the_end()
    {
        _store.InTransaction(_ => _store.Invoking(s => s.Maintenance.Dump(_directory.File("leads.sql"))).Should().Throw<InvalidOperationException>());
        StoreMaintenance maintenance = _store.Maintenance;
        _store.Dispose();
        maintenance.Invoking(m => m.Dump(_directory.File("leads.sql"))).Should().Throw<ObjectDisposedException>();
        Directory.GetFiles(_directory.Path, "leads.sql*").Should().BeEmpty();
    }

    private static LeadStore.Sqlite.SqliteEngine Older(out LeadStore.Sqlite.SqliteDatabase older)
    {
        older = LeadStore.Sqlite.SqliteDatabase.OpenMemory(new Engine.StoreRules { Clock = TimeProvider.System }, TimeSpan.FromSeconds(1));
        Migrations.Migrator.Migrate(older.Engine, [Migrations.MigrationScript.All[0]]);
        return older.Engine;
    }

    private static LeadStoreErrorKind Kind(Action call) => call.Should().Throw<LeadStoreException>().Which.Kind;

    private string Dump(string name) => _store.Maintenance.Dump(_directory.File(name)).Path!;

    private static string Load(string dump) => StoreMaintenance.LoadDump(dump, dump + ".loaded.db").Path;

    private void Fill()
    {
        for (int i = 0; i < 20; i++)
        {
            Lead lead = _store.CreateLead(new NewLead { Phone = $"+4478095058{i:00}", Name = $"Name {i}\n'", Answers = new Dictionary<string, string> { ["q"] = "a\nb" } });
            for (int n = 0; n < 40; n++)
            {
                _store.CreateMessage(lead.Id, MessageSender.Customer, $"text {n}\r\n\u0007");
            }
        }

        _store.ArchiveLead(3);
        _store.QualifyLead(4);
        _store.DeleteLead(5);
        _store.Settings.Set(Setting.Text("crm_webhook", ""), "https://example.invalid/'x'");
    }

    private sealed class Reports(Action<DumpProgress> report) : IProgress<DumpProgress>
    {
        public void Report(DumpProgress value) => report(value);
    }

    private sealed class Running(Action onReport) : IProgress<DumpProgress>
    {
        public void Report(DumpProgress value) => onReport();
    }
}
