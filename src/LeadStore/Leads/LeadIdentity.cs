namespace LeadStore.Leads;

/// <summary>What a new lead must have, to be told from others.</summary>
internal enum LeadIdentity
{
    PhoneOrEmail,

    Phone,

    /// <summary>It comes with something else that tells it: the address of its property.</summary>
    Elsewhere,
}
