using System.Reflection;
using Microsoft.Extensions.Logging;

namespace LeadStore.Tests.Documentation;

/// <summary>The arrows of the house run one way: LeadDatabase → rooms → Engine ← Sqlite.</summary>
public sealed class ArchitectureTests
{
    private static readonly string[] Rooms =
    [
        "Leads", "Messages", "Settings", "Sources", "Reminders", "Attributes", "Importing", "Exporting", "Organizations", "Users", "Notes",
        "Activities", "Properties", "Contacting", "Costs", "SkipTracing", "Campaigns", "Calls", "Caching",
    ];

    [Fact]
    public void No_room_knows_an_engine() =>
        Files([.. Rooms, "Validation", "Phones", "Vocabularies", "Paging", "Migrations", "Addresses"]).Should().AllSatisfy(file =>
            Using(file).Should().NotContain(name => name.Contains("Sqlite", StringComparison.OrdinalIgnoreCase), file));

    [Fact]
    public void The_engine_knows_no_room() =>
        Files(["Sqlite", "Engine"]).Should().AllSatisfy(file =>
            Using(file).Should().NotContain(name => Rooms.Append("Maintenance").Any(room => name == $"LeadStore.{room}"), file));

    [Fact]
    public void The_seam_does_not_know_SQLite() =>
        Files(["Engine"]).Should().AllSatisfy(file =>
            Using(file).Should().NotContain(name => name.Contains("SQLite", StringComparison.OrdinalIgnoreCase), file));

    [Fact]
    public void Every_event_of_the_log_has_a_number_of_its_own() =>
        typeof(StoreLog).GetMethods().SelectMany(method => method.GetCustomAttributes<LoggerMessageAttribute>())
            .Select(message => message.EventId).Should().NotBeEmpty().And.OnlyHaveUniqueItems();

    /// <summary>A type may have a file for each of its subjects, <c>Type.Subject.cs</c>, beside <c>Type.cs</c>.</summary>
    [Fact]
    public void A_file_for_a_part_of_a_type_is_named_after_it_and_lies_beside_it()
    {
        List<string> parts = [.. Repository.SourceFiles().Where(file => Path.GetFileNameWithoutExtension(file).Contains('.'))];
        parts.Should().NotBeEmpty().And.AllSatisfy(file =>
        {
            string type = Path.GetFileName(file).Split('.')[0];
            File.ReadAllText(file).Should().MatchRegex($@"\bpartial (class|record|struct) {type}\b", file);
            File.Exists(Path.Combine(Path.GetDirectoryName(file)!, type + ".cs")).Should().BeTrue(file);
        });
    }

    private static List<string> Files(string[] folders) =>
    [
        .. Repository.SourceFiles().Where(file =>
            folders.Contains(Path.GetRelativePath(Repository.PathOf("src/LeadStore"), file).Split(Path.DirectorySeparatorChar)[0])),
    ];

    private static IEnumerable<string> Using(string file) =>
        File.ReadLines(file)
            .Where(line => line.StartsWith("using ", StringComparison.Ordinal))
            .Select(line => line["using ".Length..].TrimEnd(';').Replace("static ", "", StringComparison.Ordinal));
}
