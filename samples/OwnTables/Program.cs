using LeadStore;
using OwnTables;

// DATABASE_PATH, else own-tables.db in the working directory. With --down the application's tables are taken out again.
LeadDatabaseOptions options = new()
{
    Path = Environment.GetEnvironmentVariable("DATABASE_PATH") ?? "own-tables.db",
    DefaultRegion = "GB",
};
options.Migrations.Add(Shop.Migrations);

try
{
    if (File.Exists(options.Path))
    {
        MigrationStatus status = LeadDatabase.GetMigrationStatus(options);
        Console.WriteLine(status.IsUpToDate ? "Nothing is pending." : $"Opening would run:\n\n{status.Script().TrimEnd()}\n");
    }

    using LeadDatabase db = LeadDatabase.Open(options);
    Lead lead = db.CheckExistingCustomer("07700 900123") ?? db.CreateLead(new NewLead { Phone = "07700 900123", Name = "Ada" });
    Shop.Order(db, lead, 1250);
    foreach (string line in Shop.Totals(db))
    {
        Console.WriteLine(line);
    }

    foreach (MigrationEntry one in db.Migrations.GetStatus().Migrations)
    {
        Console.WriteLine($"  {one.Namespace,-10} {one.Name,-28} {one.State}");
    }

    if (args is ["--down"])
    {
        RollBackReport report = db.Migrations.RollBack("shop", 0);
        Console.WriteLine($"Rolled back {string.Join(", ", report.RolledBack)}. The backup: {Path.GetFileName(report.BackupPath)}");
    }

    return 0;
}
catch (LeadStoreException failure)
{
    // The message says what to do, and never holds a person's data.
    Console.Error.WriteLine($"{failure.Kind}: {failure.Message}");
    return 1;
}
