using System.Text.Json;
using LeadStore.Attributes;

namespace LeadStore.SkipTracing;

/// <summary>A request as it is stored: a JSON object of those fields that are given.</summary>
internal static class RequestJson
{
    public static string Of(SkipTraceRequest request) => JsonText.Write(writer =>
    {
        writer.WriteStartObject();
        Write(writer, "firstName", request.FirstName);
        Write(writer, "lastName", request.LastName);
        Write(writer, "fullName", request.FullName);
        Write(writer, "address", request.Address);
        Write(writer, "street", request.Street);
        Write(writer, "city", request.City);
        Write(writer, "state", request.State);
        Write(writer, "postalCode", request.PostalCode);
        writer.WriteEndObject();
    });

    /// <exception cref="JsonException">It is no JSON object.</exception>
    /// <exception cref="InvalidOperationException">It has a field that is no text.</exception>
    public static SkipTraceRequest Parse(ReadOnlySpan<byte> json)
    {
        (string? first, string? last, string? full, string? address) = (null, null, null, null);
        (string? street, string? city, string? state, string? postalCode) = (null, null, null, null);
        Utf8JsonReader reader = new(json);
        while (reader.Read())
        {
            if (reader.TokenType != JsonTokenType.PropertyName)
            {
                continue;
            }

            if (Is(ref reader, "firstName"u8))
            {
                first = reader.GetString();
            }
            else if (Is(ref reader, "lastName"u8))
            {
                last = reader.GetString();
            }
            else if (Is(ref reader, "fullName"u8))
            {
                full = reader.GetString();
            }
            else if (Is(ref reader, "address"u8))
            {
                address = reader.GetString();
            }
            else if (Is(ref reader, "street"u8))
            {
                street = reader.GetString();
            }
            else if (Is(ref reader, "city"u8))
            {
                city = reader.GetString();
            }
            else if (Is(ref reader, "state"u8))
            {
                state = reader.GetString();
            }
            else if (Is(ref reader, "postalCode"u8))
            {
                postalCode = reader.GetString();
            }
            else
            {
                reader.Skip();
            }
        }

        return new SkipTraceRequest
        {
            FirstName = first,
            LastName = last,
            FullName = full,
            Address = address,
            Street = street,
            City = city,
            State = state,
            PostalCode = postalCode,
        };
    }

    // Goes on to the value if it is the one of that name.
    private static bool Is(ref Utf8JsonReader reader, ReadOnlySpan<byte> name) => reader.ValueTextEquals(name) && reader.Read();

    private static void Write(Utf8JsonWriter writer, string name, string? value)
    {
        if (value is not null)
        {
            writer.WriteString(name, value);
        }
    }
}
