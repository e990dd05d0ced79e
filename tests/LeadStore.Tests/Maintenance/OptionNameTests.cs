namespace LeadStore.Tests.Maintenance;

/// <summary>An option out of its range is named as the caller knows it, not as the code inside does.</summary>
public sealed class OptionNameTests
{
    [Fact]
    public void The_limit_of_a_restore_is_named() =>
        FluentActions.Invoking(() => new RestoreOptions { MaxDatabaseLength = 0 }).Should().Throw<ArgumentOutOfRangeException>()
            .Which.ParamName.Should().Be(nameof(RestoreOptions.MaxDatabaseLength));

    [Fact]
    public void The_age_of_a_backup_is_named()
    {
        using LeadDatabase store = LeadDatabase.OpenInMemory();
        ArgumentException failure = store.Invoking(s => s.Maintenance.Doctor(new DoctorOptions { MaxBackupAge = TimeSpan.Zero }))
            .Should().Throw<ArgumentException>().Which;
        (failure.ParamName, failure.Message.Contains(nameof(DoctorOptions.MaxBackupAge), StringComparison.Ordinal)).Should().Be(("options", true));
    }
}
