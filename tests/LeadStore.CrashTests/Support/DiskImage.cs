namespace LeadStore.CrashTests.Support;

/// <summary>
/// What a disk may hold after the power was cut at a moment of a recording. What a completed fsync had promised is there. Of the rest any
/// part may be: whole writes, sectors of 512 bytes of one, none; and names that were made, removed or changed since the directory was
/// synced.
/// </summary>
internal sealed class DiskImage
{
    private const int Sector = 512;

    private readonly Random _random;
    private readonly Mood _mood;
    private readonly Dictionary<string, Inode> _names = [];
    private readonly Dictionary<string, Inode> _namesOnDisk = [];
    private readonly List<Action> _namesPending = [];
    private readonly List<Inode> _inodes = [];

    private DiskImage(Random random)
    {
        _random = random;
        _mood = (Mood)random.Next(5);
    }

    /// <summary>Writes the files that the disk holds into a directory.</summary>
    /// <param name="recording">What happened.</param>
    /// <param name="cut">The moment; what began later never happened.</param>
    /// <param name="random">Decides what of the rest is there.</param>
    /// <param name="directory">Where the files are made.</param>
    public static void Write(Recording recording, int cut, Random random, string directory)
    {
        DiskImage image = new(random);
        foreach (FileEvent happened in recording.Events.TakeWhile(e => e.Start < cut))
        {
            image.Apply(happened, cut);
        }

        foreach (Action pending in image._namesPending.Where(_ => image.Happens()))
        {
            pending();
        }

        foreach ((string name, Inode inode) in image._namesOnDisk)
        {
            // The shared memory is made anew by whoever opens the file first.
            if (!name.EndsWith("-shm", StringComparison.Ordinal))
            {
                File.WriteAllBytes(Path.Combine(directory, name), image.Contents(inode));
            }
        }
    }

    private void Apply(FileEvent happened, int cut)
    {
        switch (happened.Kind)
        {
            case FileEventKind.Create when !_names.ContainsKey(happened.File):
                Inode fresh = new();
                _inodes.Add(fresh);
                _names.Add(happened.File, fresh);
                _namesPending.Add(() => _namesOnDisk[happened.File] = fresh);
                break;
            case FileEventKind.Unlink:
                _names.Remove(happened.File);
                _namesPending.Add(() => _namesOnDisk.Remove(happened.File));
                break;
            case FileEventKind.Rename when _names.Remove(happened.File, out Inode? renamed):
                _names[happened.Text] = renamed;
                _namesPending.Add(() =>
                {
                    _namesOnDisk.Remove(happened.File);
                    _namesOnDisk[happened.Text] = renamed;
                });
                break;
            case FileEventKind.Write or FileEventKind.Truncate when _names.TryGetValue(happened.File, out Inode? inode):
                inode.Pending.Add(happened);
                break;
            case FileEventKind.Sync when happened.End < cut && happened.File.Length == 0:
                // Calls on names are made one after the other here, so that all of them had ended.
                _namesPending.ForEach(pending => pending());
                _namesPending.Clear();
                break;
            case FileEventKind.Sync when happened.End < cut && _names.TryGetValue(happened.File, out Inode? inode):
                inode.OnDisk.AddRange(inode.Pending.Where(e => e.End < happened.Start));
                inode.Pending.RemoveAll(e => e.End < happened.Start);
                break;
            default:
                break;
        }
    }

    private byte[] Contents(Inode inode)
    {
        MemoryStream bytes = new();
        foreach (FileEvent written in inode.OnDisk)
        {
            Put(bytes, written);
        }

        // In order, as the later of two writes to one place is what the disk has in the end if it has both.
        bool ended = false;
        foreach (FileEvent written in inode.Pending)
        {
            ended |= _mood == Mood.Beginning && _random.Next(inode.Pending.Count) == 0;
            if (!ended && Happens())
            {
                if (_mood == Mood.Torn && written.Kind == FileEventKind.Write)
                {
                    PutSectors(bytes, written);
                }
                else
                {
                    Put(bytes, written);
                }
            }
            else if (written.Kind == FileEventKind.Write && _random.Next(4) == 0)
            {
                // The file has grown and the data has not arrived.
                bytes.SetLength(Math.Max(bytes.Length, written.Offset + written.Data.Length));
            }
        }

        return bytes.ToArray();
    }

    private bool Happens() => _mood switch
    {
        Mood.Nothing => false,
        Mood.Everything or Mood.Beginning => true,
        _ => _random.Next(2) == 0,
    };

    private static void Put(MemoryStream bytes, FileEvent written)
    {
        if (written.Kind == FileEventKind.Truncate)
        {
            bytes.SetLength(written.Offset);
            return;
        }

        Put(bytes, written.Offset, written.Data);
    }

    private void PutSectors(MemoryStream bytes, FileEvent written)
    {
        // Sectors of the disk, not of the write: the two need not begin together.
        for (long from = written.Offset; from < written.Offset + written.Data.Length;)
        {
            long to = Math.Min((from / Sector * Sector) + Sector, written.Offset + written.Data.Length);
            if (_random.Next(2) == 0)
            {
                Put(bytes, from, written.Data.AsSpan((int)(from - written.Offset), (int)(to - from)));
            }

            from = to;
        }
    }

    private static void Put(MemoryStream bytes, long offset, ReadOnlySpan<byte> data)
    {
        bytes.Position = offset;
        bytes.Write(data);
    }

    private sealed class Inode
    {
        public List<FileEvent> OnDisk { get; } = [];

        public List<FileEvent> Pending { get; } = [];
    }

    // How the disk treats what it has not promised.
    private enum Mood
    {
        Nothing,
        Everything,
        Beginning,
        Some,
        Torn,
    }
}
