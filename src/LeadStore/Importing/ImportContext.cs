using System.IO.Hashing;
using System.Runtime.InteropServices;
using LeadStore.Engine;
using LeadStore.Sources;

namespace LeadStore.Importing;

/// <summary>Is told what became of a row, and of which lead.</summary>
internal delegate void ImportObserver(long position, ImportOutcome outcome, long leadId, Rejection? rejection);

/// <summary>What the steps of one import share.</summary>
internal sealed class ImportContext(string system, StoreRules rules, DateTimeOffset now, ImportTally tally, RejectsFile? rejects)
{
    private readonly HashSet<string> _registered = new(StringComparer.Ordinal);
    private string? _lastKey;
    private long _lastLead;

    public string System { get; } = system;

    /// <summary>The currency of amounts without one.</summary>
    public required string Currency { get; init; }

    public StoreRules Rules { get; } = rules;

    public DateTimeOffset Now { get; } = now;

    /// <summary>Whether the store held no lead when the import began: then the keys of the source can be the ids of the leads.</summary>
    public bool KeepsIds { get; set; }

    /// <summary>The newest lead that was there before.</summary>
    public long LastLeadBefore { get; set; }

    /// <summary>
    /// The phones of this import, where nobody else can have stored one: the store was empty, and is this import's until its end. Null
    /// where the store must be asked.
    /// </summary>
    public HashSet<long>? Phones { get; set; }

    /// <summary>Whether keys of the system may be known from anywhere but the table that is being read.</summary>
    public bool KeysMayBeKnown { get; set; }

    /// <summary>Leads of this import that are several rows: what the others say, until all are read.</summary>
    public Dictionary<long, List<LeadDraft>> Others { get; } = [];

    /// <summary>Phones of rows that were joined with a lead for another reason: the store has another phone of it, or none yet.</summary>
    public Dictionary<long, long> OtherPhones { get; } = [];

    /// <summary>What the rows of leads of this import did not say; the store has a default in its place.</summary>
    public Dictionary<long, LeadGaps> Gaps { get; } = [];

    /// <summary>Leads of this import whose uid is that of a row.</summary>
    public HashSet<long> UidsGiven { get; } = [];

    /// <summary>Keys of rows that were rejected because another lead has them: who refers to them belongs to nobody who is known.</summary>
    public HashSet<string> DisputedKeys { get; } = new(StringComparer.Ordinal);

    /// <summary>How many reminders the leads of this import were sent, where it is one or more.</summary>
    public Dictionary<long, LeadDraft> Reminded { get; } = [];

    /// <summary>Is told what became of a row and of which lead; null if nobody wants to know.</summary>
    public ImportObserver? Observer { get; set; }

    /// <summary>By which keys the source knows what is in rooms beside that of the leads.</summary>
    public ImportedKeys Keys { get; } = new(system, now);

    public void Reject(TablePlan plan, TableTally table, ImportRow row, Rejection rejection)
    {
        tally.Reject(table, row, rejection);
        rejects?.Write(plan, table.Table, row, rejection);
        Observer?.Invoke(row.Position, ImportOutcome.Rejected, 0, rejection);
    }

    /// <summary>Counts the values of a row that were kept because they could not be read.</summary>
    public void NoteUnreadable(TableTally table, ImportRow row, IReadOnlyList<Rejection> values)
    {
        foreach (Rejection value in values)
        {
            tally.NoteUnreadable(table, row, value);
        }
    }

    public bool IsOfThisImport(long leadId) => KeepsIds || leadId > LastLeadBefore;

    /// <summary>The lead that a row names by the key of the source or by a phone; 0 if there is none.</summary>
    public async ValueTask<long> FindLead(Session session, string? key, string? phone)
    {
        if (key is not null && !DisputedKeys.Contains(key))
        {
            if (key == _lastKey)
            {
                return _lastLead;
            }

            long id = await session.First(ImportSql.LeadByKey, [System, key]);
            if (id != 0)
            {
                _lastKey = key;
                return _lastLead = id;
            }
        }

        return phone is not null && PhoneNumber.TryParse(phone, Rules.DefaultRegion, out PhoneNumber number)
            ? await FindByPhone(session, number.Digits)
            : 0;
    }

    /// <summary>The lead that has a phone, or had it in a row of this import; 0 if there is none.</summary>
    public async ValueTask<long> FindByPhone(Session session, long digits)
    {
        long id = await session.First(Leads.LeadSql.IdByPhone, [digits]);
        return id != 0 ? id : OtherPhones.GetValueOrDefault(digits);
    }

    /// <summary>A lead has got another id, or its key is disputed.</summary>
    public void ForgetKeys() => _lastKey = null;

    /// <summary>Lists a source with its first lead; false if the store refuses it.</summary>
    public async ValueTask<bool> Register(Session session, LeadSource source, bool given)
    {
        if (_registered.Contains(source.Value))
        {
            return true;
        }

        if (given && Rules.RefuseUnknownSources && await SourceOperations.Get(session, source) is not { Active: true })
        {
            return false;
        }

        await SourceOperations.Register(session, source);
        _registered.Add(source.Value);
        return true;
    }

    /// <summary>A number that stands for a text where only sameness counts.</summary>
    public static ulong Hash(string text) => XxHash3.HashToUInt64(MemoryMarshal.AsBytes(text.AsSpan()));
}
