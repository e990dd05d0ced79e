namespace LeadStore;

/// <summary>
/// How the tables of another system become leads and their messages: a small file that a person can read and mend. The layouts that
/// LeadStore knows by itself are mappings of the same kind.
/// </summary>
/// <remarks>
/// Fields of <see cref="ImportTarget.Leads"/>: <c>key</c>, <c>uid</c>, <c>phone</c>, <c>phones</c> (a JSON array or a list separated by
/// commas), <c>name</c>, <c>first_name</c>, <c>last_name</c>, <c>email</c>, <c>emails</c>, <c>source</c>, <c>status</c>, <c>progress</c>,
/// <c>qualified</c>, <c>qualified_at</c>, <c>first_qualified_at</c>, <c>times_qualified</c>, <c>answers</c> (a JSON object),
/// <c>archived</c>, <c>archived_at</c>, <c>created_at</c>, <c>last_contact_at</c>, <c>last_customer_message_at</c>, <c>assistant_paused</c>,
/// <c>reminder_1_sent</c>, <c>reminder_2_sent</c>, <c>reminder_3_sent</c>.
/// Of <see cref="ImportTarget.Messages"/>: <c>key</c>, <c>lead</c> (the key of the lead), <c>lead_phone</c>, <c>sender</c>, <c>content</c>,
/// <c>sent_at</c>, <c>channel</c>, <c>source_id</c>. Of <see cref="ImportTarget.Settings"/>: <c>key</c>, <c>value</c>, <c>updated_at</c>.
/// Of <see cref="ImportTarget.Sources"/>: <c>name</c>, <c>display_name</c>, <c>active</c>, <c>created_at</c>.
/// Of <see cref="ImportTarget.Phones"/>: <c>lead</c>, <c>phone</c>, <c>primary</c>, <c>confidence</c>.
/// Of <see cref="ImportTarget.LeadAttributes"/>: <c>lead</c> or <c>lead_phone</c>. Of <see cref="ImportTarget.Rows"/>: <c>key</c>.
/// </remarks>
public sealed record ImportMapping
{
    /// <summary>The name of the system that the rows come from, 1 to 64 letters, digits, '_', '-' and '.': under it the keys of its leads
    /// are remembered, so that its rows find them again.</summary>
    public required string System { get; init; }

    /// <summary>The tables, in any order. A table that is not named is kept as rows that belong to no lead.</summary>
    public required IReadOnlyList<TableMapping> Tables { get; init; }

    /// <summary>Without names: a file of a person may bring any.</summary>
    public override string ToString() => $"A mapping of {Tables.Count} tables";
}
