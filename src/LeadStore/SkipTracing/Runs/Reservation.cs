namespace LeadStore.SkipTracing;

internal enum ReservationState
{
    /// <summary>There is an answer: <see cref="Reservation.Trace"/>.</summary>
    Answered,

    /// <summary>Somebody else is asking for the same.</summary>
    Held,

    /// <summary>The call was cut off and cannot be made again; <see cref="Reservation.Trace"/> says so.</summary>
    Interrupted,

    /// <summary>The money of the day is spent.</summary>
    OverBudget,

    /// <summary>The money of the day is spent or kept back, and what is kept back may become free.</summary>
    KeptBack,

    OverDailyCalls,

    /// <summary>The caller is to make <see cref="Reservation.Call"/>.</summary>
    Reserved,
}

/// <summary>What was found, or kept back, for somebody who wants an answer.</summary>
/// <param name="State">What it is.</param>
/// <param name="Trace">The answer, or the trace that failed.</param>
/// <param name="Call">The call that is to be made.</param>
/// <param name="IsTakenOver">Whether somebody else has begun that call, and nobody knows how it ended.</param>
/// <param name="At">When it was reserved, or how long it is held.</param>
internal readonly record struct Reservation(
    ReservationState State, SkipTrace? Trace = null, SkipTraceCall? Call = null, bool IsTakenOver = false, DateTimeOffset At = default);
