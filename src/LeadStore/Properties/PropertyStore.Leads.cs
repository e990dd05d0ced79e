using LeadStore.Properties;

namespace LeadStore;

public sealed partial class PropertyStore
{
    /// <summary>
    /// Creates a lead with its property, both or neither. The owner of a property is mostly known by nothing but a name and the address: such a
    /// lead needs neither a phone nor an email address, which a skip trace is to find.
    /// </summary>
    /// <param name="lead">The lead. A phone that it has must not be another lead's.</param>
    /// <param name="property">The property.</param>
    /// <returns>Both as they are stored.</returns>
    /// <exception cref="DuplicateLeadException">Another lead has the phone.</exception>
    /// <exception cref="LeadValidationException">The lead or the property is refused.</exception>
    /// <example><code>
    /// PropertyLead made = db.Properties.CreateLead(
    ///     new NewLead { Name = "Ada Abbott", Source = "county" },
    ///     new NewProperty { Address = "12 Oak Street, Austin, TX 78701", SourceType = "tax_delinquent" });
    /// </code></example>
    public PropertyLead CreateLead(NewLead lead, NewProperty property) =>
        _engine.Write(PropertyOperations.CreateLead, (lead, property), "Properties.CreateLead");

    /// <inheritdoc cref="CreateLead"/>
    public ValueTask<PropertyLead> CreateLeadAsync(NewLead lead, NewProperty property, CancellationToken cancellationToken = default) =>
        _engine.WriteAsync(PropertyOperations.CreateLead, (lead, property), "Properties.CreateLead", cancellationToken);
}
