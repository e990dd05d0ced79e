namespace LeadStore.Importing;

/// <summary>The words of mapping files: targets, formats, and the fields that each target has.</summary>
internal static class MappingWords
{
    private static readonly (ImportTarget Target, string Word)[] TargetWords =
    [
        (ImportTarget.Nothing, "nothing"),
        (ImportTarget.Leads, "leads"),
        (ImportTarget.Messages, "messages"),
        (ImportTarget.Settings, "settings"),
        (ImportTarget.Sources, "sources"),
        (ImportTarget.Phones, "phones"),
        (ImportTarget.LeadAttributes, "lead_attributes"),
        (ImportTarget.Rows, "rows"),
        (ImportTarget.Costs, "costs"),
        (ImportTarget.SkipTraces, "skip_traces"),
        (ImportTarget.SkipTracePhones, "skip_trace_phones"),
        (ImportTarget.SkipTraceEmails, "skip_trace_emails"),
        (ImportTarget.Organizations, "organizations"),
        (ImportTarget.Users, "users"),
        (ImportTarget.Notes, "notes"),
        (ImportTarget.Campaigns, "campaigns"),
        (ImportTarget.CampaignSends, "campaign_sends"),
        (ImportTarget.Calls, "calls"),
        (ImportTarget.Activities, "activities"),
        (ImportTarget.PropertyRecords, "property_records"),
    ];

    private static readonly (ImportFormat Format, string Word)[] FormatWords =
    [
        (ImportFormat.Automatic, "automatic"),
        (ImportFormat.Text, "text"),
        (ImportFormat.UnixSeconds, "unix_seconds"),
        (ImportFormat.UnixMilliseconds, "unix_milliseconds"),
        (ImportFormat.UnixMicroseconds, "unix_microseconds"),
        (ImportFormat.Json, "json"),
        (ImportFormat.MinorUnits, "minor_units"),
    ];

    // Of each group one field at least; without it no row of the table could be taken.
    private static readonly Dictionary<ImportTarget, string[][]> Needed = new()
    {
        [ImportTarget.Leads] =
            [["key", "uid", "phone", "phones", "email", "emails", "name", "first_name", "last_name"]],
        [ImportTarget.Messages] = [["lead", "lead_phone"], ["content"]],
        [ImportTarget.Settings] = [["key"], ["value"]],
        [ImportTarget.Sources] = [["name"]],
        [ImportTarget.Phones] = [["lead"], ["phone"]],
        [ImportTarget.LeadAttributes] = [["lead", "lead_phone"]],
        [ImportTarget.Costs] = [["amount"]],
        [ImportTarget.SkipTraces] = [["lead", "lead_phone"]],
        [ImportTarget.SkipTracePhones] = [["trace"], ["phone"]],
        [ImportTarget.SkipTraceEmails] = [["trace"], ["email"]],
        [ImportTarget.Organizations] = [["name"]],
        [ImportTarget.Users] = [["email"]],
        [ImportTarget.Notes] = [["lead", "lead_phone"], ["content"]],
        [ImportTarget.Campaigns] = [["key"], ["name"]],
        [ImportTarget.CampaignSends] = [["lead", "lead_phone"], ["campaign"]],
        [ImportTarget.Calls] = [["lead", "lead_phone"], ["direction"]],
        [ImportTarget.Activities] = [["lead", "lead_phone"]],
        [ImportTarget.PropertyRecords] = [["address"]],
    };

    public static IEnumerable<string> Targets => TargetWords.Select(pair => pair.Word);

    public static IEnumerable<string> Formats => FormatWords.Select(pair => pair.Word);

    public static string Of(ImportTarget target) => TargetWords.First(pair => pair.Target == target).Word;

    public static string Of(ImportFormat format) => FormatWords.First(pair => pair.Format == format).Word;

    public static ImportTarget? Target(string word) =>
        TargetWords.Where(pair => pair.Word == word).Select(pair => (ImportTarget?)pair.Target).FirstOrDefault();

    public static ImportFormat? Format(string word) =>
        FormatWords.Where(pair => pair.Word == word).Select(pair => (ImportFormat?)pair.Format).FirstOrDefault();

    /// <summary>The fields that a column of a table can fill.</summary>
    public static IReadOnlyList<string> FieldsOf(ImportTarget target) => ImportFields.Of(target);

    /// <summary>Of each of these groups, a table needs one.</summary>
    public static IReadOnlyList<string[]> NeededBy(ImportTarget target) => Needed.GetValueOrDefault(target) ?? [];

    /// <summary>Whether its rows, or what they say beside their fields, are kept in an attribute of leads.</summary>
    public static bool HasAttribute(ImportTarget target) => target
        is ImportTarget.LeadAttributes or ImportTarget.Phones or ImportTarget.Costs
        or ImportTarget.SkipTraces or ImportTarget.SkipTracePhones or ImportTarget.SkipTraceEmails
        or ImportTarget.Notes or ImportTarget.CampaignSends or ImportTarget.Calls or ImportTarget.Activities;

    /// <summary>1 to 64 letters, digits, '_', '-' and '.'.</summary>
    public static bool IsSystem(string name) =>
        name.Length is >= 1 and <= 64 && name.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '_' or '-' or '.');
}
