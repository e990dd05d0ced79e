using System.Collections.Concurrent;
using System.Diagnostics;
using TraceSpan = System.Diagnostics.Activity;

namespace LeadStore.Engine;

/// <summary>
/// Sees every statement of one store: counts it if that was asked for, tells of it if it is slow, and hands it to the metrics and traces of
/// the process if those listen. Where none of it is the case, a statement costs one branch. Safe for concurrent use.
/// </summary>
/// <param name="system">What the engine is called in metrics and traces.</param>
/// <param name="clock">Where the times of slow statements come from; durations are measured.</param>
/// <param name="counts">Whether statements are counted.</param>
/// <param name="slow">From how long on a statement is slow; null if none is.</param>
/// <param name="tellSlow">Is told of a slow one; null if nobody listens.</param>
internal sealed class StatementWatch(string system, TimeProvider clock, bool counts, TimeSpan? slow, Action<SlowStatement>? tellSlow)
{
    /// <summary>How many statements of an application are kept apart; the others are counted as one.</summary>
    public const int MostShapes = 500;

    private const int MostSlow = 50;

    private static readonly SqlShape Others = new("other statements", "", "other statements");

    // Counting keeps the slow ones too, logged or not.
    private readonly TimeSpan? _slow = counts || tellSlow is not null ? slow : null;
    private readonly bool _tells = system.Length > 0;
    private readonly ConcurrentDictionary<string, StatementCounter> _ofApplication = new(StringComparer.Ordinal);
    private readonly Lock _growing = new();
    private volatile StatementCounter?[] _own = new StatementCounter?[512];
    private readonly Queue<SlowStatement> _recentSlow = new();

    /// <summary>Of a session that nobody looks at: that of a model, or of a file in the making.</summary>
    public static StatementWatch Nobody { get; } = new("", TimeProvider.System, counts: false, null, null);

    /// <summary>Whether statements are counted.</summary>
    public bool Counts => counts;

    /// <summary>Since when.</summary>
    public DateTimeOffset Since { get; } = clock.GetUtcNow();

    /// <summary>Whether anybody wants to know about statements now. Without a branch of its own.</summary>
    public bool IsOn => counts | (_slow is not null) | (_tells & StatementInstruments.AreHeard);

    public IReadOnlyList<StatementCounter> Counters => [.. _own.OfType<StatementCounter>(), .. _ofApplication.Values];

    /// <summary>The newest first.</summary>
    public IReadOnlyList<SlowStatement> RecentSlow
    {
        get
        {
            lock (_recentSlow)
            {
                return [.. _recentSlow.Reverse()];
            }
        }
    }

    /// <summary>Begins to watch one run of a statement.</summary>
    /// <param name="shape">What may be said about it.</param>
    /// <param name="own">The statement, if it is one of the library's.</param>
    public StatementRun Begin(SqlShape shape, Statement? own) => new(
        this, shape, own, _tells ? StatementInstruments.Start(system, shape) : null, Stopwatch.GetTimestamp());

    public void End(in StatementRun run, long rows, Exception? failure)
    {
        TimeSpan duration = Stopwatch.GetElapsedTime(run.Started);
        if (_tells)
        {
            StatementInstruments.End(system, run.Shape, duration, run.Span, rows, failure);
        }

        if (counts)
        {
            CounterOf(run).Add(duration, rows, failed: failure is not null);
        }

        if (duration >= _slow)
        {
            SlowStatement one = new(clock.GetUtcNow(), run.Shape.Text, duration, rows);
            lock (_recentSlow)
            {
                _recentSlow.Enqueue(one);
                if (_recentSlow.Count > MostSlow)
                {
                    _recentSlow.Dequeue();
                }
            }

            tellSlow?.Invoke(one);
        }
    }

    private StatementCounter CounterOf(in StatementRun run) => run.Own is null
        ? CounterOfApplication(run.Shape)
        : (run.Own.Slot < _own.Length ? _own[run.Own.Slot] : null) ?? MakeCounter(run.Own);

    // The statements of the library are a closed set; those of an application may be any number.
    private StatementCounter CounterOfApplication(SqlShape shape)
    {
        if (!_ofApplication.TryGetValue(shape.Text, out StatementCounter? counter))
        {
            SqlShape kept = _ofApplication.Count < MostShapes ? shape : Others;
            counter = _ofApplication.GetOrAdd(kept.Text, static (_, shape) => new StatementCounter(shape, isOwn: false), kept);
        }

        return counter;
    }

    private StatementCounter MakeCounter(Statement own)
    {
        lock (_growing)
        {
            StatementCounter?[] counters = _own;
            if (own.Slot >= counters.Length)
            {
                Array.Resize(ref counters, own.Slot * 2);
            }

            StatementCounter counter = counters[own.Slot] ??= new StatementCounter(own.Shape, isOwn: true);
            _own = counters;
            return counter;
        }
    }
}

/// <summary>One run of a statement that is watched.</summary>
internal readonly record struct StatementRun(StatementWatch Watch, SqlShape Shape, Statement? Own, TraceSpan? Span, long Started)
{
    public void End(long rows) => Watch.End(this, rows, null);

    public void Fail(Exception failure) => Watch.End(this, 0, failure);
}
