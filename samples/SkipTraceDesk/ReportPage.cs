using System.Globalization;
using System.Net;
using System.Text;
using LeadStore;

namespace SkipTraceDesk;

/// <summary>Two pictures, drawn from the store: what was spent on each day, and how often each provider found a number.</summary>
internal static class ReportPage
{
    private const int Width = 640;
    private const int Height = 240;
    private const int Left = 10;
    private const int Bottom = 200;
    private const int Top = 20;

    public static string Render(LeadDatabase db)
    {
        IReadOnlyList<CostSummary> days = db.Costs.Summarize(new CostFilter { Type = CostType.SkipTrace }, CostGrouping.Day);
        Money spent = days.Aggregate(new Money(0), (sum, day) => sum + day.Total);

        // How many calls were answered, and how many of them with a phone; what came from the cache was no call.
        QueryResult providers = db.Query("""
            SELECT provider, count(*), sum(EXISTS (SELECT 1 FROM skip_trace_phones WHERE trace_id = id AND skip_trace_phones.lead_id = skip_traces.lead_id))
            FROM skip_traces WHERE status = 'completed' AND from_cache = 0 GROUP BY provider ORDER BY provider
            """);

        Bar[] spend = [.. days.Select(day => new Bar(
            day.Day!.Value.ToString("d MMM", CultureInfo.InvariantCulture), (double)day.Total.Amount, day.Total.ToString(), $"{day.Count} calls"))];
        Bar[] hits = [.. providers.Rows.Select(row => Hits((string)row[0]!, (long)row[1]!, (long)row[2]!))];
        return $$"""
            <!doctype html>
            <html lang="en">
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <title>Skip tracing</title>
            <style>
              body { font: 16px/1.5 system-ui, sans-serif; max-width: 44rem; margin: 2rem auto; padding: 0 1rem; color: #1c2430; background: #fff; }
              h1 { font-size: 1.5rem; } h2 { font-size: 1.1rem; margin: 2rem 0 .5rem; }
              svg { width: 100%; height: auto; } rect { fill: #2b6cb0; } text { fill: currentColor; font-size: 12px; }
              line { stroke: currentColor; opacity: .25; } .value { font-weight: 600; }
              @media (prefers-color-scheme: dark) { body { color: #e6eaf0; background: #14181f; } rect { fill: #63a4e8; } }
            </style>
            <h1>Skip tracing: {{Text(spent.ToString())}} spent</h1>
            <h2>Spend per day</h2>
            {{Chart("Spend per day", spend, spend.Select(bar => bar.Value).DefaultIfEmpty(0).Max())}}
            <h2>Calls that found a phone, per provider</h2>
            {{Chart("Hit rate per provider", hits, 1)}}
            </html>

            """;
    }

    private static Bar Hits(string provider, long calls, long found)
    {
        double rate = calls == 0 ? 0 : (double)found / calls;
        return new Bar(provider, rate, rate.ToString("P0", CultureInfo.InvariantCulture), $"{found} of {calls}");
    }

    private static string Chart(string title, Bar[] bars, double most)
    {
        if (bars.Length == 0)
        {
            return "<p>Nothing yet.</p>";
        }

        StringBuilder svg = new();
        svg.Append(CultureInfo.InvariantCulture, $"""<svg viewBox="0 0 {Width} {Height}" role="img" aria-label="{Text(title)}">""");
        svg.Append(CultureInfo.InvariantCulture, $"""<line x1="{Left}" y1="{Bottom}" x2="{Width}" y2="{Bottom}"/>""");
        double step = (double)(Width - Left) / bars.Length;
        double width = Math.Min(step * 0.6, 90);
        for (int i = 0; i < bars.Length; i++)
        {
            double height = most <= 0 ? 0 : (Bottom - Top - 20) * bars[i].Value / most;
            double middle = Left + (step * (i + 0.5));
            svg.Append(CultureInfo.InvariantCulture, $"""
                <g><title>{Text($"{bars[i].Label}: {bars[i].Shown}, {bars[i].Detail}")}</title>
                <rect x="{middle - (width / 2):0.#}" y="{Bottom - height:0.#}" width="{width:0.#}" height="{height:0.#}" rx="3"/>
                <text class="value" x="{middle:0.#}" y="{Bottom - height - 6:0.#}" text-anchor="middle">{Text(bars[i].Shown)}</text>
                <text x="{middle:0.#}" y="{Bottom + 16}" text-anchor="middle">{Text(bars[i].Label)}</text>
                <text x="{middle:0.#}" y="{Bottom + 32}" text-anchor="middle" opacity=".7">{Text(bars[i].Detail)}</text></g>
                """);
        }

        return svg.Append("</svg>").ToString();
    }

    private static string Text(string text) => WebUtility.HtmlEncode(text);

    private sealed record Bar(string Label, double Value, string Shown, string Detail);
}
