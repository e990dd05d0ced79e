using System.CommandLine;

namespace LeadStore.Tool.Commands;

/// <summary>Takes the schema back, so that an older LeadStore opens the file.</summary>
internal static class RollbackCommand
{
    // As the library calls its own migrations.
    private const string Own = "leadstore";

    public static Command Create(SharedOptions shared)
    {
        Argument<int> version = new("version") { Description = "The schema version that it shall have; 0 removes everything." };
        Option<bool> dryRun = new("--dry-run") { Description = "Only print the SQL that would run." };
        Option<string?> confirm = new("--confirm")
        {
            Description = "The name of the file, instead of being asked for it.",
            HelpName = "name",
        };
        Command command = new("rollback", "Take the schema back to an older version, after a verified backup.") { version, dryRun, confirm };
        shared.Handle(command, call => call.Get(dryRun) ? Show(call, call.Get(version)) : RollBack(call, call.Get(version), call.Get(confirm)));
        return command;
    }

    private static int Show(Call call, int version)
    {
        string script = LeadDatabase.GetMigrationStatus(call.Options()).ScriptRollBack(Own, version);
        call.Answer(new RollBackDocument([], null, true, script), documents => documents.RollBackDocument, _ => Console.Out.Write(script));
        return ExitCode.Done;
    }

    private static int RollBack(Call call, int version, string? confirm)
    {
        LeadDatabaseOptions options = call.Options();
        string path = options.ResolvePath();
        string name = confirm
            ?? Terminal.AskForName($"What schema {version} has no place for will be removed, after a backup.", path);
        if (name != Path.GetFileName(path))
        {
            throw new UsageException($"Nothing was rolled back: the file is called '{Path.GetFileName(path)}', and another name was given.");
        }

        call.Cancellation.ThrowIfCancellationRequested();
        RollBackReport report = LeadDatabase.RollBack(options, version);
        call.Answer(
            new RollBackDocument(report.RolledBack, report.BackupPath, false, null),
            documents => documents.RollBackDocument,
            console => console.Line(report.RolledBack.Count == 0
                ? "There was nothing to roll back."
                : $"Rolled back: {string.Join(", ", report.RolledBack)}. The backup from before: {report.BackupPath}"));
        return ExitCode.Done;
    }
}
