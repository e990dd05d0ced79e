using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace LeadStore.CrashTests.Support;

/// <summary>What a process did to the files of one directory and what it said, in the order in which the calls began.</summary>
internal sealed partial class Recording
{
    private Recording(List<FileEvent> events, int length)
    {
        Events = events;
        Length = length;
    }

    public IReadOnlyList<FileEvent> Events { get; }

    /// <summary>How many moments there are to cut the power at.</summary>
    public int Length { get; }

    /// <param name="lines">Of strace, with <see cref="Strace.Record"/>.</param>
    /// <param name="directory">What lies elsewhere is left out.</param>
    public static Recording Parse(string[] lines, string directory)
    {
        List<FileEvent> events = [];
        Dictionary<string, FileEvent> unfinished = [];
        for (int at = 0; at < lines.Length; at++)
        {
            string line = lines[at];
            int space = line.IndexOf(' ', StringComparison.Ordinal);
            string thread = line[..space];
            string call = line[space..].TrimStart();
            if (call.StartsWith("<... ", StringComparison.Ordinal))
            {
                if (unfinished.Remove(thread, out FileEvent? begun) && Succeeded(call))
                {
                    begun.End = at;
                }
            }
            else if (Event(call, at, directory) is { } fresh)
            {
                events.Add(fresh);
                if (call.EndsWith("<unfinished ...>", StringComparison.Ordinal))
                {
                    unfinished[thread] = fresh;
                }
                else if (Succeeded(call))
                {
                    fresh.End = at;
                }
            }
        }

        // A call that failed did nothing; one that had not ended may have.
        events.RemoveAll(happened => happened.End == int.MaxValue && !unfinished.ContainsValue(happened));
        return new Recording(events, lines.Length);
    }

    private static FileEvent? Event(string call, int at, string directory)
    {
        string name = call[..Math.Max(call.IndexOf('(', StringComparison.Ordinal), 0)];
        switch (name)
        {
            case "write" when Strings().Match(call) is { Success: true } said:
                string text = Encoding.UTF8.GetString(Bytes(said.Groups[1].ValueSpan)).TrimEnd('\n');
                return new FileEvent { Kind = FileEventKind.Said, Start = at, Text = text };
            case "pwrite64" when FileOf(call, directory) is { } file:
                Match data = Strings().Match(call);
                long[] numbers = Numbers(call[(data.Index + data.Length)..]);
                byte[] bytes = Bytes(data.Groups[1].ValueSpan);
                return bytes.Length == numbers[0]
                    ? new FileEvent { Kind = FileEventKind.Write, Start = at, File = file, Data = bytes, Offset = numbers[1] }
                    : throw new InvalidDataException("strace has cut a write short.");
            case "ftruncate" when FileOf(call, directory) is { } file:
                long length = Numbers(call[call.IndexOf('>', StringComparison.Ordinal)..])[0];
                return new FileEvent { Kind = FileEventKind.Truncate, Start = at, File = file, Offset = length };
            case "fsync" or "fdatasync" when FileOf(call, directory) is { } file:
                return new FileEvent { Kind = FileEventKind.Sync, Start = at, File = file };
            case "openat" when call.Contains("O_CREAT", StringComparison.Ordinal):
                return Named(FileEventKind.Create, call, at, directory);
            case "unlink":
                return Named(FileEventKind.Unlink, call, at, directory);
            case "rename":
                return Named(FileEventKind.Rename, call, at, directory);
            default:
                return null;
        }
    }

    private static FileEvent? Named(FileEventKind kind, string call, int at, string directory)
    {
        string[] paths = [.. Strings().Matches(call).Select(match => Encoding.UTF8.GetString(Bytes(match.Groups[1].ValueSpan)))];
        return Path.GetDirectoryName(paths[0]) == directory
            ? new FileEvent { Kind = kind, Start = at, File = Path.GetFileName(paths[0]), Text = Path.GetFileName(paths[^1]) }
            : null;
    }

    // The name of the file in the directory; empty for the directory itself, null for what lies elsewhere.
    private static string? FileOf(string call, string directory)
    {
        Match match = Descriptor().Match(call);
        string path = Encoding.UTF8.GetString(Bytes(match.Groups[1].ValueSpan));
        return path == directory ? "" : Path.GetDirectoryName(path) == directory ? Path.GetFileName(path) : null;
    }

    private static bool Succeeded(string call) => !Failure().IsMatch(call);

    private static long[] Numbers(string text) =>
        [.. Number().Matches(text).Select(match => long.Parse(match.ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture))];

    private static byte[] Bytes(ReadOnlySpan<char> escaped)
    {
        byte[] bytes = new byte[escaped.Length / 4];
        for (int i = 0; i < bytes.Length; i++)
        {
            bytes[i] = byte.Parse(escaped.Slice((i * 4) + 2, 2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);
        }

        return bytes;
    }

    [GeneratedRegex("\"((?:\\\\x[0-9a-f]{2})*)\"")]
    private static partial Regex Strings();

    [GeneratedRegex("^[a-z0-9]+\\([0-9]+<((?:\\\\x[0-9a-f]{2})*)>")]
    private static partial Regex Descriptor();

    [GeneratedRegex("[0-9]+")]
    private static partial Regex Number();

    [GeneratedRegex("\\) += -1 E[A-Z]+ ")]
    private static partial Regex Failure();
}

/// <summary>One call of a recording.</summary>
internal sealed class FileEvent
{
    public required FileEventKind Kind { get; init; }

    /// <summary>When the call began.</summary>
    public required int Start { get; init; }

    /// <summary>When it had succeeded; never, if it had not when the recording ended.</summary>
    public int End { get; set; } = int.MaxValue;

    /// <summary>The name in the directory; empty for the directory itself.</summary>
    public string File { get; init; } = "";

    /// <summary>What was said, or the new name.</summary>
    public string Text { get; init; } = "";

    /// <summary>Where it was written, or the new length.</summary>
    public long Offset { get; init; }

    public byte[] Data { get; init; } = [];
}

internal enum FileEventKind
{
    Said,
    Create,
    Write,
    Truncate,
    Sync,
    Unlink,
    Rename,
}
