namespace LeadStore.Sqlite;

/// <summary>What a database file of the library holds, by the mark in its header.</summary>
/// <param name="ApplicationId">The mark: <c>PRAGMA application_id</c>.</param>
/// <param name="Name">How messages name it.</param>
internal sealed record FileKind(int ApplicationId, string Name)
{
    /// <summary>"LDST": leads and everything of them.</summary>
    public static FileKind Store { get; } = new(SqliteFile.ApplicationId, "a LeadStore database");

    /// <summary>"LDTR": the skip traces of a store.</summary>
    public static FileKind Traces { get; } = new(0x4C445452, "a file of skip traces of a LeadStore database");

    /// <summary>What a file is that has another mark than it should, for messages; null for one that is not of the library.</summary>
    public static string? NameOf(long applicationId) =>
        applicationId == Store.ApplicationId ? Store.Name : applicationId == Traces.ApplicationId ? Traces.Name : null;
}
