using System.Diagnostics;
using System.Globalization;
using LeadStore.CrashTests;
using LeadStore.CrashTests.Scenarios;

// dotnet run --project tests/LeadStore.CrashTests -- [--long] [--seed N] [--only name,name] [--rounds N]
// Breaks the store from outside and looks whether it kept its promises. The same seed makes the same choices.
CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
const int MostReasons = 10;
const int MostAttempts = 4;
Scenario[] all =
[
    new TheOracleItself(),
    new KillWhileWriting(),
    new KillWhileOpening(),
    new KillBetweenTwoFiles(),
    new KillWhileRecovering(),
    new KillWhileRestoring(),
    new KillWhileAdopting(),
    new KillWhileMigrating(),
    new KillWhileCopying(dumps: false),
    new KillWhileCopying(dumps: true),
    new KillWhileLoading(),
    new PowerCut(),
    new FailingCalls(),
    new DamagedLog(cuts: true),
    new DamagedLog(cuts: false),
    new WalReset(),
    new WalResetStress(),
    new DamagedFile(),
    new FullDisk(),
    new Cancellations(),
    new ShortWrites(),
    new LittleMemory(),
    new StarvedThreadPool(),
    new Neighbours(),
];

string[] withValue = ["--seed", "--only", "--rounds"];
if (args.Where((word, at) => word != "--long" && !withValue.Contains(word) && !(at > 0 && withValue.Contains(args[at - 1]))).FirstOrDefault() is { } stray)
{
    Console.Error.WriteLine($"What is {stray}? There are --long, --seed N, --only name,name and --rounds N.");
    return 2;
}

bool isLong = args.Contains("--long");
string? givenSeed = Option("--seed") ?? Environment.GetEnvironmentVariable("SEED");
int seed = givenSeed is null ? Random.Shared.Next() : int.Parse(givenSeed, CultureInfo.InvariantCulture);
string[]? only = Option("--only")?.Split(',');
int? rounds = Option("--rounds") is { } count ? int.Parse(count, CultureInfo.InvariantCulture) : null;
if (only?.FirstOrDefault(name => all.All(s => s.Name != name)) is { } unknown)
{
    Console.Error.WriteLine($"There is no scenario {unknown}; there are {string.Join(", ", all.Select(s => s.Name))}.");
    return 2;
}

Console.WriteLine($"seed {seed}, {(isLong ? "long" : "quick")} form");
List<string> table =
[
    "| Scenario | Rounds | Cases | Writes acknowledged | Lost | Partial | Untyped | Not usable | Seconds | Also counted |",
    "|---|---:|---:|---:|---:|---:|---:|---:|---:|---|",
];
int broken = 0;
int notRun = 0;
foreach (Scenario scenario in all.Where(s => only is null || only.Contains(s.Name)))
{
    long started = Stopwatch.GetTimestamp();
    int planned = rounds ?? (isLong ? scenario.Rounds.Long : scenario.Rounds.Quick);
    int failed = 0;
    string? impossible = null;
    Parallel.For(0, planned, new ParallelOptions { MaxDegreeOfParallelism = scenario.AtOnce }, (number, state) =>
    {
        // Each round has its own seed, so that one round can be repeated alone: --only name --seed that --rounds 1.
        int own = unchecked(seed + number);
        DirectoryInfo directory = Directory.CreateTempSubdirectory("leadstore-crash-");
        try
        {
            RunUntilItProvesSomething(scenario, own, directory);
            directory.Delete(recursive: true);
        }
        catch (NotPossibleException reason)
        {
            impossible = reason.Message;
            directory.Delete(recursive: true);
            state.Stop();
        }
        catch (Exception failure)
        {
            // What is no broken promise is a fault of the harness itself, and is told whole.
            string reason = Interlocked.Increment(ref failed) > MostReasons ? "the same or another"
                : failure is BrokenPromiseException or ProvesNothingException ? failure.Message
                : failure.ToString();
            Console.WriteLine($"BROKEN --only {scenario.Name} --seed {own} --rounds 1: {reason} (files kept in {directory.FullName})");
        }
    });

    if (impossible is null && scenario.Judge() is { } verdict)
    {
        failed++;
        Console.WriteLine($"BROKEN --only {scenario.Name} --seed {seed} --rounds {planned}: {verdict}");
    }

    double seconds = Stopwatch.GetElapsedTime(started).TotalSeconds;
    if (impossible is not null)
    {
        notRun++;
        Console.WriteLine($"{scenario.Name,-14} NOT RUN, not possible here: {impossible}");
        table.Add($"| {scenario.Name} | not run | | | | | | | | {impossible} |");
        continue;
    }

    broken += failed;
    long[] counts = scenario.Tally.Columns;
    long cases = scenario.Tally.Cases;
    Console.WriteLine(
        $"{scenario.Name,-14} {planned,5} rounds  {cases,6} {scenario.Cases,-9} "
        + $"{counts[0],8} acked  {counts[1]} lost  {counts[2]} partial  "
        + $"{counts[3]} untyped  {counts[4]} unusable  {failed} broken  {seconds,4:0} s  {scenario.Tally.Notes}".TrimEnd());
    table.Add(
        $"| {scenario.Name} | {planned:N0} | {cases:N0} {scenario.Cases} | {string.Join(" | ", counts.Select(c => $"{c:N0}"))} "
        + $"| {seconds:N0} | {scenario.Tally.Notes} |");
}

Console.WriteLine();
table.ForEach(Console.WriteLine);
Console.WriteLine();
Console.WriteLine($"{broken} broken rounds, {notRun} scenarios not run (seed {seed})");
return broken == 0 ? 0 : 1;

// With the same choices each time: threads and timers come as they come.
void RunUntilItProvesSomething(Scenario scenario, int own, DirectoryInfo directory)
{
    for (int attempt = 1; ; attempt++)
    {
        try
        {
            scenario.Run(new Round(own, new Random(own), directory.CreateSubdirectory($"{attempt}").FullName, isLong));
            return;
        }
        catch (ProvesNothingException) when (attempt < MostAttempts)
        {
            scenario.Tally.Note("rounds run anew");
        }
    }
}

string? Option(string name) => Array.IndexOf(args, name) is var at && at >= 0 && at + 1 < args.Length ? args[at + 1] : null;
