using System.Text;
using LeadStore.Engine;
using SQLitePCL;

namespace LeadStore.Sqlite;

/// <summary>The current row of a stepped statement. One instance per connection: reading a row allocates nothing of its own.</summary>
internal sealed class SqliteRow : Row
{
    private sqlite3_stmt _statement = null!;

    public SqliteRow On(sqlite3_stmt statement)
    {
        _statement = statement;
        return this;
    }

    public override bool IsNull(int column) => raw.sqlite3_column_type(_statement, column) == raw.SQLITE_NULL;

    public override long Int64(int column) => raw.sqlite3_column_int64(_statement, column);

    public override double Double(int column) => raw.sqlite3_column_double(_statement, column);

    public override ReadOnlySpan<byte> Utf8(int column) => raw.sqlite3_column_blob(_statement, column);

    public override string Text(int column) => Encoding.UTF8.GetString(Utf8(column));

    public override string Word(int column) => WordPool.Get(Utf8(column));

    public override DateTimeOffset Time(int column) => Int64(column) is var microseconds && Instant.IsTime(microseconds)
        ? Instant.FromMicroseconds(microseconds)
        : throw new LeadStoreException(LeadStoreErrorKind.Corrupt, $"Column {column} should hold a time and does not.");

    public override Guid Uid(int column)
    {
        ReadOnlySpan<byte> bytes = Utf8(column);
        return bytes.Length == 16
            ? new Guid(bytes, bigEndian: true)
            : throw new LeadStoreException(LeadStoreErrorKind.Corrupt, $"Column {column} should hold a 16-byte identifier and does not.");
    }
}
