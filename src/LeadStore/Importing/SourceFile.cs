using System.Text;

namespace LeadStore.Importing;

/// <summary>A text file that is read from its beginning, once or again; never written.</summary>
internal static class SourceFile
{
    public static readonly UTF8Encoding StrictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    public static ReadOnlySpan<byte> Utf8Bom => [0xEF, 0xBB, 0xBF];

    /// <summary>The absolute path of a file that is there and is one.</summary>
    public static string Check(string path)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        string full = Path.GetFullPath(path);
        if (Directory.Exists(full))
        {
            throw new LeadStoreException(
                LeadStoreErrorKind.Validation, $"'{full}' is a directory. Name the file that is to be imported.");
        }

        return File.Exists(full)
            ? full
            : throw new LeadStoreException(LeadStoreErrorKind.NotFound, $"There is no file '{full}'. Name the file that is to be imported.");
    }

    public static FileStream Open(string path)
    {
        try
        {
            return new FileStream(path, new FileStreamOptions { BufferSize = 0, Options = FileOptions.SequentialScan, Share = FileShare.ReadWrite });
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw CannotRead(path, failure);
        }
    }

    public static LeadStoreException CannotRead(string path, Exception failure) => new(
        LeadStoreErrorKind.InputOutput, $"'{path}' could not be read: {failure.GetType().Name}. Look whether it is there and may be read.");

    public static LeadStoreException Empty(string path) => new(
        LeadStoreErrorKind.Validation, $"'{path}' is empty: there is nothing to import. Name another file.");
}
