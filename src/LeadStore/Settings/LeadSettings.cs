namespace LeadStore;

/// <summary>The settings that every store has; read and change them through <see cref="LeadDatabase.Settings"/>.</summary>
public static class LeadSettings
{
    /// <summary>The qualifying questions, in the order in which they are asked. Default none.</summary>
    public static Setting<IReadOnlyList<string>> Questions { get; } = Setting.Texts("questions", []);

    /// <summary>The name by which the assistant introduces itself. Default <c>Assistant</c>.</summary>
    public static Setting<string> AssistantName { get; } = Setting.Text("assistant_name", "Assistant");

    /// <summary>
    /// How long after the customer's last message each reminder is due, ascending; an empty list turns reminders off. After one that was
    /// sent late the next keeps its distance from it. Default 1, 24 and 48 hours.
    /// </summary>
    public static Setting<IReadOnlyList<TimeSpan>> ReminderIntervals { get; } =
        Setting.Durations("reminder_intervals", [TimeSpan.FromHours(1), TimeSpan.FromHours(24), TimeSpan.FromHours(48)]);
}
