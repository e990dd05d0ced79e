namespace LeadStore.Tool;

/// <summary>How the process ends; documented in docs/tool.md.</summary>
internal static class ExitCode
{
    public const int Done = 0;

    /// <summary>The command did its work, and what it looked at is not as it should be.</summary>
    public const int FoundSomething = 1;

    public const int WrongUsage = 2;

    /// <summary>Refused or failed; the message says why, and --verbose the kind.</summary>
    public const int Failed = 3;

    /// <summary>Ended by Ctrl-C or its like.</summary>
    public const int Cancelled = 130;
}
