namespace LeadStore.Migrations;

/// <summary>What an application has given of migrations of its own; fixed when the store is opened.</summary>
/// <param name="Sets">Its sets, each with a name of its own.</param>
/// <param name="OnOpen">Whether opening runs what is pending of them.</param>
internal sealed record MigrationSettings(IReadOnlyList<MigrationSet> Sets, bool OnOpen)
{
    public static MigrationSettings Of(LeadDatabaseOptions options)
    {
        MigrationSet[] sets = [.. options.Migrations];
        if (sets.Contains(null))
        {
            throw new ArgumentException("Migrations must not hold null.", nameof(options));
        }

        MigrationPlan.RefuseTwins(sets);
        return new MigrationSettings(sets, options.MigrateOnOpen);
    }

    /// <summary>Gives them to the options of another store.</summary>
    public LeadDatabaseOptions AddTo(LeadDatabaseOptions options)
    {
        options.MigrateOnOpen = OnOpen;
        foreach (MigrationSet set in Sets)
        {
            options.Migrations.Add(set);
        }

        return options;
    }
}
