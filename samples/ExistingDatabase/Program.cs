using ExistingDatabase;
using LeadStore;

// Where the old application kept its database: DATABASE_PATH, else existing-leads.db in the working directory.
LeadDatabaseOptions options = new()
{
    Path = Environment.GetEnvironmentVariable("DATABASE_PATH") ?? "existing-leads.db",
    DefaultRegion = "GB",
};

try
{
    if (!File.Exists(options.Path))
    {
        OldApplication.LeaveItsDatabase(options.Path);
        Console.WriteLine($"The old application has left its database: {Path.GetFileName(options.Path)}");
        Console.WriteLine();
        TakeOver.Run(options);
    }

    using LeadDatabase db = LeadDatabase.Open(options);
    Conversation.GoOn(db, "+44 7700 900123", "Hi again");
    return 0;
}
catch (LeadStoreException failure)
{
    // The message says what to do, and never holds a person's data.
    Console.Error.WriteLine($"{failure.Kind}: {failure.Message}");
    return 1;
}
