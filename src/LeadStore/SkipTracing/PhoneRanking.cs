namespace LeadStore.SkipTracing;

/// <summary>Which number of a lead is dialled first.</summary>
internal static class PhoneRanking
{
    private static readonly Comparison<PhoneRow> ByNumber = static (left, right) => left.Number != right.Number
        ? left.Number.CompareTo(right.Number)
        : right.TraceId.CompareTo(left.TraceId);

    private static readonly Comparison<PhoneRow> ByRank = static (left, right) => Compare(left, right);

    /// <summary>The numbers, each once, the best first. Uses the list that it is handed.</summary>
    public static List<PhoneRow> Rank(List<PhoneRow> rows)
    {
        Merge(rows);
        rows.Sort(ByRank);
        return rows;
    }

    /// <summary>The number to dial first; null if there is none that may be.</summary>
    public static RankedPhone? Best(List<PhoneRow> rows)
    {
        Merge(rows);
        int best = -1;
        for (int i = 0; i < rows.Count; i++)
        {
            if (rows[i].Exclusion == PhoneExclusion.None && (best < 0 || Compare(rows[i], rows[best]) < 0))
            {
                best = i;
            }
        }

        return best < 0 ? null : rows[best].Ranked(1);
    }

    // One row per number. The rows of one trace come in the order of their numbers, so that mostly nothing is to be sorted.
    private static void Merge(List<PhoneRow> rows)
    {
        for (int i = 1; i < rows.Count; i++)
        {
            if (rows[i].Number <= rows[i - 1].Number)
            {
                rows.Sort(ByNumber);
                break;
            }
        }

        int kept = 0;
        for (int i = 1; i < rows.Count; i++)
        {
            if (rows[i].Number == rows[kept].Number)
            {
                rows[kept] = rows[kept].With(rows[i]);
            }
            else if (++kept != i)
            {
                rows[kept] = rows[i];
            }
        }

        if (kept + 1 < rows.Count)
        {
            rows.RemoveRange(kept + 1, rows.Count - kept - 1);
        }
    }

    private static int Compare(in PhoneRow left, in PhoneRow right)
    {
        int order = (left.Exclusion != PhoneExclusion.None).CompareTo(right.Exclusion != PhoneExclusion.None);
        order = order != 0 ? order : Grade(right.IsMobile).CompareTo(Grade(left.IsMobile));
        order = order != 0 ? order : Grade(right.IsValid).CompareTo(Grade(left.IsValid));
        order = order != 0 ? order : (right.Confidence ?? -1).CompareTo(left.Confidence ?? -1);
        order = order != 0 ? order : Ticks(right.LastSeenAt).CompareTo(Ticks(left.LastSeenAt));
        return order != 0 ? order : left.Number.CompareTo(right.Number);
    }

    // Yes before unknown before no.
    private static int Grade(bool? value) => value switch { true => 2, null => 1, false => 0 };

    private static long Ticks(DateTimeOffset? time) => time is { } known ? known.UtcTicks : -1;
}
