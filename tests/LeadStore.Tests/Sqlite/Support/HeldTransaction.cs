namespace LeadStore.Tests.Sqlite.Support;

/// <summary>A transaction that another thread of this process holds open until it is told to end: whoever writes must queue.</summary>
internal sealed class HeldTransaction : IDisposable
{
    private readonly ManualResetEventSlim _entered = new();
    private readonly ManualResetEventSlim _release = new();

    public HeldTransaction(LeadDatabase store, Action<LeadDatabase>? work = null)
    {
        Ended = Background.Run(() => store.InTransaction(tx =>
        {
            work?.Invoke(tx);
            _entered.Set();
            _release.WaitOrFail();
        }));
        _entered.WaitOrFail();
    }

    public Task Ended { get; }

    public void Release() => _release.Set();

    public void Dispose()
    {
        _release.Set();
        Task.WhenAny(Ended).Wait(Background.Patience);
        _entered.Dispose();
        _release.Dispose();
    }
}
