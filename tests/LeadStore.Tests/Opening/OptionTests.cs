using LeadStore.Tests.Sqlite.Support;

namespace LeadStore.Tests.Opening;

public sealed class OptionTests : IDisposable
{
    private readonly TempDirectory _directory = new();

    public static TheoryData<string, Action<LeadDatabaseOptions>> OutOfRange => new()
    {
        { "BusyTimeout", options => options.BusyTimeout = TimeSpan.FromTicks(-1) },
        { "BusyTimeout", options => options.BusyTimeout = TimeSpan.FromHours(1) + TimeSpan.FromTicks(1) },
        { "BusyTimeout", options => options.BusyTimeout = Timeout.InfiniteTimeSpan },
        { "MaxReaders", options => options.MaxReaders = 0 },
        { "MaxReaders", options => options.MaxReaders = 65 },
        { "CheckpointPages", options => options.CheckpointPages = 99 },
        { "CheckpointPages", options => options.CheckpointPages = 1_000_001 },
        { "MaxWalBytes", options => options.MaxWalBytes = (1 << 20) - 1 },
        { "MaxWalBytes", options => options.MaxWalBytes = (1L << 40) + 1 },
        { "MaxWalBytes", options => (options.CheckpointPages, options.MaxWalBytes) = (4000, (2 * 4000 * 4096) - 1) },
        { "MaxWalBytes", options => options.CheckpointPages = 1_000_000 },
        { "Durability", options => options.Durability = (Durability)2 },
        { "Durability", options => options.Durability = (Durability)(-1) },
        { "TimeProvider", options => options.TimeProvider = null! },
        { "Statuses", options => options.Statuses = null! },
        { "DefaultRegion", options => options.DefaultRegion = "XX" },
        { "DefaultRegion", options => options.DefaultRegion = "United Kingdom" },
        { "DefaultRegion", options => options.DefaultRegion = "+44" },
        { "FileMode", options => options.FileMode = UnixFileMode.None },
        { "FileMode", options => options.FileMode = UnixFileMode.UserRead },
        { "FileMode", options => options.FileMode = (UnixFileMode)0b1_000_110_000_000 },
    };

    public static TheoryData<Action<LeadDatabaseOptions>> AtTheLimit =>
    [
        options => options.BusyTimeout = TimeSpan.Zero,
        options => options.BusyTimeout = TimeSpan.FromHours(1),
        options => options.MaxReaders = 1,
        options => options.MaxReaders = 64,
        options => options.CheckpointPages = 100,
        options => (options.CheckpointPages, options.MaxWalBytes) = (1_000_000, 1L << 40),
        options => (options.CheckpointPages, options.MaxWalBytes) = (100, 1 << 20),
        options => (options.CheckpointPages, options.MaxWalBytes) = (4000, 2 * 4000 * 4096),
        options => options.Durability = Durability.Normal,
        options => options.DefaultRegion = "gb",
        options => options.DefaultRegion = " ",
    ];

    public void Dispose() => _directory.Dispose();

    [Theory]
    [MemberData(nameof(OutOfRange))]
    public void An_option_out_of_its_range_is_refused_by_name_before_any_file_is_made(string option, Action<LeadDatabaseOptions> set)
    {
        LeadDatabaseOptions options = new() { Path = _directory.Database };
        set(options);
        Action open = () => LeadDatabase.Open(options).Dispose();
        open.Should().Throw<ArgumentException>().WithMessage($"*{option}*").And.ParamName.Should().Be(option);
        Directory.GetFileSystemEntries(_directory.Path).Should().BeEmpty();
    }

    [Theory]
    [MemberData(nameof(OutOfRange))]
    public void A_store_in_memory_refuses_the_same(string option, Action<LeadDatabaseOptions> set)
    {
        LeadDatabaseOptions options = new();
        set(options);
        Action open = () => LeadDatabase.OpenInMemory(options).Dispose();
        open.Should().Throw<ArgumentException>().And.ParamName.Should().Be(option);
    }

    [Theory]
    [MemberData(nameof(AtTheLimit))]
    public void An_option_at_its_limit_works(Action<LeadDatabaseOptions> set)
    {
        LeadDatabaseOptions options = new() { Path = _directory.Database };
        set(options);
        using LeadDatabase store = LeadDatabase.Open(options);
        store.CreateLead(new NewLead { Phone = "+447809505864" });
        store.GetAllLeads().Should().HaveCount(1);
    }

    [Fact]
    public void Options_that_change_after_opening_change_nothing()
    {
        LeadDatabaseOptions options = new() { Path = _directory.Database, DefaultRegion = "GB" };
        using LeadDatabase store = LeadDatabase.Open(options);
        options.DefaultRegion = "DE";
        options.Path = "elsewhere";
        store.CreateLead(new NewLead { Phone = "07809 505864" }).Phone.Should().Be("+447809505864");
        store.Path.Should().Be(_directory.Database);
    }

    [Fact]
    public void Null_options_are_an_argument_error()
    {
        Action open = () => LeadDatabase.Open((LeadDatabaseOptions)null!);
        open.Should().Throw<ArgumentNullException>();
    }

    [Fact]
    public void A_clock_before_1970_is_no_obstacle()
    {
        DateTimeOffset moonLanding = new(1969, 7, 20, 20, 17, 40, TimeSpan.Zero);
        using LeadDatabase store = LeadDatabase.OpenInMemory(
            new LeadDatabaseOptions { TimeProvider = new Microsoft.Extensions.Time.Testing.FakeTimeProvider(moonLanding) });

        store.GetRequiredLead(store.CreateLead(new NewLead { Phone = "+15551234567" }).Id).CreatedAt.Should().Be(moonLanding);
    }

    [Fact]
    public void Options_that_contradict_each_other_are_refused_with_the_names_of_both()
    {
        LeadDatabaseOptions options = new() { Path = _directory.Database, CheckpointPages = 100_000 };
        FluentActions.Invoking(() => LeadDatabase.Open(options)).Should().Throw<ArgumentException>()
            .WithMessage("*MaxWalBytes*CheckpointPages (100000)*");
        File.Exists(_directory.Database).Should().BeFalse();
    }
}
