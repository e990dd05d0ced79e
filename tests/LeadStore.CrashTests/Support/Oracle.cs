using System.Data.Common;
using System.Diagnostics;

namespace LeadStore.CrashTests.Support;

/// <summary>Opens a file that something has happened to and compares it with what callers were told.</summary>
internal static class Oracle
{
    private const string NewPhone = "+447999999999";

    /// <summary>
    /// Opens the file as an application does, compares every row, lets SQLite check it, writes to it, and counts. Any difference is a
    /// <see cref="BrokenPromiseException"/>.
    /// </summary>
    public static void Check(string path, History history, Tally tally) => Check(path, history, _ => history, tally);

    /// <summary>The same where what must be there depends on what is.</summary>
    public static void Check(string path, History history, Func<Contents, History> expected, Tally tally)
    {
        tally.Acknowledged(history.Acknowledged);
        if (history.Untyped is [var first, ..])
        {
            tally.Untyped();
            throw new BrokenPromiseException($"an untyped error reached a caller: {first}");
        }

        long started = Stopwatch.GetTimestamp();
        using LeadDatabase store = Open(path, tally);
        tally.NoteLargest("longest open (ms)", (long)Stopwatch.GetElapsedTime(started).TotalMilliseconds);
        try
        {
            Contents contents = Contents.Of(store);
            Compare(contents, expected(contents), tally);
            Verify(store);
            Use(store);
        }
        catch (LeadStoreException failure)
        {
            tally.Unusable();
            throw new BrokenPromiseException($"the reopened file could not be used: {Describe(failure)}");
        }
    }

    /// <summary>Compares what a file holds with what callers were told.</summary>
    public static void Compare(Contents found, History history, Tally tally)
    {
        Differences differences = Differences.Between(found, history);
        tally.Lost(differences.Lost.Count);
        tally.Partial(differences.Partial.Count);
        if (!differences.AreNone)
        {
            throw new BrokenPromiseException(differences.ToString());
        }
    }

    private static LeadDatabase Open(string path, Tally tally)
    {
        try
        {
            return LeadDatabase.Open(path);
        }
        catch (LeadStoreException failure)
        {
            tally.Unusable();
            throw new BrokenPromiseException($"the file could not be opened: {Describe(failure)}");
        }
    }

    /// <summary>SQLite's own opinion of the file.</summary>
    public static string IntegrityCheck(LeadDatabase store)
    {
        using DbConnection connection = store.OpenReadOnlyConnection();
        using DbCommand command = connection.CreateCommand();
        command.CommandText = "PRAGMA integrity_check";
        string answer = (string)command.ExecuteScalar()!;
        command.CommandText = "SELECT count(*) FROM pragma_foreign_key_check";
        return (long)command.ExecuteScalar()! == 0 ? answer : answer + ", foreign keys violated";
    }

    private static string Describe(LeadStoreException failure) =>
        $"{failure.Kind} in {failure.Operation ?? "Open"}: {failure.Message} {failure.InnerException?.Message}";

    private static void Verify(LeadDatabase store)
    {
        if (IntegrityCheck(store) is var answer && answer != "ok")
        {
            throw new BrokenPromiseException($"integrity_check says {answer}");
        }

        VerificationReport report = store.Maintenance.Verify();
        if (!report.IsSound)
        {
            throw new BrokenPromiseException($"Verify finds {report.DamagedRowCount} damaged rows; {string.Join(' ', report.Errors)}");
        }
    }

    private static void Use(LeadDatabase store)
    {
        Lead lead = store.UpsertLead(new NewLead { Phone = NewPhone });
        Message message = store.CreateMessage(lead.Id, MessageSender.Customer, "afterwards");
        if (!store.GetConversationHistory(lead.Id).Contains(message) || !store.TryDeleteLead(lead.Id)!.RowsDeleted.ContainsKey("leads"))
        {
            throw new BrokenPromiseException("a new write is not there");
        }
    }
}
