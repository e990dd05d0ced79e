using System.Text;
using LeadStore.Importing;

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
/// And what fills other rooms than that of the leads, see <c>docs/importing.md</c>: <c>updated_at</c>, <c>note</c>, <c>address</c>,
/// <c>source_type</c>, <c>estimated_value</c>, <c>equity</c>, <c>tax_debt</c>, <c>condition_score</c>, <c>violations</c>, <c>probate</c>,
/// <c>vacant</c>, <c>days_on_market</c>, <c>motivation_score</c>, <c>lead_score</c>, <c>ai_score</c>, <c>ai_scored_at</c>,
/// <c>temperature</c>, <c>feedback_good</c>, <c>feedback_bad</c>, <c>raw_data</c> (JSON), <c>skip_traced_at</c>,
/// <c>skip_trace_provider</c>, <c>do_not_call</c>, <c>time_zone</c>, <c>quiet_from</c>, <c>quiet_until</c> (times of day),
/// <c>skip_trace_cost</c>, <c>ai_cost</c>, <c>city</c>, <c>state</c>, <c>postal_code</c>, <c>organization</c>, <c>assigned_to</c>,
/// <c>activity_log</c> (a JSON array).
/// Of <see cref="ImportTarget.Messages"/>: <c>key</c>, <c>lead</c> (the key of the lead), <c>lead_phone</c>, <c>sender</c>, <c>content</c>,
/// <c>sent_at</c>, <c>channel</c>, <c>source_id</c>. Of <see cref="ImportTarget.Settings"/>: <c>key</c>, <c>value</c>, <c>updated_at</c>.
/// Of <see cref="ImportTarget.Sources"/>: <c>name</c>, <c>display_name</c>, <c>active</c>, <c>created_at</c>.
/// Of <see cref="ImportTarget.Phones"/>: <c>lead</c>, <c>phone</c>, <c>primary</c>, <c>confidence</c>,
/// <c>valid</c>.
/// Of <see cref="ImportTarget.LeadAttributes"/>: <c>lead</c> or <c>lead_phone</c>. Of <see cref="ImportTarget.Rows"/>: <c>key</c>.
/// Of <see cref="ImportTarget.Costs"/>: <c>key</c>, <c>lead</c>, <c>lead_phone</c>, <c>type</c>, <c>amount</c>, <c>details</c>,
/// <c>campaign</c>, <c>occurred_at</c>. Of <see cref="ImportTarget.SkipTraces"/>: <c>key</c>, <c>lead</c>, <c>lead_phone</c>,
/// <c>provider</c>, <c>request</c>, <c>response</c>, <c>confidence</c>, <c>cost</c>, <c>failure</c>, <c>created_at</c>, <c>completed_at</c>,
/// <c>status</c>.
/// Of <see cref="ImportTarget.SkipTracePhones"/>: <c>key</c>, <c>trace</c>, <c>lead</c>, <c>phone</c>, <c>type</c>, <c>valid</c>,
/// <c>confidence</c>, <c>carrier</c>, <c>mobile</c>, <c>do_not_call</c>, <c>litigator</c>, <c>reassigned</c>, <c>last_seen_at</c>.
/// Of <see cref="ImportTarget.SkipTraceEmails"/>: <c>key</c>, <c>trace</c>, <c>lead</c>, <c>email</c>, <c>type</c>, <c>valid</c>,
/// <c>confidence</c>.
/// Of <see cref="ImportTarget.Organizations"/>: <c>key</c>, <c>name</c>, <c>plan</c>, <c>created_at</c>, <c>updated_at</c>, <c>leads_used</c>,
/// <c>skip_traces_used</c>, <c>campaigns_used</c>. Of <see cref="ImportTarget.Users"/>: <c>key</c>, <c>organization</c>, <c>email</c>,
/// <c>first_name</c>, <c>last_name</c>, <c>role</c>, <c>active</c>, <c>password_hash</c>, <c>created_at</c>, <c>updated_at</c>.
/// Of <see cref="ImportTarget.Notes"/>: <c>key</c>, <c>lead</c>, <c>lead_phone</c>, <c>type</c>, <c>content</c>, <c>created_by</c>,
/// <c>created_at</c>, <c>updated_at</c>. Of <see cref="ImportTarget.Campaigns"/>: <c>key</c>, <c>organization</c>, <c>name</c>, <c>type</c>,
/// <c>message</c>, <c>status</c>, <c>created_at</c>, <c>updated_at</c>. Of <see cref="ImportTarget.CampaignSends"/>: <c>key</c>, <c>lead</c>,
/// <c>lead_phone</c>, <c>campaign</c>, <c>step</c>, <c>status</c>, <c>sent_at</c>, <c>delivered_at</c>, <c>opened_at</c>, <c>clicked_at</c>,
/// <c>replied_at</c>, <c>failed_at</c>, <c>unsubscribed_at</c>, <c>response</c>, <c>response_at</c>.
/// Of <see cref="ImportTarget.Calls"/>: <c>key</c>, <c>lead</c>, <c>lead_phone</c>, <c>direction</c>, <c>phone</c>, <c>from</c>, <c>to</c>,
/// <c>status</c>, <c>outcome</c>, <c>started_at</c>, <c>ended_at</c>, <c>duration</c> (seconds), <c>recording_url</c>, <c>transcript</c>,
/// <c>analysis</c> (JSON), <c>summary</c>, <c>sentiment</c>, <c>score</c>, <c>campaign</c>, <c>user</c>, <c>source_id</c>,
/// <c>created_at</c>. Of <see cref="ImportTarget.Activities"/>: <c>key</c>, <c>lead</c>, <c>lead_phone</c>, <c>type</c>, <c>status</c>,
/// <c>description</c>, <c>error</c>, <c>started_at</c>, <c>ended_at</c>, <c>input</c>, <c>output</c> (JSON), <c>source_id</c>.
/// Of <see cref="ImportTarget.PropertyRecords"/>: <c>key</c>, <c>source</c>, <c>address</c>, <c>city</c>, <c>state</c>, <c>postal_code</c>,
/// <c>raw</c>, <c>processed</c>, <c>processed_at</c>, <c>received_at</c>, <c>lead</c>.
/// </remarks>
public sealed record ImportMapping
{
    /// <summary>The name of the system that the rows come from, 1 to 64 letters, digits, '_', '-' and '.': under it the keys of its leads
    /// are remembered, so that its rows find them again.</summary>
    public required string System { get; init; }

    /// <summary>The currency of all amounts of money, by its three letters of ISO 4217. Default <c>USD</c>.</summary>
    public string Currency { get; init; } = "USD";

    /// <summary>The tables, in any order. A table that is not named is kept as rows that belong to no lead.</summary>
    public required IReadOnlyList<TableMapping> Tables { get; init; }

    /// <summary>Reads a mapping from a file; comments are allowed.</summary>
    /// <param name="path">The file, in UTF-8.</param>
    /// <exception cref="LeadStoreException">
    /// <see cref="LeadStoreErrorKind.Validation"/>: it is no mapping, or has a name that is not known; the message tells the line.
    /// <see cref="LeadStoreErrorKind.CannotOpen"/>, <see cref="LeadStoreErrorKind.InputOutput"/>: it cannot be read.
    /// </exception>
    public static ImportMapping Load(string path)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        return MappingFile.Load(path);
    }

    /// <summary>Reads a mapping from its text.</summary>
    /// <param name="json">What <see cref="ToJson"/> writes; comments are allowed.</param>
    /// <exception cref="LeadStoreException"><see cref="LeadStoreErrorKind.Validation"/>: see <see cref="Load"/>.</exception>
    public static ImportMapping Parse(string json)
    {
        ArgumentNullException.ThrowIfNull(json);
        return MappingReader.Read(Encoding.UTF8.GetBytes(json), file: null);
    }

    /// <summary>
    /// Proposes a mapping for a source, from the names of its tables and columns and from some hundred values of each. Nothing of the
    /// source changes. A source that is one of <see cref="ImportLayouts.All"/> gets the mapping of that.
    /// </summary>
    /// <param name="source">What to look at.</param>
    /// <returns>The mapping, why it is so, and whether it leaves no doubt.</returns>
    /// <exception cref="LeadStoreException">The source cannot be read, see <see cref="ImportSource"/>; or
    /// <see cref="LeadStoreErrorKind.NotFound"/>: it has no tables.</exception>
    public static MappingProposal Propose(ImportSource source)
    {
        ArgumentNullException.ThrowIfNull(source);
        using IImportSource rows = source.Open();
        return MappingChoice.Propose(rows);
    }

    /// <summary>Writes the mapping to a new file, which a person can read and mend.</summary>
    /// <param name="path">A file that does not exist yet.</param>
    /// <exception cref="LeadStoreException">
    /// <see cref="LeadStoreErrorKind.TargetExists"/>: the file exists. <see cref="LeadStoreErrorKind.Validation"/>: the mapping makes no
    /// sense; the message says why. Others: it cannot be written.
    /// </exception>
    public void Save(string path)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        MappingFile.Save(path, ToJson());
    }

    /// <summary>The text that <see cref="Save"/> writes: JSON with a line for each column.</summary>
    /// <exception cref="LeadStoreException"><see cref="LeadStoreErrorKind.Validation"/>: the mapping makes no sense.</exception>
    public string ToJson()
    {
        MappingCheck.Require(this);
        return MappingWriter.Write(this, []);
    }

    /// <summary>Without names: a file of a person may bring any.</summary>
    public override string ToString() => $"A mapping of {Tables.Count} tables";
}
