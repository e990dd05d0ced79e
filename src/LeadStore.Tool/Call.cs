using System.CommandLine;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Spectre.Console;

namespace LeadStore.Tool;

/// <summary>One call of a command: what was asked for, and where the answer goes.</summary>
internal sealed class Call(ParseResult parse, SharedOptions shared, CancellationToken cancellation)
{
    public CancellationToken Cancellation { get; } = cancellation;

    public bool Json => parse.GetValue(shared.Json);

    public T? Get<T>(Option<T> option) => parse.GetValue(option);

    public T Get<T>(Argument<T> argument) => parse.GetValue(argument)!;

    /// <summary>The options by which the library finds the store.</summary>
    public LeadDatabaseOptions Options(bool createIfMissing = false) => new()
    {
        Path = parse.GetValue(shared.Database),
        DefaultRegion = parse.GetValue(shared.Region),
        CreateIfMissing = createIfMissing,
    };

    /// <summary>Opens the store, which must be there unless the command may make it.</summary>
    public LeadDatabase Open(bool createIfMissing = false)
    {
        Cancellation.ThrowIfCancellationRequested();
        return LeadDatabase.Open(Options(createIfMissing));
    }

    /// <summary>Answers with one JSON document, or with what people read.</summary>
    /// <param name="document">What is said.</param>
    /// <param name="type">How it is written; asked for only where JSON is, because it takes a process long to make ready.</param>
    /// <param name="show">Shows it to people.</param>
    public void Answer<T>(T document, Func<Documents, JsonTypeInfo<T>> type, Action<IAnsiConsole> show)
    {
        if (Json)
        {
            Console.Out.WriteLine(JsonSerializer.Serialize(document, type(Documents.Default)));
        }
        else
        {
            show(Terminal.Output);
        }
    }
}
