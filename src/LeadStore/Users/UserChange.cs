using LeadStore.Engine;

namespace LeadStore.Users;

/// <summary>A user and what is to become of it, in the application's own words.</summary>
internal readonly record struct UserChange(long Id, Func<User, User> Change) : IRunsCallback;
