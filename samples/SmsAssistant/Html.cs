using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Unicode;

namespace SmsAssistant;

/// <summary>
/// A piece of a page. <c>Html.Of($"…{text}…")</c> encodes everything in braces unless it is <see cref="Html"/> itself, so that what a
/// customer typed cannot become markup by an oversight.
/// </summary>
public readonly struct Html
{
    private readonly string? _markup;

    private Html(string markup) => _markup = markup;

    /// <summary>Nothing.</summary>
    public static Html None => default;

    public static Html Of(Template template) => new(template.Markup);

    public static Html Concat(IEnumerable<Html> pieces) => new(string.Concat(pieces));

    public override string ToString() => _markup ?? "";

    /// <summary>What the compiler makes of an interpolated string.</summary>
    [InterpolatedStringHandler]
    public readonly struct Template(int literalLength, int holes)
    {
        private static readonly HtmlEncoder Encoder = HtmlEncoder.Create(UnicodeRanges.All);
        private readonly StringBuilder _markup = new(literalLength + (holes * 16));

        internal string Markup => _markup.ToString();

        public void AppendLiteral(string markup) => _markup.Append(markup);

        public void AppendFormatted(Html piece) => _markup.Append(piece);

        public void AppendFormatted(IEnumerable<Html> pieces) => _markup.AppendJoin("", pieces);

        public void AppendFormatted(string? text) => _markup.Append(text is null ? "" : Encoder.Encode(text));

        public void AppendFormatted(long number) => _markup.Append(CultureInfo.InvariantCulture, $"{number}");
    }
}
