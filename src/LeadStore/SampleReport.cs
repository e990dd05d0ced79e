namespace LeadStore;

/// <summary>What <see cref="SampleData.SeedSample"/> has made.</summary>
/// <param name="Leads">How many leads.</param>
/// <param name="Messages">How many messages.</param>
public readonly record struct SampleReport(int Leads, int Messages);
