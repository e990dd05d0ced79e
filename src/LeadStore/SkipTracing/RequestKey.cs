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
    private const int OnStack = 512;

    /// <summary>32 hexadecimal digits; null if the request names neither a person nor an address.</summary>
    public static string? Of(SkipTraceRequest request)
    {
        string address = AddressKey.Of(Address(request));
        bool inOneField = request.FirstName is null && request.LastName is null;
        int length = Version.Length + 1 + address.Length
            + (inOneField ? NameWords.Longest(request.FullName, null) : NameWords.Longest(request.FirstName, request.LastName));
        char[]? rented = null;
        Span<char> text = length <= OnStack ? stackalloc char[OnStack] : (rented = ArrayPool<char>.Shared.Rent(length));
        Version.CopyTo(text);
        int end = Version.Length;
        end += inOneField ? NameWords.WriteWhole(request.FullName, text[end..])
            : NameWords.Write(request.FirstName, request.LastName, text[end..]);
        bool isEmpty = end == Version.Length && address.Length == 0;
        text[end++] = '\n';
        address.CopyTo(text[end..]);
        string? key = isEmpty ? null : Hash(text[..(end + address.Length)]);
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

    private static string Address(SkipTraceRequest request)
    {
        if (request.Street is null && request.Address is not null)
        {
            return request.Address;
        }

        (string? street, string? city, string? state, string? code) = (request.Street, request.City, request.State, request.PostalCode);
        return street is not null && city is not null && state is not null && code is not null
            ? $"{street}, {city}, {state} {code}"
            : string.Join(", ", new[] { street, city, Joined(state, code) }.Where(part => part is not null));
    }

    private static string? Joined(string? state, string? code) => state is null ? code : code is null ? state : $"{state} {code}";
}
