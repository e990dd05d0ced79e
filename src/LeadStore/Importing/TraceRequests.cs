using System.Text;
using System.Text.Json;
using LeadStore.Attributes;
using LeadStore.SkipTracing;

namespace LeadStore.Importing;

/// <summary>
/// What another system asked a provider, read from the JSON in which it kept its question: whoever asks the same later finds the answer. Pure.
/// </summary>
internal static class TraceRequests
{
    private const int Deepest = 6;

    // By names without case and signs.
    private static readonly Dictionary<string, Part> Names = new(StringComparer.Ordinal)
    {
        ["firstname"] = Part.First,
        ["ownerfirstname"] = Part.First,
        ["fname"] = Part.First,
        ["givenname"] = Part.First,
        ["first"] = Part.First,
        ["lastname"] = Part.Last,
        ["ownerlastname"] = Part.Last,
        ["lname"] = Part.Last,
        ["surname"] = Part.Last,
        ["last"] = Part.Last,
        ["fullname"] = Part.Full,
        ["name"] = Part.Full,
        ["ownername"] = Part.Full,
        ["owner"] = Part.Full,
        ["ownerfullname"] = Part.Full,
        ["address"] = Part.Address,
        ["propertyaddress"] = Part.Address,
        ["fulladdress"] = Part.Address,
        ["siteaddress"] = Part.Address,
        ["street"] = Part.Street,
        ["streetaddress"] = Part.Street,
        ["address1"] = Part.Street,
        ["addressline1"] = Part.Street,
        ["line1"] = Part.Street,
        ["city"] = Part.City,
        ["state"] = Part.State,
        ["statecode"] = Part.State,
        ["zip"] = Part.PostalCode,
        ["zipcode"] = Part.PostalCode,
        ["postalcode"] = Part.PostalCode,
        ["postal"] = Part.PostalCode,
    };

    private enum Part
    {
        First,
        Last,
        Full,
        Address,
        Street,
        City,
        State,
        PostalCode,
    }

    /// <summary>What was asked; null if the text is no JSON, or names neither a person nor an address.</summary>
    public static SkipTraceRequest? Read(string? json)
    {
        if (json is null || !json.AsSpan().TrimStart().StartsWith('{') && !json.AsSpan().TrimStart().StartsWith('['))
        {
            return null;
        }

        string?[] parts = new string?[Enum.GetValues<Part>().Length];
        try
        {
            using JsonDocument document = JsonDocument.Parse(json, new JsonDocumentOptions { MaxDepth = JsonText.MaxDepth });
            Collect(document.RootElement, parts, Deepest);
        }
        catch (JsonException)
        {
            return null;
        }

        string? street = parts[(int)Part.Street];
        string? address = parts[(int)Part.Address];
        if (address is not null && street is null && (parts[(int)Part.City] ?? parts[(int)Part.PostalCode]) is not null)
        {
            (street, address) = (address, null);
        }

        SkipTraceRequest request = new()
        {
            FirstName = parts[(int)Part.First],
            LastName = parts[(int)Part.Last],
            FullName = parts[(int)Part.Full],
            Address = address,
            Street = street,
            City = parts[(int)Part.City],
            State = parts[(int)Part.State],
            PostalCode = parts[(int)Part.PostalCode],
        };
        return RequestKey.Of(request) is null ? null : request;
    }

    // What stands nearer to the root counts; of several questions the first.
    private static void Collect(JsonElement element, string?[] parts, int depth)
    {
        if (element.ValueKind == JsonValueKind.Array)
        {
            foreach (JsonElement first in element.EnumerateArray().Take(1))
            {
                Collect(first, parts, depth);
            }
        }

        if (element.ValueKind != JsonValueKind.Object || depth == 0)
        {
            return;
        }

        foreach (JsonProperty property in element.EnumerateObject())
        {
            if (Names.TryGetValue(Plain(property.Name), out Part part) && Text(property.Value) is { } text)
            {
                parts[(int)part] ??= text;
            }
        }

        foreach (JsonProperty property in element.EnumerateObject())
        {
            // Where the owner gets letters is not where the property is.
            if (!Plain(property.Name).StartsWith("mail", StringComparison.Ordinal))
            {
                Collect(property.Value, parts, depth - 1);
            }
        }
    }

    private static string? Text(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => string.IsNullOrWhiteSpace(value.GetString()) ? null : value.GetString()!.Trim(),
        JsonValueKind.Number => value.GetRawText(),
        _ => null,
    };

    private static string Plain(string name)
    {
        StringBuilder plain = new(name.Length);
        foreach (char letter in name)
        {
            if (char.IsAsciiLetterOrDigit(letter))
            {
                plain.Append(char.ToLowerInvariant(letter));
            }
        }

        return plain.ToString();
    }
}
