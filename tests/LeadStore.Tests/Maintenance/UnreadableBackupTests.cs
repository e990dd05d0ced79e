using LeadStore.Tests.Sqlite.Support;

namespace LeadStore.Tests.Maintenance;

/// <summary>Backups are private to the user who made them; another user who restores one is told so.</summary>
public sealed class UnreadableBackupTests : IDisposable
{
    private readonly TempDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Fact]
    public void A_backup_of_another_user_is_named_with_what_to_do()
    {
        string backup;
        using (LeadDatabase store = LeadDatabase.Open(_directory.Database))
        {
            store.CreateLead(new NewLead { Phone = "+447809505864" });
            backup = store.Maintenance.Backup(_directory.File("backup.db")).Path;
        }

        if (!OperatingSystem.IsWindows())
        {
            const UnixFileMode Anybody = UnixFileMode.OtherRead | UnixFileMode.OtherWrite | UnixFileMode.OtherExecute;
            File.SetUnixFileMode(_directory.Path, File.GetUnixFileMode(_directory.Path) | Anybody);
            if (!Environment.IsPrivilegedProcess)
            {
                File.SetUnixFileMode(backup, UnixFileMode.None);
            }
        }

        using HostProcess other = HostProcess.StartWithoutPrivileges();
        string answer = other.Ask($"restore {backup} {_directory.File("restored.db")}");

        answer.Should().StartWith("failed CannotOpen").And.Contain(backup).And.Contain("Let this process read it");
        File.Exists(_directory.File("restored.db")).Should().BeFalse();
        StoreMaintenance.VerifyBackup(Readable(backup)).Rows["leads"].Should().Be(1);
    }

    private static string Readable(string backup)
    {
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(backup, UnixFileMode.UserRead);
        }

        return backup;
    }
}
