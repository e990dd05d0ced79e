using System.Text;

namespace LeadStore.Maintenance;

/// <summary>Reads Linux's table of mounts, <c>/proc/self/mountinfo</c>.</summary>
internal static class MountTable
{
    private const int MountPointField = 4;

    /// <summary>The file system that holds a path: the deepest mount above it, and of several at one place the newest.</summary>
    /// <param name="lines">The lines of the table.</param>
    /// <param name="path">Absolute, without symbolic links.</param>
    public static FileSystem? Find(IEnumerable<string> lines, string path)
    {
        FileSystem? found = null;
        foreach (string line in lines)
        {
            // Fields, a number of optional ones, a dash, then the type: 36 35 98:0 / /mnt rw,noatime master:1 - ext3 /dev/root rw
            string[] fields = line.Split(' ');
            int dash = Array.IndexOf(fields, "-", Math.Min(MountPointField + 1, fields.Length));
            if (dash < 0 || dash + 1 >= fields.Length)
            {
                continue;
            }

            string mountPoint = Unescape(fields[MountPointField]);
            if (IsAbove(mountPoint, path) && mountPoint.Length >= (found?.MountPoint.Length ?? 0))
            {
                found = new FileSystem(fields[dash + 1].ToLowerInvariant(), mountPoint);
            }
        }

        return found;
    }

    /// <summary>Whether a directory is one that a path lies in, or the path itself.</summary>
    public static bool IsAbove(string directory, string path)
    {
        string above = Path.TrimEndingDirectorySeparator(directory);
        StringComparison comparison = OperatingSystem.IsWindows() ? StringComparison.OrdinalIgnoreCase : StringComparison.Ordinal;
        return path.StartsWith(above, comparison)
            && (path.Length == above.Length || Path.EndsInDirectorySeparator(above) || path[above.Length] == Path.DirectorySeparatorChar);
    }

    // A blank and its like are written as three octal digits.
    private static string Unescape(string field)
    {
        StringBuilder text = new(field.Length);
        for (int i = 0; i < field.Length; i++)
        {
            if (field[i] == '\\' && i + 3 < field.Length && field.AsSpan(i + 1, 3).IndexOfAnyExceptInRange('0', '7') < 0)
            {
                text.Append((char)(((field[i + 1] - '0') << 6) | ((field[i + 2] - '0') << 3) | (field[i + 3] - '0')));
                i += 3;
            }
            else
            {
                text.Append(field[i]);
            }
        }

        return text.ToString();
    }
}
