namespace LeadStore.Benchmarks.Peers;

/// <summary>Everything that is compared, the floor first.</summary>
internal static class PeerList
{
    private static readonly (string Name, Func<int, IPeer> Open)[] All =
    [
        ("C API", leads => new BareSqlitePeer(leads)),
        ("Microsoft.Data.Sqlite, kept command", leads => new MicrosoftDataSqlitePeer(leads, keepsCommands: true)),
        ("Microsoft.Data.Sqlite, new command", leads => new MicrosoftDataSqlitePeer(leads, keepsCommands: false)),
        ("Dapper", leads => new DapperPeer(leads)),
        ("EF Core, compiled queries", leads => new EntityFrameworkPeer(leads)),
        ("LeadStore", leads => new LeadStorePeer(leads)),
    ];

    public static IEnumerable<string> Names => All.Select(peer => peer.Name);

    /// <summary>Opens one on a fresh copy of its sample, with a conversation of 1,000 messages that <see cref="IPeer.History"/> of 0 reads.</summary>
    public static IPeer Open(string name, int leads)
    {
        IPeer peer = Array.Find(All, peer => peer.Name == name).Open(leads);

        // Between two of its messages others write, as they do.
        for (int i = SampleStore.MessagesEach; i < 1000; i++)
        {
            peer.CreateMessage(0);
            peer.CreateMessage((1 + (i * 61_803)) % leads);
        }

        return peer;
    }
}
