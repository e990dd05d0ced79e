using System.CommandLine;

namespace LeadStore.Tool;

/// <summary>The options that every command has.</summary>
internal sealed class SharedOptions
{
    public Option<string?> Database { get; } = new("--db")
    {
        Description = "The database file. Default: DATABASE_PATH, else leads.db in RAILWAY_VOLUME_MOUNT_PATH, else leads.db here.",
        HelpName = "path",
        Recursive = true,
    };

    public Option<string?> Region { get; } = new("--region")
    {
        Description = "The region of phones without a country code, GB for example. Default: LEADSTORE_DEFAULT_REGION.",
        HelpName = "region",
        Recursive = true,
    };

    public Option<bool> Json { get; } = new("--json") { Description = "One JSON document on the output, for scripts.", Recursive = true };

    public Option<bool> Verbose { get; } = new("--verbose")
    {
        Description = "Say the kind and the codes of an error too.",
        Recursive = true,
    };

    public void AddTo(RootCommand root)
    {
        root.Add(Database);
        root.Add(Region);
        root.Add(Json);
        root.Add(Verbose);
    }

    /// <summary>Says what a command does; what it returns is how the process ends.</summary>
    public void Handle(Command command, Func<Call, int> run) =>
        command.SetAction((parse, cancellation) => Task.FromResult(run(new Call(parse, this, cancellation))));
}
