using System.Security.Cryptography;
using System.Text;
using LeadStore;

namespace SkipTraceDesk;

/// <summary>
/// Stands for a provider that charges for each call, so that the sample costs nothing. A real one is an <see cref="ISkipTraceProvider"/>
/// too, for example a <see cref="HttpSkipTraceProvider"/>. Its numbers are those reserved for fiction (555-0100 to 555-0199).
/// </summary>
internal sealed class PretendProvider : ISkipTraceProvider
{
    private static readonly string[] AreaCodes = ["512", "210", "713", "214", "817", "915"];

    private readonly HashSet<Guid> _charged = [];

    public TraceProvider Name => "pretend";

    public Money Price { get; } = Money.FromAmount(0.12m);

    public bool HonorsIdempotencyKey => true;

    public Money Charged
    {
        get
        {
            lock (_charged)
            {
                return new Money(_charged.Count * Price.MinorUnits);
            }
        }
    }

    public ValueTask<SkipTraceResult> TraceAsync(SkipTraceRequest request, Guid idempotencyKey, CancellationToken cancellationToken)
    {
        lock (_charged)
        {
            if (_charged.Add(idempotencyKey))
            {
                Console.WriteLine($"  call {_charged.Count,3}   so far {Charged}");
            }
        }

        // The same person always gets the same answer, and one in six none.
        byte[] dice = SHA256.HashData(Encoding.UTF8.GetBytes(request.FullName ?? ""));
        int phones = dice[0] % 6;
        return ValueTask.FromResult(new SkipTraceResult
        {
            Cost = Price,
            Confidence = phones == 0 ? null : 0.5 + (dice[1] / 512.0),
            Phones = [.. Enumerable.Range(0, phones).Select(n => Phone(dice, n))],
            Response = $$"""{"matches":{{phones}}}""",
        });
    }

    private static FoundPhone Phone(byte[] dice, int n) => new()
    {
        Number = $"({AreaCodes[dice[n + 2] % AreaCodes.Length]}) 555-01{dice[n + 8] % 100:00}",
        IsMobile = dice[n + 14] % 3 == 0 ? null : dice[n + 14] % 2 == 0,
        IsDoNotCall = dice[n + 20] % 5 == 0,
        IsLitigator = dice[n + 20] % 17 == 0,
        Confidence = dice[n + 26] / 255.0,
    };
}
