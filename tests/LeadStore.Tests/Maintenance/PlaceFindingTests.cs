using LeadStore.Maintenance;
using LeadStore.Tests.Maintenance.Support;

namespace LeadStore.Tests.Maintenance;

/// <summary>What the doctor says of where the file lies, who may read it and how much room there is.</summary>
public sealed class PlaceFindingTests : DoctorTest
{
    [Fact]
    public void A_file_in_the_temporary_directory_is_told() =>
        Finding("temporary_directory", surroundings: new() { TemporaryDirectories = ["/nowhere", Surroundings.RealPath(Folder.Path)] })
            .Severity.Should().Be(DoctorSeverity.Warning);

    [Theory]
    [InlineData("/volume", true)]
    [InlineData("{0}", false)]
    [InlineData("{0}/", false)]
    [InlineData("{0}/leads", true)]
    [InlineData(" ", false)]
    public void A_volume_that_the_file_does_not_lie_on_is_told(string volume, bool isFound)
    {
        FakeSurroundings surroundings = new()
        {
            Variables = { ["RAILWAY_VOLUME_MOUNT_PATH"] = string.Format(System.Globalization.CultureInfo.InvariantCulture, volume, Folder.Path) },
        };
        Examine(surroundings: surroundings).Findings.Any(finding => finding.Code == "volume_unused").Should().Be(isFound);
    }

    [Theory]
    [InlineData("nfs4", "network_file_system", DoctorSeverity.Problem)]
    [InlineData("9p", "network_file_system", DoctorSeverity.Problem)]
    [InlineData("cifs", "network_file_system", DoctorSeverity.Problem)]
    [InlineData("fuse.sshfs", "network_file_system", DoctorSeverity.Problem)]
    [InlineData("overlay", "container_layer", DoctorSeverity.Warning)]
    [InlineData("tmpfs", "memory_file_system", DoctorSeverity.Warning)]
    public void An_odd_file_system_is_told(string type, string code, DoctorSeverity severity) =>
        Finding(code, surroundings: new() { FileSystem = new(type, "/data") }).Severity.Should().Be(severity);

    [Theory]
    [InlineData("ext4")]
    [InlineData("xfs")]
    [InlineData("btrfs")]
    [InlineData("fuseblk")]
    [InlineData("ntfs")]
    public void A_file_system_of_this_machine_is_well(string type) =>
        Examine(surroundings: new() { FileSystem = new(type, "/data") }).Findings.Should().NotContain(finding => finding.Code.Contains("file_system"));

    [Theory]
    [InlineData(1L << 30, null)]
    [InlineData(20L << 20, DoctorSeverity.Warning)]
    [InlineData(1L << 20, DoctorSeverity.Problem)]
    public void Little_room_is_told(long free, DoctorSeverity? severity)
    {
        Fill(30L << 20);
        Examine(surroundings: new() { Free = free }).Findings.SingleOrDefault(finding => finding.Code == "disk_space_low")?.Severity.Should().Be(severity);
        (severity is null || Finding("disk_space_low", surroundings: new() { Free = free }).Severity == severity).Should().BeTrue();
    }

    [Fact]
    public void Permissions_wider_than_the_owners_are_told()
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        File.SetUnixFileMode(Folder.Database, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead);
        Finding("permissions_wide").Message.Should().Contain(Folder.Database).And.NotContain("-wal");
    }
}
