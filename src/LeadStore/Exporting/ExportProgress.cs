namespace LeadStore;

/// <summary>How far an export or the loading of one is.</summary>
/// <param name="Leads">How many leads are done.</param>
/// <param name="Messages">How many messages are done.</param>
/// <param name="Fraction">
/// The part of the whole that is done, from 0 to 1; it never falls. Estimated by the ids of the leads, or by the bytes that were read.
/// </param>
public readonly record struct ExportProgress(long Leads, long Messages, double Fraction);
