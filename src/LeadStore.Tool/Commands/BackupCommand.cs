using System.CommandLine;

namespace LeadStore.Tool.Commands;

/// <summary>A verified backup, while the store is in use.</summary>
internal static class BackupCommand
{
    public static Command Create(SharedOptions shared)
    {
        Argument<string> path = new("path")
        {
            Description = "A directory, where it gets a dated name, or a file that does not exist yet.",
        };
        Option<bool> gzip = new("--gzip") { Description = "Compress it." };
        Option<bool> damaged = new("--allow-damaged-rows") { Description = "Make it though rows are damaged; they are counted." };
        Command command = new("backup", "Make a backup, compared with the store, while others use it.") { path, gzip, damaged };
        shared.Handle(command, call =>
        {
            using LeadDatabase db = call.Open();
            BackupOptions options = new()
            {
                Compression = call.Get(gzip) ? BackupCompression.Gzip : BackupCompression.None,
                AllowDamagedRows = call.Get(damaged),
            };
            BackupReport report = Terminal.WithBar("Backing up", told => db.Maintenance.Backup(
                call.Get(path), options, new Reported<BackupProgress>(progress => told(progress.Fraction)), call.Cancellation));
            call.Answer(
                new BackupDocument(
                    report.Path, report.ManifestPath, report.Length, report.Sha256, report.SchemaVersion, report.StoreUid, report.CreatedAt,
                    report.DamagedRows, report.Rows, report.Duration.TotalSeconds),
                documents => documents.BackupDocument,
                console => console.Line(
                    $"{report.Path}: {Terminal.Bytes(report.Length)}, verified, in {Terminal.Time(report.Duration)}."));
            return ExitCode.Done;
        });
        return command;
    }
}
