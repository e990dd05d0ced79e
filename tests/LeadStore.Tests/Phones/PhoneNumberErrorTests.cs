using LeadStore.Phones;

namespace LeadStore.Tests.Phones;

public sealed class PhoneNumberErrorTests
{
    private static readonly string LongText = string.Concat(Enumerable.Repeat("I would like to sell my house, please call. ", 20));

    [Theory]
    [InlineData("", null, "required")]
    [InlineData("  \t ", null, "required")]
    [InlineData("\u200B\u200E", null, "required")]
    [InlineData("abc", null, "not_a_phone_number")]
    [InlineData("+", null, "not_a_phone_number")]
    [InlineData("++", "GB", "not_a_phone_number")]
    [InlineData("1", "GB", "not_a_phone_number")]
    [InlineData("🎉🏠", null, "not_a_phone_number")]
    [InlineData("https://example.com/5551234567", "US", "not_a_phone_number")]
    [InlineData("5551234567@example.com", "US", "not_a_phone_number")]
    [InlineData("+447809505864\n+447809505865", null, "not_a_phone_number")]
    [InlineData("tel:7809505864;phone-context=", "GB", "not_a_phone_number")]
    [InlineData("tel:7809505864;phone-context=+", "GB", "not_a_phone_number")]
    [InlineData("07809 505864", null, "region_required")]
    [InlineData("07809 505864", "", "region_required")]
    [InlineData("447809505864", null, "region_required")]
    [InlineData("07809 505864", "UK", "unknown_region")]
    [InlineData("07809 505864", "United Kingdom", "unknown_region")]
    [InlineData("+999 1234567", null, "unknown_country_code")]
    [InlineData("00999 1234567", null, "unknown_country_code")]
    [InlineData("+0 7809 505864", "GB", "unknown_country_code")]
    [InlineData("12", null, "too_short")]
    [InlineData("12", "US", "too_short")]
    [InlineData("+44", null, "not_a_phone_number")]
    [InlineData("+447", null, "too_short")]
    [InlineData("+1234567890", null, "too_short")]
    [InlineData("0044", "GB", "too_short")]
    [InlineData("0044 7809", "US", "too_short")]
    [InlineData("0099 7809505864123", "US", "too_long")]
    [InlineData("123456789012345678901234567890", null, "too_long")]
    [InlineData("+123456789012345678901234567890", null, "too_long")]
    [InlineData("+155512345678", null, "too_long")]
    [InlineData("07809 505864 07809 505865", "GB", "too_long")]
    [InlineData("+474455667", null, "impossible_length")]
    [InlineData("123-4567", "US", "area_code_missing")]
    [InlineData("+1 123 4567", null, "area_code_missing")]
    public void A_text_that_is_no_number_is_refused_with_a_code(string text, string? region, string code)
    {
        Action parse = () => PhoneNumber.Parse(text, region);

        LeadValidationError error = parse.Should().Throw<LeadValidationException>().Which.Errors.Should().ContainSingle().Subject;
        error.Field.Should().Be("Phone");
        error.Code.Should().Be(code);
        PhoneNumber.TryParse(text, region, out PhoneNumber none).Should().BeFalse();
        none.IsEmpty.Should().BeTrue();
    }

    [Fact]
    public void A_long_text_is_refused_without_being_read()
    {
        PhoneNumber.TryParse(LongText.AsSpan(), "GB", out _).Should().Be(PhoneParseError.TooLong);
        PhoneNumber.TryParse(string.Concat("+447809505864", new string(' ', 237)), out _).Should().BeTrue();
        PhoneNumber.TryParse(string.Concat("+447809505864", new string(' ', 238)), out _).Should().BeFalse();
    }

    [Fact]
    public void A_national_number_without_a_region_says_which_setting_is_missing()
    {
        Action parse = () => PhoneNumber.Parse("07809 505864");

        parse.Should().Throw<LeadValidationException>()
            .WithMessage("*LeadDatabaseOptions.DefaultRegion*LEADSTORE_DEFAULT_REGION*+*country code*");
    }

    [Fact]
    public void No_text_at_all_is_a_mistake_of_the_caller() =>
        FluentActions.Invoking(() => PhoneNumber.Parse(null!)).Should().Throw<ArgumentNullException>();

    [Theory]
    [InlineData("07809 505864", null)]
    [InlineData("07809 505864", "UK")]
    [InlineData("+999 7809505864", null)]
    [InlineData("+44 7809 505864 780 950", null)]
    [InlineData("+1 7809", null)]
    [InlineData("780 9505", "US")]
    [InlineData("7809505864 or so @home", "US")]
    public void An_error_never_repeats_the_digits_that_were_given(string text, string? region)
    {
        Action parse = () => PhoneNumber.Parse(text, region);

        string whole = parse.Should().Throw<LeadValidationException>().Which.ToString();
        whole.Should().NotContain("780").And.NotContain("505").And.NotContain("864").And.NotContain(text);
    }

    [Fact]
    public void Every_error_has_a_code_and_words_of_its_own()
    {
        LeadValidationError[] errors =
        [
            .. Enum.GetValues<PhoneParseError>().Where(e => e != PhoneParseError.None).Select(e => PhoneNumber.Describe(e, "Mobile")),
        ];

        errors.Select(e => e.Code).Should().OnlyHaveUniqueItems();
        errors.Select(e => e.Message).Should().OnlyHaveUniqueItems();
        errors.Should().OnlyContain(e => e.Field == "Mobile" && e.Message.EndsWith('.'));
        FluentActions.Invoking(() => PhoneNumber.Describe(PhoneParseError.None, "Mobile")).Should().Throw<ArgumentOutOfRangeException>();
    }
}
