using System.Globalization;

namespace LeadStore.TestHost;

/// <summary>Tracing leads, as one of several processes that do.</summary>
internal sealed class TraceCommands(TextWriter output, Commands commands)
{
    private const int Price = 12;

    // trace <address> <leads> <owners> <first lead> <budget in cents, or ->: the leads 1 to so many, beginning with one of them; each
    // owner has every so manieth. Answers "traced <traced> <from cache> <failed> <skipped> <spent>".
    //
    // pay <times>: stores a trace of a new lead that costs a cent, deletes each third lead, and acknowledges both. Answers "settled".
    public bool TryRun(string[] words)
    {
        if (words[0] == "pay")
        {
            Pay(Number(words[1]));
            return true;
        }

        if (words[0] != "trace")
        {
            return false;
        }

        string answer;
        try
        {
            Money? budget = words[5] == "-" ? null : new Money(Number(words[5]));
            answer = Trace(new Uri(words[1]), Number(words[2]), Number(words[3]), Number(words[4]), budget).GetAwaiter().GetResult();
        }
        catch (Exception failure)
        {
            answer = $"crashed {failure.ToString().ReplaceLineEndings(" ")}";
        }

        lock (output)
        {
            output.WriteLine(answer);
            output.Flush();
        }

        return true;
    }

    private void Pay(int times)
    {
        LeadDatabase store = commands.Store;
        for (int i = 0; i < times; i++)
        {
            Lead lead = store.CreateLead(new NewLead { Email = $"{Guid.NewGuid():N}@example.com" });
            SkipTraceResult found = new() { Phones = [new FoundPhone { Number = "+12175550142" }], Cost = new Money(1) };
            store.SkipTrace.Record(lead.Id, "acme", Owner(i), found);
            Tell($"paid {lead.Id}");
            if (i % 3 == 0)
            {
                store.DeleteLead(lead.Id);
                Tell($"gone {lead.Id}");
            }
        }

        Tell("settled");
    }

    private void Tell(string line)
    {
        lock (output)
        {
            output.WriteLine(line);
            output.Flush();
        }
    }

    private async Task<string> Trace(Uri address, int leads, int owners, int first, Money? budget)
    {
        using HttpSkipTraceProvider provider = new(new HttpSkipTraceOptions
        {
            Name = "acme",
            Endpoint = address,
            Price = new Money(Price),
            HonorsIdempotencyKey = true,
            Headers = new Dictionary<string, string> { ["X-Process"] = Environment.ProcessId.ToString(CultureInfo.InvariantCulture) },
        });
        SkipTraceRunOptions options = new()
        {
            Budget = budget,
            Attempts = 2,
            CallTimeout = TimeSpan.FromSeconds(4),
            FirstDelay = TimeSpan.FromMilliseconds(10),
            LongestDelay = TimeSpan.FromMilliseconds(50),
        };
        SkipTraceRunReport report = await commands.Store.SkipTrace.TraceAsync(
            provider,
            Enumerable.Range(0, leads).Select(i => 1 + ((first + i) % leads)).Select(id => ((long)id, Owner(id % owners))),
            options);
        return string.Create(
            CultureInfo.InvariantCulture,
            $"traced {report.Traced} {report.FromCache} {report.Failed} {report.SkippedByBudget} {report.Spent.MinorUnits}");
    }

    private static SkipTraceRequest Owner(int number) => new()
    {
        FullName = string.Create(CultureInfo.InvariantCulture, $"Owner{number} Doe"),
        Address = "1 Main St, Austin, TX 78701",
    };

    private static int Number(string text) => int.Parse(text, CultureInfo.InvariantCulture);
}
