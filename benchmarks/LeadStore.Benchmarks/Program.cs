using BenchmarkDotNet.Columns;
using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Diagnosers;
using BenchmarkDotNet.Exporters;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Loggers;
using BenchmarkDotNet.Running;
using BenchmarkDotNet.Toolchains.InProcess.Emit;
using LeadStore.Benchmarks;

switch (args)
{
    case ["suite", ..]:
        Suite.Run(new Options(args));
        return 0;
    case ["paired"]:
        PairedLookups.Run();
        return 0;
    case ["watched"]:
        WatchRun.Run();
        return 0;
    case ["guard"]:
        return Guard.Run();
    case ["cache", ..]:
        CacheRun.Run(new Options(args));
        return 0;
    case ["throughput", ..]:
        Throughput.Run(new Options(args));
        return 0;
    case ["load", ..]:
        LoadRun.Run(new Options(args));
        return 0;
    case ["tail", ..]:
        TailRun.Run(new Options(args));
        return 0;
    case ["backup", ..]:
        BackupRun.Run(new Options(args));
        return 0;
    case ["adopt", ..]:
        AdoptRun.Run(new Options(args));
        return 0;
    case ["import", ..]:
        ImportComparison.Run(new Options(args));
        return 0;
    case ["traces", ..]:
        TraceRun.Run(new Options(args));
        return 0;
    case ["properties", ..]:
        PropertyListRun.Run(new Options(args));
        return 0;
    case ["serve"]:
        PeerBlocks.Serve();
        return 0;
}

// In process: the rows of one table are measured in one process, on one file, in turn.
IConfig config = ManualConfig.CreateEmpty()
    .AddJob(Job.Default.WithToolchain(InProcessEmitToolchain.Instance).WithWarmupCount(3).WithIterationCount(15))
    .AddColumnProvider(DefaultColumnProviders.Instance)
    .AddDiagnoser(MemoryDiagnoser.Default)
    .AddExporter(MarkdownExporter.GitHub)
    .AddLogger(ConsoleLogger.Default)
    .WithOptions(ConfigOptions.JoinSummary);

Console.WriteLine($"// SQLite {SampleStore.SqliteVersion}, sample store {SampleStore.Path} ({SampleStore.Leads:N0} leads, {SampleStore.MessagesEach} messages each)");
BenchmarkSwitcher.FromAssembly(typeof(Program).Assembly).Run(args, config);
return 0;
