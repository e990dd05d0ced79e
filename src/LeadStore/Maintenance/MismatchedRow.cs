using LeadStore.Sqlite;
using SQLitePCL;

namespace LeadStore.Maintenance;

/// <summary>
/// A row whose checksum does not fit: which one, and how it was found, so that it is known again only if it is as it was then.
/// </summary>
/// <param name="Table">Its table.</param>
/// <param name="Key">The values of its primary key, in the order of its columns.</param>
/// <param name="Stored">The checksum that it has.</param>
/// <param name="Computed">The checksum of what it holds.</param>
internal sealed record MismatchedRow(string Table, IReadOnlyList<KeyValue> Key, long Stored, long Computed);

/// <summary>A number, or the bytes of a text, which in a damaged row need not be one.</summary>
internal readonly record struct KeyValue(long Number, byte[]? Text)
{
    public static KeyValue Read(OneOffStatement statement, int column) => statement.TypeOf(column) == raw.SQLITE_INTEGER
        ? new KeyValue(statement.Int64(column), null)
        : new KeyValue(0, statement.Bytes(column).ToArray());
}
