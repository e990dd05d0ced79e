using LeadStore.CrashTests.Support;

namespace LeadStore.CrashTests.Scenarios;

/// <summary>
/// One bit of a closed file is flipped, and everything is read. Nothing may crash, hang or throw an error that is not the library's own.
/// How many flips change what is read without an error, and who finds these, is counted.
/// </summary>
internal sealed class DamagedFile : Scenario
{
    private const int FlipsInRound = 50;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    private int _changed;
    private int _missed;

    public override string Name => "db-flip";

    public override (int Quick, int Long) Rounds => (6, 400);

    public override string Cases => "flips";

    public override int AtOnce => 2;

    // One that is missed may be chance among few.
    public override string? Judge() => _missed > Math.Max(1, _changed / 1000)
        ? $"Verify did not find {_missed} of {_changed} flips that change what is read; it has to find 99.9 %"
        : null;

    public override void Run(Round round)
    {
        string path = Path.Combine(round.Directory, "leads.db");
        SampleStore.Make(path, round.Random);
        byte[] file = File.ReadAllBytes(path);
        IReadOnlyList<string> whole = ReadWhole(path);
        for (int i = 0; i < FlipsInRound; i++)
        {
            int at = round.Random.Next(file.Length);
            int bit = round.Random.Next(8);
            byte[] flipped = [.. file];
            flipped[at] ^= (byte)(1 << bit);
            string own = Directory.CreateDirectory(Path.Combine(round.Directory, $"{at}-{bit}")).FullName;
            string damaged = Path.Combine(own, "leads.db");
            File.WriteAllBytes(damaged, flipped);
            Tally.Case();
            Judge(damaged, whole, $"bit {bit} of byte {at}");
            Directory.Delete(own, recursive: true);
        }
    }

    private static IReadOnlyList<string> ReadWhole(string path)
    {
        using LeadDatabase store = LeadDatabase.Open(path);
        return SampleStore.Read(store);
    }

    // On a thread of its own: one that hangs is left behind.
    private void Judge(string path, IReadOnlyList<string> whole, string what)
    {
        Exception? failure = null;
        Thread reader = new(() => failure = Failure(() => Look(path, whole, what))) { IsBackground = true };
        reader.Start();
        if (!reader.Join(Patience))
        {
            Tally.Unusable();
            throw new BrokenPromiseException($"{what}: reading hung for more than {Patience.TotalSeconds} s");
        }

        switch (failure)
        {
            case null:
                break;
            case LeadStoreException typed:
                Tally.Note($"told {typed.Kind}");
                break;
            default:
                Tally.Untyped();
                throw new BrokenPromiseException($"{what}: {failure}");
        }
    }

    private void Look(string path, IReadOnlyList<string> whole, string what)
    {
        using LeadDatabase store = LeadDatabase.Open(path);
        bool changed = !SampleStore.Read(store).SequenceEqual(whole);
        Tally.Note(changed ? "changed without an error" : "read as before");
        if (!changed)
        {
            return;
        }

        Interlocked.Increment(ref _changed);
        Tally.Note("of these found by CheckIntegrity", Finds(() => store.Maintenance.CheckIntegrity().IsSound) ? 1 : 0);
        bool found = Finds(() => store.Maintenance.Verify().IsSound);
        Tally.Note("of these found by Verify", found ? 1 : 0);
        if (!found)
        {
            Interlocked.Increment(ref _missed);
            Console.WriteLine($"{Name}: nobody finds {what}");
        }
    }

    private static bool Finds(Func<bool> isSound)
    {
        try
        {
            return !isSound();
        }
        catch (LeadStoreException)
        {
            return true;
        }
    }

    private static Exception? Failure(Action action)
    {
        try
        {
            action();
            return null;
        }
        catch (Exception failure)
        {
            return failure;
        }
    }
}
