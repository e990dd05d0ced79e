using System.Text.Json;
using LeadStore.Attributes;

namespace LeadStore.SkipTracing;

/// <summary>A request as it is stored: a JSON object of those fields that are given.</summary>
internal static class RequestJson
{
    private static readonly string[] Names = ["firstName", "lastName", "fullName", "address", "street", "city", "state", "postalCode"];

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
        string?[] fields = new string?[Names.Length];
        Utf8JsonReader reader = new(json);
        while (reader.Read())
        {
            if (reader.TokenType != JsonTokenType.PropertyName)
            {
                continue;
            }

            int field = IndexOf(ref reader);
            reader.Read();
            if (field >= 0)
            {
                fields[field] = reader.GetString();
            }
            else
            {
                reader.Skip();
            }
        }

        return new SkipTraceRequest
        {
            FirstName = fields[0],
            LastName = fields[1],
            FullName = fields[2],
            Address = fields[3],
            Street = fields[4],
            City = fields[5],
            State = fields[6],
            PostalCode = fields[7],
        };
    }

    private static int IndexOf(ref Utf8JsonReader reader)
    {
        for (int i = 0; i < Names.Length; i++)
        {
            if (reader.ValueTextEquals(Names[i]))
            {
                return i;
            }
        }

        return -1;
    }

    private static void Write(Utf8JsonWriter writer, string name, string? value)
    {
        if (value is not null)
        {
            writer.WriteString(name, value);
        }
    }
}
