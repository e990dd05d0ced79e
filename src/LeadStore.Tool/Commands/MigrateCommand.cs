using System.CommandLine;

namespace LeadStore.Tool.Commands;

/// <summary>Brings the schema of a store up to date.</summary>
internal static class MigrateCommand
{
    public static Command Create(SharedOptions shared)
    {
        Option<bool> dryRun = new("--dry-run") { Description = "Only print the SQL that would run." };
        Command command = new("migrate", "Bring the schema of the store up to date, as opening it does.") { dryRun };
        shared.Handle(command, call =>
        {
            MigrationStatus status = LeadDatabase.GetMigrationStatus(call.Options());
            string[] pending = [.. status.Migrations.Where(one => one.State == MigrationState.Pending).Select(one => one.Name)];
            if (call.Get(dryRun))
            {
                string script = status.Script();
                call.Answer(
                    new MigrateDocument(pending, true, script),
                    documents => documents.MigrateDocument,
                    _ => Console.Out.Write(script));
                return ExitCode.Done;
            }

            using LeadDatabase db = call.Open();
            call.Answer(
                new MigrateDocument(pending, false, null),
                documents => documents.MigrateDocument,
                console => console.Line(pending.Length == 0
                    ? $"{db.Path} is up to date."
                    : $"{db.Path} has got {string.Join(", ", pending)}."));
            return ExitCode.Done;
        });
        return command;
    }
}
