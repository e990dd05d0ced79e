namespace LeadStore.Caching;

/// <summary>A lead as it was read, or that there was none.</summary>
/// <param name="Lead">The lead; null if there was none.</param>
/// <param name="Number">Of which state it is at least; see <see cref="Engine.CommitWatch"/>.</param>
/// <param name="ReadAt">When it was read, as a time stamp of the clock.</param>
internal sealed record KeptLead(Lead? Lead, long Number, long ReadAt)
{
    // The object itself, its key, its place and that in the list, and the same again under the phone.
    private const int Fixed = 600;
    private const int TextHeader = 24;

    public long EstimatedBytes => Lead is null
        ? 100
        : Fixed + Text(Lead.Phone) + Text(Lead.Name) + Text(Lead.Email) + Text(Lead.AssistantPause?.By) + Text(Lead.AssistantPause?.Reason)
            + Lead.Answers.Sum(answer => 16L + Text(answer.Key) + Text(answer.Value));

    public override string ToString() => $"{Lead}";

    private static long Text(string? text) => text is null ? 0 : TextHeader + (2L * text.Length);
}
