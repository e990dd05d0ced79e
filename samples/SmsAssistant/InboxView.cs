namespace SmsAssistant;

/// <summary>What the inbox shows: all of it is in the address, so a view can be bookmarked and the back button works.</summary>
/// <param name="Lead">Whose conversation; null for the newest.</param>
/// <param name="Cursor">Where the page of the list begins; null for the first page.</param>
/// <param name="Archived">Whether archived customers are listed too.</param>
/// <param name="All">Whether the whole conversation is shown, and not only its newest messages.</param>
public sealed record InboxView(long? Lead, string? Cursor, bool Archived, bool All = false)
{
    public string Address => "/" + Query;

    public string Query
    {
        get
        {
            List<string> parts = [];
            Add("lead", Lead?.ToString(System.Globalization.CultureInfo.InvariantCulture));
            Add("cursor", Cursor);
            Add("archived", Archived ? "true" : null);
            Add("all", All ? "true" : null);
            return parts.Count == 0 ? "" : "?" + string.Join('&', parts);

            void Add(string name, string? value)
            {
                if (value is not null)
                {
                    parts.Add($"{name}={Uri.EscapeDataString(value)}");
                }
            }
        }
    }
}
