using System.Buffers;
using System.Text;
using LeadStore.Sqlite;

namespace LeadStore.Maintenance;

/// <summary>
/// A file of lines that grows beside the work of others: for its owner alone, and never in the place of another one. What the file system
/// refuses is an error of the library.
/// </summary>
internal sealed class NewTextFile : IDisposable
{
    private const int BufferBytes = 64 * 1024;

    private readonly string _path;
    private readonly string _action;
    private readonly FileStream _file;
    private readonly ArrayBufferWriter<byte> _waiting = new();

    /// <param name="path">The name, which must be free, in a directory that exists.</param>
    /// <param name="action">What is done, for the errors: "Writing the file …".</param>
    public NewTextFile(string path, string action)
    {
        _path = path;
        _action = action;
        try
        {
            _file = PrivateFile.Create(path);
        }
        catch (Exception failure) when (FileFailure.Is(failure))
        {
            throw FileFailure.Of(failure, action);
        }
    }

    public void WriteLine(string line)
    {
        Encoding.UTF8.GetBytes(line, _waiting);
        _waiting.Write("\n"u8);
        if (_waiting.WrittenCount >= BufferBytes)
        {
            Flush();
        }
    }

    /// <summary>Everything is in the file.</summary>
    public void Flush()
    {
        try
        {
            FileFailure.Write(_file, _waiting.WrittenSpan);
        }
        catch (Exception failure) when (FileFailure.Is(failure))
        {
            throw FileFailure.Of(failure, _action);
        }

        _waiting.ResetWrittenCount();
    }

    /// <summary>Takes the file away again, because of a failure that the caller hears of.</summary>
    public void Discard()
    {
        try
        {
            _file.Dispose();
            File.Delete(_path);
        }
        catch (Exception failure) when (FileFailure.Is(failure))
        {
            // It stays. What went wrong before is what the caller must hear.
        }
    }

    /// <summary>What was not flushed is dropped: to try it again would hide why it was not.</summary>
    public void Dispose() => _file.Dispose();
}
