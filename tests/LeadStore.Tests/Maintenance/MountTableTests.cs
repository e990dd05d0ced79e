using LeadStore.Maintenance;

namespace LeadStore.Tests.Maintenance;

public sealed class MountTableTests
{
    private static readonly string[] Table =
    [
        "22 1 0:21 / / rw,relatime - overlay overlay rw,lowerdir=/a:/b",
        "23 22 0:22 / /proc rw,nosuid shared:12 - proc proc rw",
        "30 22 8:1 / /data rw,noatime shared:1 master:2 - ext4 /dev/sda1 rw",
        "31 30 0:50 / /data/my\\040share rw - nfs4 server:/x rw,vers=4.2",
        "32 22 8:2 / /mnt rw - xfs /dev/sdb1 rw",
        "33 22 0:51 / /mnt rw - fuse.sshfs me@host:/ rw",
        "a line that is none",
        "",
    ];

    [Theory]
    [InlineData("/leads.db", "overlay", "/")]
    [InlineData("/data/leads.db", "ext4", "/data")]
    [InlineData("/data", "ext4", "/data")]
    [InlineData("/database/leads.db", "overlay", "/")]
    [InlineData("/data/my share/leads.db", "nfs4", "/data/my share")]
    [InlineData("/mnt/leads.db", "fuse.sshfs", "/mnt")]
    public void The_deepest_and_newest_mount_above_a_path_is_its_file_system(string path, string type, string mountPoint) =>
        MountTable.Find(Table, path).Should().Be(new FileSystem(type, mountPoint));

    [Fact]
    public void A_table_without_a_mount_above_the_path_tells_nothing() =>
        MountTable.Find(["30 22 8:1 / /data rw - ext4 /dev/sda1 rw"], "/other/leads.db").Should().BeNull();

    [Fact]
    public void The_table_of_this_machine_can_be_read()
    {
        if (OperatingSystem.IsLinux())
        {
            new Surroundings().FileSystemOf("/proc/self/status").Should().Be(new FileSystem("proc", "/proc"));
        }
    }

    [Fact]
    public void A_path_is_followed_through_its_links()
    {
        using Tests.Sqlite.Support.TempDirectory directory = new();
        string real = Directory.CreateDirectory(directory.File("real")).FullName;
        Directory.CreateSymbolicLink(directory.File("link"), real);
        Surroundings.RealPath(Path.Combine(directory.File("link"), "leads.db"))
            .Should().Be(Path.Combine(Surroundings.RealPath(directory.Path), "real", "leads.db"));
    }
}
