using System.CommandLine;

namespace LeadStore.Tool.Commands;

/// <summary>What is wrong or risky about a store, in words.</summary>
internal static class DoctorCommand
{
    public static Command Create(SharedOptions shared)
    {
        Option<string?> backups = new("--backups")
        {
            Description = "The directory of the backups, to look at their age too.",
            HelpName = "directory",
        };
        Option<bool> content = new("--content") { Description = "Check the content too, as verify does." };
        Command command = new("doctor", "Say what is wrong or risky about the store, and what to do.") { backups, content };
        shared.Handle(command, call =>
        {
            using LeadDatabase db = call.Open();
            DoctorReport report = db.Maintenance.Doctor(new DoctorOptions
            {
                BackupDirectory = call.Get(backups),
                CheckContent = call.Get(content),
            });
            bool healthy = report.Findings.All(finding => finding.Severity != DoctorSeverity.Problem);
            call.Answer(
                new DoctorDocument(healthy, report.Findings),
                documents => documents.DoctorDocument,
                console =>
                {
                    foreach (DoctorFinding finding in report.Findings)
                    {
                        console.Line(finding.ToString());
                    }

                    if (report.Findings.Count == 0)
                    {
                        console.Line("Nothing is wrong.");
                    }
                });
            return healthy ? ExitCode.Done : ExitCode.FoundSomething;
        });
        return command;
    }
}
