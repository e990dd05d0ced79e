using System.CommandLine;

namespace LeadStore.Tool.Commands;

/// <summary>Empties a store, after a backup.</summary>
internal static class ResetCommand
{
    public static Command Create(SharedOptions shared)
    {
        Option<string?> confirm = new("--confirm")
        {
            Description = "The name of the file, instead of being asked for it.",
            HelpName = "name",
        };
        Option<string?> backups = new("--backups")
        {
            Description = "The directory for the backup. Default: that of the file.",
            HelpName = "directory",
        };
        Command command = new("reset", "Empty the store, after a verified backup.") { confirm, backups };
        shared.Handle(command, call =>
        {
            LeadDatabaseOptions options = call.Options();
            string name = call.Get(confirm) ?? Terminal.AskForName("Everything in it will be removed, after a backup.", options.ResolvePath());
            call.Cancellation.ThrowIfCancellationRequested();
            ResetReport report = LeadDatabase.Reset(options, name, call.Get(backups));
            call.Answer(
                new ResetDocument(report.Path, report.Backup.Path, report.KeptPath),
                documents => documents.ResetDocument,
                console =>
                {
                    console.Line($"{report.Path} is empty now. The backup of what it held: {report.Backup.Path}");
                    if (report.KeptPath is not null)
                    {
                        console.Line($"The old file lies in {report.KeptPath}; delete it when it is not needed.");
                    }
                });
            return ExitCode.Done;
        });
        return command;
    }
}
