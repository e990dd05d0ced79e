using LeadStore.Engine;

namespace LeadStore.Calls;

/// <summary>A call and what is to become of it, in the application's own words.</summary>
internal readonly record struct CallChange(long Id, Func<CallLog, CallLog> Change) : IRunsCallback;
