using System.Text;
using LeadStore;
using SmsAssistant;

const string Usage = """
    SmsAssistant                      replays a day of incoming messages; run it twice
    SmsAssistant --serve [--urls U]   serves a webhook and an inbox; U is http://127.0.0.1:5080 unless given

    DATABASE_PATH says where the database lies: sms-assistant.db in the working directory unless set.
    """;

// Names and emoji are printed as they are, also where the console's own encoding could not.
Console.OutputEncoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false);

bool serve = false;
string? urls = null;
for (int i = 0; i < args.Length; i++)
{
    switch (args[i])
    {
        case "--serve":
            serve = true;
            break;
        case "--urls" when i + 1 < args.Length:
            urls = args[++i];
            break;
        case "--help" or "-h":
            Console.WriteLine(Usage);
            return 0;
        default:
            Console.Error.WriteLine($"{args[i]} is not understood.\n\n{Usage}");
            return 2;
    }
}

if (urls is not null && !serve)
{
    Console.Error.WriteLine($"--urls goes with --serve.\n\n{Usage}");
    return 2;
}

try
{
    return serve ? await ServeAsync(urls) : await ReplayAsync();
}
catch (LeadStoreException failure)
{
    // The message says what failed and what to do, and holds nothing personal: it may be shown and logged as it is.
    Console.Error.WriteLine($"The store failed ({failure.Kind}): {failure.Message}");
    return 1;
}
catch (Exception failure) when (
    failure is IOException or FormatException or ArgumentException { ParamName: "LEADSTORE_DEFAULT_REGION" or "port" })
{
    // A setting that cannot be used: an address that is taken or is none, a region that does not exist.
    Console.Error.WriteLine(failure.Message);
    return 1;
}

static async Task<int> ReplayAsync()
{
    IReadOnlyList<DayEvent> day = DayEvent.Read(Path.Combine(AppContext.BaseDirectory, "day.jsonl"));
    DayClock clock = new(day[0].At);
    LeadDatabaseOptions options = StoreSetup.Options(Environment.GetEnvironmentVariable);
    options.TimeProvider = clock;

    // The day's customers are British wherever it is replayed.
    options.DefaultRegion = "GB";
    await using LeadDatabase db = LeadDatabase.Open(options);
    await StoreSetup.PrepareAsync(db);
    if (!await StoreSetup.IsOfTheSampleAsync(db))
    {
        Console.Error.WriteLine(
            $"{db.Path} holds leads that are not the sample's. The replay would put invented customers among them: set DATABASE_PATH to "
            + "another file.");
        return 1;
    }

    Console.WriteLine($"Day      {clock.Now:dddd, d MMMM yyyy}, replayed by its own clock");
    Console.WriteLine($"Database {db.Path} ({WebApp.Describe(db.PathSource)})");
    await new ReplayDay(db, clock, Console.Out).RunAsync(day);
    return 0;
}

static async Task<int> ServeAsync(string? urls)
{
    await using LeadDatabase db = LeadDatabase.Open(StoreSetup.Options(Environment.GetEnvironmentVariable));
    await StoreSetup.PrepareAsync(db);
    await using WebApplication app = WebApp.Build(db, WebSettings.From(Environment.GetEnvironmentVariable, urls));
    await app.StartAsync();
    WebApp.PrintWelcome(app, db, Console.Out);
    await app.WaitForShutdownAsync();
    return 0;
}
