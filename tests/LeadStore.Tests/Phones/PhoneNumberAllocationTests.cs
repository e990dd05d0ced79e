namespace LeadStore.Tests.Phones;

public sealed class PhoneNumberAllocationTests
{
    private const int Rounds = 1_000;

    [Theory]
    [InlineData("+447809505864", null)]
    [InlineData("+15551234567", "GB")]
    [InlineData("+390612345678", null)]
    [InlineData("whatsapp:+447809505864", null)]
    [InlineData("+44 7809 505864", null)]
    [InlineData("0044 7809 505864", null)]
    [InlineData("07809 505864", "GB")]
    [InlineData("(555) 123-4567", "US")]
    [InlineData("not a number", null)]
    public void Reading_a_number_allocates_nothing(string text, string? region)
    {
        Allocated(text, region);

        Allocated(text, region).Should().Be(0);
    }

    private static long Allocated(string text, string? region)
    {
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < Rounds; i++)
        {
            PhoneNumber.TryParse(text, region, out _);
        }

        return GC.GetAllocatedBytesForCurrentThread() - before;
    }
}
