using LeadStore.Engine;

namespace LeadStore.Organizations;

/// <summary>An organization and what is to become of it, in the application's own words.</summary>
internal readonly record struct OrganizationChange(long Id, Func<Organization, Organization> Change) : IRunsCallback;
