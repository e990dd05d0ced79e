namespace LeadStore.Benchmarks.Peers;

/// <summary>A lead as the application has it in hand; the setters are what mappers need.</summary>
internal sealed class ApplicationLead
{
    public long Id { get; set; }

    public string Phone { get; set; } = "";

    public string? Name { get; set; }

    public string? Email { get; set; }

    public string? Source { get; set; }

    public string? Status { get; set; }

    public long Progress { get; set; }

    public long Qualified { get; set; }

    public long Archived { get; set; }

    public string? Answers { get; set; }

    public string? QualifiedDate { get; set; }

    public string? CreatedAt { get; set; }

    public string? LastContact { get; set; }

    /// <summary>What using it comes to: the answers are read from their JSON.</summary>
    public long Use() => Id + Phone.Length + ApplicationFile.Count(Answers);
}
