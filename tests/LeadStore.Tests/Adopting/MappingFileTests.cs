using LeadStore.Tests.Sqlite.Support;

namespace LeadStore.Tests.Adopting;

/// <summary>A mapping is a file that a person reads and mends; what it does not understand it names.</summary>
public sealed class MappingFileTests : IDisposable
{
    private const string Example = """
        {
          // What the bot calls things.
          "system": "bot",
          "tables": {
            "people": {
              "to": "leads",
              "columns": {
                "_id": "key",
                "mobile": "phone",
                "ts": { "to": "created_at", "format": "unix_milliseconds" }
              },
              "leave_out": ["password"]
            },
            "chat": {
              "to": "messages",
              "columns": {
                "person": "lead",
                "who": { "to": "sender", "words": { "bot": "assistant" } },
                "text": "content",
                "at": "sent_at"
              }
            },
            "calls": { "to": "lead_attributes", "attribute": "phone_calls", "columns": { "person": "lead" } },
            "junk": "nothing",
          }
        }
        """;

    private readonly TempDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Fact]
    public void What_is_written_reads_as_the_same()
    {
        ImportMapping mapping = ImportMapping.Parse(Example);
        mapping.Save(_directory.File("mapping.json"));

        ImportMapping again = ImportMapping.Load(_directory.File("mapping.json"));

        again.Should().BeEquivalentTo(mapping);
        again.ToJson().Should().Be(File.ReadAllText(_directory.File("mapping.json")));
        mapping.Tables[0].Columns["ts"].Format.Should().Be(ImportFormat.UnixMilliseconds);
        mapping.Tables[1].Columns["who"].Words.Should().Equal(new Dictionary<string, string> { ["bot"] = "assistant" });
        mapping.Tables[3].To.Should().Be(ImportTarget.Nothing);
    }

    [Fact]
    public void A_file_is_never_replaced()
    {
        File.WriteAllText(_directory.File("mapping.json"), "mine");

        FluentActions.Invoking(() => ImportMapping.Parse(Example).Save(_directory.File("mapping.json")))
            .Should().Throw<LeadStoreException>().Which.Kind.Should().Be(LeadStoreErrorKind.TargetExists);
        File.ReadAllText(_directory.File("mapping.json")).Should().Be("mine");
    }

    [Theory]
    [InlineData("\"mobile\": \"phone\"", "\"mobile\": \"fone\"", "fone", 9)]
    [InlineData("\"mobile\": \"phone\"", "\"mobile\": \"key\"", "filled twice", 9)]
    [InlineData("\"_id\": \"key\"", "\"mobile\": \"key\"", "there twice", 9)]
    [InlineData("\"leave_out\": [\"password\"]", "\"leave_out\": [\"mobile\"]", "both mapped and left out", 9)]
    [InlineData("\"leave_out\"", "\"leaveout\"", "leaveout", 12)]
    [InlineData("unix_milliseconds", "milliseconds", "milliseconds", 10)]
    [InlineData("\"junk\": \"nothing\"", "\"junk\": \"trash\"", "trash", 24)]
    [InlineData("\"junk\": \"nothing\"", "\"chat\": \"nothing\"", "there twice", 24)]
    [InlineData("\"text\": \"content\",", "", "needs a column for content", 14)]
    [InlineData("\"system\": \"bot\"", "\"system\": \"b o t\"", "system", 3)]
    [InlineData("\"system\": \"bot\",", "", "system", 1)]
    [InlineData("\"to\": \"leads\"", "\"to\": 7", "a target is expected", 6)]
    [InlineData("\"who\": {", "\"who\": ", "not JSON", 18)]
    public void A_mistake_is_named_with_its_line(string text, string mistake, string named, int line)
    {
        File.WriteAllText(_directory.File("mapping.json"), Example.Replace(text, mistake, StringComparison.Ordinal));

        LeadStoreException failure = FluentActions.Invoking(() => ImportMapping.Load(_directory.File("mapping.json")))
            .Should().Throw<LeadStoreException>().Which;

        failure.Kind.Should().Be(LeadStoreErrorKind.Validation);
        failure.Message.Should().Contain(named).And.Contain($"line {line}").And.Contain(_directory.File("mapping.json"));
    }

    [Theory]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("{")]
    [InlineData("{}")]
    [InlineData("{\"system\":\"a\",\"tables\":{}} more")]
    [InlineData("\"text\"")]
    public void What_is_no_mapping_is_refused(string json) => FluentActions.Invoking(() => ImportMapping.Parse(json))
        .Should().Throw<LeadStoreException>().Which.Kind.Should().Be(LeadStoreErrorKind.Validation);

    [Fact]
    public void Every_shipped_layout_is_a_mapping_that_reads_as_it_was_written() => ImportLayouts.All.Should().AllSatisfy(layout =>
        ImportMapping.Parse(layout.Mapping.ToJson()).Should().BeEquivalentTo(layout.Mapping));
}
