using System.Text;
using LeadStore.Tests.Sqlite.Support;

namespace LeadStore.Tests.Importing;

/// <summary>Files, good and bad.</summary>
public sealed class ImportFileTests : IDisposable
{
    private readonly TempDirectory _directory = new();
    private readonly LeadDatabase _store;

    public ImportFileTests() => _store = LeadDatabase.Open(new LeadDatabaseOptions { Path = _directory.Database, DefaultRegion = "GB" });

    private static ImportMapping Mapping { get; } = new()
    {
        System = "crm",
        Tables =
        [
            new TableMapping
            {
                Table = "people",
                To = ImportTarget.Leads,
                Columns = new Dictionary<string, ColumnMapping>
                {
                    ["id"] = new() { To = "key" },
                    ["phone"] = new() { To = "phone" },
                    ["name"] = new() { To = "name" },
                    ["answers"] = new() { To = "answers" },
                },
            },
        ],
    };

    // A header says beforehand which columns there are.
    private static ImportMapping CsvMapping { get; } = Mapping with
    {
        Tables = [Mapping.Tables[0] with { Columns = Mapping.Tables[0].Columns.Where(column => column.Key != "answers").ToDictionary() }],
    };

    public void Dispose()
    {
        _store.Dispose();
        _directory.Dispose();
    }

    [Theory]
    [InlineData("{\"id\":1,\"phone\":\"07809505864\",\"name\":\"Ren\\u00e9e\"}\n\n{\"id\":2,\"phone\":\"+447809505865\",\"score\":1.10,\"tags\":[\"a\", {\"b\":1}],\"vip\":true,\"none\":null}")]
    [InlineData("\r\n[\n{\"id\":1,\"phone\":\"07809505864\",\"name\":\"Renée\"},\n {\"id\":2,\"phone\":\"+447809505865\",\"score\":1.10,\n\"tags\":[\"a\", {\"b\":1}],\"vip\":true,\"none\":null}\n]\n")]
    [InlineData("\uFEFF[{\"id\":1,\"phone\":\"07809505864\",\"name\":\"Renée\"},{\"phone\":\"+447809505865\",\"id\":2,\"score\":1.10,\"tags\":[\"a\", {\"b\":1}],\"vip\":true}]")]
    public void Lines_and_arrays_of_JSON_are_read(string json)
    {
        ImportReport report = Run(json);

        report.Total.Imported.Should().Be(2);
        _store.GetLeadByKey("crm", "1")!.Name.Should().Be("Renée");
        _store.Attributes.Get(2).Select(pair => $"{pair.Key}={pair.Value.GetRawText()}").Should().Equal("score=1.10", "tags=[\"a\", {\"b\":1}]", "vip=true");
        Run(json).Total.Unchanged.Should().Be(2);
    }

    [Fact]
    public void Broken_lines_are_rejected_with_line_and_column_and_the_others_are_read()
    {
        string[] lines =
        [
            "{\"id\":1,\"phone\":\"07809505861\"}", "{\"id\":2,\"phone\":", "nonsense", "[1]", "{\"id\":1} {}", "{\"a\":1,\"a\":2}",
            "{\"id\":3,\"name\":\"\\ud800\"}", "{\"id\":4,\"phone\":\"07809505862\"}", "{\"x\":" + new string('[', 100) + new string(']', 100) + "}",
        ];

        ImportReport report = Run(string.Join('\n', lines), new ImportOptions { ContinueOnRejects = true, RejectsPath = _directory.File("rejects.jsonl") });

        report.Total.Should().BeEquivalentTo(new { Read = 9L, Imported = 2L, Rejected = 7L });
        report.Reasons[0].Should().BeEquivalentTo(new { Code = "unreadable", Count = 7L, FirstPosition = 2L, FirstColumn = 17 });
        File.ReadLines(report.RejectsPath!).Should().HaveCount(8);
    }

    [Fact]
    public void Bytes_that_are_no_UTF8_are_rejected_with_their_line()
    {
        byte[] json = [.. "{\"id\":1,\"phone\":\"07809505861\"}\n{\"id\":2,\"name\":\"Ren"u8, 0xE9, .. "e\"}\n"u8];
        File.WriteAllBytes(_directory.File("people.json"), json);

        ImportException refused = Assert.Throws<ImportException>(() => _store.Import.Run(ImportSource.Json(_directory.File("people.json")), Mapping));

        refused.Report.Reasons.Should().ContainSingle().Which.FirstPosition.Should().Be(2);
        _store.GetAllLeads().Should().BeEmpty();
    }

    [Theory]
    [InlineData("[{\"id\":1,\"phone\":\"07809505861\"},\n{\"id\":2}{\"id\":3}]", 2, 2)]
    [InlineData("[{\"id\":1,\"phone\":\"07809505861\"},\n{\"id\":2", 1, 2)]
    [InlineData("[{\"id\":1,\"phone\":\"07809505861\"},\n7,{\"id\":3}]", 1, 2)]
    [InlineData("[{\"id\":1,\"phone\":\"07809505861\"}\n", 1, 2)]
    [InlineData("[{\"id\":1,\"phone\":\"07809505861\"}]\nmore", 1, 2)]
    public void A_broken_array_is_read_up_to_where_it_breaks(string json, int imported, int line)
    {
        ImportReport report = Run(json, new ImportOptions { ContinueOnRejects = true });

        report.Total.Should().BeEquivalentTo(new { Imported = (long)imported, Rejected = 1L });
        report.Reasons.Single().FirstPosition.Should().Be(line);
    }

    [Theory]
    [InlineData("{\"id\":2,\"phone\":oops}", "oops")]
    [InlineData("{\"id\":2,\"id\":3}", "{\"id\":2")]
    [InlineData("{\"id\":2,\"name\":\"\\ud800\"}", "{\"id\":2")]
    public void An_element_that_is_broken_by_itself_is_rejected_where_it_stands_and_the_others_are_read(string broken, string at)
    {
        string json = "\uFEFF [{\"id\":1,\"phone\":\"07809505861\"}, " + broken + ",\n{\"id\":3,\"phone\":\"07809505863\"}]";

        ImportReport report = Run(json, new ImportOptions { ContinueOnRejects = true });

        report.Total.Should().BeEquivalentTo(new { Read = 3L, Imported = 2L, Rejected = 1L });
        report.Reasons.Single().Should().BeEquivalentTo(
            new { FirstPosition = 1L, FirstColumn = json.IndexOf(at, json.IndexOf("}, ", StringComparison.Ordinal), StringComparison.Ordinal) });
    }

    [Fact]
    public void A_line_that_is_too_long_is_rejected_and_the_next_is_read()
    {
        string json = "{\"id\":1,\"name\":\"" + new string('x', 17 << 20) + "\"}\n{\"id\":2,\"phone\":\"07809505861\"}";

        ImportReport report = Run(json, new ImportOptions { ContinueOnRejects = true });

        report.Total.Should().BeEquivalentTo(new { Imported = 1L, Rejected = 1L });
    }

    [Theory]
    [InlineData("id,phone,name,note\n1,07809505864,\"Smith, \"\"J\"\"\",\"two\nlines\"\n2,+447809505865,Jo,=x\n")]
    [InlineData("\uFEFFid;phone;name;note\r\n1;07809505864;\"Smith, \"\"J\"\"\";\"two\nlines\"\r\n\r\n2;+447809505865;Jo;=x")]
    [InlineData("id\tphone\tname\tnote\n1\t07809505864\t\"Smith, \"\"J\"\"\"\t\"two\nlines\"\n2\t+447809505865\tJo\t=x\n")]
    public void CSV_is_read_with_any_of_its_delimiters(string csv)
    {
        ImportReport report = RunCsv(csv);

        report.Total.Imported.Should().Be(2);
        _store.GetLead(1)!.Name.Should().Be("Smith, \"J\"");
        _store.Attributes.Get(1)["note"].GetString().Should().Be("two\nlines");
        _store.Attributes.Get(2)["note"].GetString().Should().Be("=x");
        RunCsv(csv).Total.Unchanged.Should().Be(2);
    }

    [Fact]
    public void A_row_of_CSV_with_other_columns_than_the_header_is_rejected_with_its_line()
    {
        ImportReport report = RunCsv(
            "id,phone,name\n1,07809505861,\"a\nb\"\n2,07809505862\n3,07809505863,c,d\n4,07809505864,x\"y\n5,07809505865,e\n",
            new ImportOptions { ContinueOnRejects = true });

        report.Total.Should().BeEquivalentTo(new { Read = 5L, Imported = 2L, Rejected = 3L });
        report.Reasons.Single().FirstPosition.Should().Be(4);
    }

    [Fact]
    public void CSV_in_another_encoding_is_refused_with_the_line_of_the_first_bad_byte()
    {
        string path = _directory.File("people.csv");
        File.WriteAllBytes(path, [.. "id,name\n1,Jo\n2,Ren"u8, 0xE9, .. "e\n"u8]);
        LeadStoreException latin = Assert.Throws<LeadStoreException>(() => _store.Import.Run(ImportSource.Csv(path), CsvMapping));
        File.WriteAllText(path, "id,name\n1,Jo\n", Encoding.Unicode);
        LeadStoreException utf16 = Assert.Throws<LeadStoreException>(() => _store.Import.Run(ImportSource.Csv(path), CsvMapping));

        latin.Kind.Should().Be(LeadStoreErrorKind.Validation);
        latin.Message.Should().Contain(path).And.Contain("line 3");
        utf16.Message.Should().Contain("UTF-16");
    }

    [Theory]
    [InlineData("id,id\n1,2\n")]
    [InlineData("id,,name\n1,2,3\n")]
    public void A_header_must_name_each_column(string csv) =>
        Assert.Throws<LeadStoreException>(() => RunCsv(csv)).Kind.Should().Be(LeadStoreErrorKind.Validation);

    [Fact]
    public void The_apostrophe_of_an_export_is_taken_off_again_and_no_other()
    {
        const string Own = "id,uid,phone,name,email,source,status,progress,qualified\n1,,+447809505864,'=Jo,,web,new,0,no\n2,,+447809505865,'t Hooft,,web,new,0,no\n";

        RunCsv(Own);
        RunCsv("id,phone,name\n3,07809505866,'=Al\n");

        _store.GetLead(1)!.Name.Should().Be("=Jo");
        _store.GetLead(2)!.Name.Should().Be("'t Hooft");
        _store.GetLeadByKey("crm", "3")!.Name.Should().Be("'=Al");
    }

    [Fact]
    public void A_directory_an_empty_file_and_no_file_are_refused()
    {
        File.WriteAllText(_directory.File("empty.json"), " \n");
        File.WriteAllText(_directory.File("empty.csv"), "");
        File.WriteAllText(_directory.File("text.json"), "phone;name");

        foreach (Func<string, ImportSource> source in (Func<string, ImportSource>[])[ImportSource.Json, ImportSource.Csv])
        {
            Kind(source(_directory.Path)).Should().Be(LeadStoreErrorKind.Validation);
            Kind(source(_directory.File("none"))).Should().Be(LeadStoreErrorKind.NotFound);
        }

        Kind(ImportSource.Json(_directory.File("empty.json"))).Should().Be(LeadStoreErrorKind.Validation);
        Kind(ImportSource.Csv(_directory.File("empty.csv"))).Should().Be(LeadStoreErrorKind.Validation);
        Kind(ImportSource.Json(_directory.File("text.json"))).Should().Be(LeadStoreErrorKind.Validation);
        _store.GetAllLeads().Should().BeEmpty();
    }

    [Fact]
    public void Rejected_rows_can_be_mended_and_imported_again()
    {
        string rejects = _directory.File("rejects.jsonl");
        string json = "{\"id\":1,\"phone\":\"07809505861\"}\n{\"phone\":\"none\",\"name\":\"Jo\",\"tags\":[1]}\n{\"id\":3,\"phone\":\"07809505863\"";
        ImportOptions options = new() { ContinueOnRejects = true, RejectsPath = rejects };
        Run(json, options).Total.Rejected.Should().Be(2);
        Assert.Throws<LeadStoreException>(() => Run(json, options)).Kind.Should().Be(LeadStoreErrorKind.TargetExists);
        string[] lines = File.ReadAllLines(rejects);
        File.WriteAllText(rejects, $"{lines[0]}\n{lines[1].Replace("none", "07809505862", StringComparison.Ordinal)}\n{lines[2].Replace("05863\\\"", "05863\\\"}", StringComparison.Ordinal)}\n");

        ImportReport mended = _store.Import.Run(ImportSource.Json(rejects), Mapping);

        mended.Tables.Should().ContainSingle().Which.Should().BeEquivalentTo(new { Table = "people", Imported = 2L, Rejected = 0L });
        _store.GetLeadByPhone("07809505862")!.Name.Should().Be("Jo");
        _store.Maintenance.Verify().IsSound.Should().BeTrue();
        if (!OperatingSystem.IsWindows())
        {
            Run("{\"phone\":\"x\"}", options with { RejectsPath = _directory.File("private.jsonl") });
            File.GetUnixFileMode(_directory.File("private.jsonl")).Should().Be(UnixFileMode.UserRead | UnixFileMode.UserWrite);
        }
    }

    [Fact]
    public void An_import_that_is_killed_leaves_nothing_half_imported()
    {
        string path = _directory.File("people.jsonl");
        File.WriteAllLines(path, Enumerable.Range(0, 200_000).Select(i => $"{{\"id\":{i},\"phone\":\"+4478{i:00000000}\"}}"));
        string database = _directory.File("killed.db");
        using (HostProcess host = HostProcess.Start())
        {
            host.Open(database);
            host.Send($"import {path}");
            host.Read().Should().StartWith("read");
            host.Kill();
        }

        using LeadDatabase store = LeadDatabase.Open(database);

        store.GetAllLeads(includeArchived: true).Should().BeEmpty();
        store.Maintenance.Verify().IsSound.Should().BeTrue();
        store.CreateLead(new NewLead { Phone = "+447809505864" }).Id.Should().Be(1);
    }

    [Fact]
    public void What_is_said_of_a_rejected_row_holds_nothing_of_a_person()
    {
        string json = $"{{\"id\":1,\"phone\":\"{Privacy.Markers.Text}\",\"name\":\"{Privacy.Markers.Name + new string('x', 300)}\"}}\n{{\"phone\":\"{Privacy.Markers.Phone}";

        ImportException refused = Assert.Throws<ImportException>(() => Run(json));

        Privacy.Markers.AreIn(refused.ToString()).Should().BeFalse();
        refused.Report.Reasons.Should().OnlyContain(reason => !Privacy.Markers.AreIn(reason.Message) && !Privacy.Markers.AreIn(reason.ToString()));
    }

    private LeadStoreErrorKind Kind(ImportSource source) => Assert.Throws<LeadStoreException>(() => _store.Import.Run(source, Mapping)).Kind;

    private ImportReport Run(string json, ImportOptions? options = null)
    {
        File.WriteAllText(_directory.File("people.json"), json);
        return _store.Import.Run(ImportSource.Json(_directory.File("people.json")), Mapping, options);
    }

    private ImportReport RunCsv(string csv, ImportOptions? options = null)
    {
        File.WriteAllText(_directory.File("people.csv"), csv);
        return _store.Import.Run(ImportSource.Csv(_directory.File("people.csv")), CsvMapping, options);
    }
}
