using LeadStore.Migrations;
using LeadStore.Sqlite;
using SQLitePCL;

namespace LeadStore.Maintenance;

/// <summary>A kind of file of the library, and the migrations that make one.</summary>
internal sealed record FileFormat(FileKind Kind, MigrationSet Scripts)
{
    public static FileFormat Store { get; } = new(FileKind.Store, MigrationScript.Set);

    /// <summary>See <see cref="LeadDatabaseOptions.SkipTracePath"/>.</summary>
    public static FileFormat Traces { get; } = new(FileKind.Traces, MigrationScript.Traces);

    /// <summary>The newest schema that this library knows.</summary>
    public int Newest => Scripts.Migrations[^1].Number;

    /// <summary>That of a mark in a header; null for a file that is not of the library.</summary>
    public static FileFormat? Of(long applicationId) =>
        applicationId == FileKind.Store.ApplicationId ? Store : applicationId == FileKind.Traces.ApplicationId ? Traces : null;

    /// <summary>That of an open file. A store in memory has no mark.</summary>
    public static FileFormat Of(sqlite3 db) => Of(OneOffStatement.Number(db, "PRAGMA application_id")) ?? Store;
}
