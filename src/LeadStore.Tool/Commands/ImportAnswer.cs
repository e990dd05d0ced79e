using Spectre.Console;

namespace LeadStore.Tool.Commands;

/// <summary>What an import tells people, while it runs and afterwards.</summary>
internal static class ImportAnswer
{
    public static T WithBar<T>(string what, Func<IProgress<ImportProgress>, T> run) => Terminal.WithBar(
        what,
        told => run(new Reported<ImportProgress>(progress => told(progress.TotalRows is > 0 and var total ? (double)progress.Rows / total : 0))));

    public static void Show(IAnsiConsole console, ImportReport report)
    {
        console.Table(
            ["table", "becomes", "read", "imported", "merged", "unchanged", "rejected", "left out"],
            report.Tables.Select(table => (string[])
            [
                table.Table, table.To.ToString(), Terminal.Number(table.Read), Terminal.Number(table.Imported), Terminal.Number(table.Merged),
                Terminal.Number(table.Unchanged), Terminal.Number(table.Rejected), Terminal.Number(table.LeftOut),
            ]));
        if (report.Reasons.Count > 0)
        {
            console.Table(
                ["table", "column", "rejected", "first at", "why"],
                report.Reasons.Select(reason => (string[])
                    [reason.Table, reason.Column ?? "", Terminal.Number(reason.Count), Terminal.Number(reason.FirstPosition), reason.Message]));
        }

        if (report.Unreadable.Count > 0)
        {
            console.Table(
                ["table", "column", "kept as attributes", "first at", "why"],
                report.Unreadable.Select(value => (string[])
                    [value.Table, value.Column ?? "", Terminal.Number(value.Count), Terminal.Number(value.FirstPosition), value.Message]));
        }

        if (report.RejectsPath is not null)
        {
            console.Line($"The rejected rows lie in {report.RejectsPath}; mend them and import that file.");
        }

        if (report.BackupPath is not null)
        {
            console.Line($"The store from before lies in {report.BackupPath}.");
        }

        console.Line(report.IsPlan ? "Nothing was stored; this is what an import would do." : $"Stored; {Terminal.Number(report.StoredRows)} rows.");
    }
}
