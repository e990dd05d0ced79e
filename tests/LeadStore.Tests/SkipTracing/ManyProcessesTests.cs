using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Net;
using LeadStore.Tests.Sqlite.Support;
using Xunit.Abstractions;

namespace LeadStore.Tests.SkipTracing;

/// <summary>
/// The money guard between processes: 8 of them trace the same 1,000 leads of 300 owners, and a provider counts what it would bill. Some
/// are killed in the middle of a call, before the answer or after it, and started again.
/// </summary>
public sealed class ManyProcessesTests(ITestOutputHelper output) : IDisposable
{
    private const int Processes = 8;
    private const int Leads = 1000;
    private const int Owners = 300;
    private const int Price = 12;
    private const int Kills = 6;

    private readonly TempDirectory _directory = new();
    private readonly ConcurrentDictionary<string, string> _billed = new();
    private readonly ConcurrentDictionary<int, bool> _deadly = new();
    private string? _traces;
    private int _calls;

    public void Dispose() => _directory.Dispose();

    [Theory]
    [InlineData(null, Owners, false)]
    [InlineData((100 * Price) + Price - 1, 100, false)]
    [InlineData(null, Owners, true)]
    public void Each_owner_is_paid_for_once_and_no_budget_is_exceeded_by_a_cent(int? budget, int expected, bool tracesAreApart)
    {
        _traces = tracesAreApart ? _directory.File("traces.db") : null;
        string? given = Environment.GetEnvironmentVariable("SEED");
        int seed = given is null ? Random.Shared.Next() : int.Parse(given, CultureInfo.InvariantCulture);
        output.WriteLine($"SEED={seed}");
        Random random = new(seed);
        while (_deadly.Count < Kills)
        {
            // Whether the process dies before it is answered, or with the answer under way.
            _deadly[random.Next(1, expected + 1)] = random.Next(2) == 0;
        }

        Prepare(budget ?? Owners * Price);
        using LocalServer provider = new(Bill);
        Task<(int[] Figures, int Killed)>[] running =
        [
            .. Enumerable.Range(0, Processes).Select(_ => random.Next(Leads)).ToArray()
                .Select(first => Background.Run(() => Trace(provider.Address, first, budget))),
        ];
        (int[] Figures, int Killed)[] ended = [.. running.Select(task => task.GetAwaiter().GetResult())];
        output.WriteLine($"{_calls} calls, {ended.Sum(each => each.Killed)} processes killed");

        ended.Sum(each => each.Killed).Should().BeInRange(1, Kills, "one that is dead already may be meant");
        _billed.Should().HaveCount(expected);
        _billed.Values.Should().OnlyHaveUniqueItems("an owner is paid for once");
        Verify(expected, ended, isWhole: budget is null);
    }

    private LeadDatabaseOptions Options() => new() { Path = _directory.Database, SkipTracePath = _traces };

    private void Prepare(int budget)
    {
        using (LeadDatabase store = LeadDatabase.Open(Options()))
        {
            store.InTransaction(tx =>
            {
                for (int i = 0; i < Leads; i++)
                {
                    tx.CreateLead(new NewLead { Phone = $"+4478095{i:00000}" });
                }
            });
        }

        // Looks at every moment, not at the end only.
        Raw.Execute(
            _directory.Database,
            $"""
            CREATE TRIGGER never_beyond AFTER UPDATE ON skip_trace_days WHEN NEW.spent + NEW.reserved > {budget}
            BEGIN SELECT RAISE(ABORT, 'beyond'); END
            """);
    }

    // One of the processes, and those that take its place.
    private (int[] Figures, int Killed) Trace(Uri address, int first, int? budget)
    {
        for (int killed = 0; ; killed++)
        {
            using HostProcess host = HostProcess.Start();
            host.Open(_directory.Database, _traces is null ? "busy=60000" : $"busy=60000 traces={_traces}").Should().StartWith("opened");
            host.Send($"trace {address} {Leads} {Owners} {first} {budget?.ToString(CultureInfo.InvariantCulture) ?? "-"}");
            if (host.Read(TimeSpan.FromMinutes(10)) is { } answer)
            {
                answer.Should().StartWith("traced ");
                return ([.. answer.Split(' ')[1..].Select(figure => int.Parse(figure, CultureInfo.InvariantCulture))], killed);
            }
        }
    }

    private async Task Bill(HttpListenerContext context)
    {
        using StreamReader body = new(context.Request.InputStream);
        string request = await body.ReadToEndAsync();
        _billed[context.Request.Headers["Idempotency-Key"]!] = request;
        bool? death = _deadly.TryRemove(Interlocked.Increment(ref _calls), out bool before) ? before : null;
        if (death == true)
        {
            Kill(context);
        }

        await LocalServer.Send(context.Response, 200, """{"phones":[{"number":"+14155550132","mobile":true}],"cost":12}"""u8.ToArray());
        if (death == false)
        {
            Kill(context);
        }
    }

    private static void Kill(HttpListenerContext context)
    {
        try
        {
            using Process host = Process.GetProcessById(int.Parse(context.Request.Headers["X-Process"]!, CultureInfo.InvariantCulture));
            host.Kill();
        }
        catch (Exception gone) when (gone is ArgumentException or InvalidOperationException)
        {
            // Another of its calls was deadly too.
        }
    }

    private void Verify(int expected, (int[] Figures, int Killed)[] ended, bool isWhole)
    {
        using LeadDatabase store = LeadDatabase.Open(Options());
        CostSummary spent = store.Costs.Summarize(new CostFilter(), CostGrouping.Type).Should().ContainSingle().Subject;
        (spent.Type, spent.Total, spent.Count).Should().Be((CostType.SkipTrace, new Money(expected * Price), expected));
        store.SkipTrace.ListInterrupted("acme").Should().BeEmpty();
        Number("SELECT sum(spent) FROM skip_trace_days").Should().Be(expected * Price);
        Number("SELECT sum(reserved) FROM skip_trace_days").Should().Be(0);
        Number("SELECT sum(calls) FROM skip_trace_days").Should().Be(expected);
        Traces("SELECT count(*) FROM skip_traces WHERE status = 'completed' AND from_cache = 0").Should().Be(expected);
        Traces("SELECT count(*) FROM skip_traces WHERE status <> 'completed'").Should().Be(0);
        if (isWhole)
        {
            Traces("SELECT count(DISTINCT lead_id) FROM skip_traces WHERE status = 'completed' AND phone_count = 1").Should().Be(Leads);
            ended.Should().OnlyContain(each => each.Figures[0] + each.Figures[1] == Leads);
        }
        else
        {
            ended.Should().OnlyContain(each => each.Figures[3] > 0);
        }

        long Traces(string sql) => (long)Raw.Scalar(_traces ?? _directory.Database, sql)!;

        long Number(string sql) => (long)Raw.Scalar(_directory.Database, sql)!;
    }
}
