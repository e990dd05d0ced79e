using System.CommandLine;

namespace LeadStore.Tool.Commands;

/// <summary>Leads and messages of another system, or an export, into the store.</summary>
internal static class ImportCommand
{
    private const string Json = "json";
    private const string Csv = "csv";
    private const string Sqlite = "sqlite";

    public static Command Create(SharedOptions shared)
    {
        Argument<string[]> files = new("files")
        {
            Description = "A JSON, CSV or SQLite file, or an export; several SQLite files are one source.",
            Arity = ArgumentArity.OneOrMore,
        };
        Option<string?> format = new("--format") { Description = "json, csv or sqlite. Default: by the extension, else sqlite." };
        format.AcceptOnlyFromAmong(Json, Csv, Sqlite);
        Option<string?> mapping = new("--mapping") { Description = "A mapping file: what goes where.", HelpName = "file" };
        Option<string?> propose = new("--propose")
        {
            Description = "Only write a proposed mapping to this file, to read and to mend.",
            HelpName = "file",
        };
        Option<bool> dryRun = new("--dry-run") { Description = "Do all of it and store nothing." };
        Option<bool> goOn = new("--continue") { Description = "Store the rest where rows are rejected." };
        Option<string?> rejects = new("--rejects")
        {
            Description = "A file for rejected rows, to mend and import again.",
            HelpName = "file",
        };
        Option<int?> batch = new("--batch") { Description = "Rows in a transaction. Default: all in one.", HelpName = "rows" };
        Option<bool> noBackup = new("--no-backup") { Description = "Without the backup beside the store, which is made if it has leads." };
        Command command = new("import", "Bring leads and messages in; the same again changes nothing.")
        {
            files, format, mapping, propose, dryRun, goOn, rejects, batch, noBackup,
        };
        shared.Handle(command, call =>
        {
            string[] named = call.Get(files);
            if (named.Length == 1 && call.Get(format) is null && StoreExport.IsExport(named[0]))
            {
                return Load(call, named[0]);
            }

            ImportSource source = Source(named, call.Get(format));
            if (call.Get(propose) is { } target)
            {
                return Propose(call, source, target);
            }

            ImportMapping? chosen = call.Get(mapping) is { } path ? ImportMapping.Load(path) : null;
            ImportOptions options = new()
            {
                ContinueOnRejects = call.Get(goOn),
                RejectsPath = call.Get(rejects),
                BatchSize = call.Get(batch),
                BackUpFirst = !call.Get(noBackup),
            };
            using LeadDatabase db = call.Open(createIfMissing: true);
            ImportReport report = ImportAnswer.WithBar("Importing", progress => call.Get(dryRun)
                ? db.Import.Plan(source, chosen, options, progress, call.Cancellation)
                : db.Import.Run(source, chosen, options, progress, call.Cancellation));
            call.Answer(ImportDocument.Of(report), documents => documents.ImportDocument, console => ImportAnswer.Show(console, report));
            return report.Total.Rejected == 0 ? ExitCode.Done : ExitCode.FoundSomething;
        });
        return command;
    }

    private static ImportSource Source(string[] files, string? format)
    {
        string chosen = format ?? Path.GetExtension(files[0]).ToUpperInvariant() switch
        {
            ".JSON" or ".JSONL" or ".NDJSON" => Json,
            ".CSV" => Csv,
            _ => Sqlite,
        };
        if (files.Length > 1 && chosen != Sqlite)
        {
            throw new UsageException("Several files are one source only if they are SQLite files; import the others one by one.");
        }

        return chosen switch
        {
            Json => ImportSource.Json(files[0]),
            Csv => ImportSource.Csv(files[0]),
            _ => ImportSource.Sqlite(files[0], files[1..]),
        };
    }

    private static int Propose(Call call, ImportSource source, string target)
    {
        MappingProposal proposal = ImportMapping.Propose(source);
        proposal.Save(target);
        call.Answer(
            new ProposalDocument(Path.GetFullPath(target), proposal.IsCertain, proposal.Layout?.Name, proposal.Notes),
            documents => documents.ProposalDocument,
            console =>
            {
                console.Table(
                    ["table", "column", "", "why"],
                    proposal.Notes.Select(note => (string[])[note.Table ?? "", note.Column ?? "", note.IsDoubt ? "?" : "", note.Reason]));
                console.Line(proposal.IsCertain
                    ? $"{target}: without doubts. Read it, then import with --mapping."
                    : $"{target}: with doubts, marked '?'. Mend it, then import with --mapping.");
            });
        return proposal.IsCertain ? ExitCode.Done : ExitCode.FoundSomething;
    }

    private static int Load(Call call, string file)
    {
        using LeadDatabase db = call.Open(createIfMissing: true);
        ExportReport report = Terminal.WithBar("Loading", told => db.Export.Load(
            file, new Reported<ExportProgress>(progress => told(progress.Fraction)), call.Cancellation));
        call.Answer(
            new ExportDocument(report.Path, Json, report.Bytes, report.Counts, report.Duration.TotalSeconds),
            documents => documents.ExportDocument,
            console => console.Line($"Loaded {report} in {Terminal.Time(report.Duration)}."));
        return ExitCode.Done;
    }
}
