namespace LeadStore.Maintenance;

/// <summary>A verb of the care for the file: its errors have its name, as those of the rooms have theirs.</summary>
internal static class Verb
{
    /// <param name="name">What the caller has called.</param>
    /// <param name="work">Does it. An error of another verb, which the caller's own code may have called, keeps that one's name.</param>
    public static T Run<T>(string name, Func<T> work)
    {
        try
        {
            return work();
        }
        catch (LeadStoreException failure)
        {
            failure.Operation ??= name;
            throw;
        }
    }
}
