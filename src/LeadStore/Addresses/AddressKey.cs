using System.Text;

namespace LeadStore.Addresses;

/// <summary>The form of a postal address by which two spellings of one address are recognised as the same.</summary>
internal static class AddressKey
{
    /// <summary>Upper case, words separated by one space, no punctuation.</summary>
    public static string Of(string address)
    {
        StringBuilder key = new(address.Length);
        foreach (char c in address.Normalize(NormalizationForm.FormKC).ToUpperInvariant())
        {
            if (char.IsLetterOrDigit(c))
            {
                key.Append(c);
            }
            else if (key.Length > 0 && key[^1] != ' ')
            {
                key.Append(' ');
            }
        }

        return key.ToString().TrimEnd();
    }
}
