using System.Buffers.Binary;
using System.Buffers.Text;
using LeadStore.Engine;
using LeadStore.Validation;

namespace LeadStore;

/// <summary>A place in a list that is ordered by time and id: the last row of a page. Holds nothing else.</summary>
internal readonly record struct Cursor(DateTimeOffset Time, long Id)
{
    private const byte Format = 1;
    private const int Length = 17;

    /// <summary>Before every row.</summary>
    public static Cursor First => new(DateTimeOffset.MinValue, long.MinValue);

    /// <summary>After every row.</summary>
    public static Cursor Last => new(DateTimeOffset.MaxValue, long.MaxValue);

    /// <exception cref="ArgumentException">The text is not a cursor that a page handed out.</exception>
    public static Cursor Parse(string? cursor, Cursor ifNone)
    {
        if (string.IsNullOrEmpty(cursor))
        {
            return ifNone;
        }

        Span<byte> bytes = stackalloc byte[Length];
        bool decoded = cursor.Length < 2 * Length
            && Base64Url.IsValid(cursor)
            && Base64Url.TryDecodeFromChars(cursor, bytes, out int written)
            && written == Length
            && bytes[0] == Format;
        long microseconds = BinaryPrimitives.ReadInt64BigEndian(bytes[1..]);
        if (!decoded
            || microseconds < Instant.ToMicroseconds(DateTimeOffset.MinValue)
            || microseconds > Instant.ToMicroseconds(DateTimeOffset.MaxValue))
        {
            throw new ArgumentException("The cursor is not one that a page of this store handed out; pass NextCursor, or null for the first page.", nameof(cursor));
        }

        return new Cursor(Instant.FromMicroseconds(microseconds), BinaryPrimitives.ReadInt64BigEndian(bytes[9..]));
    }

    public static void CheckPageSize(int pageSize)
    {
        if (pageSize is < 1 or > Limits.PageSize)
        {
            throw new ArgumentOutOfRangeException(nameof(pageSize), pageSize, $"A page has 1 to {Limits.PageSize} rows.");
        }
    }

    /// <summary>Takes the one row off that was read beyond the page, and says where the next page begins if there was one.</summary>
    public static string? CutPage<T>(List<T> rows, int pageSize, Func<T, Cursor> placeOf)
    {
        if (rows.Count <= pageSize)
        {
            return null;
        }

        rows.RemoveRange(pageSize, rows.Count - pageSize);
        return placeOf(rows[^1]).ToString();
    }

    public override string ToString()
    {
        Span<byte> bytes = stackalloc byte[Length];
        bytes[0] = Format;
        BinaryPrimitives.WriteInt64BigEndian(bytes[1..], Instant.ToMicroseconds(Time));
        BinaryPrimitives.WriteInt64BigEndian(bytes[9..], Id);
        return Base64Url.EncodeToString(bytes);
    }
}
