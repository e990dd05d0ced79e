using System.Globalization;
using LeadStore.Sqlite;

namespace LeadStore.Maintenance;

/// <summary>Looks at where the file lies: whether it will be there tomorrow, who may read it, and how much room is left.</summary>
internal sealed class PlaceCheck(string path, ISurroundings surroundings)
{
    private const string VolumeVariable = "RAILWAY_VOLUME_MOUNT_PATH";
    private const long AlmostNoRoom = 16L * 1024 * 1024;

    private const UnixFileMode Others = UnixFileMode.GroupRead | UnixFileMode.GroupWrite | UnixFileMode.GroupExecute
        | UnixFileMode.OtherRead | UnixFileMode.OtherWrite | UnixFileMode.OtherExecute;

    // The shared memory of a write-ahead log and its locks are promised by none of these.
    private static readonly string[] OverTheNetwork =
    [
        "network", "nfs", "nfs4", "cifs", "smb", "smb2", "smb3", "smbfs", "9p", "afs", "ceph", "glusterfs", "lustre", "beegfs", "gpfs",
        "coda", "ncpfs", "davfs", "vboxsf", "virtiofs", "prl_fs", "vmhgfs", "drvfs",
    ];

    private static readonly string[] ContainerLayers = ["overlay", "overlayfs", "aufs"];

    private static readonly string[] InMemory = ["tmpfs", "ramfs"];

    public IEnumerable<DoctorFinding> Findings() =>
        [.. Temporary(), .. Volume(), .. FileSystemKind(), .. Room(), .. Permissions(), .. OtherNames()];

    private IEnumerable<DoctorFinding> Temporary()
    {
        string real = Surroundings.RealPath(path);
        if (surroundings.TemporaryDirectories.FirstOrDefault(directory => MountTable.IsAbove(directory, real)) is { } temporary)
        {
            yield return new DoctorFinding(
                "temporary_directory",
                DoctorSeverity.Warning,
                $"The database lies in the temporary directory {temporary}, which the system may empty at any start.",
                "Move it to a lasting directory, and name that in DATABASE_PATH or LeadDatabaseOptions.Path.");
        }
    }

    private IEnumerable<DoctorFinding> Volume()
    {
        if (surroundings.Variable(VolumeVariable) is { } volume && !string.IsNullOrWhiteSpace(volume)
            && !MountTable.IsAbove(Surroundings.RealPath(volume), Surroundings.RealPath(path)))
        {
            yield return new DoctorFinding(
                "volume_unused",
                DoctorSeverity.Warning,
                $"A volume is mounted at {volume} ({VolumeVariable}), but the database {path} lies outside it and is lost with "
                + "the next deployment.",
                "Move the file to the volume, and leave DATABASE_PATH and LeadDatabaseOptions.Path unset or name a path on it.");
        }
    }

    private IEnumerable<DoctorFinding> FileSystemKind()
    {
        if (surroundings.FileSystemOf(path) is not { } system)
        {
            yield break;
        }

        if (OverTheNetwork.Contains(system.Type) || system.Type.StartsWith("fuse.", StringComparison.Ordinal))
        {
            yield return new DoctorFinding(
                "network_file_system",
                DoctorSeverity.Problem,
                $"The database lies on {system.Type} (mounted at {system.MountPoint}). Locks and shared memory are not dependable there, "
                + "and two processes, or one that the network cuts off, can damage the file.",
                "Move the file to a disk of this machine, and copy backups to the network instead.");
        }
        else if (ContainerLayers.Contains(system.Type))
        {
            yield return new DoctorFinding(
                "container_layer",
                DoctorSeverity.Warning,
                $"The database lies on {system.Type}, the container's own layer, which is thrown away with the container.",
                "Mount a volume, and name a path on it in DATABASE_PATH.");
        }
        else if (InMemory.Contains(system.Type))
        {
            yield return new DoctorFinding(
                "memory_file_system",
                DoctorSeverity.Warning,
                $"The database lies on {system.Type} (mounted at {system.MountPoint}), which is memory and is empty after a restart.",
                "Move the file to a disk.");
        }
    }

    private IEnumerable<DoctorFinding> Room()
    {
        long size = StatisticsReader.LengthOf(path) + StatisticsReader.LengthOf(path + "-wal");
        if (surroundings.FreeBytes(path) is not { } free || (free >= size && free >= AlmostNoRoom))
        {
            yield break;
        }

        yield return new DoctorFinding(
            "disk_space_low",
            free < AlmostNoRoom ? DoctorSeverity.Problem : DoctorSeverity.Warning,
            $"{Mebibytes(free)} MiB are free beside the database, which with its log takes {Mebibytes(size)} MiB. A backup beside it or a "
            + "vacuum has no room, and when the rest is used up every write is refused.",
            "Free space on the volume or make it larger.");
    }

    private IEnumerable<DoctorFinding> Permissions()
    {
        if (OperatingSystem.IsWindows())
        {
            yield break;
        }

        string[] open = [.. ((string[])[path, path + "-wal", path + "-shm"]).Where(file => File.Exists(file) && MayOthers(file))];
        if (open.Length > 0)
        {
            yield return new DoctorFinding(
                "permissions_wide",
                DoctorSeverity.Warning,
                $"Other users of this machine may use {string.Join(", ", open)}, which hold personal data.",
                "Take the permissions of the group and of others away (chmod 600), unless they are meant to have them.");
        }
    }

    private IEnumerable<DoctorFinding> OtherNames()
    {
        int names = NativeFile.NamesOf(path);
        if (names > 1)
        {
            yield return new DoctorFinding(
                "other_names",
                DoctorSeverity.Warning,
                $"The file of the database has {names} names (hard links). Whoever opens it by another name has a log of its own beside that, "
                + "and writes over what this store has acknowledged.",
                "Look for the other names (find -samefile) and remove them; one that a killed restore has left goes with the next restore.");
        }
    }

    private static bool MayOthers(string file) => !OperatingSystem.IsWindows() && (File.GetUnixFileMode(file) & Others) != 0;

    private static string Mebibytes(long bytes) => (bytes / 1048576.0).ToString("0.#", CultureInfo.InvariantCulture);
}
