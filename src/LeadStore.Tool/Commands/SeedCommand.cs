using System.CommandLine;

namespace LeadStore.Tool.Commands;

/// <summary>Sample leads with conversations, of nobody.</summary>
internal static class SeedCommand
{
    public static Command Create(SharedOptions shared)
    {
        Argument<int> number = new("number") { Description = "What chooses the content.", DefaultValueFactory = _ => 1 };
        Option<int> leads = new("--leads") { Description = "How many leads, 1 to 10000.", DefaultValueFactory = _ => 100 };
        Option<int> messages = new("--messages")
        {
            Description = "How many messages a lead has at most.",
            DefaultValueFactory = _ => 12,
        };
        Command command = new("seed", "Fill an empty store with sample leads; the same number makes the same content.") { number, leads, messages };
        shared.Handle(command, call =>
        {
            using LeadDatabase db = call.Open(createIfMissing: true);
            SampleReport report = db.SeedSample(
                call.Get(number), call.Get(leads), call.Get(messages), cancellationToken: call.Cancellation);
            call.Answer(
                new SeedDocument(call.Get(number), report.Leads, report.Messages),
                documents => documents.SeedDocument,
                console => console.Line($"{Terminal.Number(report.Leads)} leads with {Terminal.Number(report.Messages)} messages, all invented."));
            return ExitCode.Done;
        });
        return command;
    }
}
