using System.Text.Json;

namespace LeadStore.Tests.Contract.Rooms;

/// <summary>What is known of leads and messages beyond their fields.</summary>
public abstract class AttributeContract<TFixture>() : StoreContract(new TFixture())
    where TFixture : StoreFixture, new()
{
    [Fact]
    public async Task An_attribute_is_any_JSON_and_comes_back_as_it_was()
    {
        Lead john = await Add();
        string[] values = ["\"blue\"", "1.50", "true", "null", "{\"a\":[1,{\"b\":\"\u00E9 \U0001F3E0\"}]}", "[]", "\"\""];
        for (int i = 0; i < values.Length; i++)
        {
            await Store.Attributes.SetAsync(john.Id, $"attribute {i}", Json(values[i]));
        }

        IReadOnlyDictionary<string, JsonElement> read = await Store.Attributes.GetAsync(john.Id);

        read.Keys.Should().Equal(values.Select((_, i) => $"attribute {i}"));
        read.Values.Select(value => value.GetRawText()).Should().Equal(values);
    }

    [Fact]
    public async Task Setting_one_leaves_the_others_and_null_removes_it()
    {
        Lead john = await Add();
        await Store.Attributes.SetAsync(john.Id, "shirt", Json("1"));
        await Store.Attributes.SetAsync(john.Id, "shoes", Json("2"));

        await Store.Attributes.SetAsync(john.Id, "shirt", Json("3"));
        IReadOnlyDictionary<string, JsonElement> both = await Store.Attributes.GetAsync(john.Id);
        IReadOnlyDictionary<string, JsonElement> one = await Store.Attributes.SetAsync(john.Id, "shirt", null);
        IReadOnlyDictionary<string, JsonElement> none = await Store.Attributes.SetAsync(john.Id, "shoes", null);

        both.Select(pair => $"{pair.Key} {pair.Value}").Should().Equal("shirt 3", "shoes 2");
        one.Keys.Should().Equal("shoes");
        none.Should().BeEmpty();
        (await Stored(john)).Should().Be(john);
    }

    [Fact]
    public async Task Attributes_stay_and_go_with_their_lead()
    {
        Lead john = await Add();
        await Store.Attributes.SetAsync(john.Id, "shirt", Json("1"));
        await Reopen();

        (await Store.Attributes.GetAsync(john.Id)).Should().ContainKey("shirt");
        await Store.DeleteLeadAsync(john.Id);

        (await Store.Attributes.GetAsync(john.Id)).Should().BeEmpty();
    }

    [Fact]
    public async Task What_does_not_exist_has_no_attributes()
    {
        Message message = await Write(await Add(), "Hi");

        (await Store.Attributes.GetAsync(999)).Should().BeEmpty();
        (await Store.Attributes.GetOfMessageAsync(message.Id)).Should().BeEmpty();
        (await Store.Attributes.GetOfMessageAsync(999)).Should().BeEmpty();
        await ThrowsAndStoresNothing<LeadNotFoundException>(async () => await Store.Attributes.SetAsync(999, "shirt", Json("1")));
    }

    [Fact]
    public async Task Names_and_values_have_their_limits()
    {
        Lead john = await Add();

        (await Refusals(() => Set(john, " ", Json("1")))).Should().Equal("name:required");
        (await Refusals(() => Set(john, new string('x', 201), Json("1")))).Should().Equal("name:too_long");
        (await Refusals(() => Set(john, "x", default(JsonElement)))).Should().Equal("value:required");
        (await Refusals(() => Set(john, "x", JsonSerializer.SerializeToElement(new string('x', 1_000_000))))).Should().Equal("value:too_long");
        await Set(john, "x", JsonSerializer.SerializeToElement(new string('x', 600_000)));
        (await Refusals(() => Set(john, "y", JsonSerializer.SerializeToElement(new string('x', 600_000))))).Should().Equal("attributes:too_long");
        (await Store.Attributes.GetAsync(john.Id)).Keys.Should().Equal("x");
    }

    [Fact]
    public async Task A_key_that_no_system_gave_finds_nobody()
    {
        await Add();

        (await Store.GetLeadByKeyAsync("crm", "1")).Should().BeNull();
    }

    private async Task Set(Lead lead, string name, JsonElement? value) => await Store.Attributes.SetAsync(lead.Id, name, value);

    private static JsonElement Json(string json) => JsonDocument.Parse(json).RootElement;
}
