using System.Diagnostics;

namespace LeadStore.CrashTests.Support;

/// <summary>Limits that the system sets to a running process, and lifts again.</summary>
internal static class ProcessLimit
{
    /// <summary>A program's arguments that start another one which a write over its limit does not kill: the write fails instead.</summary>
    /// <remarks>And without the double mapping of the runtime's own code, which is a file in memory.</remarks>
    public static string[] WithoutSignal => ["sh", "-c", "trap '' XFSZ; export DOTNET_EnableWriteXorExecute=0; exec \"$@\"", "sh"];

    /// <summary>How long a file may become, in bytes; null for any length.</summary>
    public static void FileLength(int process, long? bytes) => Set(process, "fsize", bytes);

    /// <summary>How much memory it may map, in bytes; null for any.</summary>
    public static void AddressSpace(int process, long? bytes) => Set(process, "as", bytes);

    private static void Set(int process, string what, long? bytes)
    {
        try
        {
            string soft = bytes is { } most ? $"{most}" : "unlimited";
            using Process limit = Process.Start("prlimit", ["--pid", $"{process}", $"--{what}={soft}:unlimited"]);
            limit.WaitForExit();
            if (limit.ExitCode != 0)
            {
                throw new NotPossibleException($"prlimit could not set {what}");
            }
        }
        catch (System.ComponentModel.Win32Exception failure)
        {
            throw new NotPossibleException($"prlimit is needed: {failure.Message}");
        }
    }
}
