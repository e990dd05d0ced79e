using System.CommandLine;

namespace LeadStore.Tool.Commands;

/// <summary>Sizes and rows.</summary>
internal static class StatsCommand
{
    public static Command Create(SharedOptions shared)
    {
        Command command = new("stats", "The sizes of the file and its log, and the rows of each table.");
        shared.Handle(command, call =>
        {
            using LeadDatabase db = call.Open();
            StoreStatistics statistics = db.Maintenance.GetStatistics();
            call.Answer(statistics, documents => documents.StoreStatistics, console =>
            {
                console.Facts(
                    ("file", statistics.Path),
                    ("size", Terminal.Bytes(statistics.FileBytes)),
                    ("log", Terminal.Bytes(statistics.LogBytes)),
                    ("free pages", $"{Terminal.Number(statistics.FreePages)} of {Terminal.Number(statistics.Pages)}"),
                    ("schema", $"{statistics.SchemaVersion}"),
                    ("SQLite", statistics.SqliteVersion));
                console.Table(["table", "rows"], statistics.Rows.Select(table => (string[])[table.Key, Terminal.Number(table.Value)]));
            });
            return ExitCode.Done;
        });
        return command;
    }
}
