using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Primitives;

namespace SmsAssistant;

/// <summary>
/// Twilio's proof that a webhook comes from Twilio: HMAC-SHA1, keyed with the account's auth token, over the address that was called and
/// the sorted form fields. See "Security" in Twilio's documentation of webhooks.
/// </summary>
public static class TwilioSignature
{
    /// <summary>The header that carries the signature.</summary>
    public const string Header = "X-Twilio-Signature";

    /// <summary>Whether a signature is the right one.</summary>
    /// <param name="authToken">The account's auth token.</param>
    /// <param name="url">The address as Twilio called it, with scheme and query.</param>
    /// <param name="form">The form fields.</param>
    /// <param name="signature">What the header says.</param>
    public static bool IsValid(string authToken, string url, IEnumerable<KeyValuePair<string, StringValues>> form, string? signature)
    {
        // Compared in constant time: how long a refusal takes must not tell how much of a guess was right.
        byte[] expected = Encoding.ASCII.GetBytes(Compute(authToken, url, form));
        byte[] given = Encoding.ASCII.GetBytes(signature ?? "");
        return CryptographicOperations.FixedTimeEquals(expected, given);
    }

    /// <summary>The signature of a webhook.</summary>
    /// <inheritdoc cref="IsValid"/>
    public static string Compute(string authToken, string url, IEnumerable<KeyValuePair<string, StringValues>> form)
    {
        ArgumentException.ThrowIfNullOrEmpty(authToken);
        ArgumentException.ThrowIfNullOrEmpty(url);
        ArgumentNullException.ThrowIfNull(form);
        StringBuilder signed = new(url);
        foreach ((string key, StringValues values) in form.OrderBy(field => field.Key, StringComparer.Ordinal))
        {
            foreach (string value in values.Select(value => value ?? "").Distinct().Order(StringComparer.Ordinal))
            {
                signed.Append(key).Append(value);
            }
        }

#pragma warning disable CA5350 // Twilio chose the algorithm.
        byte[] hash = HMACSHA1.HashData(Encoding.UTF8.GetBytes(authToken), Encoding.UTF8.GetBytes(signed.ToString()));
#pragma warning restore CA5350
        return Convert.ToBase64String(hash);
    }
}
