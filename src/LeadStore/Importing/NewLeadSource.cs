using System.Globalization;

namespace LeadStore.Importing;

/// <summary>Leads that an application holds in memory, as a table of an import.</summary>
internal sealed class NewLeadSource(IReadOnlyList<NewLead> leads) : IImportSource
{
    private static readonly string[] Fields =
    [
        "phone", "name", "email", "source", "status", "progress", "qualified", "qualified_at", "answers", "created_at", "last_contact_at",
    ];

    /// <summary>Each column is the field of its name.</summary>
    public static ImportMapping Mapping { get; } = new()
    {
        System = "application",
        Tables =
        [
            new TableMapping
            {
                Table = "leads",
                To = ImportTarget.Leads,
                Columns = Fields.ToDictionary(field => field, field => new ColumnMapping { To = field }),
            },
        ],
    };

    public string Description => "the leads that were given";

    public IReadOnlyList<ImportTable> Tables { get; } =
        [new ImportTable("leads", [.. Fields.Select(field => new ImportColumn(field))], leads.Count)];

    public IEnumerable<ImportRow> Read(ImportTable table, IReadOnlyList<string> orderBy)
    {
        ImportRow row = new() { Columns = Fields, Values = new ImportValue[Fields.Length] };
        for (int i = 0; i < leads.Count; i++)
        {
            row.Position = i + 1;
            row.Error = leads[i] is null ? "is null." : null;
            row.Text = leads[i] is null ? "" : null;
            if (leads[i] is { } lead)
            {
                Fill(row.Values, lead);
            }

            yield return row;
        }
    }

    public void Dispose()
    {
        // Nothing is open.
    }

    private static void Fill(ImportValue[] values, NewLead lead)
    {
        values[0] = Text(lead.Phone);
        values[1] = Text(lead.Name);
        values[2] = Text(lead.Email);
        values[3] = Text(lead.Source?.Value);
        values[4] = Text(lead.Status?.Value);
        values[5] = lead.Progress is { } progress ? ImportValue.Of(progress) : default;
        values[6] = lead.Qualified is { } qualified ? ImportValue.Of(qualified) : default;
        values[7] = Time(lead.QualifiedAt);
        values[8] = lead.Answers is { } answers ? ImportValue.Json(((LeadAnswers)answers).ToJson()) : default;
        values[9] = Time(lead.CreatedAt);
        values[10] = Time(lead.LastContactAt);
    }

    private static ImportValue Text(string? text) => text is null ? default : ImportValue.Of(text);

    private static ImportValue Time(DateTimeOffset? time) =>
        time is { } known ? ImportValue.Of(known.ToString("O", CultureInfo.InvariantCulture)) : default;
}
