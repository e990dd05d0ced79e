using System.Diagnostics;
using System.Globalization;

namespace LeadStore.TestHost;

/// <summary>What the process does where others leave it little: a lock that somebody else takes again and again.</summary>
internal sealed class StrainCommands(TextWriter output, Commands commands)
{
    /// <summary>False if the command is not one of these.</summary>
    public bool TryRun(string[] words)
    {
        switch (words[0])
        {
            case "lone":
                Lone(Number(words[1]), TimeSpan.FromSeconds(Number(words[2])), Number(words[3]));
                return true;
            case "starve":
                new StarvedPool(commands.Store, Answer).Run(Number(words[1]), Number(words[2]));
                return true;
            case "memory":
                Answer($"memory {Memory("VmHWM")} {Memory("VmSize")}");
                return true;
            default:
                return false;
        }
    }

    // In kibibytes, as the system counts it.
    private static string Memory(string what) =>
        File.ReadLines("/proc/self/status").Single(line => line.StartsWith(what, StringComparison.Ordinal)).Split(' ')[^2];

    // lone <most tries> <most seconds> <pause in ms>: one call after the other, alone, and how many microseconds each took.
    private void Lone(int tries, TimeSpan most, int pause)
    {
        using ManualResetEvent never = new(false);
        LeadDatabase store = commands.Store;
        Lead lead = store.UpsertLead(new NewLead { Phone = "+447000000009" });
        long begun = Stopwatch.GetTimestamp();
        List<long> waits = [];
        int busy = 0;
        while (waits.Count < tries && Stopwatch.GetElapsedTime(begun) < most)
        {
            long started = Stopwatch.GetTimestamp();
            try
            {
                store.TouchLead(lead.Id);
            }
            catch (LeadStoreException failure) when (failure.Kind == LeadStoreErrorKind.Busy)
            {
                busy++;
            }

            waits.Add((long)Stopwatch.GetElapsedTime(started).TotalMicroseconds);
            never.WaitOne(pause);
        }

        Answer($"lone {busy} {string.Join(' ', waits)}");
    }

    private void Answer(string line)
    {
        lock (output)
        {
            output.WriteLine(line);
            output.Flush();
        }
    }

    private static int Number(string text) => int.Parse(text, CultureInfo.InvariantCulture);
}
