using System.Globalization;
using LeadStore.CrashTests.Support;
using Microsoft.Data.Sqlite;

namespace LeadStore.CrashTests.Scenarios;

/// <summary>
/// kill -9 at the Nth system call on the file of the store or on that of its skip traces, while traces are paid for and leads deleted; some
/// times over. What is paid is counted once, and nothing is left of who is deleted.
/// </summary>
internal sealed class KillBetweenTwoFiles : Scenario
{
    private static readonly string[] Calls = ["pwrite64", "pwrite64", "fsync"];

    public override string Name => "kill-traces";

    public override (int Quick, int Long) Rounds => (20, 300);

    public override string Cases => "kills";

    public override int AtOnce => 2;

    public override void Run(Round round)
    {
        string store = Path.Combine(round.Directory, "leads.db");
        string traces = Path.Combine(round.Directory, "traces.db");
        List<long> paid = [];
        List<long> deleted = [];
        int kills = round.Random.Next(1, 4);
        for (int i = 0; i < kills; i++)
        {
            using Host host = new(new History());
            host.Expect($"open {store} traces={traces}", "opened");
            string aim = round.Random.Next(2) == 0 ? store : traces;
            string call = Calls[round.Random.Next(Calls.Length)];
            using Strace strace = new(
                host.Id, aim, Path.Combine(round.Directory, $"{i}.strace"), Strace.Kill(call, round.Random.Next(1, 60)));
            host.Send("pay 40");
            string? line;
            while ((line = host.Next()) is not null && line != "settled")
            {
                string[] words = line.Split(' ');
                (words[0] == "paid" ? paid : words[0] == "gone" ? deleted : throw new BrokenPromiseException(line))
                    .Add(long.Parse(words[1], CultureInfo.InvariantCulture));
            }

            host.Kill();
            if (host.Errors.Length > 0)
            {
                throw new BrokenPromiseException($"the process ended by itself: {host.Errors}");
            }

            Tally.Case();
            Tally.Note(line is null ? $"at {call} on {Path.GetFileName(aim)}" : "after the last");
            Tally.Note(
                Number(store, traces, "SELECT count(*) FROM apart.skip_trace_postings WHERE source_id NOT IN (SELECT source_id FROM costs)") > 0
                    ? "with an answer that was not posted"
                    : "with every answer posted");
        }

        Check(new LeadDatabaseOptions { Path = store, SkipTracePath = traces }, kills, paid, deleted);
    }

    private static void Check(LeadDatabaseOptions options, int kills, List<long> paid, List<long> deleted)
    {
        using (LeadDatabase store = LeadDatabase.Open(options))
        {
            Require(store.Maintenance.Verify().IsSound, "the files are sound");
        }

        using SqliteConnection both = Both(options.Path!, options.SkipTracePath!);
        long costs = Number(both, "SELECT count(*) FROM costs");
        Require(costs >= paid.Count && costs <= paid.Count + kills, $"{paid.Count} traces were acknowledged and {costs} costs are there");
        Require(Number(both, "SELECT sum(amount) FROM costs") == costs, "each cost is that of one trace");
        Require(
            Number(both, "SELECT coalesce(sum(amount), 0) FROM lead_costs") == Number(both, "SELECT count(*) FROM costs WHERE lead_id IS NOT NULL"),
            "the totals of leads are those of their costs");
        Require(
            Number(both, "SELECT count(*) FROM apart.skip_trace_postings WHERE source_id NOT IN (SELECT source_id FROM costs)") == 0,
            "every trace that is there is paid for");
        Require(
            Number(both, "SELECT count(*) FROM apart.skip_traces WHERE id NOT IN (SELECT trace_id FROM apart.skip_trace_postings)") == 0,
            "every trace says what follows from it");
        Require(Number(both, "SELECT count(*) FROM apart.skip_trace_postings WHERE posted = 0") == 0, "nothing is left to be posted");
        foreach (string table in (string[])["skip_traces", "skip_trace_phones"])
        {
            Require(
                Number(both, $"SELECT count(*) FROM apart.{table} WHERE lead_id NOT IN (SELECT id FROM leads)") == 0,
                "of a deleted lead nothing is left");
        }

        foreach (long lead in paid.Except(deleted))
        {
            bool isThere = Number(both, $"SELECT count(*) FROM leads WHERE id = {lead}") == 1;
            Require(
                !isThere || Number(both, $"SELECT count(*) FROM apart.skip_traces WHERE lead_id = {lead}") == 1,
                "an acknowledged trace is there");
        }

        foreach (long lead in deleted)
        {
            Require(Number(both, $"SELECT count(*) FROM leads WHERE id = {lead}") == 0, "an acknowledged delete is done");
        }
    }

    private static long Number(SqliteConnection db, string sql)
    {
        using SqliteCommand command = db.CreateCommand();
        command.CommandText = sql;
        return command.ExecuteScalar() is long number ? number : 0;
    }

    private static long Number(string store, string traces, string sql)
    {
        using SqliteConnection both = Both(store, traces);
        return Number(both, sql);
    }

    private static SqliteConnection Both(string store, string traces)
    {
        SqliteConnection both = new($"Data Source={store};Pooling=False");
        both.Open();
        using SqliteCommand attach = both.CreateCommand();
        attach.CommandText = $"ATTACH '{traces}' AS apart";
        attach.ExecuteNonQuery();
        return both;
    }

    private static void Require(bool holds, string promise)
    {
        if (!holds)
        {
            throw new BrokenPromiseException($"not so: {promise}");
        }
    }
}
