using System.Text.Json;
using System.Text.Json.Serialization;
using LeadStore.Sqlite;

namespace LeadStore.Maintenance;

/// <summary>What is written beside a backup, <c>&lt;backup&gt;.manifest.json</c>: enough to know later that not one bit of it has changed.</summary>
internal sealed record BackupManifest
{
    public const string FormatName = "leadstore-backup";
    public const int NewestFormat = 1;

    // A manifest is a few kilobytes; what is longer is none.
    private const int LongestFile = 1 << 20;

    public required string Format { get; init; }

    public required int FormatVersion { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    public required int SchemaVersion { get; init; }

    public required BackupCompression Compression { get; init; }

    /// <summary>The bytes of the backup as it lies there.</summary>
    public required long Length { get; init; }

    public required string Sha256 { get; init; }

    /// <summary>The bytes of the database, which differ from the others where the backup is compressed.</summary>
    public required long DatabaseLength { get; init; }

    public required string DatabaseSha256 { get; init; }

    public required IReadOnlyList<TableContent> Tables { get; init; }

    public required string SqliteVersion { get; init; }

    /// <summary>How many rows are not what the store had written, let in by the caller's will.</summary>
    public long DamagedRows { get; init; }

    /// <summary>Which store it was made of (<see cref="StoreIdentity"/>); null in a manifest of an earlier build.</summary>
    public string? StoreUid { get; init; }

    public static string PathOf(string backup) => backup + ".manifest.json";

    /// <summary>Writes it and waits until the disk has it.</summary>
    public void Write(string path)
    {
        using FileStream file = PrivateFile.Create(path);
        JsonSerializer.Serialize(file, this, BackupManifestJson.Default.BackupManifest);
        file.Flush(flushToDisk: true);
    }

    /// <summary>The manifest beside a backup; null if there is none.</summary>
    public static BackupManifest? ReadBeside(string backup)
    {
        string path = PathOf(backup);
        if (!File.Exists(path))
        {
            return null;
        }

        BackupManifest manifest;
        try
        {
            using FileStream file = new(path, FileMode.Open, FileAccess.Read, FileShare.Read);
            if (file.Length > LongestFile)
            {
                throw Damaged(path, null);
            }

            manifest = JsonSerializer.Deserialize(file, BackupManifestJson.Default.BackupManifest) ?? throw Damaged(path, null);
        }
        catch (JsonException failure)
        {
            throw Damaged(path, failure);
        }

        if (manifest.Format != FormatName || manifest.Sha256 is null || manifest.DatabaseSha256 is null || manifest.Tables is null
            || manifest.Tables.Any(table => table?.Name is null) || !Enum.IsDefined(manifest.Compression)
            || manifest.DamagedRows < 0 || manifest.StoreUid is { } uid && !StoreIdentity.IsOne(uid))
        {
            throw Damaged(path, null);
        }

        return manifest.FormatVersion <= NewestFormat
            ? manifest
            : throw new LeadStoreException(
                LeadStoreErrorKind.SchemaTooNew,
                $"The manifest '{path}' was written by a newer version of LeadStore. Update the LeadStore package to use this backup.");
    }

    private static LeadStoreException Damaged(string path, Exception? cause) => new(
        LeadStoreErrorKind.Corrupt, $"The manifest '{path}' is damaged. Use another backup; without its manifest this one is checked less strictly.", cause);
}

[JsonSourceGenerationOptions(
    WriteIndented = true, PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, UseStringEnumConverter = true, RespectNullableAnnotations = true)]
[JsonSerializable(typeof(BackupManifest))]
internal sealed partial class BackupManifestJson : JsonSerializerContext;
