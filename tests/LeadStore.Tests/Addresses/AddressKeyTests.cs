using System.Globalization;
using System.Text;
using LeadStore.Addresses;

namespace LeadStore.Tests.Addresses;

/// <summary>The key by which an address is recognised in other spellings.</summary>
public sealed class AddressKeyTests
{
    private readonly int _seed = int.TryParse(Environment.GetEnvironmentVariable("SEED"), CultureInfo.InvariantCulture, out int seed)
        ? seed
        : Random.Shared.Next();

    [Theory]
    [InlineData("12 Main Street, Springfield, IL 62704", "12 MAIN ST SPRINGFIELD IL 62704")]
    [InlineData("12  main st.\tspringfield il  62704-1234", "12 MAIN ST SPRINGFIELD IL 62704")]
    [InlineData("12 Main Str, Springfield, Illinois 627041234, USA", "12 MAIN ST SPRINGFIELD IL 62704")]
    [InlineData("12 Main St, Springfield, Illinois, United States of America", "12 MAIN ST SPRINGFIELD IL")]
    [InlineData("12 MAIN STREET", "12 MAIN ST")]
    [InlineData("500 North-East 3rd Avenue Apt. #4B, Miami, Florida 33101", "500 N E 3RD AVE APT 4B MIAMI FL 33101")]
    [InlineData("500 N.E. 3rd Ave Unit 4B Miami FL 33101", "500 NE 3RD AVE APT 4B MIAMI FL 33101")]
    [InlineData("500 Northeast 3rd Av # 4B, Miami FL 33101", "500 NE 3RD AVE APT 4B MIAMI FL 33101")]
    [InlineData("1 Suite #200 Center Parkway", "1 STE 200 CTR PKWY")]
    [InlineData("350 Fifth Ave, Floor 20, New York, New York 10118", "350 FIFTH AVE FL 20 NEW YORK NY 10118")]
    [InlineData("P.O. Box 12, Saint Paul, Minnesota 55101", "PO BOX 12 ST PAUL MN 55101")]
    [InlineData("P.O. Box 12, St. Paul, MN 55101", "PO BOX 12 ST PAUL MN 55101")]
    [InlineData("7 O'Brien Court, Cheyenne, Wyoming 82001", "7 OBRIEN CT CHEYENNE WY 82001")]
    [InlineData("7 Hidden Way, Cheyenne, WY 82001", "7 HIDDEN WAY CHEYENNE WY 82001")]
    [InlineData("7 Hidden Wy, Cheyenne, WY 82001", "7 HIDDEN WAY CHEYENNE WY 82001")]
    [InlineData("100 West Virginia Avenue, Charleston, West Virginia 25301", "100 W VIRGINIA AVE CHARLESTON WV 25301")]
    [InlineData("12 Washington", "12 WASHINGTON")]
    [InlineData("3 Cañon Road, Ojai, CA", "3 CANON RD OJAI CA")]
    [InlineData("123-45 Queens Boulevard, Queens, NY 11415", "123 45 QUEENS BLVD QUEENS NY 11415")]
    [InlineData("10 Highway 41 South, Elko, GA, US", "10 HWY 41 S ELKO GA")]
    public void An_american_address_has_one_key_in_all_its_spellings(string address, string key) => AddressKey.Of(address).Should().Be(key);

    [Theory]
    [InlineData("12 High Street, London SW1A 1AA", "12 HIGH STREET LONDON SW1A 1AA")]
    [InlineData("99 Spring Road, Toronto, Ontario M5V 2T6", "99 SPRING ROAD TORONTO ONTARIO M5V 2T6")]
    [InlineData("Hauptstraße 5 # 7, 10115 Berlin", "HAUPTSTRASSE 5 7 10115 BERLIN")]
    [InlineData("Plaza Mayor 1, Oeste", "PLAZA MAYOR 1 OESTE")]
    [InlineData("東京都千代田区１−１", "東京都千代田区1 1")]
    [InlineData("5 Дворцовая набережная, North", "5 ДВОРЦОВАЯ НАБЕРЕЖНАЯ NORTH")]
    [InlineData("e\u0301toile Été", "ETOILE ETE")]
    [InlineData(" ,.#' ", "")]
    [InlineData("\uD83D 1 \uDE00", "1")]
    public void Another_address_is_folded_and_nothing_more(string address, string key) => AddressKey.Of(address).Should().Be(key);

    [Fact]
    public void Every_standard_stands_for_itself() =>
        AddressWords.All.Select(word => AddressWords.StandardOf(word)).OfType<string>().Should()
            .NotBeEmpty().And.OnlyContain(standard => AddressWords.StandardOf(standard) == null);

    [Fact]
    public void A_key_of_a_key_is_the_key_whatever_the_text()
    {
        Random random = new(_seed);
        for (int i = 0; i < 20_000; i++)
        {
            string text = random.Next(2) == 0 ? Words(random) : Characters(random);
            string key = AddressKey.Of(text);
            AddressKey.Of(key).Should().Be(key, $"seed {_seed}: {text}");
            key.Should().NotContain("  ").And.NotStartWith(" ").And.NotEndWith(" ");
        }
    }

    [Fact]
    public void Case_punctuation_and_blanks_do_not_count()
    {
        Random random = new(_seed);
        for (int i = 0; i < 5_000; i++)
        {
            string[] words = Words(random).Split(' ');
            string plain = string.Join(' ', words);
            string decorated = string.Concat(words.Select(word =>
                (random.Next(2) == 0 ? word : word.ToLowerInvariant()) + random.GetItems([", ", "  ", " - ", "\t", ",\n"], 1)[0]));
            AddressKey.Of(decorated).Should().Be(AddressKey.Of(plain), $"seed {_seed}: {decorated}");
        }
    }

    private static string Words(Random random)
    {
        string[] vocabulary =
        [
            .. AddressWords.All, "12", "12345", "6789", "123456789", "#", "USA", "US", "UNITED", "STATES", "OF", "AMERICA", "MAIN", "4B",
            "SW1A", "1AA",
        ];
        return string.Join(' ', random.GetItems(vocabulary, random.Next(1, 9)));
    }

    private static string Characters(Random random)
    {
        StringBuilder text = new();
        for (int i = random.Next(20); i > 0; i--)
        {
            text.Append((char)(random.Next(3) == 0 ? random.Next(char.MaxValue + 1) : random.Next(0x180)));
        }

        return text.ToString();
    }
}
