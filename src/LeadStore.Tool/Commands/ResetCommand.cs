using System.CommandLine;

namespace LeadStore.Tool.Commands;

/// <summary>Empties a store, after a backup.</summary>
internal static class ResetCommand
{
    public static Command Create(SharedOptions shared)
    {
        Option<string?> confirm = new("--confirm") { Description = "The name of the file, instead of being asked for it.", HelpName = "name" };
        Option<string?> backups = new("--backups") { Description = "The directory for the backup. Default: that of the file.", HelpName = "directory" };
        Command command = new("reset", "Empty the store, after a verified backup.") { confirm, backups };
        shared.Handle(command, call =>
        {
            string name = call.Get(confirm) ?? Ask(call);
            call.Cancellation.ThrowIfCancellationRequested();
            ResetReport report = LeadDatabase.Reset(call.Options(), name, call.Get(backups));
            call.Answer(
                new ResetDocument(report.Path, report.Backup.Path, report.KeptPath),
                Documents.Default.ResetDocument,
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

    private static string Ask(Call call)
    {
        string path;
        using (LeadDatabase db = call.Open())
        {
            path = db.Path;
        }

        if (!Terminal.CanAsk)
        {
            throw new UsageException($"Everything in '{path}' would be removed. Repeat with --confirm and the name of the file.");
        }

        Console.Error.Write($"Everything in '{path}' will be removed, after a backup. Type the name of the file to go on: ");
        return Console.ReadLine() ?? "";
    }
}
