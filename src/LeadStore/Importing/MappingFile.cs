using System.Text;

namespace LeadStore.Importing;

/// <summary>Mapping files on the disk.</summary>
internal static class MappingFile
{
    private const int LongestFile = 4 << 20;

    public static ImportMapping Load(string path)
    {
        byte[] bytes;
        try
        {
            if (Directory.Exists(path) || !File.Exists(path))
            {
                throw new LeadStoreException(
                    LeadStoreErrorKind.CannotOpen,
                    $"The mapping '{path}' {(Directory.Exists(path) ? "is a directory" : "does not exist")}; name a mapping file.");
            }

            if (new FileInfo(path).Length > LongestFile)
            {
                throw MappingCheck.Refused($"it is longer than {LongestFile >> 20} MiB, and so no mapping", 1, file: path);
            }

            bytes = File.ReadAllBytes(path);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw Failed("read", path, failure);
        }

        return MappingReader.Read(bytes, path);
    }

    public static void Save(string path, string json)
    {
        try
        {
            using FileStream file = new(path, FileMode.CreateNew, FileAccess.Write, FileShare.None);
            file.Write(Encoding.UTF8.GetBytes(json));
        }
        catch (IOException) when (Path.Exists(path))
        {
            throw new LeadStoreException(
                LeadStoreErrorKind.TargetExists, $"The mapping '{path}' exists already, and was not changed; choose another name.");
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw Failed("written", path, failure);
        }
    }

    private static LeadStoreException Failed(string what, string path, Exception failure) => new(
        failure is UnauthorizedAccessException ? LeadStoreErrorKind.ReadOnly : LeadStoreErrorKind.InputOutput,
        $"The mapping '{path}' could not be {what}: {failure.Message.TrimEnd('.')}. Check the directory and its permissions.",
        failure);
}
