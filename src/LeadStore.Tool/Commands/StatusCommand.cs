using System.CommandLine;
using System.Globalization;

namespace LeadStore.Tool.Commands;

/// <summary>Which migrations a file has had, without opening it as a store.</summary>
internal static class StatusCommand
{
    public static Command Create(SharedOptions shared)
    {
        Command command = new("status", "Say which migrations the file has had; no byte of it is changed.");
        shared.Handle(command, call =>
        {
            MigrationStatus status = LeadDatabase.GetMigrationStatus(call.Options());
            call.Answer(
                new StatusDocument(
                    status.IsUpToDate, status.IsTooNew, status.SchemaVersion, status.NewestSchemaVersion, status.LogWasNotRead, status.Migrations),
                documents => documents.StatusDocument,
                console =>
                {
                    console.Table(
                        ["whose", "migration", "state", "applied"],
                        status.Migrations.Select(one => (string[])
                        [
                            one.Namespace, one.Name, one.State.ToString(),
                            one.AppliedAt?.ToString("yyyy-MM-dd HH:mm:ss'Z'", CultureInfo.InvariantCulture) ?? "",
                        ]));
                    console.Line(status.IsUpToDate ? "Up to date."
                        : status.IsTooNew ? "A newer LeadStore has migrated the file; update leadstore."
                        : status.IsRefused ? "The file is not opened as it is; see the states above and docs/migrations.md."
                        : "Not up to date; see the states above. 'leadstore migrate' applies what is pending.");
                });
            return status.IsUpToDate ? ExitCode.Done : ExitCode.FoundSomething;
        });
        return command;
    }
}
