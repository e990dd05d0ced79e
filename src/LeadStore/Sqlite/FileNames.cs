namespace LeadStore.Sqlite;

/// <summary>
/// Whether the three names of a store still lead to the files that its connections have open: the database, its log and the index of that.
/// SQLite looks at the database alone, and through links. Where another process finds another log or index at these names, or the database
/// at the end of a link and so beside other names, the two share no lock: each writes over what the other has acknowledged.
/// </summary>
internal sealed class FileNames
{
    private const string LogEnding = "-wal";

    private readonly string[] _names;
    private volatile FileIdentity?[]? _files;

    /// <param name="log">The log, by the name that SQLite gives it: that of the database, with all links followed, and its ending.</param>
    public FileNames(string log)
    {
        string database = log[..^LogEnding.Length];
        _names = [database, log, database + "-shm"];
    }

    /// <summary>
    /// Whether all three are there and are the same as then; true as long as nothing is remembered. May be called by any thread.
    /// </summary>
    public bool AreInPlace
    {
        get
        {
            if (_files is not { } files)
            {
                return true;
            }

            for (int i = 0; i < files.Length; i++)
            {
                if (NativeFile.IdentityOf(_names[i]) is not { } now || now != files[i])
                {
                    return false;
                }
            }

            return true;
        }
    }

    /// <summary>
    /// Whether somebody else's log or index stands where a process that opens the database now makes them. A name that is merely gone is
    /// none: then what the connections still hold of the log is all there is of it, and belongs into the file.
    /// </summary>
    public bool AnotherLogIsThere
    {
        get
        {
            if (_files is not { } files)
            {
                return false;
            }

            for (int i = 1; i < files.Length; i++)
            {
                // An empty one holds nothing: a process that could not open the store leaves it.
                if (NativeFile.IdentityOf(_names[i]) is { } now && now != files[i] && new FileInfo(_names[i]) is { Exists: true, Length: > 0 })
                {
                    return true;
                }
            }

            return IsBehindLink(_names[0]);
        }
    }

    /// <summary>Remembers which files they are, unless that is done already. A connection is in a transaction: it has all three open.</summary>
    public void Remember() => _files ??= [.. _names.Select(NativeFile.IdentityOf)];

    /// <summary>The connections are closed: whoever is the last to close them removes the log and its index.</summary>
    public void Forget() => _files = null;

    private static bool IsBehindLink(string database)
    {
        try
        {
            return new FileInfo(database).LinkTarget is not null
                && File.ResolveLinkTarget(database, returnFinalTarget: true) is { } target
                && (File.Exists(target.FullName + "-wal") || File.Exists(target.FullName + "-shm"));
        }
        catch (Exception failure) when (FileFailure.Is(failure))
        {
            // Where the links cannot be followed nobody else has come by them.
            return false;
        }
    }
}
