using System.Globalization;
using LeadStore.TestHost;

namespace LeadStore.CrashTests.Support;

/// <summary>What the processes have said of each write of one file: the one truth that a reopened file is compared with.</summary>
internal sealed class History
{
    private readonly object _lock = new();
    private readonly SortedDictionary<int, WorkOrder> _orders = [];
    private readonly Dictionary<(int Session, int Thread), List<Fate>> _fates = [];
    private readonly Dictionary<string, long> _times = [];
    private readonly List<string> _untyped = [];
    private readonly HashSet<int> _finished = [];
    private readonly Dictionary<string, Dictionary<(int Session, int Thread), int>> _moments = [];
    private int _count;

    public IReadOnlyDictionary<int, WorkOrder> Orders => _orders;

    public int Acknowledged => Volatile.Read(ref _count);

    /// <summary>Errors that no caller of the library may see.</summary>
    public IReadOnlyList<string> Untyped => _untyped;

    /// <summary>
    /// When every acknowledged write stored its newest message, in ticks of UTC. The writer asks for the time, so that it goes up with the
    /// order of commits; the ids go up within a lead alone.
    /// </summary>
    public IReadOnlyDictionary<string, long> Times => _times;

    /// <summary>The failures that were told, by kind and outcome.</summary>
    public SortedDictionary<string, int> Failures { get; } = new(StringComparer.Ordinal);

    public void Begin(WorkOrder order)
    {
        lock (_lock)
        {
            _orders.Add(order.Session, order);
            for (int thread = 0; thread < Math.Max(order.Threads, 1); thread++)
            {
                _fates.Add((order.Session, thread), []);
            }
        }
    }

    /// <summary>Takes a line in. False if it is about no write.</summary>
    public bool Hear(string line)
    {
        string[] words = line.Split(' ');
        switch (words)
        {
            case ["acked", var token, var time]:
                Add(token, Fate.Applied);
                Note(token, long.Parse(time, NumberStyles.None, CultureInfo.InvariantCulture));
                return true;
            case ["failed", var kind, var outcome, var token, var code] when token.Contains('.', StringComparison.Ordinal):
                Add(token, outcome switch { "NotApplied" => Fate.NotApplied, "Applied" => Fate.Applied, _ => Fate.Unknown });
                Count($"{kind} {outcome} {code}");
                return true;
            case ["untyped", var token, ..]:
                Add(token, Fate.Unknown);
                AddUntyped(line);
                return true;
            case ["done"]:
                lock (_lock)
                {
                    _finished.Add(_orders.Keys.Last());
                }

                return false;
            case ["making", var moment]:
                lock (_lock)
                {
                    _moments[moment] = _fates.ToDictionary(thread => thread.Key, thread => thread.Value.Count);
                }

                return true;
            case ["crashed", ..]:
                AddUntyped(line);
                return false;
            default:
                return false;
        }
    }

    /// <summary>Waits until so many more writes are acknowledged.</summary>
    /// <returns>False if the process said nothing new for a minute.</returns>
    public bool WaitFor(int more)
    {
        lock (_lock)
        {
            int goal = _count + more;
            while (_count < goal)
            {
                if (!Monitor.Wait(_lock, TimeSpan.FromSeconds(60)))
                {
                    return false;
                }
            }

            return true;
        }
    }

    /// <summary>Waits until so many more writes are acknowledged, or until something else has happened that ends the writing.</summary>
    /// <returns>False if it was the other thing.</returns>
    public bool WaitForOrEnd(int more, Func<bool> hasEnded)
    {
        lock (_lock)
        {
            int goal = _count + more;
            while (_count < goal)
            {
                if (!Monitor.Wait(_lock, TimeSpan.FromMilliseconds(50)) && hasEnded())
                {
                    return false;
                }
            }

            return true;
        }
    }

    /// <summary>What is known of a write. One that was not heard of may have been under way if it is its thread's next.</summary>
    public Fate FateOf(WorkItem item)
    {
        lock (_lock)
        {
            if (!_fates.TryGetValue((item.Session, item.Thread), out List<Fate>? fates) || item.Number > fates.Count)
            {
                return Fate.NotApplied;
            }

            return item.Number < fates.Count ? fates[item.Number]
                : _finished.Contains(item.Session) ? Fate.NotApplied
                : Fate.Unknown;
        }
    }

    /// <summary>How many writes of a thread were heard of.</summary>
    public int Heard(int session, int thread)
    {
        lock (_lock)
        {
            return _fates[(session, thread)].Count;
        }
    }

    /// <summary>How many writes of each thread had been heard of when the process said that it was making something.</summary>
    public IReadOnlyDictionary<(int Session, int Thread), int> AtBeginningOf(string moment)
    {
        lock (_lock)
        {
            return _moments[moment];
        }
    }

    /// <summary>The history as it was when only the first writes of each thread had been heard of.</summary>
    /// <param name="heard">How many, by session and thread.</param>
    /// <param name="underWay">Whether the next write of each thread may have been under way.</param>
    public History Until(Func<int, int, int> heard, bool underWay = true)
    {
        History earlier = new();
        lock (_lock)
        {
            foreach (WorkOrder order in _orders.Values)
            {
                for (int thread = 0; thread < Math.Max(order.Threads, 1); thread++)
                {
                    List<Fate> fates = [.. _fates[(order.Session, thread)].Take(heard(order.Session, thread))];
                    earlier._fates.Add((order.Session, thread), fates);
                    earlier._count += fates.Count(fate => fate == Fate.Applied);
                    for (int number = 0; number < fates.Count; number++)
                    {
                        string token = new WorkItem(order.Session, thread, number).Token;
                        if (_times.TryGetValue(token, out long time))
                        {
                            earlier._times.Add(token, time);
                        }
                    }
                }

                earlier._orders.Add(order.Session, order);
                if (!underWay)
                {
                    earlier._finished.Add(order.Session);
                }
            }
        }

        return earlier;
    }

    private void Add(string token, Fate fate)
    {
        WorkItem item = WorkItem.Parse(token);
        lock (_lock)
        {
            List<Fate> fates = _fates[(item.Session, item.Thread)];
            if (fates.Count != item.Number)
            {
                throw new InvalidOperationException($"The harness heard of {token} out of turn.");
            }

            fates.Add(fate);
            if (fate == Fate.Applied)
            {
                _count++;
                Monitor.PulseAll(_lock);
            }
        }
    }

    private void Note(string token, long time)
    {
        lock (_lock)
        {
            if (time > 0)
            {
                _times.Add(token, time);
            }
        }
    }

    private void Count(string failure)
    {
        lock (_lock)
        {
            Failures[failure] = Failures.GetValueOrDefault(failure) + 1;
        }
    }

    private void AddUntyped(string line)
    {
        lock (_lock)
        {
            _untyped.Add(line);
        }
    }
}

/// <summary>What a caller was told of a write.</summary>
internal enum Fate
{
    /// <summary>It is stored, and must be there.</summary>
    Applied,

    /// <summary>It is not stored, and must not be there.</summary>
    NotApplied,

    /// <summary>It may be there, but then whole.</summary>
    Unknown,
}
