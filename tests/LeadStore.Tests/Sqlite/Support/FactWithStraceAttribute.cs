using System.Diagnostics;

namespace LeadStore.Tests.Sqlite.Support;

/// <summary>A fact for which system calls are made to fail from outside, by strace, where that is installed and allowed.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class FactWithStraceAttribute : FactAttribute
{
    private static readonly Lazy<string?> WhyNot = new(FindWhyNot);

    public FactWithStraceAttribute() => Skip = WhyNot.Value;

    private static string? FindWhyNot()
    {
        if (!Tool.IsInstalled("strace"))
        {
            return "strace is not installed.";
        }

        // A container may forbid one process to trace another.
        using Process trial = Process.Start(new ProcessStartInfo("strace", ["-f", "-qq", "-o", "/dev/null", "true"]) { RedirectStandardError = true })!;
        trial.StandardError.ReadToEnd();
        trial.WaitForExit();
        return trial.ExitCode == 0 ? null : "strace may not trace here.";
    }
}
