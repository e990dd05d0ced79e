namespace SmsAssistant;

/// <summary>How personal data is shown where it need not be shown in full: on a console, in a log, on a page without a login.</summary>
public static class Privacy
{
    /// <summary>A phone number as <c>+44 •••• 0123</c>: enough to tell two customers apart, too little to ring one.</summary>
    /// <param name="phone">A number as the store keeps it: E.164.</param>
    public static string Mask(string? phone)
    {
        if (phone is not ['+', _, ..] || phone.Length < 8)
        {
            return "no number";
        }

        // Two digits of country code are right for most of the world; North America and Russia have one.
        int countryCode = phone[1] is '1' or '7' ? 2 : 3;
        return $"{phone[..countryCode]} •••• {phone[^4..]}";
    }
}
