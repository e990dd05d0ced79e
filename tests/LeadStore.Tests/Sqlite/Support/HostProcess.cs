using System.Diagnostics;
using System.Globalization;
using System.Reflection;

namespace LeadStore.Tests.Sqlite.Support;

/// <summary>Another process that uses a store: tests/LeadStore.TestHost, one command a line, answers in lines.</summary>
internal sealed class HostProcess : IDisposable
{
    // Nothing is decided by this time; it only ends a test whose other process does not answer at all.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private static readonly string HostFile = typeof(HostProcess).Assembly
        .GetCustomAttributes<AssemblyMetadataAttribute>().Single(data => data.Key == "TestHost").Value!;

    // The checkout may lie where only its owner looks, /root for one.
    private static readonly Lazy<string> ReadableHostFile = new(CopyForEverybody);

    private readonly Process _process;
    private readonly int _id;

    private HostProcess(ProcessStartInfo start)
    {
        _process = Process.Start(start)!;
        string[] words = Read()!.Split(' ');
        words[0].Should().Be("ready");
        _id = int.Parse(words[1], CultureInfo.InvariantCulture);
    }

    public static HostProcess Start(IReadOnlyDictionary<string, string>? environment = null, string? workingDirectory = null) =>
        new(StartInfo("dotnet", [HostFile], environment, workingDirectory));

    /// <summary>A process some of whose system calls on one file fail: see strace's manual for the injection.</summary>
    /// <param name="path">The file.</param>
    /// <param name="injection">For example <c>fsync:error=EIO:when=3</c>.</param>
    public static HostProcess StartWithFault(string path, string injection) =>
        new(StartInfo("strace", ["-f", "-qq", "-o", "/dev/null", "-P", path, "-e", $"inject={injection}", "dotnet", HostFile], null, null));

    public static HostProcess[] StartMany(int count) =>
        [.. Enumerable.Range(0, count).AsParallel().WithDegreeOfParallelism(count).Select(_ => Start())];

    /// <summary>A process that file permissions hold for, which they do not for root: CI and containers often are.</summary>
    public static HostProcess StartWithoutPrivileges() => Environment.IsPrivilegedProcess
        ? new(StartInfo(
            "setpriv",
            ["--reuid=65534", "--regid=65534", "--clear-groups", "dotnet", ReadableHostFile.Value],
            new Dictionary<string, string> { ["HOME"] = "/nonexistent" },
            null))
        : Start();

    /// <summary>A process that cannot make a file longer than so many blocks of 512 bytes: a disk without room for one more.</summary>
    public static HostProcess StartWithFileLimit(int blocks) => new(StartInfo(
        "sh",
        ["-c", $"trap '' XFSZ; ulimit -f {blocks}; exec dotnet {HostFile}"],
        // The runtime's own code would need longer files in memory.
        new Dictionary<string, string> { ["DOTNET_EnableWriteXorExecute"] = "0", ["DOTNET_EnableDiagnostics"] = "0" },
        null));

    /// <summary>Sends a command.</summary>
    public void Send(string command)
    {
        _process.StandardInput.WriteLine(command);
        _process.StandardInput.Flush();
    }

    /// <summary>The next line of the answer; null if the process has ended.</summary>
    /// <param name="patience">How long it may work on that; default a minute.</param>
    public string? Read(TimeSpan? patience = null)
    {
        Task<string?> line = _process.StandardOutput.ReadLineAsync();
        return line.Wait(patience ?? Patience) ? line.Result : throw new TimeoutException("The other process did not answer.");
    }

    /// <summary>Sends a command that is answered with one line.</summary>
    public string Ask(string command)
    {
        Send(command);
        return Read() ?? throw new InvalidOperationException("The other process has ended: " + _process.StandardError.ReadToEnd());
    }

    /// <summary>Tells it to open a store; the answer is "opened …" or "failed …".</summary>
    public string Open(string path, string settings = "")
    {
        Ask($"open {path} {settings}".TrimEnd()).Should().Be("opening");
        return Read() ?? throw new InvalidOperationException("The other process has ended.");
    }

    /// <summary>kill -9. When it returns the process has gone, and its locks with it.</summary>
    public void Kill()
    {
        // Whoever started it, strace for one, ends when it has gone. Killed first, that would leave it behind for a moment, files open.
        try
        {
            using Process host = Process.GetProcessById(_id);
            host.Kill();
        }
        catch (ArgumentException)
        {
            // It has ended by itself.
        }

        _process.WaitForExit(Patience).Should().BeTrue("it was killed");
    }

    public void Dispose()
    {
        if (!_process.HasExited)
        {
            _process.Kill(entireProcessTree: true);
            _process.WaitForExit();
        }

        _process.Dispose();
    }

    private static string CopyForEverybody()
    {
        string source = Path.GetDirectoryName(HostFile)!;
        DirectoryInfo target = Directory.CreateTempSubdirectory("leadstore-host-");
        AppDomain.CurrentDomain.ProcessExit += (_, _) => target.Delete(recursive: true);
        const UnixFileMode Enter = UnixFileMode.OtherRead | UnixFileMode.OtherExecute;
        LetOthers(Enter, target.FullName);
        foreach (string directory in Directory.EnumerateDirectories(source, "*", SearchOption.AllDirectories))
        {
            DirectoryInfo copy = Directory.CreateDirectory(Path.Combine(target.FullName, Path.GetRelativePath(source, directory)));
            LetOthers(Enter, copy.FullName);
        }

        foreach (string file in Directory.EnumerateFiles(source, "*", SearchOption.AllDirectories))
        {
            string copy = Path.Combine(target.FullName, Path.GetRelativePath(source, file));
            File.Copy(file, copy);
            LetOthers(UnixFileMode.OtherRead, copy);
        }

        return Path.Combine(target.FullName, Path.GetFileName(HostFile));
    }

    private static void LetOthers(UnixFileMode mode, string path)
    {
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(path, File.GetUnixFileMode(path) | mode);
        }
    }

    private static ProcessStartInfo StartInfo(
        string program, IEnumerable<string> arguments, IReadOnlyDictionary<string, string>? environment, string? workingDirectory)
    {
        ProcessStartInfo start = new(program, arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = workingDirectory ?? "/",
        };
        foreach (string setting in (string[])["DATABASE_PATH", "RAILWAY_VOLUME_MOUNT_PATH", "LEADSTORE_DEFAULT_REGION"])
        {
            start.Environment.Remove(setting);
        }

        foreach ((string name, string value) in environment ?? new Dictionary<string, string>())
        {
            start.Environment[name] = value;
        }

        return start;
    }
}
