namespace LeadStore;

/// <summary>What became of many records that were added.</summary>
/// <param name="Added">How many were new.</param>
/// <param name="Updated">How many replaced the text of one that nobody was done with.</param>
/// <param name="Known">How many were there already and changed nothing.</param>
public sealed record AddRecordsReport(int Added, int Updated, int Known);
