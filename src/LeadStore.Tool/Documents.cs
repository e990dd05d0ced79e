using System.Text.Json.Serialization;

namespace LeadStore.Tool;

// The documents that --json writes, one for each command. Names stay; new ones may come.

internal sealed record InitDocument(string Path, DatabasePathSource PathSource, int SchemaVersion, string SqliteVersion);

internal sealed record SeedDocument(int SeedNumber, int Leads, int Messages);

internal sealed record ExportDocument(string? Path, string Format, long Bytes, IReadOnlyDictionary<string, long> Counts, double Seconds);

internal sealed record BackupDocument(
    string Path, string ManifestPath, long Bytes, string Sha256, int SchemaVersion, string StoreUid, DateTimeOffset CreatedAt, long DamagedRows,
    IReadOnlyDictionary<string, long> Rows, double Seconds);

internal sealed record RestoreDocument(
    string Path, string Backup, string? KeptPath, bool ReplacedOtherStore, IReadOnlyList<string> Rejected, IReadOnlyDictionary<string, long> Rows);

internal sealed record VerifyDocument(
    bool Sound, IReadOnlyList<string> Errors, long DamagedRows, long UnverifiableRows, IReadOnlyList<DamagedRow> Damaged, double Seconds);

internal sealed record BackupCheckDocument(
    bool Sound, string Path, bool HasManifest, int SchemaVersion, string? StoreUid, DateTimeOffset? CreatedAt, long DamagedRows,
    IReadOnlyDictionary<string, long> Rows);

internal sealed record DoctorDocument(bool Healthy, IReadOnlyList<DoctorFinding> Findings);

internal sealed record SelfTestDocument(
    bool Passed, int Statements, IReadOnlyList<LookupDocument> Measurements, IReadOnlyList<SelfTestFinding> Findings, double Seconds);

internal sealed record LookupDocument(string Name, int Samples, double P50Ms, double P99Ms, double LimitMs, bool Passed);

internal sealed record OptimizeDocument(
    IReadOnlyList<string> RestoredIndexes, IReadOnlyList<string> AnalyzedTables, bool Vacuumed, long BytesBefore, long BytesAfter, double Seconds);

internal sealed record QueryDocument(IReadOnlyList<string> Columns, IReadOnlyList<object?[]> Rows, bool Truncated);

internal sealed record ArchiveDocument(int Leads, bool DryRun);

internal sealed record ResetDocument(string Path, string Backup, string? KeptPath);

internal sealed record StatusDocument(
    bool UpToDate, bool TooNew, int SchemaVersion, int NewestSchemaVersion, bool LogWasNotRead, IReadOnlyList<MigrationEntry> Migrations);

internal sealed record MigrateDocument(IReadOnlyList<string> Migrations, bool DryRun, string? Script);

internal sealed record RollBackDocument(IReadOnlyList<string> RolledBack, string? Backup, bool DryRun, string? Script);

internal sealed record ImportDocument(
    string Source, string System, bool IsPlan, long StoredRows, TableReport Total, IReadOnlyList<TableReport> Tables,
    IReadOnlyList<RejectReason> Reasons, IReadOnlyList<RejectReason> Unreadable, string? RejectsPath, string? Backup)
{
    public static ImportDocument Of(ImportReport report) => new(
        report.Source, report.System, report.IsPlan, report.StoredRows, report.Total, report.Tables, report.Reasons, report.Unreadable,
        report.RejectsPath, report.BackupPath);
}

internal sealed record AdoptDocument(string Path, string? Backup, string? Layout, IReadOnlyList<MappingNote> Notes, ImportDocument Import);

internal sealed record ProposalDocument(string Mapping, bool Certain, string? Layout, IReadOnlyList<MappingNote> Notes);

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DictionaryKeyPolicy = JsonKnownNamingPolicy.Unspecified,
    WriteIndented = true,
    UseStringEnumConverter = true,
    NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals)]
[JsonSerializable(typeof(InitDocument))]
[JsonSerializable(typeof(SeedDocument))]
[JsonSerializable(typeof(ExportDocument))]
[JsonSerializable(typeof(BackupDocument))]
[JsonSerializable(typeof(RestoreDocument))]
[JsonSerializable(typeof(VerifyDocument))]
[JsonSerializable(typeof(BackupCheckDocument))]
[JsonSerializable(typeof(DoctorDocument))]
[JsonSerializable(typeof(SelfTestDocument))]
[JsonSerializable(typeof(OptimizeDocument))]
[JsonSerializable(typeof(QueryDocument))]
[JsonSerializable(typeof(ArchiveDocument))]
[JsonSerializable(typeof(ResetDocument))]
[JsonSerializable(typeof(StatusDocument))]
[JsonSerializable(typeof(MigrateDocument))]
[JsonSerializable(typeof(RollBackDocument))]
[JsonSerializable(typeof(ImportDocument))]
[JsonSerializable(typeof(AdoptDocument))]
[JsonSerializable(typeof(ProposalDocument))]
[JsonSerializable(typeof(StoreStatistics))]
[JsonSerializable(typeof(long))]
[JsonSerializable(typeof(double))]
[JsonSerializable(typeof(string))]
[JsonSerializable(typeof(byte[]))]
internal sealed partial class Documents : JsonSerializerContext;
