namespace LeadStore;

/// <summary>How far a backup is.</summary>
/// <param name="Stage">What it is doing.</param>
/// <param name="Fraction">The part of the whole that is done, from 0 to 1; it never falls.</param>
public readonly record struct BackupProgress(BackupStage Stage, double Fraction);
