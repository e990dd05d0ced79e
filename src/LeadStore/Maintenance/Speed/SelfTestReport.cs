namespace LeadStore;

/// <summary>Whether a store is as quick as it should be: what <see cref="LeadDatabase.SelfTest"/> has found. Never holds personal data.</summary>
public sealed record SelfTestReport
{
    internal SelfTestReport()
    {
    }

    /// <summary>How many of the library's own statements were looked at; 0 where the time was up before.</summary>
    public required int Statements { get; init; }

    /// <summary>What the lookups take; empty where the store has no leads.</summary>
    public required IReadOnlyList<SelfTestMeasurement> Measurements { get; init; }

    /// <summary>What falls short, and what is worth knowing.</summary>
    public required IReadOnlyList<SelfTestFinding> Findings { get; init; }

    /// <summary>How long the test took.</summary>
    public required TimeSpan Duration { get; init; }

    /// <summary>True if nothing falls short.</summary>
    public bool Passed => !Findings.Any(finding => finding.FallsShort);

    /// <summary>The report in words: a line for the whole, for each measurement, and for each finding.</summary>
    public override string ToString() => string.Join(
        Environment.NewLine,
        [$"{(Passed ? "Passed" : "Falls short")}: {Statements} statements planned", .. Measurements.Select(one => $"{one}"), .. Findings.Select(one => $"{one}")]);
}
