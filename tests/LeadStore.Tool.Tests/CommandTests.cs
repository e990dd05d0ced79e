namespace LeadStore.Tool.Tests;

/// <summary>Each command as a person or a script calls it.</summary>
public sealed class CommandTests : IDisposable
{
    private readonly string _directory = Directory.CreateTempSubdirectory("leadstore-tool-").FullName;

    private string Database => Path.Combine(_directory, "leads.db");

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    [Fact]
    public void Init_makes_the_store_where_the_library_would()
    {
        ToolRun run = Run("init", "--json");

        (run.ExitCode, run.Error).Should().Be((0, ""));
        run.Json.GetProperty("path").GetString().Should().Be(Database);
        run.Json.GetProperty("pathSource").GetString().Should().Be("WorkingDirectory");
        File.Exists(Database).Should().BeTrue();
        Run("init", "--db", "other.db").Output.Should().Contain(Path.Combine(_directory, "other.db"));
    }

    [Fact]
    public void A_missing_file_is_not_made_by_a_command_that_reads()
    {
        foreach (string[] arguments in (string[][])[["stats"], ["verify"], ["doctor"], ["selftest"], ["optimize"], ["query", "SELECT 1"], ["backup", "b.db"], ["export", "e.jsonl"],
            ["archive", "--older-than", "1d"], ["reset", "--confirm", "leads.db"]])
        {
            ToolRun run = Run(arguments);
            run.ExitCode.Should().Be(3, arguments[0]);
            run.Output.Should().BeEmpty();
            run.Error.Should().StartWith("leadstore: There is no database").And.Match(error => error.TrimEnd().Split('\n', StringSplitOptions.None).Length == 1);
        }

        Directory.GetFileSystemEntries(_directory).Should().BeEmpty();
    }

    [Fact]
    public void Seed_fills_an_empty_store_once()
    {
        ToolRun run = Run("seed", "7", "--leads", "5", "--json");
        ToolRun again = Run("seed", "7");

        run.Json.GetProperty("leads").GetInt32().Should().Be(5);
        again.ExitCode.Should().Be(2);
        again.Error.Should().StartWith("leadstore: The store has leads already").And.NotContain("Parameter");
    }

    [Fact]
    public void Export_writes_a_file_or_the_output()
    {
        Seed();

        ToolRun file = Run("export", "all.jsonl", "--json");
        ToolRun again = Run("export", "all.jsonl", "--verbose");
        ToolRun csv = Run("export", "-", "--format", "csv", "--no-bom");

        file.Json.GetProperty("counts").GetProperty("leads").GetInt32().Should().Be(20);
        File.ReadAllText(Path.Combine(_directory, "all.jsonl")).Should().StartWith("{\"leadstore_export\":1,");
        again.ExitCode.Should().Be(3);
        again.Error.Should().Contain("kind TargetExists, operation Json");
        csv.Output.Should().StartWith("id,uid,phone,");
        csv.Output.TrimEnd().Split("\r\n").Should().HaveCount(21);
        Run("export", "-", "--json").ExitCode.Should().Be(2);
        Run("export", "x", "--format", "xml").ExitCode.Should().Be(2);
    }

    [Fact]
    public void A_backup_is_made_verified_and_restored()
    {
        Seed();
        Directory.CreateDirectory(Path.Combine(_directory, "backups"));

        ToolRun backup = Run("backup", "backups", "--gzip", "--json");
        string path = backup.Json.GetProperty("path").GetString()!;
        Run("verify", path).Output.Should().Contain("is good");
        Run("archive", "--older-than", "1d").Output.Should().Contain("leads were archived");
        ToolRun restored = Run("restore", path, "--json");
        ToolRun latest = Run("restore", "--latest-in", "backups");

        restored.ExitCode.Should().Be(0);
        File.Exists(restored.Json.GetProperty("keptPath").GetString()).Should().BeTrue();
        restored.Json.GetProperty("rows").GetProperty("leads").GetInt32().Should().Be(20);
        latest.Output.Should().Contain("is now what");
        Run("restore").ExitCode.Should().Be(2);
        Run("restore", path, "--latest-in", "backups").ExitCode.Should().Be(2);
        File.WriteAllText(path, "no backup");
        Run("verify", path).ExitCode.Should().Be(3);
    }

    [Fact]
    public void Verify_and_doctor_tell_damage_by_their_exit_code()
    {
        Seed();
        Run("verify", "--json").Json.GetProperty("sound").GetBoolean().Should().BeTrue();
        Run("doctor", "--content", "--json").Json.GetProperty("healthy").GetBoolean().Should().BeTrue();
        Damage();

        ToolRun verified = Run("verify");
        ToolRun examined = Run("doctor", "--content", "--json");

        verified.ExitCode.Should().Be(1);
        verified.Output.Should().Contain("Not sound").And.NotContain("Sample");
        examined.ExitCode.Should().Be(1);
        examined.Json.GetProperty("findings").EnumerateArray().Should().Contain(finding => finding.GetProperty("severity").GetString() == "Problem");
        Run("backup", "b.db").ExitCode.Should().Be(3);
    }

    [Fact]
    public void A_self_test_names_a_missing_index_and_optimize_makes_it_again()
    {
        Seed();
        ToolRun before = Run("selftest", "--json");
        Change("DROP INDEX messages_source");
        ToolRun failed = Run("selftest");
        ToolRun document = Run("selftest", "--json");
        ToolRun optimized = Run("optimize");

        before.Json.GetProperty("statements").GetInt32().Should().BeGreaterThan(200);
        before.Json.GetProperty("findings").EnumerateArray().Where(finding => finding.GetProperty("code").GetString() != "slow").Should().BeEmpty();
        before.Json.GetProperty("measurements").EnumerateArray().Select(one => one.GetProperty("name").GetString())
            .Should().Equal("lead by phone", "lead by id", "history", "inbox page");
        failed.ExitCode.Should().Be(1);
        failed.Output.Should().Contain("Falls short: The index messages_source of the table messages").And.Contain("leadstore optimize").And.Contain("p99 ms");
        document.ExitCode.Should().Be(1);
        document.Json.GetProperty("passed").GetBoolean().Should().BeFalse();
        (optimized.ExitCode, optimized.Error).Should().Be((0, ""));
        optimized.Output.Should().Contain("The index messages_source was made again.");
        Run("optimize", "--vacuum", "--json").Json.GetProperty("vacuumed").GetBoolean().Should().BeTrue();
        Run("selftest", "--seconds", "0").ExitCode.Should().Be(2);
    }

    [Fact]
    public void Stats_are_a_table_or_a_document()
    {
        Seed();

        Run("stats").Output.Should().Contain("lead_activity").And.Contain("20");
        Run("stats", "--json").Json.GetProperty("rows").GetProperty("leads").GetInt32().Should().Be(20);
    }

    [Fact]
    public void A_query_answers_and_cannot_write()
    {
        Seed();

        ToolRun json = Run("query", "SELECT id, phone, 1.5 AS half, NULL AS none, x'01' AS bytes FROM leads_readable WHERE id = ?1", "1", "--json");
        ToolRun table = Run("query", "SELECT id FROM leads ORDER BY id", "--rows", "2");
        ToolRun write = Run("query", "DELETE FROM leads");
        ToolRun endless = Run("query", "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT max(i) FROM n", "--seconds", "0.1", "--verbose");

        json.Json.GetProperty("columns").EnumerateArray().Select(column => column.GetString()).Should().Equal("id", "phone", "half", "none", "bytes");
        json.Json.GetProperty("rows").EnumerateArray().Single().EnumerateArray().Select(value => value.GetRawText())
            .Should().Equal("1", "\"\\u002B447700900000\"", "1.5", "null", "\"AQ==\"");
        table.Output.Should().Contain("2").And.NotContain("3");
        table.Error.Should().Contain("more than 2 rows");
        (write.ExitCode, write.Output).Should().Be((2, ""));
        endless.ExitCode.Should().Be(3);
        endless.Error.Should().Contain("kind TimedOut");
        Run("query", "SELECT '\u001b[31mred' || char(27, 7)").Output.Should().Contain("red").And.NotContain("\u001b").And.NotContain("\a");
    }

    [Fact]
    public void Archive_counts_first_if_asked()
    {
        Seed();

        int wouldBe = Run("archive", "--older-than", "4w", "--dry-run", "--json").Json.GetProperty("leads").GetInt32();
        int archived = Run("archive", "--older-than", "4w", "--json").Json.GetProperty("leads").GetInt32();

        archived.Should().Be(wouldBe).And.BePositive();
        Run("archive", "--older-than", "soon").ExitCode.Should().Be(2);
        Run("archive").ExitCode.Should().Be(2);
    }

    [Fact]
    public void Reset_takes_the_name_of_the_file_and_nothing_less()
    {
        Seed();

        Run("reset").ExitCode.Should().Be(2);
        Run("reset", "--confirm", "wrong.db").ExitCode.Should().Be(2);
        Run("stats", "--json").Json.GetProperty("rows").GetProperty("leads").GetInt32().Should().Be(20);
        ToolRun run = Run("reset", "--confirm", "leads.db", "--json");

        run.ExitCode.Should().Be(0, run.Error);
        Run("verify", run.Json.GetProperty("backup").GetString()!).ExitCode.Should().Be(0);
        Run("stats", "--json").Json.GetProperty("rows").GetProperty("leads").GetInt32().Should().Be(0);
    }

    [Theory]
    [InlineData]
    [InlineData("unknown")]
    [InlineData("stats", "--unknown")]
    [InlineData("backup")]
    [InlineData("seed", "text")]
    public void What_cannot_be_understood_is_one_line_and_exit_code_2(params string[] arguments)
    {
        ToolRun run = Run(arguments);

        (run.ExitCode, run.Output).Should().Be((2, ""));
        run.Error.Should().StartWith("leadstore: ").And.EndWith(" See 'leadstore --help'.\n");
        Directory.GetFileSystemEntries(_directory).Should().BeEmpty();
    }

    [Fact]
    public void Help_lists_every_command()
    {
        ToolRun run = Run("--help");

        run.ExitCode.Should().Be(0);
        run.Output.Should().ContainAll("init", "seed", "export", "backup", "restore", "verify", "doctor", "selftest", "optimize", "stats", "query", "archive", "reset");
        Run("--version").Output.Should().MatchRegex(@"^\d+\.\d+\.\d+");
    }

    [Fact]
    public void What_no_terminal_reads_has_no_control_sequences()
    {
        Seed();

        foreach (string[] arguments in (string[][])[["stats"], ["doctor"], ["verify"], ["backup", "b.db"], ["query", "SELECT * FROM leads"],
            ["export", "e.jsonl"], ["--help"]])
        {
            ToolRun run = Run(arguments);
            run.ExitCode.Should().Be(0, run.Error);
            (run.Output + run.Error).Should().NotContain("\u001b").And.NotContain("\r");
        }
    }

    private void Seed() => Run("seed", "7", "--leads", "20").ExitCode.Should().Be(0);

    // As a failing disk would: no trigger is asked, and the checksum stays.
    private void Damage()
    {
        using Microsoft.Data.Sqlite.SqliteConnection file = new($"Data Source={Database};Pooling=False");
        file.Open();
        using Microsoft.Data.Sqlite.SqliteCommand command = file.CreateCommand();
        command.CommandText = """
            CREATE TEMP TABLE kept AS SELECT sql FROM sqlite_schema WHERE name = 'leads_edited';
            DROP TRIGGER leads_edited;
            UPDATE leads SET progress = progress + 1 WHERE id = (SELECT id FROM leads WHERE progress < 100 LIMIT 1);
            """;
        command.ExecuteNonQuery();
        command.CommandText = "SELECT sql FROM kept";
        string trigger = (string)command.ExecuteScalar()!;
#pragma warning disable CA2100 // It stood in the file.
        command.CommandText = trigger;
#pragma warning restore CA2100
        command.ExecuteNonQuery();
    }

    private void Change(string sql)
    {
        using Microsoft.Data.Sqlite.SqliteConnection file = new($"Data Source={Database};Pooling=False");
        file.Open();
        using Microsoft.Data.Sqlite.SqliteCommand command = file.CreateCommand();
#pragma warning disable CA2100 // The statements of tests are their own.
        command.CommandText = sql;
#pragma warning restore CA2100
        command.ExecuteNonQuery();
    }

    private ToolRun Run(params string[] arguments) => ToolRun.Of(_directory, arguments);
}
