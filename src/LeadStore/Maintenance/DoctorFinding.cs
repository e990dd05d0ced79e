namespace LeadStore;

/// <summary>One thing that <see cref="StoreMaintenance.Doctor"/> has noticed. Never holds personal data.</summary>
/// <param name="Code">What it is, for programs: a word such as <c>wal_large</c>, which stays the same from version to version.</param>
/// <param name="Severity">How much it matters.</param>
/// <param name="Message">What is wrong or risky, in words.</param>
/// <param name="Advice">What to do, in words.</param>
public sealed record DoctorFinding(string Code, DoctorSeverity Severity, string Message, string Advice)
{
    /// <summary>The finding on one line.</summary>
    public override string ToString() => $"{Severity}: {Message} {Advice} [{Code}]";
}
