using System.CommandLine;
using System.CommandLine.Invocation;
using System.Runtime.InteropServices;
using LeadStore.Tool.Commands;

namespace LeadStore.Tool;

internal static class Program
{
    public static async Task<int> Main(string[] arguments)
    {
        using CancellationTokenSource giveUp = new();
        using PosixSignalRegistration interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, GiveUp);
        using PosixSignalRegistration terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, GiveUp);

        // Who reads the output has gone: writing fails then, and the store is closed as after any failure.
        SharedOptions shared = new();
        RootCommand root = Create(shared);

        // "@file" stands for nothing but itself.
        ParseResult parse = root.Parse(arguments, new ParserConfiguration { ResponseFileTokenReplacer = null });
        if (parse.Action is ParseErrorAction)
        {
            Failure.Write($"{parse.Errors[0].Message.TrimEnd('.')}. See 'leadstore --help'.");
            return ExitCode.WrongUsage;
        }

        // The signals are heard here, so that the store is closed before the process ends, however long that takes.
        InvocationConfiguration configuration = new() { EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = null };
        try
        {
            return await parse.InvokeAsync(configuration, giveUp.Token).ConfigureAwait(false);
        }
        catch (Exception failure)
        {
            return Failure.Report(failure, parse.GetValue(shared.Verbose));
        }

        void GiveUp(PosixSignalContext signal)
        {
            signal.Cancel = true;
            giveUp.Cancel();
        }
    }

    private static RootCommand Create(SharedOptions shared)
    {
        RootCommand root = new("Looks after a LeadStore: one SQLite file of leads and their conversations.");
        shared.AddTo(root);
        root.Add(InitCommand.Create(shared));
        root.Add(MigrateCommand.Create(shared));
        root.Add(StatusCommand.Create(shared));
        root.Add(RollbackCommand.Create(shared));
        root.Add(AdoptCommand.Create(shared));
        root.Add(ImportCommand.Create(shared));
        root.Add(SeedCommand.Create(shared));
        root.Add(ExportCommand.Create(shared));
        root.Add(BackupCommand.Create(shared));
        root.Add(RestoreCommand.Create(shared));
        root.Add(VerifyCommand.Create(shared));
        root.Add(DoctorCommand.Create(shared));
        root.Add(SelfTestCommand.Create(shared));
        root.Add(OptimizeCommand.Create(shared));
        root.Add(StatsCommand.Create(shared));
        root.Add(QueryCommand.Create(shared));
        root.Add(ArchiveCommand.Create(shared));
        root.Add(ResetCommand.Create(shared));
        return root;
    }
}
