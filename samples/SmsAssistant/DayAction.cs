namespace SmsAssistant;

/// <summary>What somebody at the desk did.</summary>
/// <param name="Action"><c>import</c>, <c>archive</c> or <c>takeover</c>.</param>
/// <param name="Phone">Whose conversation.</param>
/// <param name="Name">The customer's name.</param>
/// <param name="Source">Where the customer comes from.</param>
/// <param name="Text">What a colleague wrote.</param>
/// <param name="Hours">For how long.</param>
public sealed record DayAction(
    string Action, string Phone, string? Name = null, string? Source = null, string? Text = null, double Hours = 0);
