namespace LeadStore.Benchmarks.Peers;

/// <summary>A message as the application has it in hand; the setters are what mappers need.</summary>
internal sealed class ApplicationMessage
{
    public long Id { get; set; }

    public long LeadId { get; set; }

    public string Sender { get; set; } = "";

    public string Content { get; set; } = "";

    public string? Timestamp { get; set; }
}
