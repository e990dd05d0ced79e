namespace SmsAssistant;

/// <summary>How the web service is set up.</summary>
public sealed record WebSettings
{
    /// <summary>Where to listen. The default is this machine alone, because the inbox has no login.</summary>
    public string Urls { get; init; } = "http://127.0.0.1:5080";

    /// <summary>The auth token of the Twilio account; without one, signatures are not checked.</summary>
    public string? TwilioAuthToken { get; init; }

    /// <summary>The address that Twilio calls, where it is not the one that reaches this service.</summary>
    public string? PublicUrl { get; init; }

    public TimeProvider Clock { get; init; } = TimeProvider.System;

    /// <summary>Says nothing of its content: records print their fields, and this one holds a secret.</summary>
    public override string ToString() => nameof(WebSettings);

    public static WebSettings From(Func<string, string?> environment, string? urls)
    {
        ArgumentNullException.ThrowIfNull(environment);
        WebSettings defaults = new();
        return defaults with
        {
            Urls = urls ?? defaults.Urls,
            TwilioAuthToken = NotBlank(environment("TWILIO_AUTH_TOKEN")),
            PublicUrl = NotBlank(environment("PUBLIC_URL"))?.TrimEnd('/'),
        };
    }

    private static string? NotBlank(string? value) => string.IsNullOrWhiteSpace(value) ? null : value.Trim();
}
