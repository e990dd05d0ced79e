using LeadStore.TestHost;

// A process beside the tests' own. It reads one command a line and answers with lines; the end of its input ends it.
using Commands commands = new(Console.Out);
using WalResetCommands walReset = new(Console.Out);
StrainCommands strain = new(Console.Out, commands);
using AsideCommands aside = new(Console.Out, commands);
TraceCommands trace = new(Console.Out, commands);
Console.Out.WriteLine($"ready {Environment.ProcessId}");
while (Console.In.ReadLine() is { } line)
{
    string[] words = line.Split(' ');
    if (!walReset.TryRun(words) && !strain.TryRun(words) && !aside.TryRun(words) && !trace.TryRun(words))
    {
        commands.Run(words);
    }
}
