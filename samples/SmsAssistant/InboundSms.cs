using System.Globalization;
using LeadStore;

namespace SmsAssistant;

/// <summary>A webhook for an incoming text message, by the names that Twilio gives its form fields.</summary>
public sealed record InboundSms
{
    private const string WhatsAppPrefix = "whatsapp:";

    /// <summary>The sender's number, in whatever spelling the provider uses.</summary>
    public required string From { get; init; }

    /// <summary>The text; empty for a picture without words.</summary>
    public required string Body { get; init; }

    /// <summary>The provider's id of the message: the same for every retry.</summary>
    public required string MessageSid { get; init; }

    /// <summary>How many pictures or other files came with it.</summary>
    public int NumMedia { get; init; }

    /// <summary>What the sender calls himself on WhatsApp.</summary>
    public string? ProfileName { get; init; }

    public Channel Channel => From.StartsWith(WhatsAppPrefix, StringComparison.OrdinalIgnoreCase) ? Channel.WhatsApp : Channel.Sms;

    /// <summary>Whether there are words in it, and not only an attachment.</summary>
    public bool HasText => !string.IsNullOrWhiteSpace(Body);

    /// <summary>What the conversation shows: the store keeps no message without a text, and a picture belongs to it.</summary>
    public string Text => HasText ? Body : NumMedia == 1 ? "[1 attachment]" : $"[{NumMedia} attachments]";

    /// <summary>Says nothing of its content: records print their fields, and this one holds a person's.</summary>
    public override string ToString() => nameof(InboundSms);

    /// <summary>Reads the fields of a form.</summary>
    /// <exception cref="LeadValidationException">Fields are missing; the exception lists all of them.</exception>
    public static InboundSms FromForm(IReadOnlyDictionary<string, string> form)
    {
        ArgumentNullException.ThrowIfNull(form);
        List<LeadValidationError> errors = [];
        string? count = form.GetValueOrDefault(nameof(NumMedia));
        bool withMedia = int.TryParse(count, NumberStyles.None, CultureInfo.InvariantCulture, out int media) && media > 0;
        InboundSms sms = new()
        {
            From = Required(nameof(From)),

            // Without an id every retry would be a new message.
            MessageSid = Required(nameof(MessageSid)),
            Body = withMedia ? form.GetValueOrDefault(nameof(Body)) ?? "" : Required(nameof(Body)),
            NumMedia = media,
            ProfileName = form.GetValueOrDefault(nameof(ProfileName)),
        };
        return errors.Count == 0 ? sms : throw new LeadValidationException(errors);

        string Required(string field)
        {
            if (form.TryGetValue(field, out string? value) && !string.IsNullOrWhiteSpace(value))
            {
                return value;
            }

            errors.Add(new LeadValidationError(field, "required", "a value is needed; it is missing or blank."));
            return "";
        }
    }

    /// <summary>The form field that a field of the store was read from: whoever sent the form knows it by that name.</summary>
    public static string FormField(string storeField) => storeField switch
    {
        nameof(InboundMessage.SourceId) => nameof(MessageSid),
        nameof(Lead.Name) => nameof(ProfileName),
        _ => storeField,
    };
}
