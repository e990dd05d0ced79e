namespace LeadStore;

/// <summary>What <see cref="StoreMaintenance.Doctor"/> has noticed.</summary>
/// <param name="Findings">The findings, those that matter most first.</param>
public sealed record DoctorReport(IReadOnlyList<DoctorFinding> Findings)
{
    /// <summary>True if no finding is a <see cref="DoctorSeverity.Problem"/>. A warning is a risk, not damage.</summary>
    public bool IsHealthy => !Findings.Any(finding => finding.Severity == DoctorSeverity.Problem);

    /// <summary>The report in words, a line for each finding.</summary>
    public override string ToString() => Findings.Count == 0 ? "Nothing was found." : string.Join(Environment.NewLine, Findings);
}
