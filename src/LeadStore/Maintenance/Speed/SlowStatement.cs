using System.Globalization;

namespace LeadStore;

/// <summary>A statement that took longer than <see cref="LeadDatabaseOptions.SlowStatementThreshold"/>. Never holds personal data.</summary>
/// <param name="At">When it had ended.</param>
/// <param name="Sql">Its text, with <c>?</c> or <c>$1</c> for every value.</param>
/// <param name="Duration">How long it took.</param>
/// <param name="Rows">How many rows it returned, or changed.</param>
public sealed record SlowStatement(DateTimeOffset At, string Sql, TimeSpan Duration, long Rows)
{
    /// <summary>The statement on one line.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Duration.TotalMilliseconds:0.###} ms, {Rows} rows: {Sql}");
}
