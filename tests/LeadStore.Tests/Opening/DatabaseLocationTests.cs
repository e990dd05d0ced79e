namespace LeadStore.Tests.Opening;

public class DatabaseLocationTests
{
    private static readonly string WorkingDirectory = Directory.GetCurrentDirectory();

    [Theory]
    [InlineData("/from/options.db", "/from/variable.db", "/volume", "/from/options.db", DatabasePathSource.Options)]
    [InlineData(null, "/from/variable.db", "/volume", "/from/variable.db", DatabasePathSource.DatabasePathVariable)]
    [InlineData(null, null, "/volume", "/volume/leads.db", DatabasePathSource.RailwayVolumeVariable)]
    [InlineData(null, null, "/volume/", "/volume/leads.db", DatabasePathSource.RailwayVolumeVariable)]
    [InlineData("/from/options.db", null, "/volume", "/from/options.db", DatabasePathSource.Options)]
    [InlineData("/from/options.db", "/from/variable.db", null, "/from/options.db", DatabasePathSource.Options)]
    public void The_options_go_before_DATABASE_PATH_and_that_before_the_Railway_volume(
        string? options, string? variable, string? volume, string path, DatabasePathSource source) =>
        Resolve(options, variable, volume).Should().Be(new DatabaseLocation(path, source));

    [Fact]
    public void Without_any_setting_the_file_lies_in_the_working_directory() =>
        Resolve(null, null, null).Should().Be(
            new DatabaseLocation(Path.Combine(WorkingDirectory, "leads.db"), DatabasePathSource.WorkingDirectory));

    [Theory]
    [InlineData("")]
    [InlineData(" ")]
    [InlineData("\t\n ")]
    public void A_blank_setting_counts_as_not_set(string blank)
    {
        Resolve(blank, "/from/variable.db", "/volume").Source.Should().Be(DatabasePathSource.DatabasePathVariable);
        Resolve(blank, blank, "/volume").Source.Should().Be(DatabasePathSource.RailwayVolumeVariable);
        Resolve(blank, blank, blank).Source.Should().Be(DatabasePathSource.WorkingDirectory);
    }

    [Fact]
    public void A_relative_path_is_taken_from_the_working_directory_and_told_in_full()
    {
        Resolve("data/../my leads.db", null, null).Path.Should().Be(Path.Combine(WorkingDirectory, "my leads.db"));
        Resolve(null, "leads/x.db", null).Path.Should().Be(Path.Combine(WorkingDirectory, "leads/x.db"));
        Resolve(null, null, "volume").Path.Should().Be(Path.Combine(WorkingDirectory, "volume/leads.db"));
    }

    [Theory]
    [InlineData("/a.db", null, null, "LeadDatabaseOptions.Path")]
    [InlineData(null, "/a.db", null, "the environment variable DATABASE_PATH")]
    [InlineData(null, null, "/a", "the environment variable RAILWAY_VOLUME_MOUNT_PATH")]
    [InlineData(null, null, null, "working directory")]
    public void The_description_names_the_path_and_the_setting_that_chose_it(string? options, string? variable, string? volume, string setting)
    {
        DatabaseLocation location = Resolve(options, variable, volume);
        location.Describe().Should().Contain(location.Path).And.Contain(setting);
    }

    [Fact]
    public void A_path_with_NUL_is_refused_with_the_setting_that_chose_it()
    {
        Action resolve = () => Resolve(null, "/a\0b.db", null);
        LeadStoreException failure = resolve.Should().Throw<LeadStoreException>().Which;
        failure.Kind.Should().Be(LeadStoreErrorKind.CannotOpen);
        failure.Message.Should().Contain("DATABASE_PATH").And.Contain("/a?b.db").And.NotContain("\0");
    }

    private static DatabaseLocation Resolve(string? options, string? variable, string? volume) => DatabaseLocation.Resolve(
        options,
        name => name switch
        {
            "DATABASE_PATH" => variable,
            "RAILWAY_VOLUME_MOUNT_PATH" => volume,
            _ => throw new ArgumentException("Resolve reads two variables only.", nameof(name)),
        });
}
