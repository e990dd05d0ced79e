namespace LeadStore.Maintenance;

/// <summary>Makes of the stages of a backup one fraction that never falls.</summary>
internal sealed class ProgressSteps(IProgress<BackupProgress>? progress)
{
    // Roughly the part of the time that each stage takes.
    private static readonly (BackupStage Stage, double Until)[] Ends =
    [
        (BackupStage.Copying, 0.3),
        (BackupStage.Reading, 0.5),
        (BackupStage.Verifying, 0.8),
        (BackupStage.Finishing, 0.99),
        (BackupStage.Done, 1),
    ];

    private double _last;

    /// <param name="stage">The stage that runs.</param>
    /// <param name="part">How much of it is done, from 0 to 1.</param>
    public void Report(BackupStage stage, double part)
    {
        int index = Array.FindIndex(Ends, end => end.Stage == stage);
        double from = index == 0 ? 0 : Ends[index - 1].Until;
        _last = Math.Max(_last, from + ((Ends[index].Until - from) * Math.Clamp(part, 0, 1)));
        progress?.Report(new BackupProgress(stage, _last));
    }
}
