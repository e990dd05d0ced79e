using System.Buffers;
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
    private const string Version = "1\n";
    private const string Separator = ", ";
    private const int OnStack = 512;

    /// <summary>32 hexadecimal digits; null if the request names neither a person nor an address.</summary>
    public static string? Of(SkipTraceRequest request)
    {
        bool inOneField = request.FirstName is null && request.LastName is null;
        int longestAddress = LongestAddress(request);
        int longest = Version.Length + 1 + AddressKey.Longest(longestAddress)
            + (inOneField ? NameWords.Longest(request.FullName, null) : NameWords.Longest(request.FirstName, request.LastName));

        // The address as it is given lies behind the text, until its key has been made.
        int length = longest + longestAddress;
        char[]? rented = null;
        Span<char> text = length <= OnStack ? stackalloc char[OnStack] : (rented = ArrayPool<char>.Shared.Rent(length));
        Span<char> address = text[longest..];
        address = address[..WriteAddress(request, address)];
        Version.CopyTo(text);
        int end = Version.Length;
        end += inOneField ? NameWords.WriteWhole(request.FullName, text[end..longest])
            : NameWords.Write(request.FirstName, request.LastName, text[end..longest]);
        bool hasName = end > Version.Length;
        text[end++] = '\n';
        int addressLength = AddressKey.Write(address, text[end..longest]);
        string? key = hasName || addressLength > 0 ? Hash(text[..(end + addressLength)]) : null;
        if (rented is not null)
        {
            ArrayPool<char>.Shared.Return(rented, clearArray: true);
        }

        return key;
    }

    private static string Hash(ReadOnlySpan<char> text)
    {
        byte[]? rented = null;
        int most = Encoding.UTF8.GetMaxByteCount(text.Length);
        Span<byte> bytes = most <= 3 * OnStack ? stackalloc byte[3 * OnStack] : (rented = ArrayPool<byte>.Shared.Rent(most));
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(bytes[..Encoding.UTF8.GetBytes(text, bytes)], hash);
        if (rented is not null)
        {
            ArrayPool<byte>.Shared.Return(rented, clearArray: true);
        }

        return Convert.ToHexStringLower(hash[..16]);
    }

    private static bool IsInOneField(SkipTraceRequest request) => request.Street is null && request.Address is not null;

    private static int LongestAddress(SkipTraceRequest request) => IsInOneField(request)
        ? request.Address!.Length
        : (request.Street?.Length ?? 0) + (request.City?.Length ?? 0) + (request.State?.Length ?? 0) + (request.PostalCode?.Length ?? 0)
            + (3 * Separator.Length);

    private static int WriteAddress(SkipTraceRequest request, Span<char> text)
    {
        if (IsInOneField(request))
        {
            request.Address!.CopyTo(text);
            return request.Address.Length;
        }

        int length = Append(text, 0, Separator, request.Street);
        length = Append(text, length, Separator, request.City);
        length = Append(text, length, Separator, request.State);
        return Append(text, length, request.State is null ? Separator : " ", request.PostalCode);
    }

    private static int Append(Span<char> text, int length, string separator, string? part)
    {
        if (part is null)
        {
            return length;
        }

        if (length > 0)
        {
            separator.CopyTo(text[length..]);
            length += separator.Length;
        }

        part.CopyTo(text[length..]);
        return length + part.Length;
    }
}
