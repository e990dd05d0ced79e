using LeadStore.CrashTests.Support;
using LeadStore.TestHost;
using Microsoft.Data.Sqlite;

namespace LeadStore.CrashTests.Scenarios;

/// <summary>
/// Shows that every other scenario would notice: a file is tampered with behind the library's back, and comparing it with what callers were
/// told must find exactly that.
/// </summary>
internal sealed class TheOracleItself : Scenario
{
    public override string Name => "oracle";

    public override (int Quick, int Long) Rounds => (1, 5);

    public override string Cases => "changes";

    public override void Run(Round round)
    {
        string path = Path.Combine(round.Directory, "leads.db");
        History history = new();
        using (Host host = new(history))
        {
            host.OpenAndWork(path, "", new WorkOrder(1, Threads: 2, Count: 16));
            if (host.Next() != "done")
            {
                throw new BrokenPromiseException("the process ended");
            }

            host.Expect("close", "closed");
        }

        Notices(path, history, null, _ => 0);
        int thread = round.Random.Next(2);
        const string Content = "messages SET content";
        string fourth = $"content LIKE '{Token(thread, 4)} %'";
        Notices(path, history, $"DELETE FROM messages WHERE content LIKE '{Token(thread, 0)} %'", found => found.Lost.Count);
        Notices(path, history, $"DELETE FROM messages WHERE content LIKE '{Token(thread, 1)} 2 %'", found => found.Partial.Count);
        Notices(path, history, $"DELETE FROM messages WHERE content LIKE '{Token(thread, 3)} %'", found => found.Partial.Count);
        Notices(path, history, $"UPDATE {Content} = content || 'x' WHERE {fourth}", found => found.Changed.Count);
        Notices(path, history, $"UPDATE {Content} = '{Token(thread, 16)} 0 ' WHERE {fourth}", found => found.Extra.Count);
        Notices(path, history, $"UPDATE {Content} = '{Token(thread, 40)} 0 ' WHERE {fourth}", found => found.Extra.Count);
        Notices(path, history, $"UPDATE leads SET archived_at = NULL WHERE name = '{Token(thread, 3)}'", found => found.Lost.Count);
        Notices(path, history, $"DELETE FROM leads WHERE name = '{Token(thread, 3)}'", found => found.Lost.Count);
        string renamed = $"UPDATE leads SET name = '{Token(thread, 11)}' WHERE name = '{Token(thread, 3)}'";
        Notices(path, history, renamed, found => found.Extra.Count);
    }

    private static string Token(int thread, int number) => new WorkItem(1, thread, number).Token;

    private void Notices(string path, History history, string? tampering, Func<Differences, int> expected)
    {
        string copy = path + ".copy";
        File.Copy(path, copy, overwrite: true);
        if (tampering is not null)
        {
            Tally.Case();
            SqliteConnectionStringBuilder options = new() { DataSource = copy, Pooling = false, ForeignKeys = true };
            using SqliteConnection connection = new(options.ToString());
            connection.Open();
            using SqliteCommand command = connection.CreateCommand();
#pragma warning disable CA2100 // The statements of tests are their own.
            command.CommandText = tampering;
#pragma warning restore CA2100
            if (command.ExecuteNonQuery() == 0)
            {
                throw new InvalidOperationException($"{tampering} changed nothing.");
            }
        }

        using LeadDatabase store = LeadDatabase.Open(copy);
        Differences differences = Differences.Between(Contents.Of(store), history);
        if (differences.AreNone != (tampering is null) || (tampering is not null && expected(differences) != 1))
        {
            throw new BrokenPromiseException($"the harness did not notice rightly: {tampering}: '{differences}'");
        }
    }
}
