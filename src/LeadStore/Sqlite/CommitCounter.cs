using System.Buffers.Binary;

namespace LeadStore.Sqlite;

/// <summary>
/// The counter that each commit of the library raises (<c>store.commits</c>), read from an image of its page as it lies in a log
/// (https://sqlite.org/fileformat2.html#b_tree_pages). The table has one row, and its one page is its root.
/// </summary>
/// <param name="Page">The number of its page.</param>
/// <param name="Commits">What it is in the state that SQLite made of the file and its log.</param>
internal sealed record CommitCounter(uint Page, long Commits)
{
    private const byte LeafOfTable = 0x0d;
    private const int CellCount = 3;
    private const int FirstCell = 8;
    private const int UidColumn = 1;
    private const int CommitsColumn = 2;
    private const int UidType = 12 + (2 * 16);

    /// <summary>Null where the file has none that could be read: its schema is in the part that was lost, or older than the counter.</summary>
    public static CommitCounter? Of(SqliteSession session)
    {
        try
        {
            List<long> root = OneOffStatement.All(
                session.Handle, "SELECT rootpage FROM sqlite_schema WHERE type = 'table' AND name = 'store'", row => row.Int64(0));
            return root.Count == 0
                ? null
                : new CommitCounter((uint)root[0], OneOffStatement.Number(session.Handle, "SELECT commits FROM store WHERE id = 1"));
        }
        catch (LeadStoreException failure) when (failure.Kind == LeadStoreErrorKind.Corrupt)
        {
            // Whoever uses the file is told. What is in the log is worth looking at all the more.
            return null;
        }
    }

    /// <summary>What it is in an image of the page; null if the image is not one of it, or damaged so that it cannot be told.</summary>
    public static long? In(ReadOnlySpan<byte> page)
    {
        int cell = BinaryPrimitives.ReadUInt16BigEndian(page[FirstCell..]);
        if (page[0] != LeafOfTable || BinaryPrimitives.ReadUInt16BigEndian(page[CellCount..]) != 1 || cell >= page.Length)
        {
            return null;
        }

        // Every length in the row is less than 128, and a number of one byte so.
        ReadOnlySpan<byte> row = page[cell..];
        int header = 2;
        if (row.Length <= header + CommitsColumn + 1 || row[1] != 1 || row[header] <= CommitsColumn + 1
            || row[header + 1 + UidColumn] != UidType || WidthOf(row[header + 1 + CommitsColumn]) is not { } width)
        {
            return null;
        }

        int at = header + row[header] + 16;
        return at + width > row.Length ? null : Integer(row.Slice(at, width), row[header + 1 + CommitsColumn]);
    }

    private static int? WidthOf(byte type) => type switch
    {
        >= 1 and <= 4 => type,
        5 => 6,
        6 => 8,
        8 or 9 => 0,
        _ => null,
    };

    private static long Integer(ReadOnlySpan<byte> bytes, byte type)
    {
        if (bytes.IsEmpty)
        {
            return type - 8;
        }

        long value = (sbyte)bytes[0];
        foreach (byte next in bytes[1..])
        {
            value = (value << 8) | next;
        }

        return value;
    }
}
