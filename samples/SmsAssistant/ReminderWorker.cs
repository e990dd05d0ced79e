namespace SmsAssistant;

/// <summary>Sends reminders once a minute for as long as the service runs.</summary>
public sealed partial class ReminderWorker(Reminders reminders, TimeProvider clock, ILogger<ReminderWorker> logger) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        // The first round is a minute after the start, so that a service that fails to start does not write to anybody.
        using PeriodicTimer timer = new(TimeSpan.FromMinutes(1), clock);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken))
            {
                await RoundAsync(stoppingToken);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The service ends.
        }
    }

    private async Task RoundAsync(CancellationToken stoppingToken)
    {
        try
        {
            int sent = await reminders.SendDueAsync(stoppingToken);
            if (sent > 0)
            {
                LogSent(sent);
            }
        }
        catch (Exception failure) when (failure is not OperationCanceledException)
        {
            // One bad round must not end the rounds. What was claimed and not sent is due again when its claim lapses.
            LogFailed(failure);
        }
    }

    [LoggerMessage(1, LogLevel.Information, "{Count} reminders sent.")]
    private partial void LogSent(int count);

    [LoggerMessage(2, LogLevel.Error, "A round of reminders failed; the next one is in a minute.")]
    private partial void LogFailed(Exception failure);
}
