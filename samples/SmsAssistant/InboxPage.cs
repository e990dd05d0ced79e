using System.Globalization;
using LeadStore;

namespace SmsAssistant;

/// <summary>
/// The inbox: who has written, newest contact first, and one conversation beside. Plain HTML from the server; nothing runs in the browser.
/// </summary>
public sealed class InboxPage(ILeadStore store, TimeProvider clock)
{
    private const int LeadsPerPage = 20;
    private const int NewestMessages = 100;

    /// <summary>The page, and whether there was anything of that kind to show.</summary>
    /// <exception cref="ArgumentException">The cursor is not one of this list.</exception>
    public async Task<(Html Page, bool Found)> RenderAsync(InboxView view, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(view);
        LeadPage page = await store.ListLeadsAsync(
            new LeadFilter { IncludeArchived = view.Archived }, view.Cursor, LeadsPerPage, cancellationToken);
        List<Html> rows = [];
        foreach (Lead row in page.Items)
        {
            IReadOnlyList<Message> newest = await store.GetConversationHistoryAsync(row.Id, 1, cancellationToken);
            rows.Add(Row(row, newest.Count > 0 ? newest[0] : null, view, row.Id == (view.Lead ?? page.Items[0].Id)));
        }

        Lead? lead = view.Lead is { } id
            ? await store.GetLeadAsync(id, cancellationToken)
            : page.Items.Count > 0 ? page.Items[0] : null;
        Html conversation = lead is null
            ? Nothing(view.Lead is null)
            : await ConversationAsync(lead, view, cancellationToken);
        string business = await store.Settings.GetAsync(StoreSetup.BusinessName, cancellationToken);
        return (Frame(view, business, rows, page.NextCursor, conversation), view.Lead is null || lead is not null);
    }

    private static Html Frame(InboxView view, string business, List<Html> rows, string? nextCursor, Html conversation)
    {
        Html none = rows.Count > 0 ? Html.None : Html.Of($"<p class=\"empty\">Nobody here.</p>");
        Html newest = view.Cursor is null
            ? Html.None
            : Html.Of($"""<a href="{(view with { Cursor = null }).Address}" rel="first">Newest</a>""");
        Html older = nextCursor is null
            ? Html.None
            : Html.Of($"""<a href="{(view with { Cursor = nextCursor, Lead = null }).Address}" rel="next">Older</a>""");
        string toggle = view.Archived ? "Hide archived" : "Show archived";
        return Html.Of($"""
            <!doctype html>
            <html lang="en">
            <head>
              <meta charset="utf-8">
              <meta name="viewport" content="width=device-width, initial-scale=1">
              <meta name="color-scheme" content="light dark">
              <title>{business}: inbox</title>
              <link rel="icon" href="data:,">
              <link rel="stylesheet" href="/inbox.css">
            </head>
            <body class="{(view.Lead is null ? "list" : "reading")}">
              <a class="skip" href="#conversation">Skip to the conversation</a>
              <header class="bar">
                <h1>{business}</h1>
                <a href="{(view with { Archived = !view.Archived, Cursor = null }).Address}">{toggle}</a>
              </header>
              <nav class="leads" aria-label="Customers, newest contact first">
                {none}
                <ul>
                  {rows}
                </ul>
                <div class="pages">{newest}{older}</div>
              </nav>
              <main id="conversation" tabindex="-1">
                {conversation}
              </main>
            </body>
            </html>

            """);
    }

    private Html Row(Lead lead, Message? newest, InboxView view, bool selected)
    {
        string current = selected ? "true" : "false";
        string said = newest is null ? "No messages yet" : newest.Content;
        Html by = newest is null or { Sender: MessageSender.Customer } ? Html.None : Html.Of($"<b>{Speaker(newest.Sender)}:</b> ");
        return Html.Of($"""
            <li><a href="{(view with { Lead = lead.Id, All = false }).Address}" aria-current="{current}">
              {Avatar(lead)}
              <span class="who">{Title(lead)}</span>
              {Time(lead.LastContactAt, Short(lead.LastContactAt))}
              <span class="said">{by}{said}</span>
              <span class="marks">{Marks(lead)}</span>
            </a></li>
            """);
    }

    private async Task<Html> ConversationAsync(Lead lead, InboxView view, CancellationToken cancellationToken)
    {
        // One more than is shown tells whether there is more.
        IReadOnlyList<Message> history = await store.GetConversationHistoryAsync(
            lead.Id, view.All ? null : NewestMessages + 1, cancellationToken);
        bool more = !view.All && history.Count > NewestMessages;
        IReadOnlyList<string> questions = await store.Settings.GetAsync(LeadSettings.Questions, cancellationToken);
        InboxView whole = view with { Lead = lead.Id, All = true };
        Html earlier = more
            ? Html.Of($"""<p class="earlier"><a href="{whole.Address}">Show the whole conversation</a></p>""")
            : Html.None;
        string number = lead.Name is null ? "" : $"{Privacy.Mask(lead.Phone)} · ";
        return Html.Of($"""
            <header class="about">
              <a class="back" href="{(view with { Lead = null, All = false }).Address}">All customers</a>
              <div class="person">
                {Avatar(lead)}
                <div>
                  <h2>{Title(lead)}</h2>
                  <p>{number}{lead.Source.Value} · since {Time(lead.CreatedAt, Long(lead.CreatedAt))}</p>
                </div>
              </div>
              <div class="marks">{Marks(lead)}</div>
              <div class="actions">{Buttons(lead, view)}</div>
              {Answers(lead, questions)}
            </header>
            <div class="messages" tabindex="0" role="region" aria-label="Messages">
              <div>
                {earlier}
                <ol>
                  {Bubbles(more ? history.Skip(1) : history)}
                </ol>
              </div>
            </div>
            """);
    }

    private IEnumerable<Html> Bubbles(IEnumerable<Message> history)
    {
        DateOnly? day = null;
        foreach (Message message in history)
        {
            DateTimeOffset local = Local(message.SentAt);
            if (day != DateOnly.FromDateTime(local.Date))
            {
                day = DateOnly.FromDateTime(local.Date);
                yield return Html.Of($"""<li class="day">{Text(local, "dddd, d MMMM yyyy")}</li>""");
            }

            Html channel = message.Channel is { } known && known != Channel.Sms ? Html.Of($" · {known.Value}") : Html.None;
            Html speaker = message.Sender == MessageSender.Customer ? Html.None : Html.Of($"{Speaker(message.Sender)} · ");
            yield return Html.Of($"""
                <li class="message {Speaker(message.Sender)}">
                  <p dir="auto">{message.Content}</p>
                  <span class="when">{speaker}{Time(message.SentAt, Text(local, "HH:mm"))}{channel}</span>
                </li>
                """);
        }
    }

    private static Html Answers(Lead lead, IReadOnlyList<string> questions)
    {
        int answered = questions.Where((_, i) => lead.Answers.ContainsKey(Assistant.AnswerKey(i))).Count();
        IEnumerable<Html> answers = lead.Answers.Select(pair => Html.Of($"<div><dt>{Question(pair.Key)}</dt><dd>{pair.Value}</dd></div>"));
        return Html.Of($"""
            <details>
              <summary>
                {answered} of {questions.Count} questions answered
                <meter min="0" max="100" value="{lead.Progress}">{lead.Progress} %</meter>
              </summary>
              <dl>{answers}</dl>
            </details>
            """);

        string Question(string key) => questions.Where((_, i) => Assistant.AnswerKey(i) == key).FirstOrDefault(key);
    }

    // The store has no state that the buttons must agree with: each says what it does to the lead as it is shown.
    private IEnumerable<Html> Buttons(Lead lead, InboxView view)
    {
        string query = (view with { Lead = null, All = false }).Query;
        if (!Desk.HasOptedOut(lead))
        {
            yield return lead.IsAssistantPaused(clock.GetUtcNow()) ? Button("resume", "Resume assistant") : Button("pause", "Take over");
        }

        yield return lead.Archived ? Button("restore", "Restore") : Button("archive", "Archive");

        Html Button(string action, string label) => Html.Of(
            $"""<form method="post" action="/leads/{lead.Id}/{action}{query}"><button>{label}</button></form>""");
    }

    private IEnumerable<Html> Marks(Lead lead)
    {
        yield return Mark(lead.Status.Value, lead.Status.Value);
        if (Desk.HasOptedOut(lead))
        {
            yield return Mark("quiet", "opted out");
        }
        else if (lead.IsAssistantPaused(clock.GetUtcNow()))
        {
            yield return Mark("paused", lead.AssistantPause?.Until is { } until ? $"taken over until {Short(until)}" : "taken over");
        }

        if (lead.Archived)
        {
            yield return Mark("quiet", "archived");
        }

        static Html Mark(string kind, string text) => Html.Of($"""<span class="mark {kind}">{text}</span>""");
    }

    private static Html Nothing(bool storeIsEmpty) => storeIsEmpty
        ? Html.Of($"<p class=\"empty\">When somebody writes, the conversation appears here.</p>")
        : Html.Of($"<p class=\"empty\">There is no such customer.</p>");

    // A name may be written from right to left; <bdi> keeps it from turning its neighbours round.
    private static Html Title(Lead lead) => Html.Of($"<bdi>{lead.Name ?? Privacy.Mask(lead.Phone)}</bdi>");

    private static Html Avatar(Lead lead)
    {
        IEnumerable<string> words = lead.Name?.Split(' ', StringSplitOptions.RemoveEmptyEntries).Take(2) ?? ["#"];
        string initials = string.Concat(words.Select(word => StringInfo.GetNextTextElement(word)));
        return Html.Of($"""<span class="avatar hue{lead.Id % 6}" aria-hidden="true">{initials}</span>""");
    }

    private static string Speaker(MessageSender sender) => sender switch
    {
        MessageSender.Customer => "customer",
        MessageSender.Assistant => "assistant",
        MessageSender.Agent => "agent",
        _ => "system",
    };

    private static Html Time(DateTimeOffset at, string shown) =>
        Html.Of($"""<time datetime="{at.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture)}">{shown}</time>""");

    private DateTimeOffset Local(DateTimeOffset at) => TimeZoneInfo.ConvertTime(at, clock.LocalTimeZone);

    private string Short(DateTimeOffset at) => Text(Local(at), Local(at).Date == clock.GetLocalNow().Date ? "HH:mm" : "d MMM");

    private string Long(DateTimeOffset at) => Text(Local(at), "d MMM yyyy");

    private static string Text(DateTimeOffset local, string format) => local.ToString(format, CultureInfo.InvariantCulture);
}
