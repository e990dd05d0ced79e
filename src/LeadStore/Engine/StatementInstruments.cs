using System.Diagnostics;
using System.Diagnostics.Metrics;
using TraceSpan = System.Diagnostics.Activity;

namespace LeadStore.Engine;

/// <summary>
/// What the library tells the metrics and traces of its process, by OpenTelemetry's conventions for databases; see docs/observability.md.
/// </summary>
internal static class StatementInstruments
{
    public const string Name = "LeadStore";

    private const string System = "db.system.name";
    private const string Operation = "db.operation.name";
    private const string Summary = "db.query.summary";
    private const string Text = "db.query.text";
    private const string ErrorType = "error.type";
    private const string Status = "db.response.status_code";
    private const string Rows = "db.response.returned_rows";

    /// <summary>Every instrument of the library is one of this.</summary>
    public static readonly Meter Meter = new(Name);

    private static readonly ActivitySource Activities = new(Name);

    // The boundaries of the convention, and below them: its shortest is a hundred lookups long.
    private static readonly Histogram<double> Duration = Meter.CreateHistogram(
        "db.client.operation.duration",
        unit: "s",
        description: "Duration of database client operations.",
        tags: null,
        advice: new InstrumentAdvice<double>
        {
            HistogramBucketBoundaries = [0.00001, 0.00002, 0.00005, 0.0001, 0.0005, 0.001, 0.005, 0.01, 0.05, 0.1, 0.5, 1, 5, 10],
        });

    /// <summary>Whether anybody listens. Without a branch, so that whoever asks has one.</summary>
    public static bool AreHeard => Duration.Enabled | Activities.HasListeners();

    public static TraceSpan? Start(string system, SqlShape shape)
    {
        TraceSpan? activity = Activities.HasListeners() ? Activities.StartActivity(shape.Summary, ActivityKind.Client) : null;
        if (activity is { IsAllDataRequested: true })
        {
            activity.SetTag(System, system).SetTag(Operation, shape.Operation).SetTag(Summary, shape.Summary).SetTag(Text, shape.Text);
        }

        return activity;
    }

    public static void End(string system, SqlShape shape, TimeSpan duration, TraceSpan? activity, long rows, Exception? failure)
    {
        string? error = failure is null ? null : failure.GetType().Name;
        string? status = failure is LeadStoreException { SqliteExtendedErrorCode: not 0 and var code }
            ? code.ToString(global::System.Globalization.CultureInfo.InvariantCulture)
            : null;
        if (Duration.Enabled)
        {
            TagList tags = new() { { System, system }, { Operation, shape.Operation }, { Summary, shape.Summary } };
            if (error is not null)
            {
                tags.Add(ErrorType, status ?? error);
            }

            if (status is not null)
            {
                tags.Add(Status, status);
            }

            Duration.Record(duration.TotalSeconds, tags);
        }

        if (activity is not null)
        {
            if (failure is null)
            {
                activity.SetTag(Rows, rows);
            }
            else
            {
                // The code and no message: what an application's own code throws may hold anything.
                activity.SetTag(ErrorType, status ?? error).SetStatus(ActivityStatusCode.Error);
                if (status is not null)
                {
                    activity.SetTag(Status, status);
                }
            }

            activity.Dispose();
        }
    }
}
