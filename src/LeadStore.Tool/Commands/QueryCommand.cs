using System.CommandLine;
using System.Globalization;

namespace LeadStore.Tool.Commands;

/// <summary>One SELECT of somebody's own.</summary>
internal static class QueryCommand
{
    public static Command Create(SharedOptions shared)
    {
        Argument<string> sql = new("sql") { Description = "One SELECT, with ?1 … ?n for the arguments." };
        Argument<string[]> arguments = new("arguments")
        {
            Description = "The arguments, as text.",
            Arity = ArgumentArity.ZeroOrMore,
        };
        Option<int> rows = new("--rows") { Description = "The most rows, 1 to 1000000.", DefaultValueFactory = _ => 1000 };
        Option<double> seconds = new("--seconds") { Description = "The longest time.", DefaultValueFactory = _ => 30 };
        Command command = new("query", "Answer one SELECT; nothing can be written.") { sql, arguments, rows, seconds };
        shared.Handle(command, call =>
        {
            QueryLimits limits = new() { MaxRows = call.Get(rows), MaxTime = Time(call.Get(seconds)) };
            using LeadDatabase db = call.Open();
            QueryResult result = db.Query(call.Get(sql), call.Get(arguments), limits, call.Cancellation);
            call.Answer(
                new QueryDocument(result.Columns, result.Rows, result.Truncated),
                documents => documents.QueryDocument,
                console =>
                {
                    console.Table(result.Columns, result.Rows.Select(row => row.Select(Show)));
                    if (result.Truncated)
                    {
                        Failure.Write($"There are more than {result.Rows.Count} rows; the rest was left out. Raise --rows to see it.");
                    }
                });
            return ExitCode.Done;
        });
        return command;
    }

    private static TimeSpan Time(double seconds) => seconds is > 0 and <= 3600
        ? TimeSpan.FromSeconds(seconds)
        : throw new UsageException("--seconds must be above 0 and at most 3600.");

    private static string Show(object? value) => value switch
    {
        null => "",
        byte[] bytes => $"x'{Convert.ToHexStringLower(bytes)}'",
        IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
        _ => value.ToString()!,
    };
}
