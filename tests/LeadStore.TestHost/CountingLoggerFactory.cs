using Microsoft.Extensions.Logging;

namespace LeadStore.TestHost;

/// <summary>Counts the migrations that the store reports, or ends the process as kill -9 does at an event.</summary>
internal sealed class CountingLoggerFactory(int deadlyEvent) : ILoggerFactory, ILogger
{
    private const int MigrationApplied = 2;

    public int Migrations { get; private set; }

    public ILogger CreateLogger(string categoryName) => this;

    public void Log<TState>(
        LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        if (eventId.Id == deadlyEvent)
        {
            _ = Death.Now<bool>();
        }

        Migrations += eventId.Id == MigrationApplied ? 1 : 0;
    }

    public bool IsEnabled(LogLevel logLevel) => true;

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public void AddProvider(ILoggerProvider provider)
    {
    }

    public void Dispose()
    {
    }
}
