namespace LeadStore;

/// <summary>What became of a database of another application that was taken over, or would become of it.</summary>
public sealed record AdoptReport
{
    /// <summary>The absolute path of the file, which is a store now.</summary>
    public required string Path { get; init; }

    /// <summary>Whether nothing has changed; see <see cref="AdoptOptions.DryRun"/>.</summary>
    public required bool IsPlan { get; init; }

    /// <summary>Where the old database lies, complete and verified, for example <c>leads.before-adopt-20261123T010203Z.db</c>; nobody but
    /// its owner can read it. <see langword="null"/> of a plan.</summary>
    public string? BackupPath { get; init; }

    /// <summary>The layout that it was recognised as; <see langword="null"/> if a mapping was given or proposed.</summary>
    public ImportLayout? Layout { get; init; }

    /// <summary>The mapping that was used.</summary>
    public required ImportMapping Mapping { get; init; }

    /// <summary>Why the mapping is as it is; empty if it was given.</summary>
    public required IReadOnlyList<MappingNote> Notes { get; init; }

    /// <summary>What became of every row.</summary>
    public required ImportReport Import { get; init; }

    /// <summary>How long it took.</summary>
    public required TimeSpan Duration { get; init; }

    /// <summary>The numbers alone.</summary>
    public override string ToString() => $"{(IsPlan ? "A plan" : "Taken over")}: {Import}";
}
