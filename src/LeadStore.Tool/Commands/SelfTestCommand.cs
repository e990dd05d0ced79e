using System.CommandLine;
using System.Globalization;

namespace LeadStore.Tool.Commands;

/// <summary>Whether the store is as quick as it should be.</summary>
internal static class SelfTestCommand
{
    public static Command Create(SharedOptions shared)
    {
        Option<double> seconds = new("--seconds") { Description = "The longest time.", DefaultValueFactory = _ => 5 };
        Command command = new("selftest", "Say whether every lookup is as quick as it should be, and what mends it where not.") { seconds };
        shared.Handle(command, call =>
        {
            SelfTestOptions options = new() { MaxTime = Time(call.Get(seconds)) };
            using LeadDatabase db = call.Open();
            SelfTestReport report = db.SelfTest(options, call.Cancellation);
            call.Answer(
                new SelfTestDocument(
                    report.Passed,
                    report.Statements,
                    [
                        .. report.Measurements.Select(one => new LookupDocument(
                            one.Name, one.Samples, one.P50.TotalMilliseconds, one.P99.TotalMilliseconds, one.Limit.TotalMilliseconds, one.Passed)),
                    ],
                    report.Findings,
                    report.Duration.TotalSeconds),
                documents => documents.SelfTestDocument,
                console =>
                {
                    if (report.Measurements.Count > 0)
                    {
                        console.Table(
                            ["lookup", "samples", "p50 ms", "p99 ms", "limit ms"],
                            report.Measurements.Select(one => (string[])
                                [one.Name, Terminal.Number(one.Samples), Milliseconds(one.P50), Milliseconds(one.P99), Milliseconds(one.Limit)]));
                    }

                    foreach (SelfTestFinding finding in report.Findings)
                    {
                        console.Line(finding.ToString());
                    }

                    console.Line($"{(report.Passed ? "Passed" : "Falls short")}: {report.Statements} statements planned ({Terminal.Time(report.Duration)}).");
                });
            return report.Passed ? ExitCode.Done : ExitCode.FoundSomething;
        });
        return command;
    }

    private static TimeSpan Time(double seconds) => seconds is > 0 and <= 3600
        ? TimeSpan.FromSeconds(seconds)
        : throw new UsageException("--seconds must be above 0 and at most 3600.");

    private static string Milliseconds(TimeSpan time) => time.TotalMilliseconds.ToString("0.000", CultureInfo.InvariantCulture);
}
