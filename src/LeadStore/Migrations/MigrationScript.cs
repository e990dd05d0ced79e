using LeadStore.Engine;

namespace LeadStore.Migrations;

/// <summary>The library's own migrations: embedded, numbered scripts, for example <c>0001_leads.sql</c>. Never edited after their release.</summary>
internal static class MigrationScript
{
    /// <summary>What the library's own are listed under.</summary>
    public const string Namespace = "leadstore";

    /// <summary>The schema version from which on a file has a journal for the migrations of applications.</summary>
    public const int ApplicationsSince = 4;

    /// <summary>Every script of the library, in order.</summary>
    public static IReadOnlyList<Migration> All { get; } = Load("LeadStore.Migrations");

    public static MigrationSet Set { get; } = MigrationSet.OfStore(All);

    /// <summary>Those of a file of skip traces.</summary>
    public static MigrationSet Traces { get; } = MigrationSet.OfStore(Load("LeadStore.TraceMigrations"));

    /// <summary>The schema version that the library knows.</summary>
    public static int Newest => All[^1].Number;

    /// <summary>What the migrations of an application leave alone: all that the library's own have made.</summary>
    public static ProtectedTables Tables { get; } = new(
        new HashSet<string>(StringComparer.OrdinalIgnoreCase)
        {
            "activities", "application_migrations", "call_words", "calls", "campaign_sends", "campaigns", "checksummed", "costs",
            "imported_rows", "lead_activity", "lead_assignments",
            "lead_attributes", "lead_contact_rules", "lead_costs", "lead_keys", "lead_notes", "lead_once", "lead_organizations",
            "lead_properties", "lead_scores", "lead_sources", "leads", "leads_readable", "message_attributes", "messages",
            "messages_readable", "organization_usage", "organizations", "property_records", "qualifications", "reminders",
            "schema_migrations", "settings", "skip_trace_calls", "skip_trace_days", "skip_trace_emails", "skip_trace_file",
            "skip_trace_phones", "skip_trace_purges", "skip_traces", "store", "user_credentials", "users",
        },
        new HashSet<string>(StringComparer.OrdinalIgnoreCase) { "application_migrations", "checksummed", "schema_migrations", "store" });

    private static List<Migration> Load(string prefix)
    {
        List<Migration> scripts = MigrationResources.Load(typeof(MigrationScript).Assembly, prefix);
        for (int i = 0; i < scripts.Count; i++)
        {
            if (scripts[i].Number != i + 1)
            {
                throw new InvalidOperationException($"The embedded migrations are not numbered 1 to {scripts.Count}.");
            }
        }

        return scripts;
    }
}
