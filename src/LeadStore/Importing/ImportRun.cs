using LeadStore.Engine;

namespace LeadStore.Importing;

/// <summary>One import from its first row to its last.</summary>
internal sealed class ImportRun
{
    /// <summary>Imports what a source holds by a mapping, or does so and takes it back.</summary>
    public static ImportReport Run(StoreEngine engine, IImportSource source, ImportMapping mapping, ImportCall call)
    {
        ArgumentNullException.ThrowIfNull(engine);
        call.Cancellation.ThrowIfCancellationRequested();
        return new ImportReport { Source = source.Description, System = mapping.System, Tables = [], IsPlan = call.IsPlan };
    }
}
