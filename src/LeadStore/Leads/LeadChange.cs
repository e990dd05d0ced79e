using LeadStore.Engine;

namespace LeadStore.Leads;

/// <summary>A lead and what is to become of it, in the application's own words.</summary>
internal readonly record struct LeadChange(long Id, Func<Lead, Lead> Change) : IRunsCallback;
