using System.CommandLine;

namespace LeadStore.Tool.Commands;

/// <summary>Makes a store of the SQLite file of another application, in its place.</summary>
internal static class AdoptCommand
{
    public static Command Create(SharedOptions shared)
    {
        Option<string?> mapping = new("--mapping")
        {
            Description = "A mapping file; default: the layout that is known, or a proposal without doubts.",
            HelpName = "file",
        };
        Option<string[]> more = new("--more") { Description = "Another SQLite file of the same application.", HelpName = "file" };
        Option<bool> dryRun = new("--dry-run") { Description = "Only say what would become of it." };
        Option<bool> goOn = new("--continue") { Description = "Take the rest over where rows are rejected." };
        Option<string?> rejects = new("--rejects")
        {
            Description = "A file for rejected rows, to mend and import.",
            HelpName = "file",
        };
        Command command = new("adopt", "Take the SQLite file of another application over, in its place; the old one is kept.")
        {
            mapping, more, dryRun, goOn, rejects,
        };
        shared.Handle(command, call =>
        {
            AdoptOptions options = new()
            {
                Mapping = call.Get(mapping) is { } path ? ImportMapping.Load(path) : null,
                More = call.Get(more) ?? [],
                DryRun = call.Get(dryRun),
                ContinueOnRejects = call.Get(goOn),
                RejectsPath = call.Get(rejects),
            };
            AdoptReport report = ImportAnswer.WithBar(
                "Taking over", progress => LeadDatabase.Adopt(call.Options(), options, progress, call.Cancellation));
            call.Answer(
                new AdoptDocument(report.Path, report.BackupPath, report.Layout?.Name, report.Notes, ImportDocument.Of(report.Import)),
                documents => documents.AdoptDocument,
                console =>
                {
                    ImportAnswer.Show(console, report.Import);
                    console.Line(report.IsPlan
                        ? $"{report.Path} was not changed."
                        : $"{report.Path} is a store now. The old database: {report.BackupPath}");
                });
            return report.Import.Total.Rejected == 0 ? ExitCode.Done : ExitCode.FoundSomething;
        });
        return command;
    }
}
