using LeadStore.Tests.Sqlite.Support;

namespace LeadStore.Tests.Opening;

/// <summary>Settings of the environment, each in a process of its own: this one's environment is shared by all tests.</summary>
public sealed class EnvironmentTests : IDisposable
{
    private readonly TempDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Fact]
    public void DATABASE_PATH_chooses_the_file()
    {
        string path = _directory.File("x/chosen.db");
        OpenedBy([("DATABASE_PATH", path), ("RAILWAY_VOLUME_MOUNT_PATH", _directory.Path)])
            .Should().StartWith("opened ").And.EndWith($" DatabasePathVariable {path}");
        File.Exists(path).Should().BeTrue();
    }

    [Fact]
    public void The_Railway_volume_holds_leads_db() =>
        OpenedBy([("RAILWAY_VOLUME_MOUNT_PATH", _directory.Path), ("DATABASE_PATH", "")])
            .Should().StartWith("opened ").And.EndWith($" RailwayVolumeVariable {_directory.Database}");

    [Fact]
    public void Without_settings_the_working_directory_holds_leads_db() =>
        OpenedBy([]).Should().StartWith("opened ").And.EndWith($" WorkingDirectory {_directory.Database}");

    [Fact]
    public void A_bad_DATABASE_PATH_is_told_by_its_name()
    {
        File.WriteAllText(_directory.File("file"), "");
        OpenedBy([("DATABASE_PATH", _directory.File("file/leads.db"))])
            .Should().StartWith("failed CannotOpen ").And.Contain("DATABASE_PATH").And.Contain(_directory.File("file/leads.db"));
    }

    [Fact]
    public void LEADSTORE_DEFAULT_REGION_makes_national_numbers_numbers()
    {
        using HostProcess other = Start([("LEADSTORE_DEFAULT_REGION", "gb")]);
        other.Open(_directory.Database).Should().StartWith("opened");
        other.Ask("lead 07809505864").Should().Be("lead 1 +447809505864");
    }

    [Fact]
    public void Without_a_region_a_national_number_is_refused()
    {
        using HostProcess other = Start([("LEADSTORE_DEFAULT_REGION", " ")]);
        other.Open(_directory.Database).Should().StartWith("opened");
        other.Ask("lead 07809505864").Should().StartWith("failed Validation Phone:").And.Contain("DefaultRegion").And.NotContain("505864");
    }

    [Fact]
    public void A_bad_LEADSTORE_DEFAULT_REGION_is_told_by_its_name() =>
        OpenedBy([("LEADSTORE_DEFAULT_REGION", "Narnia")]).Should().Contain("LEADSTORE_DEFAULT_REGION").And.NotStartWith("opened");

    private string OpenedBy((string Name, string Value)[] environment)
    {
        using HostProcess other = Start(environment);
        return other.Open("-");
    }

    private HostProcess Start((string Name, string Value)[] environment) =>
        HostProcess.Start(environment.ToDictionary(pair => pair.Name, pair => pair.Value), _directory.Path);
}
