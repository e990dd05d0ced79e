using System.Diagnostics;
using System.Globalization;
using LeadStore.CrashTests;

// dotnet run --project tests/LeadStore.CrashTests -- [--long] [--seed N] [--only name,name] [--rounds N]
// Breaks the store from outside and looks whether it kept its promises. The same seed makes the same choices.
Scenario[] all = [];

bool isLong = args.Contains("--long");
int seed = Option("--seed") is { } given ? int.Parse(given, CultureInfo.InvariantCulture) : Random.Shared.Next();
string[]? only = Option("--only")?.Split(',');
int? rounds = Option("--rounds") is { } count ? int.Parse(count, CultureInfo.InvariantCulture) : null;

Console.WriteLine($"seed {seed}");
int broken = 0;
foreach (Scenario scenario in all.Where(s => only is null || only.Contains(s.Name)))
{
    long started = Stopwatch.GetTimestamp();
    int planned = rounds ?? (isLong ? scenario.Rounds.Long : scenario.Rounds.Quick);
    int failed = 0;
    for (int round = 0; round < planned; round++)
    {
        DirectoryInfo directory = Directory.CreateTempSubdirectory("leadstore-crash-");
        try
        {
            // Each round has its own seed, so that one round can be repeated alone: --only name --seed that --rounds 1.
            scenario.Run(new Random(unchecked(seed + round)), directory.FullName);
            directory.Delete(recursive: true);
        }
        catch (BrokenPromiseException failure)
        {
            failed++;
            Console.WriteLine($"BROKEN {scenario.Name} --seed {unchecked(seed + round)}: {failure.Message} (files kept in {directory.FullName})");
        }
    }

    broken += failed;
    Console.WriteLine($"{scenario.Name,-16} {planned,6} rounds  {failed} broken  {Stopwatch.GetElapsedTime(started).TotalSeconds,6:0} s");
}

return broken == 0 ? 0 : 1;

string? Option(string name) => Array.IndexOf(args, name) is var at && at >= 0 && at + 1 < args.Length ? args[at + 1] : null;
