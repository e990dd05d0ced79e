using System.Globalization;

namespace LeadStore.TestHost;

/// <summary>
/// One write of a workload: its session, thread and number say all there is to know of it. The process that is broken writes it and
/// whoever looks at the file afterwards knows what has to be there; both compile this file.
/// </summary>
/// <param name="Session">0 to 99: one run of the workload on a file.</param>
/// <param name="Thread">0 to 8.</param>
/// <param name="Number">Goes up by one with every write of a thread.</param>
internal readonly record struct WorkItem(int Session, int Thread, int Number)
{
    /// <summary>Every thread goes round a circle of so many writes.</summary>
    private const int CircleLength = 8;

    /// <summary>What is in the text of every row that this write makes.</summary>
    public string Token => string.Create(CultureInfo.InvariantCulture, $"{Session}.{Thread}.{Number}");

    public WorkKind Kind => (Number % CircleLength) switch
    {
        1 => WorkKind.Transaction,
        2 => WorkKind.AsyncMessage,
        3 => WorkKind.CreateLead,
        5 => WorkKind.ArchiveLead,
        6 => WorkKind.AsyncTransaction,
        7 when Circle % 2 == 1 => WorkKind.DeleteLead,
        _ => WorkKind.Message,
    };

    /// <summary>How many rows with the token it leaves in the messages.</summary>
    public int Parts => Kind switch
    {
        WorkKind.Transaction or WorkKind.AsyncTransaction => 3,
        WorkKind.ArchiveLead or WorkKind.DeleteLead => 0,
        _ => 1,
    };

    /// <summary>The write that made the lead which this one is about.</summary>
    public WorkItem Creation => this with { Number = (Circle * CircleLength) + 3 };

    /// <summary>The phone of the lead that the writes of this circle are about.</summary>
    public string Phone => string.Create(CultureInfo.InvariantCulture, $"+447{Thread + 1}{Session:00}{Circle:000000}");

    /// <summary>The phone of the lead that has the messages of this thread.</summary>
    public string HomePhone => string.Create(CultureInfo.InvariantCulture, $"+44700000000{Thread}");

    private int Circle => Number / CircleLength;

    public static WorkItem Parse(string token)
    {
        string[] words = token.Split('.');
        return new(Number(words[0]), Number(words[1]), Number(words[2]));

        static int Number(string text) => int.Parse(text, NumberStyles.None, CultureInfo.InvariantCulture);
    }

    /// <summary>The text of one of its rows: the token, the part, and filling that no other row has at this length.</summary>
    /// <param name="part">0 to <see cref="Parts"/>, not included.</param>
    /// <param name="most">The longest filling, in characters.</param>
    public string Content(int part, int most)
    {
        uint mix = unchecked(((uint)Session * 31) + ((uint)Thread * 977) + ((uint)Number * 2654435761u) + ((uint)part * 40503u));
        mix ^= mix >> 15;
        int length = (int)(mix % (uint)(most + 1));
        return string.Create(CultureInfo.InvariantCulture, $"{Token} {part} {new string((char)('a' + (mix % 26)), length)}");
    }
}

/// <summary>What a write does.</summary>
internal enum WorkKind
{
    /// <summary>One message.</summary>
    Message,

    /// <summary>One message, by the asynchronous verb.</summary>
    AsyncMessage,

    /// <summary>Three messages in one transaction.</summary>
    Transaction,

    /// <summary>Three messages in one asynchronous transaction.</summary>
    AsyncTransaction,

    /// <summary>A lead and a message of it in one transaction.</summary>
    CreateLead,

    /// <summary>Archives the lead of this circle.</summary>
    ArchiveLead,

    /// <summary>Deletes the lead of this circle, with its message.</summary>
    DeleteLead,
}
