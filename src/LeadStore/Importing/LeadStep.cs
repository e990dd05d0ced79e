using LeadStore.Addresses;
using LeadStore.Engine;
using LeadStore.Leads;
using LeadStore.Properties;

namespace LeadStore.Importing;

/// <summary>Stores the leads of a table: finds out who each row is, and stores it, or has it joined with who is there already.</summary>
/// <param name="context">What the steps share.</param>
/// <param name="plan">The table.</param>
/// <param name="tally">Its numbers.</param>
/// <param name="onlyByEmail">
/// Takes the rows that have an email address and no phone, and no others: they come last, when every address is known whatever the order
/// of the rows was.
/// </param>
/// <param name="writer">Where leads are stored.</param>
/// <param name="seenKeys">The keys that rows of this table had so far.</param>
/// <param name="outcomes">What becomes of each row, for the step that fills other rooms from the same rows; null if there is none.</param>
internal sealed class LeadStep(
    ImportContext context,
    TablePlan plan,
    TableTally tally,
    LeadWriter writer,
    HashSet<ulong> seenKeys,
    RowOutcomes? outcomes,
    bool onlyByEmail)
    : ImportStep(context, plan, tally)
{
    private LeadMapper? _mapper;
    private Dictionary<ulong, long>? _emails;
    private int _rows;

    /// <inheritdoc/>
    public override IReadOnlyList<string> OrderBy => Plan.OrderBy("created_at");

    /// <inheritdoc/>
    public override bool ReadsAgain => onlyByEmail;

    /// <summary>Whether rows were left for a step that takes those with an email address alone.</summary>
    public bool LeftSome { get; private set; }

    /// <summary>The step that takes the rows that this one leaves.</summary>
    public LeadStep ForTheRest() => new(Context, Plan, Tally, writer, seenKeys, outcomes, onlyByEmail: true);

    /// <inheritdoc/>
    public override async ValueTask Begin(Session session)
    {
        _mapper = new LeadMapper(Row, Context.Rules, Context.System, Context.Currency, Context.Now);
        if (onlyByEmail)
        {
            _emails = [];

            // Of several the one that nothing else would find, else the same one each time, whatever became of the others.
            foreach (EmailOfLead entry in (await session.All(ImportSql.Emails, [])).OrderBy(entry => entry.Phone))
            {
                _emails.TryAdd(entry.Hash, entry.LeadId);
            }
        }
    }

    /// <inheritdoc/>
    public override async ValueTask Take(Session session, ImportRow row)
    {
        int number = _rows++;
        Row.Fill(row);
        LeadDraft draft = _mapper!.Map(row.Position);
        bool byEmail = draft.Lead is { Phone: null, Email: not null };
        if (byEmail != onlyByEmail)
        {
            // What is wrong with a row is said once, by the first step.
            if (onlyByEmail || Row.Rejection is null)
            {
                LeftSome |= byEmail;
                return;
            }
        }

        if (Row.Rejection is { } rejection)
        {
            if (!onlyByEmail)
            {
                outcomes?.Note(number, ImportOutcome.Rejected);
                Reject(row, rejection);
            }

            return;
        }

        if (draft is { Key: null } && (Plan.HasFacts || draft is { UidGiven: false, Lead.Phone: null, Lead.Email: null }))
        {
            draft = draft with { Key = MadeKey(row), KeyIsMade = true };
        }

        bool seen = draft is { Key: not null, KeyIsMade: false } && !seenKeys.Add(ImportContext.Hash(draft.Key));
        (long id, Rejection? refused) = await Find(session, draft, seen);
        if (refused is null && !await Context.Register(session, draft.Lead.Source, draft.SourceGiven))
        {
            refused = new Rejection(
                "unknown_source",
                "is not an active source of this store (LeadDatabaseOptions.RefuseUnknownSources). Add it to Sources first.",
                Row.Column(LeadField.Source));
        }

        if (refused is not null)
        {
            outcomes?.Note(number, ImportOutcome.Rejected);
            Reject(row, refused);
            return;
        }

        Context.NoteUnreadable(Tally, row, Row.Unreadable);
        ImportOutcome outcome = await Store(session, draft, id);
        outcomes?.Note(number, outcome);
    }

    private async ValueTask<ImportOutcome> Store(Session session, LeadDraft draft, long id)
    {
        ImportOutcome outcome;
        if (id == 0)
        {
            id = await writer.Insert(session, draft);
            _emails?.TryAdd(ImportContext.Hash(draft.Lead.Email!), id);
            Tally.Imported++;
            outcome = ImportOutcome.Imported;
        }
        else if (Context.IsOfThisImport(id))
        {
            await writer.AddKey(session, draft.Key, id);
            writer.NoteNumber(draft);
            (Context.Others.TryGetValue(id, out List<LeadDraft>? others) ? others : Context.Others[id] = []).Add(draft);
            Tally.Merged++;
            outcome = ImportOutcome.Merged;
        }
        else
        {
            bool newKey = await writer.AddKey(session, draft.Key, id);
            bool changed = await writer.MergeIntoStore(session, id, draft) || newKey;
            outcome = changed ? ImportOutcome.Merged : ImportOutcome.Unchanged;
            if (changed)
            {
                Tally.Merged++;
            }
            else
            {
                Tally.Unchanged++;
            }
        }

        Context.Observer?.Invoke(draft.Position, outcome, id, null);
        return outcome;
    }

    // By phone, else by key, else by uid, else by email, else by the address of the property.
    private async ValueTask<(long Id, Rejection? Refused)> Find(Session session, LeadDraft draft, bool seen)
    {
        long byPhone = 0;
        long digits = draft.Lead.Phone is { } phone ? PhoneNumber.Parse(phone).Digits : 0;
        if (digits != 0 && Context.Phones?.Add(digits) != true)
        {
            byPhone = await Context.FindByPhone(session, digits);
        }

        bool mayBeKnown = draft.Key is not null && (seen || draft.KeyIsMade || onlyByEmail || Context.KeysMayBeKnown);

        // A key that was made of the row says nothing against its phone.
        mayBeKnown &= !draft.KeyIsMade || byPhone == 0;
        long byKey = mayBeKnown ? await session.First(ImportSql.LeadByKey, [Context.System, draft.Key]) : 0;
        if (seen && (byPhone == 0 || byPhone != byKey))
        {
            return (0, Rejection.DuplicateKey(Row.Column(LeadField.Key)));
        }

        bool isDisputed = byPhone != 0 && byKey != 0 && byPhone != byKey;
        if (isDisputed || (byPhone == 0 && byKey != 0 && !draft.KeyIsMade && await IsSomebodyElse(session, byKey, draft)))
        {
            Context.DisputedKeys.Add(draft.Key!);
            Context.ForgetKeys();
            string? column = Row.Column(LeadField.Key);
            return (0, isDisputed ? Rejection.KeyOfAnother(column) : Rejection.KeyOfSomebodyElse(column));
        }

        long id = byPhone != 0 ? byPhone : byKey;
        if (id == 0 && draft.UidGiven)
        {
            id = await session.First(ImportSql.LeadByUid, [draft.Lead.Uid]);
        }

        if (id == 0 && _emails is not null)
        {
            id = _emails.GetValueOrDefault(ImportContext.Hash(draft.Lead.Email!));
        }

        if (id == 0 && draft.Address is not null && !Context.KeepsIds)
        {
            id = await AtAddress(session, draft);
        }

        if (id != 0 && byPhone == 0 && digits != 0)
        {
            Context.OtherPhones.TryAdd(digits, id);
        }

        return (id, null);
    }

    // A property that the store had before the import is the same again, if nothing else says that somebody else is meant.
    private async ValueTask<long> AtAddress(Session session, LeadDraft draft)
    {
        foreach (PropertyFacts property in await session.All(PropertySql.ByAddress, [AddressKey.Of(draft.Address!)]))
        {
            if (property.LeadId > Context.LastLeadBefore)
            {
                continue;
            }

            Lead stored = await LeadOperations.GetRequired(session, property.LeadId);
            if (MayBe(stored.Phone, draft.Lead.Phone) && MayBe(stored.Email, draft.Lead.Email) && MayBe(stored.Name, draft.Lead.Name))
            {
                return stored.Id;
            }
        }

        return 0;

        static bool MayBe(string? one, string? other) => one is null || other is null || one.Equals(other, StringComparison.OrdinalIgnoreCase);
    }

    // Another database of the same kind counts its leads from 1 too. A person may change one thing of those that tell people apart.
    private async ValueTask<bool> IsSomebodyElse(Session session, long id, LeadDraft draft)
    {
        if (draft.Lead is { Phone: null, Email: null })
        {
            return false;
        }

        Lead stored = await LeadOperations.GetRequired(session, id);
        bool?[] agreements =
        [
            Agree(stored.Phone, draft.Lead.Phone),
            Agree(stored.Email, draft.Lead.Email),
            Agree(stored.Name, draft.Lead.Name),
            Row.Has(LeadField.CreatedAt) ? stored.CreatedAt == draft.Lead.CreatedAt : null,
            draft.UidGiven && stored.Uid == draft.Lead.Uid ? true : null,
        ];
        return !agreements.Contains(true) && agreements.Count(agree => agree == false) >= 2;

        static bool? Agree(string? one, string? other) =>
            one is null || other is null ? null : one.Equals(other, StringComparison.OrdinalIgnoreCase);
    }
}
