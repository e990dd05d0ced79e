using LeadStore.Sqlite;

namespace LeadStore.Maintenance;

/// <summary>
/// A file that gets its name only when it is whole, and until then lies in a private directory beside it. What is not finished is gone with
/// <see cref="Dispose"/>, or with the next run if the process ends before. Never replaces anything.
/// </summary>
internal sealed class NewFile : IDisposable
{
    // What SQLite looks for beside a database; an old one would be taken for a part of the new database.
    private static readonly string[] Beside = ["-wal", "-shm", "-journal"];

    private readonly WorkDirectory _work;
    private readonly string _what;

    private NewFile(string target, string what, WorkDirectory work, string temporary)
    {
        Target = target;
        Temporary = temporary;
        Stream = PrivateFile.Create(temporary);
        _work = work;
        _what = what;
    }

    /// <summary>The absolute path that the file will have.</summary>
    public string Target { get; }

    /// <summary>Where it lies until then.</summary>
    public string Temporary { get; }

    /// <summary>Writes to it. <see cref="Finish"/> closes it.</summary>
    public FileStream Stream { get; }

    /// <param name="path">The name that the dump will have, which must be free; the directory must exist.</param>
    public static NewFile ForDump(string path) => Create(path, "dump", work => work.NewDump);

    /// <param name="path">The name that the export will have, which must be free; the directory must exist.</param>
    public static NewFile ForExport(string path) => Create(path, "export", work => work.NewExport);

    /// <param name="path">The name that the database will have, which must be free; the directory must exist.</param>
    public static NewFile ForDatabase(string path) => Create(path, "database", work => work.NewDatabase);

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

        NativeFile.SyncDirectory(Path.GetDirectoryName(Target)!);
    }

    public void Dispose()
    {
        Stream.Dispose();
        _work.Dispose();
    }

    private static NewFile Create(string path, string what, Func<WorkDirectory, string> temporary)
    {
        string target = Path.GetFullPath(path);
        WorkDirectory? work = null;
        try
        {
            // Nor beside a database under a name that SQLite would take for a file of its own, and remove.
            if (Exists(target)
                || Beside.Any(suffix => Exists(target + suffix))
                || Beside.Any(suffix => target.EndsWith(suffix, StringComparison.Ordinal) && Exists(target[..^suffix.Length])))
            {
                throw Taken(target, what);
            }

            work = WorkDirectory.BesideOf(target);
            return new NewFile(target, what, work, temporary(work));
        }
        catch (Exception failure) when (FileFailure.Is(failure))
        {
            work?.Dispose();
            throw FileFailure.Of(failure, $"Making the {what}");
        }
    }

    // A link that leads nowhere is there too.
    private static bool Exists(string path) => Path.Exists(path) || new FileInfo(path).LinkTarget is not null;

    private static LeadStoreException Taken(string target, string what) => new(
        LeadStoreErrorKind.TargetExists,
        $"The {what} '{target}' was not made, because that name, or one that SQLite uses beside it, is taken. Nothing is overwritten; "
        + "choose another name.");
}
