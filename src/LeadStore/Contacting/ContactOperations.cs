using LeadStore.Engine;
using LeadStore.Validation;

namespace LeadStore.Contacting;

/// <summary>The verbs on contact rules, each written once for every engine and for both ways of calling it.</summary>
internal static class ContactOperations
{
    public static async ValueTask<ContactRules> Get(Session session, long leadId) =>
        await session.First(ContactSql.OfLead, [leadId]) ?? throw new LeadNotFoundException(leadId);

    public static async ValueTask<ContactRules> Set(Session session, (long LeadId, Func<ContactRules, ContactRules> Change) call)
    {
        ArgumentNullException.ThrowIfNull(call.Change, "change");
        ContactRules current = await Get(session, call.LeadId);
        ContactRules changed = call.Change(current)
            ?? throw new InvalidOperationException("The function given to ContactRules.Set returned null; return the rules to store.");
        ContactRules rules = Checked(current, changed);
        if (rules != current)
        {
            await session.Execute(
                ContactSql.Set,
                [rules.LeadId, rules.DoNotCall, rules.TimeZone, Minutes(rules.QuietFrom), Minutes(rules.QuietUntil), session.Now]);
        }

        return rules;
    }

    public static ValueTask<ContactRules> SetDoNotCall(Session session, (long LeadId, bool DoNotCall) call) =>
        Set(session, (call.LeadId, rules => rules with { DoNotCall = call.DoNotCall }));

    public static async ValueTask<ContactDecision> CanContact(Session session, (long LeadId, Channel Channel, DateTimeOffset? At) call)
    {
        ContactRules rules = await Get(session, call.LeadId);
        if (call.Channel == Channel.Email)
        {
            return new ContactDecision(true, ContactReason.None, null);
        }

        if (rules.DoNotCall)
        {
            return new ContactDecision(false, ContactReason.DoNotCall, null);
        }

        DateTimeOffset at = call.At ?? session.Now;
        return rules is { TimeZone: { } name, QuietFrom: { } from, QuietUntil: { } until }
            && new QuietHours(Zone(rules.LeadId, name), from, until).EndAfter(at) is { } end
            ? new ContactDecision(false, ContactReason.QuietHours, end)
            : new ContactDecision(true, ContactReason.None, null);
    }

    private static ContactRules Checked(ContactRules current, ContactRules changed)
    {
        Validator validator = new();
        if (changed.LeadId != current.LeadId)
        {
            validator.Add(nameof(ContactRules.LeadId), "read_only", "is set by the store and cannot be changed.");
        }

        string? zone = changed.TimeZone == current.TimeZone ? current.TimeZone : IanaName(validator, changed.TimeZone);
        if ((changed.QuietFrom is null) != (changed.QuietUntil is null))
        {
            validator.Add(nameof(ContactRules.QuietUntil), "required", "quiet hours have a beginning and an end; one is missing.");
        }
        else if (changed.QuietFrom is not null)
        {
            WholeMinutes(validator, nameof(ContactRules.QuietFrom), changed.QuietFrom);
            WholeMinutes(validator, nameof(ContactRules.QuietUntil), changed.QuietUntil);
            if (changed.QuietFrom == changed.QuietUntil)
            {
                validator.Add(nameof(ContactRules.QuietUntil), "out_of_range", "must not be when the quiet hours begin; a lead never to be called has DoNotCall.");
            }

            if (zone is null && validator.First is null)
            {
                validator.Add(nameof(ContactRules.TimeZone), "required", "quiet hours need the time zone of the lead.");
            }
        }

        validator.ThrowIfAny();
        return changed with { TimeZone = zone };
    }

    private static string? IanaName(Validator validator, string? name)
    {
        string? trimmed = string.IsNullOrWhiteSpace(name) ? null : name.Trim();
        if (trimmed is null)
        {
            return null;
        }

        if (IanaName(trimmed) is { } found)
        {
            return found;
        }

        validator.Add(nameof(ContactRules.TimeZone), "unknown_time_zone", "is not a time zone that this machine knows, for example America/Chicago.");
        return null;
    }

    /// <summary>The IANA name of a time zone; null if this machine knows none of that name.</summary>
    public static string? IanaName(string name) =>
        name.Length <= Limits.TimeZone && TimeZoneInfo.TryFindSystemTimeZoneById(name, out TimeZoneInfo? zone)
            ? (zone.HasIanaId ? zone.Id : TimeZoneInfo.TryConvertWindowsIdToIanaId(zone.Id, out string? iana) ? iana : null)
            : null;

    private static void WholeMinutes(Validator validator, string field, TimeOnly? time)
    {
        if (time is { } given && given.Ticks % TimeSpan.TicksPerMinute != 0)
        {
            validator.Add(field, "out_of_range", "must be whole minutes.");
        }
    }

    private static TimeZoneInfo Zone(long leadId, string name) => TimeZoneInfo.TryFindSystemTimeZoneById(name, out TimeZoneInfo? zone)
        ? zone
        : throw new LeadStoreException(
            LeadStoreErrorKind.NotFound, $"This machine does not know the time zone of lead {leadId}. Bring its time zone data up to date.");

    private static long? Minutes(TimeOnly? time) => time is { } given ? given.Ticks / TimeSpan.TicksPerMinute : null;
}
