using System.Globalization;

namespace LeadStore;

/// <summary>
/// Leads with conversations for trying things out. Nobody among them is real: their phones are of the ranges that are set aside for
/// fiction (07700 900xxx, and 555 01xx in the area codes of North America), their addresses of example.com.
/// </summary>
public static class SampleData
{
    private const int British = 1_000;
    private const int PerArea = 100;

    private static readonly DateTimeOffset End = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private static readonly int[] Areas =
    [
        201, 202, 203, 205, 206, 207, 208, 209, 210, 212, 213, 214, 215, 216, 217, 218, 219, 224, 225, 228, 229, 231, 234, 239, 240, 248, 251,
        252, 253, 254, 256, 260, 262, 267, 269, 270, 276, 281, 301, 302, 303, 304, 305, 307, 308, 309, 310, 312, 313, 314, 315, 316, 317, 318,
        319, 320, 321, 323, 325, 330, 334, 336, 337, 339, 347, 351, 352, 360, 361, 386, 401, 402, 404, 405, 406, 407, 408, 409, 410, 412, 413,
        414, 415, 417, 419, 423, 424, 425, 430, 432,
    ];

    private static readonly string[] FirstNames =
        ["Alex", "Sam", "Robin", "Kim", "Jo", "Charlie", "Max", "Toni", "Ines", "Noor", "Mika", "Lou", "Ari", "Zoë", "René", "Asa"];

    private static readonly string[] LastNames = ["Sample", "Example", "Placeholder", "Testwood", "Fictionby", "Mockley", "Demoson", "Dummett"];

    private static readonly string[] Sources = ["website", "facebook", "referral", "inbound_sms"];

    private static readonly string[] Statuses = ["new", "active", "active", "qualified", "lost"];

    private static readonly (string Customer, string Answer)[] Exchanges =
    [
        ("Hi, is this still available?", "Hello, yes it is. What are you looking for?"),
        ("Could you call me tomorrow?", "Of course. Is ten o'clock all right?"),
        ("What would it cost?", "That depends on the size. How large is it?"),
        ("About 80 square metres", "Thank you. When would you like to begin?"),
        ("As soon as possible", "Next week is free. Shall I put you down?"),
        ("Yes please 👍", "Done. You will hear from us."),
        ("I have to think about it", "No hurry. Just write when you are ready."),
        ("Do you work at weekends?", "On Saturdays until noon."),
    ];

    /// <summary>
    /// Fills an empty store with sample leads and their conversations, in one transaction. The same numbers make the same content, times
    /// included; only the <see cref="Lead.Uid"/> of each lead differs.
    /// </summary>
    /// <param name="db">An empty store.</param>
    /// <param name="seedNumber">What chooses the content.</param>
    /// <param name="leads">How many leads, 1 to 10,000: there are no more fictional phones. Default 100.</param>
    /// <param name="messagesPerLead">How many messages a lead has at most, 0 to 1,000. Default 12.</param>
    /// <param name="until">The time before which everything has happened. Default the beginning of 2026, UTC.</param>
    /// <param name="cancellationToken">Gives up; nothing is stored then.</param>
    /// <exception cref="ArgumentException">The store has leads, or a number is out of its range. Nothing was stored.</exception>
    /// <exception cref="LeadStoreException">As of any write; nothing was stored.</exception>
    public static SampleReport SeedSample(
        this LeadDatabase db,
        int seedNumber,
        int leads = 100,
        int messagesPerLead = 12,
        DateTimeOffset? until = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(db);
        ArgumentOutOfRangeException.ThrowIfLessThan(leads, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(leads, British + (PerArea * Areas.Length));
        ArgumentOutOfRangeException.ThrowIfNegative(messagesPerLead);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(messagesPerLead, 1_000);
        return db.InTransaction(tx =>
        {
            if (tx.ListLeads(new LeadFilter { IncludeArchived = true }, pageSize: 1).Items.Count > 0)
            {
                throw new ArgumentException("The store has leads already; sample data goes into an empty one alone. Open a new file.", nameof(db));
            }

            Random random = new(seedNumber);
            int messages = 0;
            for (int number = 0; number < leads; number++)
            {
                cancellationToken.ThrowIfCancellationRequested();
                messages += Seed(tx, random, number, messagesPerLead, until ?? End);
            }

            return new SampleReport(leads, messages);
        });
    }

    private static int Seed(LeadDatabase store, Random random, int number, int mostMessages, DateTimeOffset until)
    {
        string first = Pick(random, FirstNames);
        string last = Pick(random, LastNames);
        string status = Pick(random, Statuses);
        bool qualified = status == "qualified";
        int count = random.Next(mostMessages + 1);
        DateTimeOffset at = until.AddMinutes(-random.Next(60 * 24 * 60, 60 * 24 * 400));
        Lead lead = store.CreateLead(new NewLead
        {
            Phone = Phone(number),
            Name = random.Next(8) == 0 ? null : $"{first} {last}",
            Email = random.Next(2) == 0 ? string.Create(CultureInfo.InvariantCulture, $"sample{number}@example.com") : null,
            Source = Pick(random, Sources),
            Status = status,
            Progress = status == "new" ? 0 : qualified ? 100 : random.Next(1, 10) * 10,
            Qualified = qualified,
            Answers = status == "new" ? null : new Dictionary<string, string> { ["size"] = $"{random.Next(20, 200)} m²", ["begin"] = "soon" },
            CreatedAt = at,
        });
        for (int i = 0; i < count; i++)
        {
            (string customer, string answer) = Pick(random, Exchanges);
            at = at.AddSeconds(random.Next(20, 40_000));
            bool byCustomer = i % 2 == 0;
            store.CreateMessage(lead.Id, byCustomer ? MessageSender.Customer : MessageSender.Assistant, byCustomer ? customer : answer, at);
        }

        if (random.Next(20) == 0)
        {
            store.ArchiveLead(lead.Id);
        }

        return count;
    }

    private static string Phone(int number) => number < British
        ? string.Create(CultureInfo.InvariantCulture, $"+447700900{number:000}")
        : string.Create(CultureInfo.InvariantCulture, $"+1{Areas[(number - British) / PerArea]}55501{(number - British) % PerArea:00}");

    private static T Pick<T>(Random random, T[] values) => values[random.Next(values.Length)];
}
