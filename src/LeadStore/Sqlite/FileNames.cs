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

    /// <summary>Remembers which files they are, unless that is done already. A connection is in a transaction: it has all three open.</summary>
    public void Remember() => _files ??= [.. _names.Select(NativeFile.IdentityOf)];

    /// <summary>The connections are closed: whoever is the last to close them removes the log and its index.</summary>
    public void Forget() => _files = null;
}
