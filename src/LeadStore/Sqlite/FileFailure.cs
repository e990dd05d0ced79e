namespace LeadStore.Sqlite;

/// <summary>Turns what the file system refuses into <see cref="LeadStoreException"/>.</summary>
internal static class FileFailure
{
    private const int TooLong = 27;
    private const int WindowsDiskFull = unchecked((int)0x80070070);
    private const int WindowsHandleDiskFull = unchecked((int)0x80070027);

    /// <summary>Whether it is a failure of the file system, and none of ours or of the caller's own code.</summary>
    public static bool Is(Exception failure) => failure is IOException or UnauthorizedAccessException;

    public static LeadStoreException Of(Exception failure, string action) => failure switch
    {
        IOException when IsNoRoom(failure.HResult) => new(
            LeadStoreErrorKind.StorageFull,
            $"{action} failed: there is no room. Free space on its volume or name another place.",
            failure),
        UnauthorizedAccessException => new(
            LeadStoreErrorKind.ReadOnly,
            $"{action} failed: permission denied. Give this process write permission in the directory.",
            failure),
        DirectoryNotFoundException or FileNotFoundException => new(
            LeadStoreErrorKind.CannotOpen,
            $"{action} failed: the file or its directory does not exist. Make the directory or name another path.",
            failure),
        PathTooLongException => new(LeadStoreErrorKind.CannotOpen, $"{action} failed: the path is too long.", failure),
        _ => new(
            LeadStoreErrorKind.InputOutput,
            $"{action} failed: {failure.Message.TrimEnd('.')}. Check the volume and its logs.",
            failure),
    };

    /// <summary>
    /// Writes; a file that may not become so long is an <see cref="IOException"/>, which .NET takes for a wrong argument.
    /// </summary>
    public static void Write(Stream file, ReadOnlySpan<byte> bytes)
    {
        try
        {
            file.Write(bytes);
        }
        catch (ArgumentOutOfRangeException failure)
        {
            throw new IOException(failure.Message, TooLong);
        }
    }

    public static LeadStoreException NoRoomForCopy() => new(
        LeadStoreErrorKind.StorageFull,
        "There is no room for the copy. Free space on its volume or name another one; the store itself was not changed.");

    // EFBIG, ENOSPC and EDQUOT of Linux, EDQUOT of macOS.
    public static bool IsNoRoom(int error) => OperatingSystem.IsWindows()
        ? error is TooLong or WindowsDiskFull or WindowsHandleDiskFull or 112 or 39
        : error is TooLong or 28 || error == (OperatingSystem.IsMacOS() ? 69 : 122);
}
