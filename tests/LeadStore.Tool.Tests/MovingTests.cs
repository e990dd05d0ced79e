using Microsoft.Data.Sqlite;

namespace LeadStore.Tool.Tests;

/// <summary>The commands that bring data in and change the shape of a file.</summary>
public sealed class MovingTests : IDisposable
{
    private readonly string _directory = Directory.CreateTempSubdirectory("leadstore-tool-").FullName;

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    [Fact]
    public void An_export_is_imported_into_an_empty_store_and_into_no_other()
    {
        Run("seed", "3", "--leads", "20").ExitCode.Should().Be(0);
        Run("export", "all.jsonl").ExitCode.Should().Be(0);

        ToolRun loaded = Run("import", "all.jsonl", "--db", "other.db", "--json");
        ToolRun again = Run("import", "all.jsonl", "--db", "other.db", "--verbose");
        Run("export", "again.jsonl", "--db", "other.db").ExitCode.Should().Be(0);

        loaded.Json.GetProperty("counts").GetProperty("leads").GetInt32().Should().Be(20);
        again.ExitCode.Should().Be(3);
        again.Error.Should().Contain("kind TargetExists");
        Lines("again.jsonl")[1..^1].Should().Equal(Lines("all.jsonl")[1..^1]);
    }

    [Fact]
    public void A_csv_file_is_planned_imported_and_the_second_time_nothing_changes()
    {
        File.WriteAllText(Path.Combine(_directory, "leads.csv"), "phone,name,email\n+447700900001,Ada Sample,ada@example.com\n+447700900002,Bo Sample,\n");

        ToolRun proposed = Run("import", "leads.csv", "--propose", "mapping.json", "--json");
        ToolRun plan = Run("import", "leads.csv", "--mapping", "mapping.json", "--dry-run", "--json");
        ToolRun import = Run("import", "leads.csv", "--mapping", "mapping.json", "--json");
        ToolRun again = Run("import", "leads.csv", "--mapping", "mapping.json");

        File.Exists(proposed.Json.GetProperty("mapping").GetString()).Should().BeTrue();
        plan.Json.GetProperty("isPlan").GetBoolean().Should().BeTrue();
        import.Json.GetProperty("total").GetProperty("imported").GetInt32().Should().Be(2);
        (again.ExitCode, again.Error).Should().Be((0, ""));
        Run("stats", "--json").Json.GetProperty("rows").GetProperty("leads").GetInt32().Should().Be(2);
    }

    [Fact]
    public void A_rejected_row_stops_the_import_unless_it_may_go_on()
    {
        string file = Path.Combine(_directory, "leads.csv");
        File.WriteAllText(file, "phone,name\n+447700900001,Ada\n+447700900002,Bo\n");
        Run("import", "leads.csv", "--propose", "mapping.json");
        File.WriteAllText(file, "phone,name\n+447700900001,Ada\n12,\n");

        ToolRun stopped = Run("import", "leads.csv", "--mapping", "mapping.json", "--verbose");
        ToolRun went = Run("import", "leads.csv", "--mapping", "mapping.json", "--continue", "--rejects", "rejects.jsonl", "--json");

        (stopped.ExitCode, stopped.Output).Should().Be((3, ""));
        stopped.Error.Should().Contain("kind Validation").And.NotContain("Ada");
        went.ExitCode.Should().Be(1);
        went.Json.GetProperty("total").GetProperty("rejected").GetInt32().Should().Be(1);
        File.Exists(Path.Combine(_directory, "rejects.jsonl")).Should().BeTrue();
    }

    [Fact]
    public void The_database_of_another_application_is_taken_over_after_a_look()
    {
        string database = Path.Combine(_directory, "leads.db");
        using (SqliteConnection file = new($"Data Source={database};Pooling=False"))
        {
            file.Open();
            using SqliteCommand command = file.CreateCommand();
            command.CommandText = """
                CREATE TABLE leads (id INTEGER PRIMARY KEY, phone TEXT, name TEXT, email TEXT);
                INSERT INTO leads VALUES (1, '+447700900001', 'Ada Sample', 'ada@example.com'), (2, '+44 7700 900002', 'Bo Sample', NULL);
                """;
            command.ExecuteNonQuery();
        }

        Run("import", "leads.db", "--db", "none.db", "--propose", "mapping.json").ExitCode.Should().BeOneOf(0, 1);
        byte[] before = File.ReadAllBytes(database);
        ToolRun plan = Run("adopt", "--mapping", "mapping.json", "--dry-run");
        byte[] untouched = File.ReadAllBytes(database);
        ToolRun adopted = Run("adopt", "--mapping", "mapping.json", "--json");

        plan.Output.Should().Contain("was not changed");
        untouched.Should().Equal(before);
        adopted.ExitCode.Should().Be(0, adopted.Error);
        File.Exists(adopted.Json.GetProperty("backup").GetString()).Should().BeTrue();
        Run("stats", "--json").Json.GetProperty("rows").GetProperty("leads").GetInt32().Should().Be(2);
        Run("adopt").ExitCode.Should().Be(3);
    }

    [Fact]
    public void A_store_is_rolled_back_by_name_and_migrated_again()
    {
        Run("seed", "3", "--leads", "20").ExitCode.Should().Be(0);
        ToolRun status = Run("status", "--json");
        int newest = status.Json.GetProperty("newestSchemaVersion").GetInt32();
        string older = $"{newest - 1}";

        Run("rollback", older, "--dry-run").Output.Should().Contain("DROP TRIGGER");
        Run("rollback", older).ExitCode.Should().Be(2);
        Run("rollback", older, "--confirm", "wrong.db").ExitCode.Should().Be(2);
        status.ExitCode.Should().Be(0);
        ToolRun rolledBack = Run("rollback", older, "--confirm", "leads.db", "--json");
        ToolRun pending = Run("status");
        ToolRun script = Run("migrate", "--dry-run");
        ToolRun migrated = Run("migrate", "--json");

        File.Exists(rolledBack.Json.GetProperty("backup").GetString()).Should().BeTrue();
        pending.ExitCode.Should().Be(1);
        pending.Output.Should().Contain("Pending");
        script.Output.Should().Contain("CREATE TRIGGER");
        migrated.Json.GetProperty("migrations").GetArrayLength().Should().Be(1);
        Run("migrate").Output.Should().Contain("is up to date");
        Run("status").Output.Should().NotContain("\u001b").And.Contain("Up to date");
        Run("verify").ExitCode.Should().Be(0);
    }

    [Fact]
    public void What_is_no_store_is_said_so()
    {
        File.WriteAllText(Path.Combine(_directory, "text.db"), new string('x', 5000));

        foreach (string[] arguments in (string[][])[["status"], ["migrate"], ["rollback", "1", "--confirm", "text.db"], ["stats"], ["adopt"]])
        {
            ToolRun run = Run([.. arguments, "--db", "text.db"]);
            (run.ExitCode, run.Output).Should().Be((3, ""), arguments[0]);
        }

        Run("status").ExitCode.Should().Be(3);
        Run("import", "none.csv").ExitCode.Should().Be(3);
        File.ReadAllText(Path.Combine(_directory, "text.db")).Should().Be(new string('x', 5000));
    }

    private string[] Lines(string name) => File.ReadAllLines(Path.Combine(_directory, name));

    private ToolRun Run(params string[] arguments) => ToolRun.Of(_directory, arguments);
}
