namespace LeadStore.Tests.Phones;

// The numbers are the examples of the documentation and of libphonenumber.
public sealed class PhoneNumberTests
{
    [Theory]
    [InlineData("+447809505864")]
    [InlineData("+44 7809 505864")]
    [InlineData("  +44-7809-505864  ")]
    [InlineData("+44 (0)7809 505 864")]
    [InlineData("+44(7809)505864")]
    [InlineData("+44.7809.505864")]
    [InlineData("+44/7809/505864")]
    [InlineData("++44 7809 505864")]
    [InlineData("0044 7809 505864")]
    [InlineData("00 44 (0) 7809-505864")]
    [InlineData("+0044 7809 505864")]
    [InlineData("whatsapp:+447809505864")]
    [InlineData("WhatsApp: +44 7809 505864")]
    [InlineData("tel:+44-7809-505864")]
    [InlineData("TEL:+447809505864;ext=12")]
    [InlineData("tel:7809505864;phone-context=+44")]
    [InlineData("tel:7809505864;isub=12;phone-context=+44")]
    [InlineData("sms:+447809505864?body=Hello")]
    [InlineData("+44 7809 505864 x123")]
    [InlineData("+44 7809 505864 ext. 123")]
    [InlineData("+44 7809 505864 extension 123")]
    [InlineData("+44 7809 505864 #123")]
    [InlineData("+44 7809 505864, доб. 123")]
    [InlineData("Mobile: +44 7809 505864")]
    [InlineData("\uFF0B\uFF14\uFF14\u3000\uFF17\uFF18\uFF10\uFF19\uFF0D\uFF15\uFF10\uFF15\uFF18\uFF16\uFF14")]
    [InlineData("+٤٤ ٧٨٠٩ ٥٠٥٨٦٤")]
    [InlineData("+۴۴ ۷۸۰۹ ۵۰۵۸۶۴")]
    [InlineData("+४४ ७८०९ ५०५८६४")]
    [InlineData("+44\u00A07809\u202F505\u2009864")]
    [InlineData("\u202A+44\u200B7809\u200E505864\u202C\uFEFF")]
    [InlineData("+44\u20137809\u2014505\u2212864")]
    [InlineData("+44\t7809\t505864")]
    [InlineData("📞 +44 7809 505864")]
    public void All_spellings_of_a_number_are_the_same_number(string text)
    {
        PhoneNumber.Parse(text).ToString().Should().Be("+447809505864");
        PhoneNumber.Parse(text, "FR").Should().Be(PhoneNumber.Parse("+447809505864"));
    }

    [Theory]
    [InlineData("07809 505864", "GB", "+447809505864")]
    [InlineData("07809 505864", "gb", "+447809505864")]
    [InlineData("7809 505864", "GB", "+447809505864")]
    [InlineData("44 7809 505864", "GB", "+447809505864")]
    [InlineData("(555) 123-4567", "US", "+15551234567")]
    [InlineData("1-555-123-4567", "US", "+15551234567")]
    [InlineData("15551234567", "US", "+15551234567")]
    [InlineData("1-800-FLOWERS", "US", "+18003569377")]
    [InlineData("0151 23456789", "DE", "+4915123456789")]
    [InlineData("8 (912) 345-67-89", "RU", "+79123456789")]
    [InlineData("06 1234 5678", "IT", "+390612345678")]
    [InlineData("090-1234-5678", "JP", "+819012345678")]
    [InlineData("098765 43210", "IN", "+919876543210")]
    [InlineData("0412 345 678", "AU", "+61412345678")]
    public void A_national_number_is_read_in_its_region(string text, string region, string expected) =>
        PhoneNumber.Parse(text, region).ToString().Should().Be(expected);

    [Theory]
    [InlineData("011 44 7809 505864", "US")]
    [InlineData("0011 44 7809 505864", "AU")]
    [InlineData("8~10 44 7809 505864", "RU")]
    [InlineData("010 44 7809 505864", "JP")]
    [InlineData("00 21 44 7809 505864", "BR")]
    [InlineData("00700 44 7809 505864", "KR")]
    [InlineData("+011 44 7809 505864", "US")]
    [InlineData("00 44 7809 505864", "US")]
    [InlineData("0044 (0)7809 505864", "AU")]
    public void A_number_dialled_from_abroad_is_read_with_the_prefix_of_the_region_or_00(string text, string region) =>
        PhoneNumber.Parse(text, region).ToString().Should().Be("+447809505864");

    [Theory]
    [InlineData("011 15-2345-6789", "AR", "+5491123456789")]
    [InlineData("0 15 (11) 96123-4567", "BR", "+5511961234567")]
    [InlineData("90 11 96123-4567", "BR", "+5511961234567")]
    [InlineData("222 123 4567", "MX", "+522221234567")]
    [InlineData("268 460-1234", "AG", "+12684601234")]
    [InlineData("460-1234", "AG", "+12684601234")]
    [InlineData("06 30 123 4567", "HU", "+36301234567")]
    public void Carrier_codes_mobile_tokens_and_missing_area_codes_are_put_right(string text, string region, string expected) =>
        PhoneNumber.Parse(text, region).ToString().Should().Be(expected);

    [Theory]
    [InlineData("+15551234567", "a number that nobody has, but could have")]
    [InlineData("+80012345678", "an international freephone number")]
    [InlineData("+390612345678", "the 0 of an Italian landline stays")]
    public void A_possible_number_is_kept_as_it_is(string e164, string because)
    {
        PhoneNumber.TryParse(e164, out PhoneNumber number).Should().BeTrue(because);
        number.ToString().Should().Be(e164, because);
    }

    [Fact]
    public void Trunk_prefixes_in_a_row_come_off_until_the_number_reads_as_itself()
    {
        PhoneNumber number = PhoneNumber.Parse("000 3356 9377", "GB");

        number.ToString().Should().Be("+44033569377");
        PhoneNumber.Parse(number.ToString()).Should().Be(number);
    }

    [Fact]
    public void The_longest_possible_number_fits()
    {
        PhoneNumber number = PhoneNumber.Parse("+62 80 3123 4567 8901 234");

        number.ToString().Should().Be("+6280312345678901234");
        PhoneNumber.FromDigits(number.Digits).Should().Be(number);
    }

    [Fact]
    public void A_region_is_not_needed_for_an_international_number_and_may_even_be_wrong() =>
        PhoneNumber.TryParse("+447809505864", "XX", out _).Should().BeTrue();

    [Fact]
    public void No_number_is_empty_text_and_says_so()
    {
        PhoneNumber none = default;

        none.IsEmpty.Should().BeTrue();
        none.ToString().Should().BeEmpty();
        PhoneNumber.TryParse(null, out none).Should().BeFalse();
        none.Should().Be(default(PhoneNumber));
        PhoneNumber.Parse("+447809505864").IsEmpty.Should().BeFalse();
    }

    [Fact]
    public void Numbers_are_compared_by_their_digits()
    {
        PhoneNumber american = PhoneNumber.Parse("+15551234567");
        PhoneNumber british = PhoneNumber.Parse("+447809505864");
        PhoneNumber same = PhoneNumber.Parse("07809 505864", "GB");

        (british == same).Should().BeTrue();
        (british != american).Should().BeTrue();
        british.Equals((object)same).Should().BeTrue();
        british.Equals("+447809505864").Should().BeFalse();
        british.GetHashCode().Should().Be(same.GetHashCode());
        (american < british && british > american && british >= same && british <= same).Should().BeTrue();
        new[] { british, american, default }.Order().Should().Equal(default, american, british);
    }

    [Fact]
    public void A_stored_number_comes_back_from_its_digits()
    {
        PhoneNumber.Parse("+447809505864").Digits.Should().Be(447809505864);
        PhoneNumber.FromDigits(447809505864).ToString().Should().Be("+447809505864");
    }

    [Theory]
    [InlineData("GB", true)]
    [InlineData("us", true)]
    [InlineData("Xk", true)]
    [InlineData("UK", false)]
    [InlineData("XX", false)]
    [InlineData("001", false)]
    [InlineData("USA", false)]
    [InlineData("", false)]
    [InlineData("É1", false)]
    public void A_region_is_known_by_its_two_letters(string region, bool known) =>
        PhoneNumber.IsKnownRegion(region).Should().Be(known);
}
