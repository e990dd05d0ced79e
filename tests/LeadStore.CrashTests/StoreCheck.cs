using Microsoft.Data.Sqlite;

namespace LeadStore.CrashTests;

/// <summary>Looks at a store from a process that took no part in what happened to it.</summary>
internal static class StoreCheck
{
    /// <summary>Every acknowledged message is there and whole, the file is sound, and it takes a new write.</summary>
    /// <param name="tally">Counts what was looked for and what is lost.</param>
    /// <param name="path">The database.</param>
    /// <param name="acknowledged">How the text of each message begins.</param>
    public static void EverythingIsThere(Tally tally, string path, IReadOnlyCollection<string> acknowledged)
    {
        try
        {
            Look(tally, path, acknowledged);
        }
        catch (LeadStoreException failure)
        {
            tally.Unusable();
            throw new BrokenPromiseException($"the store is not usable: {failure.Kind}: {failure.Message}");
        }
    }

    private static void Look(Tally tally, string path, IReadOnlyCollection<string> acknowledged)
    {
        using (LeadDatabase store = LeadDatabase.Open(path))
        {
            Lead lead = store.GetAllLeads().Single();
            HashSet<string> kept = [.. store.GetConversationHistory(lead.Id).Select(message => message.Content.Split(' ')[0])];
            int lost = acknowledged.Count(token => !kept.Contains(token));
            tally.Acknowledged(acknowledged.Count);
            if (lost > 0)
            {
                tally.Lost(lost);
                throw new BrokenPromiseException($"{lost} of {acknowledged.Count} acknowledged messages are lost");
            }

            if (kept.Count != acknowledged.Count)
            {
                throw new BrokenPromiseException($"{kept.Count} messages are there where {acknowledged.Count} were acknowledged");
            }

            store.CreateMessage(lead.Id, MessageSender.Agent, "afterwards");
        }

        using SqliteConnection connection = new($"Data Source={path};Pooling=False");
        connection.Open();
        foreach (string check in (string[])["PRAGMA integrity_check", "SELECT count(*) || '' FROM pragma_foreign_key_check"])
        {
            using SqliteCommand command = connection.CreateCommand();
#pragma warning disable CA2100 // One of the two above.
            command.CommandText = check;
#pragma warning restore CA2100
            if ((string)command.ExecuteScalar()! is var answer and not ("ok" or "0"))
            {
                throw new BrokenPromiseException($"{check} answers {answer}");
            }
        }
    }
}
