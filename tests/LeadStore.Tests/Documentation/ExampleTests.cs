using System.Net;
using System.Text.RegularExpressions;

namespace LeadStore.Tests.Documentation;

public sealed partial class ExampleTests
{
    private static readonly HashSet<string> Compiled =
        [.. File.ReadAllLines(Repository.PathOf("tests/LeadStore.Tests/Documentation/Examples.cs")).Select(line => line.Trim())];

    [Fact]
    public void Every_csharp_line_of_the_readme_is_compiled()
    {
        List<string> lines = [.. Blocks(ReadmeBlock(), File.ReadAllText(Repository.PathOf("README.md")))];

        lines.Should().HaveCountGreaterThan(10);
        lines.Where(line => line != "using LeadStore;").Except(Compiled).Should().BeEmpty();
    }

    [Fact]
    public void Every_csharp_line_of_the_guides_is_compiled()
    {
        List<string> lines = [.. Directory.GetFiles(Repository.PathOf("docs"), "*.md").SelectMany(file => Blocks(ReadmeBlock(), File.ReadAllText(file)))];

        lines.Should().HaveCountGreaterThan(10);
        lines.Except(Compiled).Should().BeEmpty();
    }

    [Fact]
    public void Every_example_of_a_documentation_comment_is_compiled()
    {
        List<string> lines =
        [
            .. Repository.SourceFiles().SelectMany(file => Blocks(CommentBlock(), WebUtility.HtmlDecode(CommentLines().Replace(File.ReadAllText(file), "")))),
        ];

        lines.Should().HaveCountGreaterThan(5);
        lines.Except(Compiled).Should().BeEmpty();
    }

    private static IEnumerable<string> Blocks(Regex block, string text) =>
        block.Matches(text)
            .SelectMany(match => match.Groups[1].Value.Split('\n'))
            .Select(line => line.Trim())
            .Where(line => line.Length > 0);

    [GeneratedRegex(@"```csharp\n(.*?)```", RegexOptions.Singleline)]
    private static partial Regex ReadmeBlock();

    [GeneratedRegex(@"<example>\s*<code>(.*?)</code>", RegexOptions.Singleline)]
    private static partial Regex CommentBlock();

    [GeneratedRegex(@"(?m)^\s*///")]
    private static partial Regex CommentLines();
}
