using System.Buffers;
using System.Net;
using System.Text;
using System.Text.Json;
using LeadStore.SkipTracing;

namespace LeadStore;

/// <summary>
/// A provider over HTTP: a POST of JSON with the header <c>Idempotency-Key</c>, answered with JSON. Safe for use by several threads.
/// </summary>
/// <remarks>
/// A request is an object of those of <c>firstName</c>, <c>lastName</c>, <c>fullName</c>, <c>address</c>, <c>street</c>, <c>city</c>,
/// <c>state</c> and <c>postalCode</c> that are given. An answer is an object with <c>phones</c>, an array that is empty if nobody was
/// found; each phone has <c>number</c> and may have <c>type</c>, <c>carrier</c>, <c>valid</c>, <c>mobile</c>, <c>doNotCall</c>,
/// <c>litigator</c>, <c>reassigned</c>, <c>confidence</c> (0 to 1) and <c>lastSeen</c> (ISO 8601). It may have <c>emails</c>, each with
/// <c>address</c> and perhaps <c>type</c>, <c>valid</c> and <c>confidence</c>; <c>confidence</c>; <c>cost</c> in minor units and its
/// <c>currency</c>, default that of the price. Another shape is read by <see cref="HttpSkipTraceOptions.ReadAnswer"/>.
/// <para>
/// How a call fails is stored as one word: <c>unreachable</c> (no connection), <c>connection_lost</c>, <c>redirected</c> (redirects are not
/// followed: they would take the secret elsewhere), <c>http_429</c> and so on for other statuses, <c>empty_answer</c>,
/// <c>answer_too_large</c> (more than 1 MiB), <c>unusable_answer</c>. Lost connections, 408, 409, 429 and 5xx are tried again, after
/// <c>Retry-After</c> if it is there; of them 408, 429 and 503 say that nothing was done. An answer of 2xx that cannot be used counts as
/// paid for.
/// </para>
/// </remarks>
public sealed class HttpSkipTraceProvider : ISkipTraceProvider, IDisposable
{
    private const int LongestAnswer = 1 << 20;
    private const string KeyHeader = "Idempotency-Key";

    private readonly HttpSkipTraceOptions _options;
    private readonly Uri _endpoint;
    private readonly HttpClient _client;

    /// <summary>Makes a provider with connections of its own, which do not follow redirects.</summary>
    /// <param name="options">Where it is and what it costs.</param>
    /// <exception cref="ArgumentException">The address is missing or none of http or https, or a header cannot be sent.</exception>
    public HttpSkipTraceProvider(HttpSkipTraceOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        _options = options;

        // The address may hold a secret: it is not repeated.
        _endpoint = options.Endpoint is { IsAbsoluteUri: true, Scheme: "http" or "https" } endpoint
            ? endpoint
            : throw new ArgumentException(
                $"{nameof(HttpSkipTraceOptions.Endpoint)} must be an absolute address of http or https.", nameof(options));
        CheckHeaders(options.Headers);
        _client = new HttpClient(new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            UseCookies = false,
            AutomaticDecompression = DecompressionMethods.All,
        })
        {
            // The runner says how long.
            Timeout = Timeout.InfiniteTimeSpan,
        };
    }

    /// <inheritdoc/>
    public TraceProvider Name => _options.Name;

    /// <inheritdoc/>
    public Money Price => _options.Price;

    /// <inheritdoc/>
    public bool HonorsIdempotencyKey => _options.HonorsIdempotencyKey;

    /// <inheritdoc/>
    public async ValueTask<SkipTraceResult> TraceAsync(SkipTraceRequest request, Guid idempotencyKey, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        string body = _options.WriteRequest?.Invoke(request) ?? RequestJson.Of(request);
        using HttpRequestMessage message = new(HttpMethod.Post, _endpoint)
        {
            Content = new StringContent(body, Encoding.UTF8, "application/json"),
        };
        message.Headers.Add(KeyHeader, idempotencyKey.ToString());
        message.Headers.Accept.ParseAdd("application/json");
        foreach ((string name, string value) in _options.Headers)
        {
            message.Headers.TryAddWithoutValidation(name, value);
        }

        try
        {
            using HttpResponseMessage response = await _client
                .SendAsync(message, HttpCompletionOption.ResponseHeadersRead, cancellationToken)
                .ConfigureAwait(false);
            (string answer, bool isWhole) = await ReadBody(response, cancellationToken).ConfigureAwait(false);
            return response.IsSuccessStatusCode ? Answer(answer, isWhole) : throw Refusal(response, answer);
        }
        catch (HttpRequestException failure) when (failure.HttpRequestError
            is HttpRequestError.ConnectionError or HttpRequestError.NameResolutionError or HttpRequestError.SecureConnectionError
            or HttpRequestError.ProxyTunnelError)
        {
            // Its message may name the address.
            throw new SkipTraceProviderException("unreachable") { IsTransient = true };
        }
        catch (Exception failure) when (failure is HttpRequestException or IOException)
        {
            throw new SkipTraceProviderException("connection_lost") { IsTransient = true, MayBeBilled = true };
        }
        catch (InvalidDataException)
        {
            throw Paid("unusable_answer", null);
        }
    }

    /// <summary>Closes its connections.</summary>
    public void Dispose() => _client.Dispose();

    private static void CheckHeaders(IReadOnlyDictionary<string, string> headers)
    {
        using HttpRequestMessage message = new();
        foreach ((string name, string value) in headers)
        {
            if (value is null || value.Any(char.IsControl) || !message.Headers.TryAddWithoutValidation(name, value)
                || name.Equals(KeyHeader, StringComparison.OrdinalIgnoreCase))
            {
                throw new ArgumentException(
                    $"The header {name} cannot be sent: it has control characters, or is not one that a request may add.", nameof(headers));
            }
        }
    }

    private static async ValueTask<(string Text, bool IsWhole)> ReadBody(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        Stream stream = await response.Content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false);
        await using (stream.ConfigureAwait(false))
        {
            ArrayBufferWriter<byte> body = new();
            while (body.WrittenCount <= LongestAnswer)
            {
                int read = await stream.ReadAsync(body.GetMemory(16_384), cancellationToken).ConfigureAwait(false);
                if (read == 0)
                {
                    return (Encoding.UTF8.GetString(body.WrittenSpan), true);
                }

                body.Advance(read);
            }

            return (Encoding.UTF8.GetString(body.WrittenSpan[..LongestAnswer]), false);
        }
    }

    private SkipTraceResult Answer(string body, bool isWhole)
    {
        if (!isWhole)
        {
            throw Paid("answer_too_large", body);
        }

        if (string.IsNullOrWhiteSpace(body))
        {
            throw Paid("empty_answer", body);
        }

        try
        {
            SkipTraceResult answer = _options.ReadAnswer is { } read ? read(body) : AnswerJson.Parse(body, Price.Currency);
            return answer with { Response = body };
        }
        catch (Exception failure) when (failure
            is JsonException or FormatException or OverflowException or InvalidOperationException or KeyNotFoundException)
        {
            // Its message may quote the answer.
            throw Paid("unusable_answer", body);
        }
    }

    private SkipTraceProviderException Paid(string reason, string? body) => new(reason) { Cost = Price, Response = body };

    private SkipTraceProviderException Refusal(HttpResponseMessage response, string body)
    {
        int status = (int)response.StatusCode;
        bool isTransient = status is 408 or 409 or 429 or >= 500;
        return new SkipTraceProviderException(status is >= 300 and < 400 ? "redirected" : $"http_{status}")
        {
            IsTransient = isTransient,
            MayBeBilled = isTransient && status is not (408 or 429 or 503),
            RetryAfter = RetryAfter(response),
            Response = body,
        };
    }

    private TimeSpan? RetryAfter(HttpResponseMessage response) => response.Headers.RetryAfter switch
    {
        { Delta: { } delta } => delta,
        { Date: { } date } => date - (response.Headers.Date ?? _options.TimeProvider.GetUtcNow()),
        _ => null,
    };
}
