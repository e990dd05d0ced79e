using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using LeadStore.Addresses;

namespace LeadStore.SkipTracing;

/// <summary>
/// The form of a request by which the same question in another spelling is recognised: nobody is to pay for it twice. Kept as a hash, so
/// that the index holds no names.
/// </summary>
internal static class RequestKey
{
    // What may follow a name behind a comma and is not a first name.
    private static readonly HashSet<string> Endings = new(StringComparer.Ordinal)
    {
        "JR", "SR", "II", "III", "IV", "V", "ESQ", "MD", "PHD", "LLC", "LLP", "LP", "INC", "CORP", "CO", "LTD", "TRUST", "TRUSTEE", "ESTATE",
        "ETAL", "ET", "AL", "LE",
    };

    /// <summary>32 hexadecimal digits; null if the request names neither a person nor an address.</summary>
    public static string? Of(SkipTraceRequest request)
    {
        string name = Name(request);
        string address = Address(request);
        if (name.Length == 0 && address.Length == 0)
        {
            return null;
        }

        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(Encoding.UTF8.GetBytes($"1\n{name}\n{address}"), hash);
        return Convert.ToHexStringLower(hash[..16]);
    }

    private static string Address(SkipTraceRequest request) => AddressKey.Of(
        request.Street is null && request.Address is not null
            ? request.Address
            : string.Join(", ", new[] { request.Street, request.City, Joined(request.State, request.PostalCode) }.Where(part => part is not null)));

    private static string? Joined(string? state, string? postalCode) =>
        state is null ? postalCode : postalCode is null ? state : $"{state} {postalCode}";

    private static string Name(SkipTraceRequest request)
    {
        if (request.FirstName is not null || request.LastName is not null || request.FullName is null)
        {
            return Ordered([.. Words(request.FirstName), .. Words(request.LastName)]);
        }

        // Last name first, as registers of property have it.
        int comma = request.FullName.IndexOf(',', StringComparison.Ordinal);
        List<string> behind = comma < 0 ? [] : Words(request.FullName[(comma + 1)..]);
        return behind.TrueForAll(Endings.Contains)
            ? Ordered(Words(request.FullName))
            : Ordered([.. behind, .. Words(request.FullName[..comma])]);
    }

    private static string Ordered(List<string> words) =>
        string.Join(' ', words.Where(word => !Endings.Contains(word)).Concat(words.Where(Endings.Contains)));

    private static List<string> Words(string? text)
    {
        List<string> words = [];
        StringBuilder word = new();
        foreach (char c in text ?? "")
        {
            if (char.IsLetterOrDigit(c))
            {
                LatinLetters.AppendPlain(word, c);
            }
            else if (word.Length > 0 && c is not ('\'' or '\u2019' or '.') && char.GetUnicodeCategory(c) != UnicodeCategory.NonSpacingMark)
            {
                words.Add(word.ToString());
                word.Clear();
            }
        }

        if (word.Length > 0)
        {
            words.Add(word.ToString());
        }

        return words;
    }
}
