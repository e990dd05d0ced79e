using System.Globalization;
using System.Text;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace LeadStore.Tool;

/// <summary>What people see: tables on the output, bars on the error output, and neither colours nor bars where nobody looks.</summary>
internal static class Terminal
{
    // Tables that nobody's window cuts are not cut here.
    private const int WideEnough = 10_000;

    // Nothing that is shown depends on it.
    private const int AnyHeight = 100;

    private static readonly bool NoColor = !string.IsNullOrEmpty(Environment.GetEnvironmentVariable("NO_COLOR"));

    public static IAnsiConsole Output { get; } = Create(Console.Out, Console.IsOutputRedirected);

    private static bool CanAsk => !Console.IsInputRedirected && !Console.IsErrorRedirected;

    private static bool ShowsBars => !Console.IsErrorRedirected && !NoColor;

    /// <summary>Text without what a terminal would obey.</summary>
    public static string Plain(string text)
    {
        if (!text.Any(char.IsControl))
        {
            return text;
        }

        StringBuilder plain = new(text.Length);
        foreach (char c in text)
        {
            plain.Append(char.IsControl(c) ? ' ' : c);
        }

        return plain.ToString();
    }

    public static void Line(this IAnsiConsole console, string text) => console.Write(new Text(Plain(text) + "\n"));

    public static void Table(this IAnsiConsole console, IEnumerable<string> columns, IEnumerable<IEnumerable<string>> rows)
    {
        Table table = new() { Border = TableBorder.Simple };
        foreach (string column in columns)
        {
            table.AddColumn(new TableColumn(new Text(Plain(column))));
        }

        foreach (IEnumerable<string> row in rows)
        {
            table.AddRow(row.Select(IRenderable (cell) => new Text(Plain(cell))));
        }

        console.Write(table);
    }

    /// <summary>Names and values, one a line.</summary>
    public static void Facts(this IAnsiConsole console, params ReadOnlySpan<(string Name, string Value)> facts)
    {
        Grid grid = new();
        grid.AddColumn(new GridColumn { NoWrap = true, Padding = new Padding(0, 0, 2, 0) });
        grid.AddColumn();
        foreach ((string name, string value) in facts)
        {
            grid.AddRow(new Text(name), new Text(Plain(value)));
        }

        console.Write(grid);
    }

    /// <summary>Runs long work under a bar, where somebody looks.</summary>
    /// <param name="what">What it does.</param>
    /// <param name="run">Is handed where to tell the part of the whole that is done, from 0 to 1.</param>
    public static T WithBar<T>(string what, Func<Action<double>, T> run)
    {
        if (!ShowsBars)
        {
            return run(_ => { });
        }

        return Create(Console.Error, redirected: false).Progress().AutoClear(true).Start(context =>
        {
            ProgressTask task = context.AddTask(what, maxValue: 1);
            return run(fraction => task.Value = fraction);
        });
    }

    /// <summary>Asks for the name of a file, so that nothing is done to another one.</summary>
    /// <param name="consequence">What will happen to it.</param>
    /// <param name="path">The file.</param>
    /// <exception cref="UsageException">There is nobody to ask.</exception>
    public static string AskForName(string consequence, string path)
    {
        if (!CanAsk)
        {
            throw new UsageException($"This is about '{Plain(path)}'. {consequence} Repeat with --confirm and the name of the file.");
        }

        Console.Error.Write($"This is about '{Plain(path)}'. {consequence} Type the name of the file to go on: ");
        return Console.ReadLine() ?? "";
    }

    public static string Bytes(long bytes) => bytes switch
    {
        < 1024 => string.Create(CultureInfo.InvariantCulture, $"{bytes} B"),
        < 1024 * 1024 => string.Create(CultureInfo.InvariantCulture, $"{bytes / 1024.0:0.#} KiB"),
        < 1024L * 1024 * 1024 => string.Create(CultureInfo.InvariantCulture, $"{bytes / 1048576.0:0.#} MiB"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{bytes / 1073741824.0:0.##} GiB"),
    };

    public static string Number(long number) => number.ToString("N0", CultureInfo.InvariantCulture);

    public static string Time(TimeSpan time) => string.Create(CultureInfo.InvariantCulture, $"{time.TotalSeconds:0.###} s");

    private static IAnsiConsole Create(TextWriter writer, bool redirected)
    {
        IAnsiConsole console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Ansi = redirected || NoColor ? AnsiSupport.No : AnsiSupport.Detect,
            ColorSystem = redirected || NoColor ? ColorSystemSupport.NoColors : ColorSystemSupport.Detect,
            Interactive = redirected ? InteractionSupport.No : InteractionSupport.Detect,
            Out = new AnsiConsoleOutput(writer),

            // What a build server is known to show means nothing to a file or a pipe, which gets plain text everywhere.
            Enrichment = new ProfileEnrichment { UseDefaultEnrichers = !redirected },
        });
        if (redirected)
        {
            // Both, so that no terminal is asked for its size: to begin with terminals takes a process long.
            console.Profile.Width = WideEnough;
            console.Profile.Height = AnyHeight;
        }

        return console;
    }
}
