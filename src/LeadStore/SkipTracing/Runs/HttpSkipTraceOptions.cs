namespace LeadStore;

/// <summary>Where a provider is reached over HTTP, and what it costs.</summary>
public sealed class HttpSkipTraceOptions
{
    /// <summary>The name by which its traces are stored. Required.</summary>
    public TraceProvider Name { get; init; }

    /// <summary>Where requests are sent: an absolute address of http or https. Required.</summary>
    public Uri? Endpoint { get; init; }

    /// <summary>The most that one call costs; see <see cref="ISkipTraceProvider.Price"/>. Default nothing.</summary>
    public Money Price { get; init; }

    /// <summary>
    /// Whether the provider bills calls with the same <c>Idempotency-Key</c> once; see
    /// <see cref="ISkipTraceProvider.HonorsIdempotencyKey"/>. Default <see langword="false"/>: say so only if its documentation does.
    /// </summary>
    public bool HonorsIdempotencyKey { get; init; }

    /// <summary>
    /// Headers that go with each request, for example <c>Authorization</c>. Default none. They reach no exception and no log.
    /// </summary>
    public IReadOnlyDictionary<string, string> Headers { get; init; } = new Dictionary<string, string>();

    /// <summary>
    /// Writes the body of a request, which is sent as JSON. Default: the shape that <see cref="HttpSkipTraceProvider"/> describes.
    /// </summary>
    public Func<SkipTraceRequest, string>? WriteRequest { get; init; }

    /// <summary>
    /// Reads the body of an answer. Default: the shape that <see cref="HttpSkipTraceProvider"/> describes. What it throws of
    /// <see cref="System.Text.Json.JsonException"/>, <see cref="FormatException"/>, <see cref="OverflowException"/>,
    /// <see cref="InvalidOperationException"/> or <see cref="KeyNotFoundException"/> says that the answer cannot be used.
    /// </summary>
    public Func<string, SkipTraceResult>? ReadAnswer { get; init; }

    /// <summary>By which clock the time until a <c>Retry-After</c> is counted. Default <see cref="TimeProvider.System"/>.</summary>
    public TimeProvider TimeProvider { get; init; } = TimeProvider.System;
}
