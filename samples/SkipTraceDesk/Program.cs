using LeadStore;
using SkipTraceDesk;

// The desk's file: DATABASE_PATH, else skip-trace-desk.db in the working directory. What the providers send has no country code.
LeadDatabaseOptions options = new()
{
    Path = Environment.GetEnvironmentVariable("DATABASE_PATH") ?? "skip-trace-desk.db",
    DefaultRegion = "US",
};

using CancellationTokenSource stop = new();
Console.CancelKeyPress += (_, e) =>
{
    // What was paid for is stored; the next run goes on where this one ends.
    e.Cancel = true;
    stop.Cancel();
};

try
{
    using LeadDatabase db = LeadDatabase.Open(options);
    CountyList.Import(db, Path.Combine(AppContext.BaseDirectory, "properties.jsonl"));
    CountyList.MakeLeads(db);

    PretendProvider provider = new();
    await Desk.Trace(db, provider, stop.Token);
    Desk.ShowBestNumbers(db);

    string report = Path.ChangeExtension(db.Path, ".report.html");
    File.WriteAllText(report, ReportPage.Render(db));
    Console.WriteLine();
    Console.WriteLine($"Spend per day and hit rate per provider: {Path.GetFileName(report)}");
    Console.WriteLine($"Paid in this run: {provider.Charged}");
    return 0;
}
catch (OperationCanceledException)
{
    Console.Error.WriteLine("Stopped. What was paid for is stored.");
    return 130;
}
catch (LeadStoreException failure)
{
    // The message says what to do, and never holds a person's data.
    Console.Error.WriteLine($"{failure.Kind}: {failure.Message}");
    return 1;
}
