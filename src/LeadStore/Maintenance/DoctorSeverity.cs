namespace LeadStore;

/// <summary>How much a <see cref="DoctorFinding"/> matters.</summary>
public enum DoctorSeverity
{
    /// <summary>Worth knowing. Nothing is at risk.</summary>
    Info,

    /// <summary>All is well now, and may not stay so.</summary>
    Warning,

    /// <summary>Something is wrong: data is damaged, or will be lost or refused if nothing is done.</summary>
    Problem,
}
