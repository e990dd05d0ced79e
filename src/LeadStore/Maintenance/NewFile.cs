using System.Security.Cryptography;
using LeadStore.Sqlite;

namespace LeadStore.Maintenance;

/// <summary>
/// A file that gets its name only when it is whole, and until then lies beside it under another one, readable by its owner alone. What is
/// not finished is gone with <see cref="Dispose"/>. Never replaces anything.
/// </summary>
internal sealed class NewFile : IDisposable
{
    // What SQLite looks for beside a database; an old one would be taken for a part of the new database.
    private static readonly string[] Beside = ["-wal", "-shm", "-journal"];

    private readonly string _what;
    private bool _finished;

    private NewFile(string target, string what, string temporary, FileStream stream)
    {
        Target = target;
        Temporary = temporary;
        Stream = stream;
        _what = what;
    }

    /// <summary>The absolute path that the file will have.</summary>
    public string Target { get; }

    /// <summary>Where it lies until then.</summary>
    public string Temporary { get; }

    /// <summary>Writes to it. <see cref="Finish"/> closes it.</summary>
    public FileStream Stream { get; }

    /// <param name="path">The name it will have, which must be free; the directory must exist.</param>
    /// <param name="what">What messages call it, for example <c>dump</c>.</param>
    public static NewFile Create(string path, string what)
    {
        string target = Path.GetFullPath(path);
        try
        {
            // Nor beside a database under a name that SQLite would take for a file of its own, and remove.
            if (Exists(target)
                || Beside.Any(suffix => Exists(target + suffix))
                || Beside.Any(suffix => target.EndsWith(suffix, StringComparison.Ordinal) && Exists(target[..^suffix.Length])))
            {
                throw Taken(target, what);
            }

            string temporary = $"{target}.tmp-{Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(8))}";
            return new NewFile(target, what, temporary, PrivateFile.Create(temporary));
        }
        catch (Exception failure) when (FileFailure.Is(failure))
        {
            throw FileFailure.Of(failure, $"Making the {what}");
        }
    }

    /// <summary>Waits until the disk has everything, and gives the file its name.</summary>
    public void Finish()
    {
        if (Stream.CanWrite)
        {
            Stream.Flush(flushToDisk: true);
            Stream.Dispose();
        }

        if (!NativeFile.TryMoveToFreeName(Temporary, Target))
        {
            throw Taken(Target, _what);
        }

        _finished = true;
        NativeFile.SyncDirectory(Path.GetDirectoryName(Target)!);
    }

    public void Dispose()
    {
        Stream.Dispose();
        if (_finished)
        {
            return;
        }

        try
        {
            File.Delete(Temporary);
            foreach (string suffix in Beside)
            {
                File.Delete(Temporary + suffix);
            }
        }
        catch (Exception failure) when (FileFailure.Is(failure))
        {
            // Whatever ended the work before is what the caller must hear; the doctor finds the file.
        }
    }

    // A link that leads nowhere is there too.
    private static bool Exists(string path) => Path.Exists(path) || new FileInfo(path).LinkTarget is not null;

    private static LeadStoreException Taken(string target, string what) => new(
        LeadStoreErrorKind.TargetExists,
        $"The {what} '{target}' was not made, because that name, or one that SQLite uses beside it, is taken. Nothing is overwritten; "
        + "choose another name.");
}
