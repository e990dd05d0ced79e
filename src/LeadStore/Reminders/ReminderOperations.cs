using LeadStore.Engine;
using LeadStore.Settings;

namespace LeadStore.Reminders;

/// <summary>The verbs on reminders, each written once for every engine and for both ways of calling it.</summary>
internal static class ReminderOperations
{
    public const int MostClaims = 1000;

    // Other writers wait meanwhile: what is left over is looked at by the next call.
    private const int MostLooks = 2000;
    public static readonly TimeSpan LongestLease = TimeSpan.FromDays(1);

    /// <summary>Notes that a customer has written: the first reminder counts from this message.</summary>
    public static async ValueTask Arm(Session session, long leadId, DateTimeOffset writtenAt) =>
        await session.Execute(ReminderSql.Arm, [leadId, writtenAt]);

    /// <summary>Notes that a lead came out of what kept its reminder back: the archive, a qualification, a pause.</summary>
    public static async ValueTask Wake(Session session, long leadId) =>
        await session.Execute(ReminderSql.Wake, [leadId, session.Now]);

    public static async ValueTask<IReadOnlyList<Reminder>> ClaimDue(Session session, (int Limit, TimeSpan Lease) call)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(call.Limit, 1, "limit");
        ArgumentOutOfRangeException.ThrowIfGreaterThan(call.Limit, MostClaims, "limit");
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(call.Lease, TimeSpan.Zero, "lease");
        ArgumentOutOfRangeException.ThrowIfGreaterThan(call.Lease, LongestLease, "lease");
        IReadOnlyList<TimeSpan> intervals = await SettingOperations.Get(session, LeadSettings.ReminderIntervals);
        DateTimeOffset now = session.Now;
        List<Reminder> claimed = [];
        int looked = 0;
        List<ReminderRow> due;
        do
        {
            due = await session.All(ReminderSql.ToLookAt, [now, call.Limit]);
            foreach (ReminderRow row in due.TakeWhile(_ => claimed.Count < call.Limit))
            {
                // Each row leaves the set of those to look at here, claimed or not, so that the loop ends.
                ReminderRow settled = row.Settle(intervals, now);
                if (settled.LookAt <= now)
                {
                    settled = settled with { Claim = Guid.NewGuid(), LookAt = now + call.Lease };
                    claimed.Add(new Reminder(row.LeadId, settled.Step, settled.CountsFrom, settled.LookAt.Value, settled.Claim.Value));
                }

                await Store(session, settled);
            }
        }
        while (claimed.Count < call.Limit && due.Count == call.Limit && (looked += due.Count) < MostLooks);

        return claimed;
    }

    public static async ValueTask<bool> MarkSent(Session session, Reminder reminder)
    {
        if (await Held(session, reminder) is not { } row)
        {
            return false;
        }

        IReadOnlyList<TimeSpan> intervals = await SettingOperations.Get(session, LeadSettings.ReminderIntervals);
        int sent = reminder.Step;
        ReminderRow next = row with
        {
            Step = sent + 1,
            Claim = null,

            // After a pause of the worker the next reminder keeps its distance from this one instead of following at once.
            DueAt = sent < intervals.Count ? session.Now + (intervals[sent] - intervals[sent - 1]) : session.Now,
        };
        await Store(session, next.Settle(intervals, session.Now));
        return true;
    }

    public static async ValueTask<bool> Release(Session session, Reminder reminder)
    {
        if (await Held(session, reminder) is not { } row)
        {
            return false;
        }

        await Store(session, row with { Claim = null, LookAt = session.Now });
        return true;
    }

    public static async ValueTask<ReminderSchedule?> Get(Session session, long leadId)
    {
        ReminderRow row = await session.First(ReminderSql.ByLead, [leadId]);
        if (row.LeadId == 0)
        {
            return null;
        }

        IReadOnlyList<TimeSpan> intervals = await SettingOperations.Get(session, LeadSettings.ReminderIntervals);
        ReminderRow settled = row.Settle(intervals, session.Now);
        return settled.LookAt is { } due ? new ReminderSchedule(leadId, settled.Step, due) : null;
    }

    // Null if the claim has lapsed and somebody else has taken it, or the lead is gone.
    private static async ValueTask<ReminderRow?> Held(Session session, Reminder reminder)
    {
        ArgumentNullException.ThrowIfNull(reminder);
        ReminderRow row = await session.First(ReminderSql.ByLead, [reminder.LeadId]);
        return row.Claim == reminder.Claim ? row : null;
    }

    private static async ValueTask Store(Session session, ReminderRow row) =>
        await session.Execute(
            ReminderSql.Update, [row.LeadId, row.Step, row.CountsFrom, row.DueAt, row.LookAt, row.Claim is { } claim ? claim : default(SqlValue)]);
}
