using System.Collections.Concurrent;

namespace LeadStore.Tests.SkipTracing;

/// <summary>A provider of the test's own: it answers what it is told to and remembers by which keys it was asked.</summary>
internal sealed class FakeProvider : ISkipTraceProvider
{
    private static readonly SkipTraceResult OnePhone = new()
    {
        Phones = [new FoundPhone { Number = "+14155550132", IsMobile = true }],
        Response = "{}",
    };

    public TraceProvider Name { get; init; } = "acme";

    public Money Price { get; init; } = new(12);

    public bool HonorsIdempotencyKey { get; init; } = true;

    /// <summary>What it answers; by default one phone, and nothing of what it cost.</summary>
    public Func<SkipTraceRequest, CancellationToken, ValueTask<SkipTraceResult>> Answer { get; set; } =
        (_, _) => ValueTask.FromResult(OnePhone);

    /// <summary>The key of every call, in turn.</summary>
    public ConcurrentQueue<Guid> Keys { get; } = new();

    public static SkipTraceResult Phone(Money? cost = null) => OnePhone with { Cost = cost };

    public ValueTask<SkipTraceResult> TraceAsync(SkipTraceRequest request, Guid idempotencyKey, CancellationToken cancellationToken)
    {
        Keys.Enqueue(idempotencyKey);
        return Answer(request, cancellationToken);
    }

    /// <summary>Answers each call as the next of these says.</summary>
    public FakeProvider InTurn(params Func<SkipTraceResult>[] answers)
    {
        int next = -1;
        Answer = (_, _) => ValueTask.FromResult(answers[Interlocked.Increment(ref next)]());
        return this;
    }
}
