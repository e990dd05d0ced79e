using LeadStore;

namespace SmsAssistant;

/// <summary>Which database the sample opens, and what it keeps there besides leads.</summary>
public static class StoreSetup
{
    /// <summary>A setting of the application's own, beside those that every store has.</summary>
    public static Setting<string> BusinessName { get; } = Setting.Text("business_name", "Brookside Stables");

    // Says that this database was begun by the sample, so that the replay may add its invented customers to it.
    private static Setting<bool> OfTheSample { get; } = Setting.Flag("sms_assistant_sample", false);

    /// <summary>
    /// The library's own rules with two defaults of the sample's behind them. An application that needs neither writes
    /// <c>LeadDatabase.Open()</c>.
    /// </summary>
    public static LeadDatabaseOptions Options(Func<string, string?> environment)
    {
        ArgumentNullException.ThrowIfNull(environment);
        return new LeadDatabaseOptions
        {
            Path = IsSet("DATABASE_PATH") || IsSet("RAILWAY_VOLUME_MOUNT_PATH") ? null : "sms-assistant.db",
            DefaultRegion = IsSet("LEADSTORE_DEFAULT_REGION") ? null : "GB",
        };

        bool IsSet(string variable) => !string.IsNullOrWhiteSpace(environment(variable));
    }

    /// <summary>Stores the settings that the assistant needs, unless somebody has stored others.</summary>
    public static ValueTask PrepareAsync(ILeadStore store, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(store);
        return store.InTransactionAsync(
            async tx =>
            {
                if ((await tx.ListLeadsAsync(new LeadFilter { IncludeArchived = true }, null, 1, cancellationToken)).Items.Count == 0)
                {
                    await tx.Settings.SetAsync(OfTheSample, true, cancellationToken);
                }

                if ((await tx.Settings.GetAsync(LeadSettings.Questions, cancellationToken)).Count == 0)
                {
                    await tx.Settings.SetAsync(LeadSettings.AssistantName, "Robin", cancellationToken);
                    await tx.Settings.SetAsync(
                        LeadSettings.Questions,
                        [
                            "What size do you need: single, double or larger?",
                            "Should it be mobile, on skids, or fixed?",
                            "When would you like it?",
                            "Which postcode shall we deliver to?",
                        ],
                        cancellationToken);
                }
            },
            cancellationToken);
    }

    /// <summary>Whether the database was empty when the sample first opened it.</summary>
    public static ValueTask<bool> IsOfTheSampleAsync(ILeadStore store, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(store);
        return store.Settings.GetAsync(OfTheSample, cancellationToken);
    }
}
