using System.CommandLine;

namespace LeadStore.Tool.Commands;

/// <summary>Whether a store, or a backup, is sound.</summary>
internal static class VerifyCommand
{
    public static Command Create(SharedOptions shared)
    {
        Argument<string?> backup = new("backup")
        {
            Description = "A backup to verify instead of the store.",
            Arity = ArgumentArity.ZeroOrOne,
        };
        Option<bool> damaged = new("--allow-damaged-rows")
        {
            Description = "Of a backup: take one that was made with damaged rows.",
        };
        Command command = new("verify", "Check every page, index, reference and row checksum.") { backup, damaged };
        shared.Handle(command, call => call.Get(backup) is { } file
            ? Backup(call, file, new RestoreOptions { AllowDamagedRows = call.Get(damaged) })
            : Store(call));
        return command;
    }

    private static int Backup(Call call, string file, RestoreOptions limits)
    {
        BackupCheck check = StoreMaintenance.VerifyBackup(file, limits, call.Cancellation);
        call.Answer(
            new BackupCheckDocument(
                true, check.Path, check.HasManifest, check.SchemaVersion, check.StoreUid, check.CreatedAt, check.DamagedRows, check.Rows),
            documents => documents.BackupCheckDocument,
            console => console.Line(
                $"{check.Path} is good: schema {check.SchemaVersion}, {Terminal.Number(check.Rows.GetValueOrDefault("leads"))} leads, "
                + $"{Terminal.Number(check.Rows.GetValueOrDefault("messages"))} messages{(check.HasManifest ? "" : "; it has no manifest")}."));
        return ExitCode.Done;
    }

    private static int Store(Call call)
    {
        using LeadDatabase db = call.Open();
        VerificationReport report = db.Maintenance.Verify(call.Cancellation);
        call.Answer(
            new VerifyDocument(
                report.IsSound, report.Errors, report.DamagedRowCount, report.UnverifiableRowCount, report.DamagedRows, report.Duration.TotalSeconds),
            documents => documents.VerifyDocument,
            console =>
            {
                foreach (string error in report.Errors)
                {
                    console.Line(error);
                }

                if (report.DamagedRows.Count > 0)
                {
                    console.Table(["damaged row"], report.DamagedRows.Select(row => (string[])[row.ToString()]));
                }

                console.Line(report.IsSound
                    ? $"Sound; {Terminal.Number(report.UnverifiableRowCount)} rows of other programs have no checksum ({Terminal.Time(report.Duration)})."
                    : $"Not sound: {report.Errors.Count} errors, {Terminal.Number(report.DamagedRowCount)} damaged rows. Keep the file, and restore a good backup.");
            });
        return report.IsSound ? ExitCode.Done : ExitCode.FoundSomething;
    }
}
