using System.Diagnostics;
using System.Reflection;
using System.Text.Json;

namespace LeadStore.Tool.Tests;

/// <summary>The real process, run to its end: what it wrote and how it ended.</summary>
internal sealed record ToolRun(int ExitCode, string Output, string Error)
{
    // Nothing is decided by this time; it only ends a test whose process does not end.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(120);

    private static readonly string ToolFile = typeof(ToolRun).Assembly
        .GetCustomAttributes<AssemblyMetadataAttribute>().Single(data => data.Key == "Tool").Value!;

    public JsonElement Json => JsonDocument.Parse(Output).RootElement;

    public static ToolRun Of(string workingDirectory, params string[] arguments) => Of(Start(workingDirectory, arguments));

    public static ToolRun Of(Process process)
    {
        using (process)
        {
            Task<string> output = process.StandardOutput.ReadToEndAsync();
            Task<string> error = process.StandardError.ReadToEndAsync();
            process.WaitForExit(Patience).Should().BeTrue("the process ends");
            return new ToolRun(process.ExitCode, output.Result, error.Result);
        }
    }

    public static Process Start(string workingDirectory, params string[] arguments)
    {
        ProcessStartInfo start = new("dotnet", [ToolFile, .. arguments])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = workingDirectory,
        };
        foreach (string setting in (string[])["DATABASE_PATH", "RAILWAY_VOLUME_MOUNT_PATH", "LEADSTORE_DEFAULT_REGION", "NO_COLOR"])
        {
            start.Environment.Remove(setting);
        }

        // What a terminal would be told, if the tool took the pipe for one.
        start.Environment["TERM"] = "xterm-256color";
        Process process = Process.Start(start)!;
        process.StandardInput.Close();
        return process;
    }
}
