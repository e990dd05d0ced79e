using System.Globalization;
using System.Text;
using LeadStore.Engine;
using LeadStore.Messages;

namespace LeadStore.Exporting;

/// <summary>Writes tables for people: one line a row, ISO times, nothing that a spreadsheet takes for a formula.</summary>
internal sealed class CsvExporter(Session session, ExportText text, CsvOptions options, ExportSteps steps, CancellationToken cancellation)
{
    private const int Page = 200;

    private readonly StringBuilder _line = new();
    private double _lastLead = 1;

    public async ValueTask Leads()
    {
        await Begin(
            "id", "uid", "phone", "name", "email", "source", "status", "progress", "qualified", "qualified_at", "times_qualified", "answers",
            "archived", "archived_at", "created_at", "last_contact_at", "last_customer_message_at");
        long after = 0;
        List<ExportedLead> page;
        do
        {
            cancellation.ThrowIfCancellationRequested();
            page = await session.All(ExportSql.Leads, [after, Page]);
            foreach (ExportedLead lead in page)
            {
                after = lead.Id;
                if (options.IncludeArchived || lead.ArchivedAt is null)
                {
                    steps.Add("leads");
                    Lead(lead);
                }
            }

            steps.Report(after / _lastLead);
        }
        while (page.Count == Page);

        End();
    }

    public async ValueTask Messages()
    {
        await Begin("id", "lead_id", "phone", "name", "sender", "content", "sent_at", "channel", "source_id");
        long after = 0;
        List<ReadableMessage> page;
        do
        {
            cancellation.ThrowIfCancellationRequested();
            page = await session.All(ExportSql.ReadableMessages, [after, Page]);
            foreach (ReadableMessage readable in page)
            {
                after = readable.Message.Id;
                if (options.IncludeArchived || !readable.Archived)
                {
                    steps.Add("messages");
                    Message(readable);
                }
            }

            steps.Report(MessageId.LeadOf(after) / _lastLead);
        }
        while (page.Count == Page);

        End();
    }

    private void Lead(ExportedLead lead)
    {
        Number(lead.Id);
        Plain(lead.Uid.ToString());
        Phone(lead.Phone);
        Free(lead.Name);
        Free(lead.Email);
        Free(lead.Source);
        Free(lead.Status);
        Number(lead.Progress);
        Plain(lead.QualifiedAt is null ? "no" : "yes");
        Time(lead.QualifiedAt);
        Number(lead.TimesQualified);
        Free(lead.Answers == "{}" ? null : lead.Answers);
        Plain(lead.ArchivedAt is null ? "no" : "yes");
        Time(lead.ArchivedAt);
        Time(lead.CreatedAt);
        Time(lead.LastContactAt);
        Time(lead.LastCustomerMessageAt);
        EndLine();
    }

    private void Message(ReadableMessage readable)
    {
        ExportedMessage message = readable.Message;
        Number(message.Id);
        Number(message.LeadId);
        Phone(readable.Phone);
        Free(readable.Name);
        Plain(message.Sender);
        Free(message.Content);
        Time(message.SentAt);
        Free(message.Channel);
        Free(message.SourceId);
        EndLine();
    }

    private async ValueTask Begin(params string[] names)
    {
        _lastLead = Math.Max(1, await session.First(ExportSql.NewestLead, []));
        if (options.ByteOrderMark)
        {
            text.Write(Encoding.UTF8.Preamble);
        }

        foreach (string name in names)
        {
            Plain(name);
        }

        EndLine();
    }

    private void End()
    {
        text.Flush();
        steps.Report(1);
    }

    // What people have typed: a spreadsheet would run it where it looks like a formula. The apostrophe is what it shows such text with.
    private void Free(string? value) => Cell(
        value is { Length: > 0 } && value[0] is '=' or '+' or '-' or '@' or '\t' or '\r' or '\n' or '＝' or '＋' or '－' or '＠' ? "'" + value : value);

    // A plus sign and the digits of a validated number, and so no formula that does anything; readable, and read back as it is.
    private void Phone(long? digits) => Plain(digits is null ? null : string.Create(CultureInfo.InvariantCulture, $"+{digits}"));

    private void Number(long value) => Plain(value.ToString(CultureInfo.InvariantCulture));

    private void Time(DateTimeOffset? time) => Plain(
        time?.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.FFFFFF'Z'", CultureInfo.InvariantCulture));

    private void Plain(string? value) => Cell(value);

    private void Cell(string? value)
    {
        value ??= "";
        if (value.AsSpan().ContainsAny("\"\r\n") || value.Contains(options.Separator) || value.AsSpan().Trim().Length != value.Length)
        {
            _line.Append('"').Append(value.Replace("\"", "\"\"", StringComparison.Ordinal)).Append('"');
        }
        else
        {
            _line.Append(value);
        }

        _line.Append(options.Separator);
    }

    private void EndLine()
    {
        _line.Length--;
        _line.Append("\r\n");
        text.Write(Encoding.UTF8.GetBytes(_line.ToString()));
        _line.Clear();
    }
}
