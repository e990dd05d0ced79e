using System.Globalization;
using LeadStore.Engine;
using LeadStore.Leads;
using LeadStore.Messages;
using LeadStore.Sqlite;
using SQLitePCL;

namespace LeadStore.Maintenance;

/// <summary>
/// The speed contract on a store's own file: the plans of all statements, and what lookups take. Reads only, beside everybody else, and
/// keeps no read transaction while it measures.
/// </summary>
internal sealed class SpeedTest(SqliteDatabase database, SqliteDatabase? traces, TimeProvider clock)
{
    private const string Name = nameof(LeadDatabase.SelfTest);
    private const int Samples = 1000;
    private const int Pages = 200;
    private const int PageSize = 50;
    private const int Rounds = 3;

    private readonly List<SelfTestFinding> _findings = [];
    private readonly List<SelfTestMeasurement> _measurements = [];
    private readonly List<string> _unmeasured = [];
    private int _statements;
    private string _whatElse = "";

    public SelfTestReport Run(SelfTestOptions options, CancellationToken cancellation)
    {
        string? wrong = options.MaxTime <= TimeSpan.Zero || options.MaxTime > TimeSpan.FromHours(1)
            ? $"{nameof(options.MaxTime)} must be above zero and at most 1 hour."
            : options.MaxLookup <= TimeSpan.Zero ? $"{nameof(options.MaxLookup)} must be above zero."
            : options.MaxPage <= TimeSpan.Zero ? $"{nameof(options.MaxPage)} must be above zero."
            : null;
        if (wrong is not null)
        {
            throw new ArgumentException(wrong, nameof(options));
        }

        return database.Engine.RunLong(given => Run(options, given, cancellation), Name, cancellation);
    }

    private SelfTestReport Run(SelfTestOptions options, CancellationToken given, CancellationToken callers)
    {
        long start = clock.GetTimestamp();
        using CancellationTokenSource time = new(options.MaxTime, clock);
        using CancellationTokenSource either = CancellationTokenSource.CreateLinkedTokenSource(given, time.Token);
        try
        {
            Plan(database, "", either.Token);
            if (traces is not null)
            {
                Plan(traces, "In the file of skip traces: ", either.Token);
            }

            Measure(options, start, either.Token);
        }
        catch (OperationCanceledException) when (time.IsCancellationRequested && !given.IsCancellationRequested)
        {
            if (_statements == 0)
            {
                _unmeasured.Insert(0, "the plans of the statements");
            }
        }

        callers.ThrowIfCancellationRequested();
        if (_unmeasured.Count > 0)
        {
            _findings.Add(new SelfTestFinding(
                "out_of_time",
                true,
                $"The time ({Milliseconds(options.MaxTime)}) was up before all was looked at; what is not known: {string.Join(", ", _unmeasured)}.",
                "Raise SelfTestOptions.MaxTime, or mend what else was found and test again."));
        }

        return new SelfTestReport
        {
            Statements = _statements,
            Measurements = _measurements,
            Findings = [.. _findings.OrderByDescending(finding => finding.FallsShort)],
            Duration = clock.GetElapsedTime(start),
        };
    }

    private void Plan(SqliteDatabase file, string where, CancellationToken cancellation)
    {
        (int statements, IReadOnlyList<SelfTestFinding> findings, bool hasStatistics) =
            LongRead.Run(file, PlanCheck.Run, Name, cancellation);
        _statements += statements;
        _findings.AddRange(findings.Select(finding => finding with { Message = where + finding.Message }));
        _whatElse = hasStatistics ? "" : "call Maintenance.Optimize, because the file was never analysed; ";
    }

    private void Measure(SelfTestOptions options, long start, CancellationToken cancellation)
    {
        List<Lookup> lookups =
        [
            new("lead by phone", options.MaxLookup, Samples, static async (session, lead) =>
                _ = await LeadOperations.GetByPhone(session, PhoneNumber.FromDigits(lead.Phone!.Value)), static lead => lead.Phone is not null),
            new("lead by id", options.MaxLookup, Samples, static async (session, lead) => _ = await LeadOperations.Get(session, lead.Id)),
            new("history", options.MaxLookup, Samples, static async (session, lead) =>
                _ = await MessageOperations.History(session, (lead.Id, PageSize))),
            new("inbox page", options.MaxPage, Pages, static async (session, lead) =>
                _ = await LeadListOperations.List(session, (new LeadFilter(), lead.Place.ToString(), PageSize))),
        ];
        _unmeasured.AddRange(lookups.Select(lookup => lookup.Name));
        List<SpeedSample> samples = LongRead.Run(database, (db, ends) => SpeedSample.Pick(db, Samples, ends), Name, cancellation);
        if (samples.Count == 0)
        {
            _unmeasured.Clear();
            return;
        }

        using SqliteSession? session = database.InMemory ? null : database.OpenReader();
        using CancellationTokenRegistration interruption = session is null
            ? default
            : cancellation.UnsafeRegister(static db => raw.sqlite3_interrupt((sqlite3)db!), session.Handle);
        for (int i = 0; i < lookups.Count; i++)
        {
            // Each its share of the time that is left, so that one that is slow does not keep the others from being measured.
            TimeSpan share = (options.MaxTime - clock.GetElapsedTime(start)) / (lookups.Count - i);
            SpeedSample[] leads = [.. samples.Where(lookups[i].Suits).Take(lookups[i].Samples)];
            if (leads.Length == 0 || Measure(lookups[i], leads, session, share, cancellation))
            {
                _unmeasured.Remove(lookups[i].Name);
            }
        }
    }

    // The best of some rounds: what is slow by itself is slow in each.
    private bool Measure(Lookup lookup, SpeedSample[] leads, SqliteSession? session, TimeSpan share, CancellationToken cancellation)
    {
        long start = clock.GetTimestamp();
        SelfTestMeasurement? best = null;
        for (int round = 0; round < Rounds && best is not { Passed: true }; round++)
        {
            List<TimeSpan> times = [];
            foreach (SpeedSample lead in leads)
            {
                if (cancellation.IsCancellationRequested || (times.Count > 0 && clock.GetElapsedTime(start) > share))
                {
                    break;
                }

                if (round == 0 && times.Count == 0)
                {
                    // Prepares the statement, and the code is compiled.
                    _ = Time(lookup, lead, session, cancellation);
                }

                times.Add(Time(lookup, lead, session, cancellation));
            }

            if (times.Count > 0 && Of(lookup, times) is { } measured && (best is null || (measured.P99 < best.P99 && times.Count == leads.Length)))
            {
                best = measured;
            }

            if (cancellation.IsCancellationRequested || clock.GetElapsedTime(start) > share)
            {
                break;
            }
        }

        if (best is null)
        {
            return false;
        }

        _measurements.Add(best);
        if (!best.Passed)
        {
            _findings.Add(new SelfTestFinding(
                "slow",
                true,
                $"One in a hundred lookups takes {Milliseconds(best.P99)} or longer, and may take {Milliseconds(best.Limit)}: {best.Name}.",
                _findings.Any(finding => finding.Code is "index_missing" or "plan_scans" or "plan_sorts")
                    ? "Mend first what was found about plans and indexes."
                    : $"Test again when the machine has nothing else to do; {_whatElse}look at Maintenance.Doctor for a network file system "
                        + "or a large log; give the machine memory for the file, or a quicker disk."));
        }

        return true;
    }

    private TimeSpan Time(Lookup lookup, SpeedSample lead, SqliteSession? session, CancellationToken cancellation)
    {
        long start = clock.GetTimestamp();
        try
        {
            // In memory there is one connection for everybody, and each lookup waits for its turn.
            _ = session is null
                ? database.Engine.Read(Ask, (lookup, lead), Name)
                : SqliteEngine.Finished(Ask(session, (lookup, lead)));
        }
        catch (LeadStoreException failure) when (failure.SqliteExtendedErrorCode == raw.SQLITE_INTERRUPT && cancellation.IsCancellationRequested)
        {
            // It took longer than there was time.
        }

        return clock.GetElapsedTime(start);
    }

    private static async ValueTask<bool> Ask(Session session, (Lookup Lookup, SpeedSample Lead) call)
    {
        await call.Lookup.Ask(session, call.Lead);
        return true;
    }

    private static SelfTestMeasurement Of(Lookup lookup, List<TimeSpan> times)
    {
        times.Sort();
        return new SelfTestMeasurement(lookup.Name, times.Count, Percentile(times, 50), Percentile(times, 99), lookup.Limit);
    }

    private static TimeSpan Percentile(List<TimeSpan> sorted, int percent) => sorted[((sorted.Count * percent) + 99) / 100 - 1];

    private static string Milliseconds(TimeSpan time) =>
        string.Create(CultureInfo.InvariantCulture, $"{time.TotalMilliseconds:0.###} ms");

    private sealed record Lookup(
        string Name, TimeSpan Limit, int Samples, Func<Session, SpeedSample, ValueTask> Ask, Func<SpeedSample, bool>? Filter = null)
    {
        public bool Suits(SpeedSample lead) => Filter is null || Filter(lead);
    }
}
