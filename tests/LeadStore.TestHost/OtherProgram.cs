using System.Diagnostics;

namespace LeadStore.TestHost;

/// <summary>A program that runs in the surroundings of this process: its mounts, its limits.</summary>
internal static class OtherProgram
{
    /// <returns>Its exit code.</returns>
    public static int Run(string[] words)
    {
        using Process process = Process.Start(words[0], words[1..]);
        process.WaitForExit();
        return process.ExitCode;
    }
}
