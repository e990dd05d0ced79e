using System.Globalization;
using LeadStore.Importing;

namespace LeadStore.Benchmarks;

/// <summary>Leads and their messages, made up row by row, in the order that a database gives them.</summary>
internal sealed class GeneratedConversations(int leads, int messagesEach) : IImportSource
{
    private static readonly string[] LeadColumns = ["id", "phone", "name", "created_at"];
    private static readonly string[] MessageColumns = ["lead_id", "sender", "content", "sent_at"];

    public static ImportMapping Mapping { get; } = new()
    {
        System = "old",
        Tables =
        [
            Table("leads", ImportTarget.Leads, ("id", "key"), ("phone", "phone"), ("name", "name"), ("created_at", "created_at")),
            Table("messages", ImportTarget.Messages, ("lead_id", "lead"), ("sender", "sender"), ("content", "content"), ("sent_at", "sent_at")),
        ],
    };

    public string Description => "made up";

    public bool CanSort => true;

    public IReadOnlyList<ImportTable> Tables { get; } = [new("leads", [], leads), new("messages", [], (long)leads * messagesEach)];

    public IEnumerable<ImportRow> Read(ImportTable table, IReadOnlyList<string> orderBy)
    {
        bool isLeads = table.Name == "leads";
        ImportRow row = new() { Columns = isLeads ? LeadColumns : MessageColumns, Values = new ImportValue[4] };
        for (int lead = 1; lead <= leads; lead++)
        {
            for (int i = 0; i < (isLeads ? 1 : messagesEach); i++)
            {
                string time = new DateTime(2026, 1, 1, 0, i, 0, DateTimeKind.Utc).ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture);
                row.Values[0] = ImportValue.Of(lead);
                row.Values[1] = ImportValue.Of(isLeads ? $"+447{800_000_000 + lead}" : i % 2 == 0 ? "user" : "assistant");
                row.Values[2] = ImportValue.Of(isLeads ? $"Person {lead}" : $"Message {i} of {lead}: could you tell me what it would cost to have the house painted?");
                row.Values[3] = ImportValue.Of(time);
                yield return row;
            }
        }
    }

    public void Dispose()
    {
        // Nothing is open.
    }

    private static TableMapping Table(string name, ImportTarget to, params (string Column, string Field)[] columns) => new()
    {
        Table = name,
        To = to,
        Columns = columns.ToDictionary(column => column.Column, column => new ColumnMapping { To = column.Field }),
    };
}
