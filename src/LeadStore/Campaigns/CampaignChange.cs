using LeadStore.Engine;

namespace LeadStore.Campaigns;

/// <summary>A campaign and what is to become of it, in the application's own words.</summary>
internal readonly record struct CampaignChange(long Id, Func<Campaign, Campaign> Change) : IRunsCallback;
