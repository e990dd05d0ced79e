using System.ComponentModel;
using System.Diagnostics;
using LeadStore.Tests.Sqlite.Support;
using Xunit.Abstractions;

namespace LeadStore.Tests.Maintenance;

/// <summary>The sqlite3 shell, another program with a SQLite of its own, loads a dump as it is.</summary>
public sealed class ShellTests(ITestOutputHelper output) : IDisposable
{
    private readonly TempDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Fact]
    public void The_shell_makes_of_a_dump_the_store_that_it_was()
    {
        if (!TryRun(_directory.File("version.db"), "SELECT sqlite_version();", out string version))
        {
            output.WriteLine("Not run: the sqlite3 shell is not installed.");
            return;
        }

        output.WriteLine($"sqlite3 {version.Trim()}");
        string first = _directory.File("first.sql");
        using (LeadDatabase store = LeadDatabase.Open(_directory.Database))
        {
            Lead lead = store.CreateLead(new NewLead { Phone = "+447809505864", Name = "O'Brien \\n" });
            foreach (string text in ((IEnumerable<object[]>)DumpTests.Texts).Select(row => (string)row[0]))
            {
                store.CreateMessage(lead.Id, MessageSender.Customer, text);
            }

            store.DeleteLead(store.CreateLead(new NewLead { Email = "gone@example.invalid" }).Id);
            store.Maintenance.Dump(first);
        }

        string made = _directory.File("made.db");
        TryRun(made, File.ReadAllText(first), out string answer).Should().BeTrue();
        answer.Should().BeEmpty();
        using LeadDatabase copy = LeadDatabase.Open(made);
        copy.Maintenance.Dump(_directory.File("second.sql"));
        File.ReadAllBytes(_directory.File("second.sql")).Should().Equal(File.ReadAllBytes(first));
        copy.Maintenance.CheckIntegrity().IsSound.Should().BeTrue();
    }

    private static bool TryRun(string database, string sql, out string answer)
    {
        try
        {
            using Process shell = Process.Start(new ProcessStartInfo("sqlite3", ["-bail", database])
            {
                RedirectStandardInput = true,
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            })!;
            Task<string> said = shell.StandardOutput.ReadToEndAsync();
            Task<string> complained = shell.StandardError.ReadToEndAsync();
            shell.StandardInput.Write(sql);
            shell.StandardInput.Close();
            shell.WaitForExit(Background.Patience).Should().BeTrue();
            answer = said.Result + complained.Result;
            shell.ExitCode.Should().Be(0, answer);
            return true;
        }
        catch (Win32Exception)
        {
            answer = "";
            return false;
        }
    }
}
