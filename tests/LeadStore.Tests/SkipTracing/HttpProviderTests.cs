using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Json;

namespace LeadStore.Tests.SkipTracing;

/// <summary>The provider over HTTP, against a real server: what it sends, what it reads, and how each bad answer is recorded.</summary>
public sealed class HttpProviderTests : IDisposable
{
    private const string Secret = "Bearer s3cr3t";
    private const string Found = """{"phones":[{"number":"+14155550132"}]}""";
    private const string OnePhone = """{"number":"+14155550132"}""";
    private static readonly string TenThousand = $$"""{"phones":[{{string.Join(',', Enumerable.Repeat(OnePhone, 10_000))}}]}""";
    private static readonly SkipTraceRequest John = new()
    {
        FirstName = "John",
        LastName = "Smith",
        Address = "1 Main St, Austin, TX 78701",
    };

    private readonly LeadDatabase _store = LeadDatabase.OpenInMemory();
    private readonly ConcurrentQueue<(string Method, string? Key, string? Authorization, string? Type, string Body)> _asked = new();
    private readonly TaskCompletionSource _end = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public static TheoryData<string, string, string> BodiesThatCannotBeUsed => new()
    {
        { "empty", "", "empty_answer" },
        { "blank", " \r\n", "empty_answer" },
        { "not JSON", "<html>Smith</html>", "unusable_answer" },
        { "cut off", """{"phones":[{"number":"+1415""", "unusable_answer" },
        { "an array", "[]", "unusable_answer" },
        { "a null", "null", "unusable_answer" },
        { "no phones", """{"error":"John Smith is unknown"}""", "unusable_answer" },
        { "phones that are a text", """{"phones":"+14155550132"}""", "unusable_answer" },
        { "a phone that is a text", """{"phones":["+14155550132"]}""", "unusable_answer" },
        { "a number that is none", """{"phones":[{"number":14155550132}]}""", "unusable_answer" },
        { "a flag that is a text", """{"phones":[{"number":"+14155550132","mobile":"yes"}]}""", "unusable_answer" },
        { "a time that is none", """{"phones":[{"number":"+14155550132","lastSeen":"soon"}]}""", "unusable_answer" },
        { "deeply nested", new string('[', 10_000), "unusable_answer" },
        { "ten thousand phones", TenThousand, "unusable_answer" },
        { "half of a pair", """{"phones":[{"number":"+14155550132","carrier":"\ud800"}]}""", "unusable_answer" },
        { "more than sure", """{"phones":[],"confidence":1.5}""", "unusable_answer" },
        { "less than unsure", """{"phones":[{"number":"+14155550132","confidence":-0.1}]}""", "unusable_answer" },
        { "beyond all numbers", """{"phones":[],"confidence":1e999}""", "unusable_answer" },
        { "negative cost", """{"phones":[],"cost":-1}""", "unusable_answer" },
        { "overflowing cost", """{"phones":[],"cost":99999999999999999999}""", "unusable_answer" },
        { "too large a cost", """{"phones":[],"cost":1000000000001}""", "unusable_answer" },
        { "half a cent", """{"phones":[],"cost":0.5}""", "unusable_answer" },
        { "odd currency", """{"phones":[],"cost":1,"currency":"dollars"}""", "unusable_answer" },
    };

    public void Dispose()
    {
        _end.TrySetResult();
        _store.Dispose();
    }

    [Fact]
    public async Task A_request_is_sent_and_an_answer_read_as_documented()
    {
        const string Answer = """
            {"phones":[{"number":"(415) 555-0132","type":"Mobile","carrier":"Acme Wireless","valid":true,"mobile":true,"doNotCall":false,
            "litigator":false,"reassigned":null,"confidence":0.9,"lastSeen":"2026-01-31","unknown":{}}],
            "emails":[{"address":"John@Example.com","type":"work","valid":true,"confidence":1}],"confidence":0.75,"cost":7,"currency":"USD"}
            """;
        using LocalServer server = Answering(200, Answer);

        SkipTraceOutcome outcome = await Trace(server.Address);

        SkipTrace trace = outcome.Trace!;
        (outcome.Kind, trace.Confidence, trace.Cost, trace.PhoneCount, trace.EmailCount)
            .Should().Be((SkipTraceOutcomeKind.Traced, 0.75, new Money(7), 1, 1));
        _store.SkipTrace.GetResponse(trace.Id).Should().Be(Answer);
        _store.SkipTrace.ListPhones(trace.LeadId).Should().Equal(new TracedPhone
        {
            LeadId = trace.LeadId,
            TraceId = trace.Id,
            Phone = PhoneNumber.Parse("+14155550132"),
            Type = "mobile",
            Carrier = "Acme Wireless",
            IsValid = true,
            IsMobile = true,
            IsDoNotCall = false,
            IsLitigator = false,
            Confidence = 0.9,
            LastSeenAt = new DateTimeOffset(2026, 1, 31, 0, 0, 0, TimeSpan.Zero),
        });
        _store.SkipTrace.ListEmails(trace.LeadId).Should().ContainSingle().Which.Email.Should().Be("john@example.com");
        (string method, string? key, string? authorization, string? type, string body) = _asked.Should().ContainSingle().Subject;
        (method, authorization, type).Should().Be(("POST", Secret, "application/json; charset=utf-8"));
        Guid.TryParse(key, out _).Should().BeTrue();
        _store.Costs.List(new CostFilter()).Items.Should().ContainSingle().Which.SourceId.Should().Be($"call:{key}");
        JsonSerializer.Deserialize<Dictionary<string, string>>(body).Should().Equal(new Dictionary<string, string>
        {
            ["firstName"] = "John",
            ["lastName"] = "Smith",
            ["address"] = "1 Main St, Austin, TX 78701",
        });
    }

    [Theory]
    [MemberData(nameof(BodiesThatCannotBeUsed))]
    public async Task A_body_that_cannot_be_used_is_recorded_as_it_came_and_paid_for_once(string kind, string body, string reason)
    {
        using LocalServer server = Answering(200, body);

        SkipTraceOutcome outcome = await Trace(server.Address);

        (outcome.Kind, outcome.Failure, outcome.Trace!.Cost).Should().Be((SkipTraceOutcomeKind.Failed, reason, new Money(12)), kind);
        _store.SkipTrace.GetResponse(outcome.Trace.Id).Should().Be(body);
        _asked.Should().ContainSingle();
        Spent().Should().Be(12);
        await VerifyUsable();
    }

    [Fact]
    public async Task Of_a_huge_body_one_mebibyte_is_read_and_a_million_characters_kept()
    {
        string body = $$"""{"phones":[],"filler":"{{new string('x', 3 << 20)}}"}""";
        using LocalServer server = Answering(200, body);

        SkipTraceOutcome outcome = await Trace(server.Address);

        (outcome.Failure, outcome.Trace!.Cost, outcome.Trace.ResponseLength).Should().Be(("answer_too_large", new Money(12), 1 << 20));
        _store.SkipTrace.GetResponse(outcome.Trace.Id).Should().Be(body[..1_000_000]);
        await VerifyUsable();
    }

    [Theory]
    [InlineData(400, "http_400", 1, 0)]
    [InlineData(401, "http_401", 1, 0)]
    [InlineData(404, "http_404", 1, 0)]
    [InlineData(302, "redirected", 1, 0)]
    [InlineData(408, "http_408", 2, 0)]
    [InlineData(429, "http_429", 2, 0)]
    [InlineData(503, "http_503", 2, 0)]
    [InlineData(409, "http_409", 2, 1)]
    [InlineData(500, "http_500", 2, 1)]
    [InlineData(504, "http_504", 2, 1)]
    public async Task A_status_that_is_no_success_fails_with_its_response(int status, string reason, int calls, int interrupted)
    {
        using LocalServer server = new(async context =>
        {
            await Note(context);
            context.Response.AddHeader("Location", "/elsewhere");
            await LocalServer.Send(context.Response, status, Encoding.UTF8.GetBytes("no: John Smith"));
        });

        SkipTraceOutcome outcome = await Trace(server.Address);

        (outcome.Kind, outcome.Failure, outcome.Trace!.Cost).Should().Be((SkipTraceOutcomeKind.Failed, reason, null));
        _store.SkipTrace.GetResponse(outcome.Trace.Id).Should().Be("no: John Smith");
        _asked.Should().HaveCount(calls);
        _asked.Select(each => each.Key).Distinct().Should().ContainSingle();
        _store.SkipTrace.ListInterrupted("acme").Should().HaveCount(interrupted);
        Spent().Should().Be(0);
        await VerifyUsable();
    }

    [Theory]
    [InlineData("0", 2)]
    [InlineData("1", 2)]
    [InlineData("3600", 1)]
    [InlineData("Wed, 21 Oct 2099 07:28:00 GMT", 1)]
    [InlineData("Wed, 21 Oct 2015 07:28:00 GMT", 2)]
    [InlineData("soon", 2)]
    public async Task Retry_After_is_heeded_in_seconds_and_as_a_time(string retryAfter, int calls)
    {
        using LocalServer server = new(async context =>
        {
            await Note(context);
            bool isFirst = _asked.Count == 1;
            context.Response.AddHeader("Retry-After", retryAfter);
            await LocalServer.Send(context.Response, isFirst ? 429 : 200, Encoding.UTF8.GetBytes(isFirst ? "" : Found));
        });

        SkipTraceOutcome outcome = await Trace(server.Address);

        _asked.Should().HaveCount(calls);
        outcome.Failure.Should().Be(calls == 1 ? "http_429" : null);
    }

    [Fact]
    public async Task Where_nobody_listens_nothing_was_done_and_nothing_is_kept_back()
    {
        SkipTraceOutcome outcome = await Trace(new Uri($"http://127.0.0.1:{LocalServer.FreePort()}/"));

        (outcome.Failure, outcome.Trace!.ResponseLength).Should().Be(("unreachable", null));
        _store.SkipTrace.ListInterrupted("acme").Should().BeEmpty();
        await VerifyUsable();
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_connection_that_breaks_may_have_been_billed(bool withinTheBody)
    {
        using BreakingServer server = new(withinTheBody ? $"HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n{Found}" : "");

        (await Trace(server.Address)).Failure.Should().Be("connection_lost");

        server.Connections.Should().Be(2);
        _store.SkipTrace.ListInterrupted("acme").Should().ContainSingle();
        await VerifyUsable();
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_server_that_is_too_slow_may_have_billed(bool withinTheBody)
    {
        using LocalServer server = new(async context =>
        {
            await Note(context);
            if (withinTheBody)
            {
                await context.Response.OutputStream.WriteAsync(Encoding.UTF8.GetBytes(Found));
                await context.Response.OutputStream.FlushAsync();
            }

            await _end.Task;
        });

        (await Trace(server.Address, TimeSpan.FromMilliseconds(200))).Failure.Should().Be("timeout");

        _store.SkipTrace.ListInterrupted("acme").Should().ContainSingle();
        await VerifyUsable();
    }

    [Fact]
    public async Task Another_shape_is_written_and_read_by_the_application()
    {
        using LocalServer server = Answering(200, "+14155550132;7");
        using HttpSkipTraceProvider provider = new(new HttpSkipTraceOptions
        {
            Name = "acme",
            Endpoint = server.Address,
            Price = new Money(12),
            WriteRequest = request => JsonSerializer.Serialize(request.LastName),
            ReadAnswer = body => new SkipTraceResult
            {
                Phones = [new FoundPhone { Number = body.Split(';')[0] }],
                Cost = new Money(long.Parse(body.Split(';')[1], CultureInfo.InvariantCulture)),
            },
        });

        SkipTraceOutcome outcome = await _store.SkipTrace.TraceAsync(provider, Lead(), John);

        (outcome.Kind, outcome.Trace!.Cost, outcome.Trace.PhoneCount).Should().Be((SkipTraceOutcomeKind.Traced, new Money(7), 1));
        _asked.Single().Body.Should().Be("\"Smith\"");
        _store.SkipTrace.GetResponse(outcome.Trace.Id).Should().Be("+14155550132;7");
    }

    [Fact]
    public async Task No_exception_says_a_secret_or_whom_was_asked_for()
    {
        using LocalServer server = new(async context =>
        {
            string[] bodies = ["<John Smith>", $"{TenThousand[..^1]} Smith", "", new string('S', 2 << 20)];
            int number = _asked.Count;
            await Note(context);
            if (number < bodies.Length)
            {
                await LocalServer.Send(context.Response, 200, Encoding.UTF8.GetBytes(bodies[number]));
            }
            else
            {
                await LocalServer.Send(context.Response, 300 + (100 * (number % 3)), Encoding.UTF8.GetBytes("John Smith"));
            }
        });
        using BreakingServer breaking = new("");
        Uri[] addresses = [new($"http://127.0.0.1:{LocalServer.FreePort()}/"), breaking.Address, .. Enumerable.Repeat(server.Address, 7)];

        foreach (Uri address in addresses)
        {
            using HttpSkipTraceProvider provider = Provider(new Uri($"{address}?key=s3cr3t"));
            SkipTraceProviderException failure = await Assert.ThrowsAsync<SkipTraceProviderException>(
                async () => await provider.TraceAsync(John, Guid.NewGuid(), CancellationToken.None));
            failure.ToString().Should().NotContainAny("Smith", "s3cr3t", "1415");
            failure.InnerException.Should().BeNull();
        }
    }

    [Fact]
    public void Addresses_and_headers_that_cannot_be_used_are_refused_without_being_repeated()
    {
        Uri good = new("https://example.com");
        HttpSkipTraceOptions[] refused =
        [
            new() { Name = "acme" },
            new() { Name = "acme", Endpoint = new Uri("/s3cr3t", UriKind.Relative) },
            new() { Name = "acme", Endpoint = new Uri("file:///s3cr3t") },
            new() { Name = "acme", Endpoint = good, Headers = new Dictionary<string, string> { ["Authorization"] = "s3cr3t\r\nX: y" } },
            new() { Name = "acme", Endpoint = good, Headers = new Dictionary<string, string> { ["Content-Type"] = "s3cr3t" } },
            new() { Name = "acme", Endpoint = good, Headers = new Dictionary<string, string> { ["idempotency-key"] = "s3cr3t" } },
        ];

        foreach (HttpSkipTraceOptions options in refused)
        {
            Assert.Throws<ArgumentException>(() => new HttpSkipTraceProvider(options)).Message.Should().NotContain("s3cr3t");
        }
    }

    private static HttpSkipTraceProvider Provider(Uri address) => new(new HttpSkipTraceOptions
    {
        Name = "acme",
        Endpoint = address,
        Price = new Money(12),
        HonorsIdempotencyKey = true,
        Headers = new Dictionary<string, string> { ["Authorization"] = Secret },
    });

    private LocalServer Answering(int status, string body) => new(async context =>
    {
        await Note(context);
        await LocalServer.Send(context.Response, status, Encoding.UTF8.GetBytes(body));
    });

    private async Task Note(HttpListenerContext context)
    {
        using StreamReader body = new(context.Request.InputStream);
        HttpListenerRequest request = context.Request;
        string text = await body.ReadToEndAsync();
        _asked.Enqueue(
            (request.HttpMethod, request.Headers["Idempotency-Key"], request.Headers["Authorization"], request.ContentType, text));
    }

    private long Lead() => _store.CreateLead(new NewLead { Phone = "+447809505864" }).Id;

    private async Task<SkipTraceOutcome> Trace(Uri address, TimeSpan? timeout = null)
    {
        using HttpSkipTraceProvider provider = Provider(address);
        SkipTraceRunOptions options = new() { Attempts = 2, FirstDelay = TimeSpan.Zero, CallTimeout = timeout ?? TimeSpan.FromMinutes(1) };
        return await _store.SkipTrace.TraceAsync(provider, Lead(), John, options);
    }

    // After whatever went wrong the same lead gets its answer, and it costs what it costs.
    private async Task VerifyUsable()
    {
        long before = Spent();
        using LocalServer server = Answering(200, Found);
        using HttpSkipTraceProvider provider = Provider(server.Address);

        SkipTraceOutcome outcome = await _store.SkipTrace.TraceAsync(provider, 1, John);

        outcome.Kind.Should().Be(SkipTraceOutcomeKind.Traced);
        Spent().Should().Be(before + 12);
        _store.SkipTrace.ListInterrupted("acme").Should().BeEmpty();
    }

    private long Spent() => _store.Costs.Summarize(new CostFilter(), CostGrouping.Type).Sum(row => row.Total.MinorUnits);
}
