using System.Text.RegularExpressions;

namespace LeadStore.Tests.Phones;

/// <summary>One line of a fixture: a text, and what libphonenumber reads in it.</summary>
/// <param name="Region">The region of the number; 001 if it belongs to no country.</param>
/// <param name="Type">The type of the number, for example MOBILE.</param>
/// <param name="Kind">The kind of spelling, for example from-abroad.</param>
/// <param name="ReadIn">The region to read the text in; empty for none.</param>
/// <param name="Text">The text to read.</param>
/// <param name="Expected">The number in E.164 form, or - if the text must be refused.</param>
public sealed record PhoneSample(string Region, string Type, string Kind, string ReadIn, string Text, string Expected);

/// <summary>The fixtures that eng/phones/build-fixtures.mjs writes.</summary>
public static class PhoneFixture
{
    public static IEnumerable<PhoneSample> Read(string name)
    {
        using Stream stream = typeof(PhoneFixture).Assembly.GetManifestResourceStream($"LeadStore.Tests.Phones.{name}")!;
        using StreamReader reader = new(stream);
        while (reader.ReadLine() is { } line)
        {
            string[] columns = line.Split('\t');
            yield return new PhoneSample(columns[0], columns[1], columns[2], columns[3], Unescape(columns[4]), columns[5]);
        }
    }

    private static string Unescape(string text) =>
        Regex.Replace(text, @"\\u([0-9a-f]{4})", m => ((char)Convert.ToInt32(m.Groups[1].Value, 16)).ToString());
}
