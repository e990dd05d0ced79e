using LeadStore.Sqlite;

namespace LeadStore.Maintenance;

/// <summary>The files of exports, written and read; what the file system refuses is an error of the library.</summary>
internal static class ExportFile
{
    /// <summary>Makes a file that its owner alone can read, which gets its name when it is whole.</summary>
    /// <param name="path">The name, which must be free, in a directory that exists.</param>
    /// <param name="write">Writes it, and looks whether it is cancelled; is handed the absolute path too.</param>
    /// <param name="cancellation">Ends it when all is written, which leaves nothing behind.</param>
    public static T Write<T>(string path, Func<Stream, string, T> write, CancellationToken cancellation)
    {
        try
        {
            using NewFile file = NewFile.ForExport(path);
            using FileOutput output = new(file.Stream);
            T result = write(output, file.Target);
            cancellation.ThrowIfCancellationRequested();
            file.Finish();
            return result;
        }
        catch (Exception failure) when (FileFailure.Is(failure))
        {
            throw FileFailure.Of(failure, "Writing the export");
        }
    }

    /// <summary>Reads a file that is not the store itself.</summary>
    /// <param name="path">The file.</param>
    /// <param name="database">The path of the store that is open, if one is; closing another handle of that file would drop SQLite's locks on it.</param>
    /// <param name="read">Reads it.</param>
    public static T Read<T>(string path, string? database, Func<Stream, T> read)
    {
        try
        {
            string file = Target(path);
            if (database is not null && Target(database) is var store && (file == store || file == $"{store}-wal" || file == $"{store}-shm"))
            {
                throw new LeadStoreException(
                    LeadStoreErrorKind.InUse, "The file named as the export is the store itself. Nothing was changed; name the export.");
            }

            using FileStream stream = new(file, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 1);
            return read(stream);
        }
        catch (Exception failure) when (FileFailure.Is(failure))
        {
            throw FileFailure.Of(failure, "Reading the export");
        }
    }

    private static string Target(string path)
    {
        string full = Path.GetFullPath(path);
        return new FileInfo(full) is { Exists: true } file && file.ResolveLinkTarget(returnFinalTarget: true) is { } target ? target.FullName : full;
    }
}
