using System.CommandLine;
using System.Globalization;

namespace LeadStore.Tool.Commands;

/// <summary>Puts leads away that nobody has been in contact with.</summary>
internal static class ArchiveCommand
{
    public static Command Create(SharedOptions shared)
    {
        Option<string> olderThan = new("--older-than")
        {
            Description = "How long ago the last contact must be: a number with h, d or w behind it, 180d for example.",
            HelpName = "time",
            Required = true,
        };
        Option<bool> dryRun = new("--dry-run") { Description = "Only count them." };
        Command command = new("archive", "Archive the leads that nobody has been in contact with for some time.") { olderThan, dryRun };
        shared.Handle(command, call =>
        {
            TimeSpan time = Parse(call.Get(olderThan)!);
            using LeadDatabase db = call.Open();
            ValueTask<int> archiving = db.ArchiveInactiveAsync(time, call.Get(dryRun), call.Cancellation);
            int leads = archiving.AsTask().GetAwaiter().GetResult();
            call.Answer(
                new ArchiveDocument(leads, call.Get(dryRun)),
                documents => documents.ArchiveDocument,
                console => console.Line(call.Get(dryRun)
                    ? $"{Terminal.Number(leads)} leads would be archived."
                    : $"{Terminal.Number(leads)} leads were archived; each comes back when the person writes."));
            return ExitCode.Done;
        });
        return command;
    }

    private static TimeSpan Parse(string text)
    {
        int hours = text.Length == 0 ? 0 : text[^1] switch { 'h' => 1, 'd' => 24, 'w' => 24 * 7, _ => 0 };
        return hours > 0 && int.TryParse(text.AsSpan(0, text.Length - 1), NumberStyles.None, CultureInfo.InvariantCulture, out int number)
            && number is > 0 and <= 100_000
            ? TimeSpan.FromHours((double)hours * number)
            : throw new UsageException("--older-than must be a number from 1 to 100000 with h, d or w behind it, 180d for example.");
    }
}
