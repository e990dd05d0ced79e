using System.CommandLine;

namespace LeadStore.Tool.Commands;

/// <summary>A backup in the place of a store that nobody has open.</summary>
internal static class RestoreCommand
{
    public static Command Create(SharedOptions shared)
    {
        Argument<string?> backup = new("backup")
        {
            Description = "The backup.",
            Arity = ArgumentArity.ZeroOrOne,
        };
        Option<string?> latest = new("--latest-in")
        {
            Description = "A directory: the newest good backup of this store in it.",
            HelpName = "directory",
        };
        Option<bool> damaged = new("--allow-damaged-rows") { Description = "Take one that was made with damaged rows." };
        Command command = new("restore", "Put a backup in the place of a store that nobody has open; the old one is kept beside it.") { backup, latest, damaged };
        shared.Handle(command, call =>
        {
            string? directory = call.Get(latest);
            string? file = call.Get(backup);
            if (directory is null == file is null)
            {
                throw new UsageException("Name one backup, or a directory with --latest-in.");
            }

            RestoreOptions limits = new() { AllowDamagedRows = call.Get(damaged) };
            call.Cancellation.ThrowIfCancellationRequested();
            RestoreReport report = directory is null
                ? LeadDatabase.Restore(file!, call.Options(), limits)
                : LeadDatabase.RestoreLatest(directory, call.Options(), limits);
            call.Answer(
                new RestoreDocument(report.Path, report.Backup.Path, report.KeptPath, report.ReplacedOtherStore, report.Rejected, report.Backup.Rows),
                documents => documents.RestoreDocument,
                console =>
                {
                    console.Line($"{report.Path} is now what {report.Backup.Path} holds.");
                    if (report.KeptPath is not null)
                    {
                        console.Line($"What was there before lies in {report.KeptPath}.");
                    }

                    if (report.ReplacedOtherStore)
                    {
                        console.Line("It was another store than the one that the backup is of.");
                    }

                    foreach (string rejected in report.Rejected)
                    {
                        console.Line($"Passed over, because it is not good: {rejected}");
                    }
                });
            return ExitCode.Done;
        });
        return command;
    }
}
