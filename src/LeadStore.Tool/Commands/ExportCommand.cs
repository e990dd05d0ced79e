using System.CommandLine;

namespace LeadStore.Tool.Commands;

/// <summary>Everything as JSON Lines, or tables for people.</summary>
internal static class ExportCommand
{
    private const string Json = "json";
    private const string Csv = "csv";
    private const string CsvMessages = "csv-messages";

    public static Command Create(SharedOptions shared)
    {
        Argument<string> file = new("file") { Description = "A file that does not exist yet; '-' for the output." };
        Option<string> format = new("--format")
        {
            Description = "json: everything, to be loaded again. csv, csv-messages: tables for people.",
            DefaultValueFactory = _ => Json,
        };
        format.AcceptOnlyFromAmong(Json, Csv, CsvMessages);
        Option<bool> noMark = new("--no-bom") { Description = "CSV without the byte order mark." };
        Option<bool> noArchived = new("--no-archived") { Description = "CSV without archived leads." };
        Command command = new("export", "Write the content to a file.") { file, format, noMark, noArchived };
        shared.Handle(command, call =>
        {
            CsvOptions csv = new() { ByteOrderMark = !call.Get(noMark), IncludeArchived = !call.Get(noArchived) };
            if (call.Json && call.Get(file) == "-")
            {
                throw new UsageException("The output cannot take both the export and --json; name a file.");
            }

            using LeadDatabase db = call.Open();
            string chosen = call.Get(format)!;
            ExportReport report = Terminal.WithBar("Exporting", told =>
                Write(db.Export, call.Get(file), chosen, csv, new Reported<ExportProgress>(progress => told(progress.Fraction)), call.Cancellation));
            if (report.Path is not null)
            {
                call.Answer(
                    new ExportDocument(report.Path, chosen, report.Bytes, report.Counts, report.Duration.TotalSeconds),
                    documents => documents.ExportDocument,
                    console => console.Line($"{report.Path}: {report} in {Terminal.Time(report.Duration)}."));
            }

            return ExitCode.Done;
        });
        return command;
    }

    private static ExportReport Write(
        StoreExport export, string file, string format, CsvOptions csv, IProgress<ExportProgress> progress, CancellationToken cancellation)
    {
        if (file != "-")
        {
            return format switch
            {
                Csv => export.Csv(file, csv, progress, cancellation),
                CsvMessages => export.CsvMessages(file, csv, progress, cancellation),
                _ => export.Json(file, progress, cancellation),
            };
        }

        using Stream output = Console.OpenStandardOutput();
        return format switch
        {
            Csv => export.Csv(output, csv, progress, cancellation),
            CsvMessages => export.CsvMessages(output, csv, progress, cancellation),
            _ => export.Json(output, progress, cancellation),
        };
    }
}
