using System.CommandLine;

namespace LeadStore.Tool.Commands;

/// <summary>Indexes and statistics as they should be.</summary>
internal static class OptimizeCommand
{
    public static Command Create(SharedOptions shared)
    {
        Option<bool> vacuum = new("--vacuum") { Description = "Write the file anew too, without its free pages; others wait meanwhile." };
        Command command = new("optimize", "Make missing indexes again, and let SQLite count anew how values are spread.") { vacuum };
        shared.Handle(command, call =>
        {
            using LeadDatabase db = call.Open();
            OptimizeReport report = db.Maintenance.Optimize(new OptimizeOptions { Vacuum = call.Get(vacuum) }, call.Cancellation);
            call.Answer(
                new OptimizeDocument(
                    report.RestoredIndexes, report.AnalyzedTables, report.Vacuumed, report.BytesBefore, report.BytesAfter,
                    report.Duration.TotalSeconds),
                documents => documents.OptimizeDocument,
                console =>
                {
                    foreach (string index in report.RestoredIndexes)
                    {
                        console.Line($"The index {index} was made again.");
                    }

                    console.Line(
                        $"{report.AnalyzedTables.Count} tables analysed, {Terminal.Bytes(report.BytesBefore)} before, "
                        + $"{Terminal.Bytes(report.BytesAfter)} after ({Terminal.Time(report.Duration)}).");
                });
            return ExitCode.Done;
        });
        return command;
    }
}
