namespace LeadStore.Benchmarks.Peers;

/// <summary>
/// A way of keeping leads and their messages in SQLite, on a file of its own with the same leads. The numbers n go from 0; what is returned
/// is what was read, added up, so that no compiler leaves the reading out. Every write is one durable transaction.
/// </summary>
internal interface IPeer : IDisposable
{
    /// <summary>Reads the customer with the n-th phone, all columns.</summary>
    long FindByPhone(int n);

    /// <summary>Looks for a phone that nobody has.</summary>
    long FindUnknown();

    /// <summary>Reads the lead with the id n + 1.</summary>
    long Get(int n);

    /// <summary>Reads all messages of the lead with the id n + 1, oldest first.</summary>
    long History(int n);

    /// <summary>Reads the 50 leads that were in contact last.</summary>
    long Inbox();

    /// <summary>Stores a message of the lead with the id n + 1 and notes the contact.</summary>
    long CreateMessage(int n);

    /// <summary>Knows the n-th phone again, stores what its owner writes, and reads the whole conversation.</summary>
    long Ingest(int n);

    /// <summary>Stores a lead that nobody knew, the n-th of those.</summary>
    long CreateLead(int n);

    /// <summary>Stores 1,000 such leads in one transaction, the n-th and the following.</summary>
    long CreateThousand(int n);

    /// <summary>Deletes the lead with the id n + 1 and its messages.</summary>
    long Delete(int n);

    /// <summary>Opens the file once more, asks for one customer, and closes it.</summary>
    long Open();
}
