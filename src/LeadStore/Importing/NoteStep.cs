using System.Globalization;
using LeadStore.Engine;
using LeadStore.Notes;
using LeadStore.Users;
using LeadStore.Validation;

namespace LeadStore.Importing;

/// <summary>Stores notes on leads, each once by its key. One that was deleted in the store stays so, and so does what was changed there.</summary>
internal sealed class NoteStep(ImportContext context, TablePlan plan, TableTally tally) : ImportStep(context, plan, tally)
{
    private const int Key = 0;
    private const int Lead = 1;
    private const int LeadPhone = 2;
    private const int Type = 3;
    private const int Content = 4;
    private const int CreatedBy = 5;
    private const int CreatedAt = 6;
    private const int UpdatedAt = 7;

    /// <inheritdoc/>
    public override IReadOnlyList<string> OrderBy => Plan.OrderBy("created_at");

    /// <inheritdoc/>
    public override async ValueTask Take(Session session, ImportRow row)
    {
        Row.Fill(row);
        long lead = await LeadOf(session, Lead, LeadPhone);
        if (!Row.Has(Content))
        {
            Row.Reject(Rejection.Required(Row.Column(Content), "the text of the note"));
        }

        string? content = Kept.Text(Content, Limits.NoteContent, trim: false);
        int type = Kept.OneOf(Type, NoteSql.TypeWords);
        string? by = await ReadBy(session);
        DateTimeOffset? createdAt = Kept.Time(CreatedAt);
        DateTimeOffset? updatedAt = Kept.Time(UpdatedAt);
        string key = KeyOnce(row, Key, out _);
        if (Row.Rejection is { } rejection)
        {
            Reject(row, rejection);
            return;
        }

        Context.NoteUnreadable(Tally, row, Row.Unreadable);
        bool isNew = false;
        KnownKey known = await Context.Keys.Find(session, ImportedKeys.Notes, key);
        if (content is not null && known.LeadId != lead)
        {
            DateTimeOffset at = createdAt ?? updatedAt ?? Context.Now;
            long id = await session.Insert(
                NoteSql.Insert, [lead, NoteSql.Word(type < 0 ? NoteType.General : (NoteType)type), content, by, at, updatedAt ?? at]);
            await Context.Keys.Remember(session, ImportedKeys.Notes, key, new KnownKey(id, lead));
            isNew = true;
        }

        bool isKept = Row.Rest.Count > 0 && await KeepWithLead(session, lead, content is null ? RowAsJson(row, Lead, LeadPhone) : RestAsJson(Key), row);
        Count(isNew || (isKept && content is null) ? ImportOutcome.Imported : isKept ? ImportOutcome.Merged : ImportOutcome.Unchanged);
    }

    // A user of the store by the number that the user has here.
    private async ValueTask<string?> ReadBy(Session session)
    {
        if (Kept.Text(CreatedBy, Limits.Actor) is not { } by)
        {
            return null;
        }

        long user = (await Context.Keys.Find(session, ImportedKeys.Users, by)).Id;
        return user != 0 && await UserOperations.Get(session, user) is not null
            ? string.Create(CultureInfo.InvariantCulture, $"user {user}")
            : by;
    }
}
