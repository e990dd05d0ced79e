using System.Globalization;
using System.Text;

namespace LeadStore.Benchmarks;

/// <summary>A drawing of lines over a horizontal axis, the vertical one logarithmic, as a file that every browser shows.</summary>
internal sealed class SvgPlot(string title, string horizontal, string vertical)
{
    private const int Width = 960;
    private const int Height = 420;
    private const int Left = 70;
    private const int Right = 150;
    private const int Top = 40;
    private const int Bottom = 50;
    private static readonly string[] Colours = ["#1b6ca8", "#e08e0b", "#c0392b", "#2e8b57"];

    private readonly List<(string Name, (double X, double Y)[] Points)> _lines = [];

    /// <summary>Where the horizontal axis is marked, and with what.</summary>
    public IReadOnlyList<(double At, string Text)> Marks { get; init; } = [];

    public void Add(string name, IEnumerable<(double X, double Y)> points) => _lines.Add((name, [.. points]));

    public void Save(string path)
    {
        (double X, double Y)[] all = [.. _lines.SelectMany(line => line.Points)];
        double from = all.Min(point => point.X);
        double to = Math.Max(all.Max(point => point.X), Marks.Max(mark => mark.At));
        int lowest = (int)Math.Floor(Math.Log10(all.Min(point => point.Y)));
        int highest = Math.Max(lowest + 1, (int)Math.Ceiling(Math.Log10(all.Max(point => point.Y))));
        double X(double value) => Left + ((value - from) / (to - from) * (Width - Left - Right));
        double Y(double value) => Height - Bottom - ((Math.Log10(value) - lowest) / (highest - lowest) * (Height - Top - Bottom));

        StringBuilder svg = new();
        Write(svg, $"<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {Width} {Height}\" font-family=\"sans-serif\" font-size=\"12\">");
        Write(svg, $"<rect width=\"{Width}\" height=\"{Height}\" fill=\"#ffffff\"/>");
        Write(svg, $"<text x=\"{Left}\" y=\"22\" font-size=\"15\">{title}</text>");
        for (int power = lowest; power <= highest; power++)
        {
            double y = Y(Math.Pow(10, power));
            Write(svg, $"<line x1=\"{Left}\" x2=\"{Width - Right}\" y1=\"{y:0.0}\" y2=\"{y:0.0}\" stroke=\"#dddddd\"/>");
            Write(svg, $"<text x=\"{Left - 8}\" y=\"{y + 4:0.0}\" text-anchor=\"end\">{Math.Pow(10, power):#,0.###}</text>");
        }

        foreach ((double at, string text) in Marks)
        {
            Write(svg, $"<line x1=\"{X(at):0.0}\" x2=\"{X(at):0.0}\" y1=\"{Top}\" y2=\"{Height - Bottom}\" stroke=\"#eeeeee\"/>");
            Write(svg, $"<text x=\"{X(at):0.0}\" y=\"{Height - Bottom + 18}\" text-anchor=\"middle\">{text}</text>");
        }

        Write(svg, $"<text x=\"{(Left + Width - Right) / 2}\" y=\"{Height - 10}\" text-anchor=\"middle\">{horizontal}</text>");
        Write(svg, $"<text x=\"16\" y=\"{(Top + Height - Bottom) / 2}\" text-anchor=\"middle\" transform=\"rotate(-90 16 {(Top + Height - Bottom) / 2})\">{vertical}</text>");
        for (int i = 0; i < _lines.Count; i++)
        {
            string colour = Colours[i % Colours.Length];
            string points = string.Join(' ', _lines[i].Points.Select(point => Text($"{X(point.X):0.0},{Y(point.Y):0.0}")));
            Write(svg, $"<polyline fill=\"none\" stroke=\"{colour}\" stroke-width=\"1.5\" points=\"{points}\"/>");
            Write(svg, $"<rect x=\"{Width - Right + 15}\" y=\"{Top + (i * 20)}\" width=\"12\" height=\"12\" fill=\"{colour}\"/>");
            Write(svg, $"<text x=\"{Width - Right + 33}\" y=\"{Top + (i * 20) + 11}\">{_lines[i].Name}</text>");
        }

        Write(svg, $"</svg>");
        File.WriteAllText(path, svg.ToString());
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);

    private static void Write(StringBuilder svg, FormattableString line) => svg.Append(Text(line)).Append('\n');
}
