namespace LeadStore.Caching;

/// <summary>What a lead is asked for by: its id, or the digits of its phone.</summary>
internal readonly record struct LeadKey(long Number, bool IsPhone);
