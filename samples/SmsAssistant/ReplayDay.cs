using System.Globalization;
using LeadStore;

namespace SmsAssistant;

/// <summary>Replays a day of webhooks through the assistant and prints what it knows at each step.</summary>
public sealed class ReplayDay
{
    private readonly ILeadStore _store;
    private readonly DayClock _clock;
    private readonly TextWriter _out;
    private readonly Assistant _assistant;
    private readonly Desk _desk;
    private readonly Reminders _reminders;
    private readonly DayCounts _counts = new();

    /// <summary>A replay into a store.</summary>
    /// <param name="store">A store whose <see cref="LeadDatabaseOptions.TimeProvider"/> is <paramref name="clock"/>.</param>
    /// <param name="clock">The clock, which the replay sets.</param>
    /// <param name="output">Where to print.</param>
    public ReplayDay(ILeadStore store, DayClock clock, TextWriter output)
    {
        _store = store;
        _clock = clock;
        _out = output;
        _assistant = new Assistant(store);
        _desk = new Desk(store);
        _reminders = new Reminders(store, PrintReminder);
    }

    /// <summary>Replays the events.</summary>
    /// <returns>What happened, in numbers.</returns>
    public async Task<DayCounts> RunAsync(IReadOnlyList<DayEvent> day, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(day);
        _counts.LeadsBefore = await PrintWhoIsKnownAsync(cancellationToken);
        _out.WriteLine();
        foreach (DayEvent happening in day)
        {
            _clock.Now = happening.At;
            if (happening.Webhook is { } form)
            {
                await ReceiveAsync(form, cancellationToken);
            }

            if (happening.Desk is { } action)
            {
                await ActAsync(happening, action, cancellationToken);
            }

            if (happening.Reminders)
            {
                await RemindAsync(cancellationToken);
            }
        }

        await foreach (Lead lead in _store.EnumerateLeadsAsync(new LeadFilter { IncludeArchived = true }, cancellationToken))
        {
            _counts.LeadsAfter++;
            _counts.MessagesAfter += (await _store.GetConversationHistoryAsync(lead.Id, null, cancellationToken)).Count;
        }

        _counts.Print(_out);
        return _counts;
    }

    private async Task<int> PrintWhoIsKnownAsync(CancellationToken cancellationToken)
    {
        IReadOnlyList<Lead> known = await _store.GetAllLeadsAsync(includeArchived: true, cancellationToken);
        if (known.Count == 0)
        {
            _out.WriteLine("Known    nobody yet: everyone who writes today is new.");
            return 0;
        }

        _out.WriteLine($"Known    {known.Count} customers from before, newest contact first:");
        foreach (Lead lead in known)
        {
            int messages = (await _store.GetConversationHistoryAsync(lead.Id, null, cancellationToken)).Count;
            string state = lead.Archived ? "archived" : Desk.HasOptedOut(lead) ? "opted out" : lead.Status.Value;
            _out.WriteLine(
                $"         {Privacy.Mask(lead.Phone),-14}  {lead.Name ?? "",-14}  {state,-9}  {lead.Progress,3} %  {messages,2} messages, "
                + $"last {lead.LastContactAt.ToString("d MMM HH:mm", CultureInfo.InvariantCulture)}");
        }

        return known.Count;
    }

    private async Task ReceiveAsync(IReadOnlyDictionary<string, string> form, CancellationToken cancellationToken)
    {
        Turn turn;
        try
        {
            turn = await _assistant.AnswerAsync(InboundSms.FromForm(form), cancellationToken);
        }
        catch (LeadValidationException refused)
        {
            // Bad input is the sender's mistake, not the day's end. The error names fields and never their values.
            IEnumerable<string> why = refused.Errors.Select(error => $"{InboundSms.FormField(error.Field)} ({error.Code})");
            _counts.Refused++;
            Line("refused", $"nothing is stored: {string.Join(", ", why)}");
            return;
        }

        _counts.Count(turn);
        Lead lead = turn.Lead;
        string who = turn.Inbound.IsDuplicate ? "duplicate" : turn.Inbound.IsNew ? "new" : turn.Inbound.WasRestored ? "restored" : "known";
        string mode = lead.Mode == ConversationMode.FreeChat ? "free chat" : "qualifying";
        string knows =
            $"{Privacy.Mask(lead.Phone),-14}  {turn.Inbound.Message.Channel,-8}  "
            + $"{mode,-10}  {lead.Progress,3} %  {turn.MessageCount,2} messages";
        if (turn.Inbound.IsDuplicate)
        {
            Line(who, $"{knows}   stored already, answered the same");
            return;
        }

        Line(who, lead.Name is null ? knows : $"{knows}   {lead.Name}");
        _out.WriteLine($"                   < {turn.Inbound.Message.Content}");
        foreach (string reply in turn.Replies)
        {
            _out.WriteLine($"                   > {reply}");
        }

        if (turn.Replies.Count == 0)
        {
            _out.WriteLine(Desk.HasOptedOut(lead)
                ? "                   (silent: has opted out)"
                : $"                   (silent: left to {lead.AssistantPause?.By} until {Time(lead.AssistantPause?.Until)})");
        }
    }

    private async Task ActAsync(DayEvent happening, DayAction action, CancellationToken cancellationToken)
    {
        Lead? lead = await _store.GetLeadByPhoneAsync(action.Phone, cancellationToken);
        if (action.Action == "import")
        {
            lead ??= await _store.UpsertLeadAsync(
                new NewLead { Phone = action.Phone, Name = action.Name, Source = action.Source ?? "import" },
                cancellationToken);
        }

        if (lead is null)
        {
            Line("desk", $"{action.Action}: nobody has that number");
            return;
        }

        // The day may be replayed any number of times; what people did in it, they did once.
        bool first = await _store.TryOnceAsync(lead.Id, $"{action.Action} at {happening.At:O}", cancellationToken);
        string did = !first ? "did so on an earlier run" : action.Action switch
        {
            "import" => "brings in a customer of the web form",
            "archive" => await ArchiveAsync(lead, cancellationToken),
            "takeover" => await TakeOverAsync(lead, action, cancellationToken),
            _ => throw new InvalidOperationException($"The day has an action that is not known: {action.Action}."),
        };
        Line("desk", $"{Privacy.Mask(lead.Phone),-14}  {action.Action,-8}  {did}");
    }

    private async Task<string> ArchiveAsync(Lead lead, CancellationToken cancellationToken)
    {
        await _desk.ArchiveAsync(lead.Id, cancellationToken);
        return "hides the customer until there is news";
    }

    private async Task<string> TakeOverAsync(Lead lead, DayAction action, CancellationToken cancellationToken)
    {
        DateTimeOffset until = _clock.Now.AddHours(action.Hours);
        await _desk.PauseAsync(lead.Id, "desk", until, "taken over", cancellationToken);
        if (action.Text is { } text)
        {
            await _store.CreateMessageAsync(lead.Id, MessageSender.Agent, text, null, cancellationToken);
        }

        return $"a colleague answers until {Time(until)}: {action.Text}";
    }

    private async Task RemindAsync(CancellationToken cancellationToken)
    {
        int sent = await _reminders.SendDueAsync(cancellationToken);
        _counts.Reminders += sent;
        if (sent == 0)
        {
            Line("reminders", "none is due");
        }
    }

    private Task PrintReminder(Lead lead, Reminder reminder, string text, CancellationToken cancellationToken)
    {
        Line("reminder", $"{Privacy.Mask(lead.Phone),-14}  number {reminder.Step}, silent since {Time(reminder.LastCustomerMessageAt)}");
        _out.WriteLine($"                   > {text}");
        return Task.CompletedTask;
    }

    private void Line(string what, string rest) => _out.WriteLine($"{Time(_clock.Now)}  {what,-9}  {rest}");

    private static string Time(DateTimeOffset? at) => at?.ToString("HH:mm", CultureInfo.InvariantCulture) ?? "further notice";
}
