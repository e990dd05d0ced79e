using LeadStore.Importing;

namespace LeadStore;

/// <summary>A mapping that LeadStore proposes for a source that it has looked at.</summary>
public sealed record MappingProposal
{
    /// <summary>The mapping.</summary>
    public required ImportMapping Mapping { get; init; }

    /// <summary>Why it is so, table by table, and what a person should look at.</summary>
    public required IReadOnlyList<MappingNote> Notes { get; init; }

    /// <summary>The layout that the source was recognised as; <see langword="null"/> if it is none that is known.</summary>
    public ImportLayout? Layout { get; init; }

    /// <summary>
    /// Whether nothing is left in doubt: it is clear which table has the leads, and every column that matters reads as what it is called.
    /// Only such a proposal is imported without being asked for.
    /// </summary>
    public bool IsCertain => Notes.All(note => !note.IsDoubt);

    /// <summary>The mapping as text, with the reasons as comments.</summary>
    public string ToJson() => MappingWriter.Write(Mapping, Notes);

    /// <summary>Writes <see cref="ToJson"/> to a new file, to be read, mended, and loaded by <see cref="ImportMapping.Load"/>.</summary>
    /// <param name="path">A file that does not exist yet.</param>
    /// <exception cref="LeadStoreException"><see cref="LeadStoreErrorKind.TargetExists"/>: the file exists. Others: it cannot be
    /// written.</exception>
    public void Save(string path)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        MappingFile.Save(path, ToJson());
    }

    /// <summary>Without names: a file of a person may bring any.</summary>
    public override string ToString() => $"A proposed mapping of {Mapping.Tables.Count} tables, {(IsCertain ? "without" : "with")} doubts";
}
