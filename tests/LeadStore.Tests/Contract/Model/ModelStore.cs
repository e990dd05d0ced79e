using System.Collections.Immutable;

namespace LeadStore.Tests.Contract.Model;

/// <summary>What a store is, said as plainly as possible: a dictionary. Immutable, so that to roll back is to take the older one.</summary>
internal sealed record ModelStore
{
    public ImmutableSortedDictionary<long, ModelLead> Leads { get; init; } = ImmutableSortedDictionary<long, ModelLead>.Empty;

    public ModelLead? ByPhone(string phone) => Leads.Values.FirstOrDefault(lead => lead.Lead.Phone == phone);

    public Message? BySource(string sourceId) =>
        Leads.Values.SelectMany(lead => lead.Messages).FirstOrDefault(message => message.SourceId == sourceId);

    public ModelStore With(ModelLead lead) => this with { Leads = Leads.SetItem(lead.Lead.Id, lead) };

    public ModelStore Without(long id) => this with { Leads = Leads.Remove(id) };

    public IEnumerable<Lead> List(bool includeArchived) =>
        Leads.Values.Select(lead => lead.Lead)
            .Where(lead => includeArchived || !lead.Archived)
            .OrderByDescending(lead => lead.LastContactAt).ThenByDescending(lead => lead.Id);
}
