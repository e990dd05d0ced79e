using System.Globalization;
using Xunit.Abstractions;

namespace LeadStore.Tests.Phones;

/// <summary>What LeadStore reads is what libphonenumber reads.</summary>
public sealed class PhoneNumberOracleTests(ITestOutputHelper output)
{
    private const int DisagreementsShown = 40;

    [Theory]
    [InlineData("example-numbers.tsv", 10_000)]
    [InlineData("random-numbers.tsv", 3_000)]
    public void Every_sample_is_read_as_libphonenumber_reads_it(string fixture, int fewestSamples)
    {
        List<(PhoneSample Sample, string Actual)> read = [.. PhoneFixture.Read(fixture).Select(s => (s, ReadBack(s.ReadIn, s.Text)))];
        List<(PhoneSample Sample, string Actual)> different = [.. read.Where(r => r.Actual != r.Sample.Expected)];

        foreach (var group in read.GroupBy(r => r.Sample.Kind).OrderBy(g => g.Key, StringComparer.Ordinal))
        {
            int agreed = group.Count(r => r.Actual == r.Sample.Expected);
            output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{group.Key}: {agreed} of {group.Count()} agree"));
        }

        // The samples are published examples and random digits, so they may be shown.
        foreach ((PhoneSample sample, string actual) in different.Take(DisagreementsShown))
        {
            output.WriteLine($"{sample} but was {actual}");
        }

        read.Should().HaveCountGreaterThan(fewestSamples);
        different.Should().BeEmpty("libphonenumber is the authority, see the output of the test");
    }

    [Fact]
    public void What_was_read_once_is_read_again_in_every_region()
    {
        string[] regions = [.. PhoneFixture.Read("example-numbers.tsv").Select(s => s.Region).Where(r => r != "001").Distinct()];
        string[] numbers = [.. PhoneFixture.Read("example-numbers.tsv").Select(s => s.Expected).Where(e => e != "-").Distinct()];
        regions.Should().HaveCountGreaterThan(200);

        for (int i = 0; i < numbers.Length; i++)
        {
            ReadBack(regions[i % regions.Length], numbers[i]).Should().Be(numbers[i]);
        }
    }

    private static string ReadBack(string region, string text) =>
        PhoneNumber.TryParse(text, region, out PhoneNumber number) ? number.ToString() : "-";
}
