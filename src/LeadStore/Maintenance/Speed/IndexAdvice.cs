using System.Globalization;

namespace LeadStore;

/// <summary>
/// An index with which a statement that was run would not read a whole table, or not sort: found by planning it both ways. Never holds
/// personal data.
/// </summary>
/// <param name="Table">The table that the index would be on.</param>
/// <param name="Columns">Its columns, in their order.</param>
/// <param name="Sql">The statement, with <c>?</c> for its values; of several, the one that took the most time.</param>
/// <param name="Reason">What the statement does without it, in words.</param>
/// <param name="Calls">How often such statements were run.</param>
/// <param name="Total">How long they took in all.</param>
/// <param name="CreateIndex">SQL that makes the index.</param>
public sealed record IndexAdvice(
    string Table, IReadOnlyList<string> Columns, string Sql, string Reason, long Calls, TimeSpan Total, string CreateIndex)
{
    /// <summary>The advice on one line.</summary>
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"{CreateIndex} ({Reason}; {Calls} calls, {Total.TotalMilliseconds:0.###} ms): {Sql}");
}
