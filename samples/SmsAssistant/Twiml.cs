using System.Xml;
using System.Xml.Linq;

namespace SmsAssistant;

/// <summary>The answer to a webhook, in Twilio's markup.</summary>
public static class Twiml
{
    /// <summary>Messages to send back; none at all is an answer too.</summary>
    public static string Response(IEnumerable<string> replies)
    {
        ArgumentNullException.ThrowIfNull(replies);
        XElement response = new("Response", replies.Select(reply => new XElement("Message", Allowed(reply))));
        return $"""<?xml version="1.0" encoding="UTF-8"?>{response.ToString(SaveOptions.DisableFormatting)}""";
    }

    // XML can escape < and &, but has no way at all to write some control characters, and a reply may quote what a customer typed.
    private static string Allowed(string text)
    {
        if (text.All(XmlConvert.IsXmlChar))
        {
            return text;
        }

        return string.Concat(text.Where((c, i) =>
            XmlConvert.IsXmlChar(c)
            || (char.IsHighSurrogate(c) && i + 1 < text.Length && char.IsLowSurrogate(text[i + 1]))
            || (char.IsLowSurrogate(c) && i > 0 && char.IsHighSurrogate(text[i - 1]))));
    }
}
