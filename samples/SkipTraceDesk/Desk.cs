using LeadStore;

namespace SkipTraceDesk;

/// <summary>What the desk does: find the owners' numbers, within a budget, and show the best one of each.</summary>
internal static class Desk
{
    public static async Task Trace(LeadDatabase db, PretendProvider provider, CancellationToken stop)
    {
        SkipTraceRunReport report = await db.SkipTrace.TraceAsync(
            provider,
            Untraced(db).Select(it => (it.Lead.Id, Question(it))).ToList(),
            new SkipTraceRunOptions { Budget = Money.FromAmount(10m), MaxAge = TimeSpan.FromDays(90) },
            cancellationToken: stop);
        Console.WriteLine();
        Console.WriteLine($"Traced: {report}");
    }

    public static void ShowBestNumbers(LeadDatabase db)
    {
        Console.WriteLine();
        Console.WriteLine($"{"Owner",-22} {"Equity",16}  {"Best number",-18} Why");
        foreach (PropertyLead it in All(db, new PropertyFilter { IsVacant = true, MayBeCalled = true }))
        {
            RankedPhone? best = db.SkipTrace.BestPhone(it.Lead.Id);
            string number = best is null ? "none to dial" : Masked(best.Phone);
            Console.WriteLine($"{it.Lead.Name,-22} {it.Property.Equity,16}  {number,-18} {best?.Reason}");
        }
    }

    private static IEnumerable<PropertyLead> Untraced(LeadDatabase db) => All(db, new PropertyFilter { Traced = false });

    private static IEnumerable<PropertyLead> All(LeadDatabase db, PropertyFilter filter)
    {
        string? cursor = null;
        do
        {
            PropertyPage page = db.Properties.List(filter, cursor);
            foreach (PropertyLead lead in page.Items)
            {
                yield return lead;
            }

            cursor = page.NextCursor;
        }
        while (cursor is not null);
    }

    // By its owner: somebody who owns three of the houses is asked for once.
    private static SkipTraceRequest Question(PropertyLead it) => new() { FullName = it.Lead.Name, State = "TX" };

    // The whole number belongs on the dialler's screen, not in a terminal that somebody records.
    private static string Masked(PhoneNumber phone) => phone.ToString() is var text ? $"{text[..5]}…{text[^4..]}" : "";
}
