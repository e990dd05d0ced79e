using System.Diagnostics;
using System.Globalization;

namespace LeadStore.Tool.Tests;

/// <summary>Ctrl-C in the middle.</summary>
public sealed class InterruptTests : IDisposable
{
    private readonly string _directory = Directory.CreateTempSubdirectory("leadstore-tool-").FullName;

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    [Theory]
    [InlineData("backup", "b.db", "b.db.tmp-*")]
    [InlineData("export", "e.jsonl", "e.jsonl.tmp-*")]
    public void Ctrl_C_in_the_middle_ends_with_130_leaves_nothing_and_the_store_usable(string command, string target, string workDirectory)
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        string database = Path.Combine(_directory, "leads.db");
        using (LeadDatabase db = LeadDatabase.Open(database))
        {
            // Some seconds of work.
            string text = new('x', 2_000);
            for (int i = 0; i < 60; i++)
            {
                db.InTransaction(tx =>
                {
                    long lead = tx.CreateLead(new NewLead { Email = $"sample{i}@example.com" }).Id;
                    for (int n = 0; n < 1_000; n++)
                    {
                        tx.CreateMessage(lead, MessageSender.Agent, text);
                    }
                });
            }
        }

        string[] before = Directory.GetFileSystemEntries(_directory);
        Process process = ToolRun.Start(_directory, command, target);
        try
        {
            // Its work directory is there: it is in the middle.
            SpinWait.SpinUntil(
                () => Directory.GetDirectories(_directory, workDirectory).Length > 0 || process.HasExited, TimeSpan.FromSeconds(60)).Should().BeTrue();
            process.HasExited.Should().BeFalse("it has work for some time");
            using Process kill = Process.Start("kill", ["-INT", process.Id.ToString(CultureInfo.InvariantCulture)]);
            kill.WaitForExit();
            ToolRun run = ToolRun.Of(process);

            run.ExitCode.Should().Be(130, run.Error);
            run.Error.Should().StartWith("leadstore: Given up");
        }
        finally
        {
            process.Dispose();
        }

        Directory.GetFileSystemEntries(_directory).Should().BeEquivalentTo(before);
        using LeadDatabase again = LeadDatabase.Open(database);
        again.Maintenance.Verify().IsSound.Should().BeTrue();
        again.CreateLead(new NewLead { Phone = "+447700900001" });
    }
}
