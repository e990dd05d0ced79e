using System.CommandLine;

namespace LeadStore.Tool.Commands;

/// <summary>Makes the store, or brings one that is there up to date.</summary>
internal static class InitCommand
{
    public static Command Create(SharedOptions shared)
    {
        Command command = new("init", "Make the store with its tables if it is missing; one that is there is brought up to date.");
        shared.Handle(command, call =>
        {
            using LeadDatabase db = call.Open(createIfMissing: true);
            StoreStatistics statistics = db.Maintenance.GetStatistics();
            call.Answer(
                new InitDocument(db.Path, db.PathSource, statistics.SchemaVersion, statistics.SqliteVersion),
                documents => documents.InitDocument,
                console => console.Line($"{db.Path} is ready (schema {statistics.SchemaVersion}; the path comes from {db.PathSource})."));
            return ExitCode.Done;
        });
        return command;
    }
}
