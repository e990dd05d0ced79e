using LeadStore.Importing;

namespace LeadStore;

/// <summary>Where an import reads from. The files are never written.</summary>
public sealed class ImportSource
{
    private readonly Func<IImportSource> _open;

    private ImportSource(Func<IImportSource> open) => _open = open;

    internal static ImportSource Of(Func<IImportSource> open) => new(open);

    internal IImportSource Open() => _open();
}
