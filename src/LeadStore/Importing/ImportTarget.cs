namespace LeadStore;

/// <summary>What the rows of a table become.</summary>
public enum ImportTarget
{
    /// <summary>Nothing: the table is left out on purpose.</summary>
    Nothing,

    /// <summary>Leads: each row is a person, found again by phone, else by key, else by email.</summary>
    Leads,

    /// <summary>Messages of leads.</summary>
    Messages,

    /// <summary>Settings of the store.</summary>
    Settings,

    /// <summary>The list of sources that leads come from.</summary>
    Sources,

    /// <summary>Further phone numbers of leads: the best one becomes the phone of a lead that has none, all are kept in its attributes.</summary>
    Phones,

    /// <summary>An array in the attributes of the leads that the rows belong to.</summary>
    LeadAttributes,

    /// <summary>Rows that belong to no lead, kept as they are.</summary>
    Rows,

    /// <summary>Skip traces of leads, each known again by its key.</summary>
    SkipTraces,

    /// <summary>Phones that were found by skip traces.</summary>
    SkipTracePhones,

    /// <summary>Email addresses that were found by skip traces.</summary>
    SkipTraceEmails,

    /// <summary>Costs, of leads or of nobody, each known again by its key.</summary>
    Costs,

    /// <summary>Organizations, each known again by its key.</summary>
    Organizations,

    /// <summary>Users, each known again by its key, else by the email address. A password hash is taken over as it is.</summary>
    Users,

    /// <summary>Notes on leads, each known again by its key.</summary>
    Notes,

    /// <summary>Campaigns, each known again by its key.</summary>
    Campaigns,

    /// <summary>What leads were sent of campaigns: each row is one step of its campaign.</summary>
    CampaignSends,

    /// <summary>Calls with leads, each known again by its source id, else by its key.</summary>
    Calls,

    /// <summary>What was done with leads, each known again by its key.</summary>
    Activities,

    /// <summary>What sources said of properties, each known again by source and address.</summary>
    PropertyRecords,
}
