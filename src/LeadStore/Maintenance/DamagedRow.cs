namespace LeadStore;

/// <summary>A row whose content is not what the store has written; see <see cref="VerificationReport"/>.</summary>
/// <param name="Table">Its table.</param>
/// <param name="Key">Its key where that is a number, for example <c>id 17</c>; empty where the key is a text.</param>
public sealed record DamagedRow(string Table, string Key);
