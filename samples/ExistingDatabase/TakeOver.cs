using LeadStore;

namespace ExistingDatabase;

/// <summary>Looks at the old database, says what would become of it, and takes it over.</summary>
internal static class TakeOver
{
    public static void Run(LeadDatabaseOptions options)
    {
        AdoptReport plan = LeadDatabase.Adopt(options, new AdoptOptions { DryRun = true });
        Console.WriteLine($"Recognised: {plan.Layout?.Title ?? "none that is known; a mapping was proposed"}");
        foreach (TableReport table in plan.Import.Tables)
        {
            Console.WriteLine($"  {table.Table,-10} {table.Read,3} rows: {table.Imported} imported, {table.Merged} merged, {table.Rejected} rejected");
        }

        AdoptReport done = LeadDatabase.Adopt(options);
        Console.WriteLine($"Taken over: {done.Import.Total.Read} rows. The old database is kept beside it.");
        Console.WriteLine();
    }
}
