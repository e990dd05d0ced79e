namespace LeadStore.Engine;

/// <summary>A committed state of the store that is known here, and from when on what was read is as it is in this state.</summary>
/// <param name="Marks">Where its mark was read.</param>
/// <param name="Mark">Its mark.</param>
/// <param name="Number">Its number in this process, higher than that of every state before.</param>
/// <param name="Floor">What was read before this number may have been changed by anybody.</param>
/// <param name="AbsenceFloor">What was not found before this number may be there.</param>
internal sealed record StoreView(StoreMarks Marks, StoreMark Mark, long Number, long Floor, long AbsenceFloor);
