using LeadStore.Importing;

namespace LeadStore;

/// <summary>The layouts that LeadStore knows by itself. Each is a mapping of the same kind as a person writes.</summary>
public static class ImportLayouts
{
    private static readonly Lazy<IReadOnlyList<ImportLayout>> Shipped = new(
        () => [.. ((string[])["LeadQualification", "LeadQualificationGrown", "ConvexaLeads", "ConvexaSkipTrace", "Convexa", "FourRunr", "ConvexaPrisma"])
            .Select(Load)]);

    /// <summary>All of them.</summary>
    public static IReadOnlyList<ImportLayout> All => Shipped.Value;

    /// <summary>The <c>leads.db</c> of the AI Lead Qualification System 5.6.</summary>
    public static ImportLayout LeadQualification => All[0];

    /// <summary>The same with reminders, pauses, settings and sources, as it was later.</summary>
    public static ImportLayout LeadQualificationGrown => All[1];

    /// <summary>The <c>leadflow.db</c> of Convexa AI.</summary>
    public static ImportLayout ConvexaLeads => All[2];

    /// <summary>The <c>skip_trace.db</c> of Convexa AI; its rows find the leads that <see cref="ConvexaLeads"/> has brought.</summary>
    public static ImportLayout ConvexaSkipTrace => All[3];

    /// <summary>Both files of Convexa AI as one source.</summary>
    public static ImportLayout Convexa => All[4];

    /// <summary>The <c>leads.db</c> of the 4Runr AI Lead System.</summary>
    public static ImportLayout FourRunr => All[5];

    /// <summary>
    /// The <c>prisma/dev.db</c> of Convexa AI: organizations, users, leads with notes, traces, campaigns and calls. Its rows find the leads
    /// that the other two files have brought, and the other way round.
    /// </summary>
    public static ImportLayout ConvexaPrisma => All[6];

    /// <summary>Finds out which of the known layouts a source has, by the names of its tables and columns.</summary>
    /// <param name="source">What to look at. Nothing of it changes.</param>
    /// <returns>The layout that fits best, and in what the source differs from it; <see langword="null"/> if none fits.</returns>
    /// <exception cref="LeadStoreException">The source cannot be read, see <see cref="ImportSource"/>.</exception>
    public static LayoutMatch? Recognise(ImportSource source)
    {
        ArgumentNullException.ThrowIfNull(source);
        using IImportSource rows = source.Open();
        return LayoutMatch.Best(All, rows.Tables);
    }

    private static ImportLayout Load(string name)
    {
        using Stream stream = typeof(ImportLayouts).Assembly.GetManifestResourceStream($"LeadStore.Importing.Layouts.{name}.json")!;
        byte[] json = new byte[stream.Length];
        stream.ReadExactly(json);
        return ImportLayout.Read(json, name);
    }
}
