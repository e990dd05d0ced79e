namespace LeadStore.Tool;

/// <summary>Says on one line of the error output what went wrong and what to do, and how the process ends.</summary>
internal static class Failure
{
    public static int Report(Exception failure, bool verbose)
    {
        switch (failure)
        {
            case OperationCanceledException:
                Write("Given up; the store is as it was, or as the last finished step has left it.");
                return ExitCode.Cancelled;
            case LeadStoreException refused:
                Write(refused.Message);
                if (verbose)
                {
                    Write($"kind {refused.Kind}, operation {refused.Operation ?? "none"}, outcome {refused.Outcome}, "
                        + $"SQLite code {refused.SqliteExtendedErrorCode}");
                }

                return ExitCode.Failed;
            case UsageException or ArgumentException:
                Write(failure is ArgumentException { ParamName: { } name }
                    ? failure.Message.Replace($" (Parameter '{name}')", "", StringComparison.Ordinal)
                    : failure.Message);
                return ExitCode.WrongUsage;
            case InvalidOperationException or IOException or UnauthorizedAccessException:
                Write(failure.Message);
                return ExitCode.Failed;
            default:
                // A mistake of ours: its stack is what a report of it needs, and holds no data.
                Write($"{failure.GetType().Name}: this is a mistake of leadstore; please report it. Repeat with --verbose to see where.");
                if (verbose)
                {
                    Console.Error.WriteLine(failure.StackTrace);
                }

                return ExitCode.Failed;
        }
    }

    public static void Write(string message) => Console.Error.WriteLine($"leadstore: {Terminal.Plain(message)}");
}
