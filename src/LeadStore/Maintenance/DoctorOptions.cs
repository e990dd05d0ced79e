namespace LeadStore;

/// <summary>What <see cref="StoreMaintenance.Doctor"/> looks at.</summary>
public sealed class DoctorOptions
{
    /// <summary>
    /// The directory that the backups of this store are in. Default <see langword="null"/>: backups are not looked at, and the report says
    /// so.
    /// </summary>
    public string? BackupDirectory { get; set; }

    /// <summary>How old the newest backup may be. Above zero; default 2 days.</summary>
    public TimeSpan MaxBackupAge { get; set; } = TimeSpan.FromDays(2);

    /// <summary>
    /// Whether the content of the file is checked too: its pages, the references between its rows, and each row against its checksum. Reads
    /// the whole file twice, some seconds for each gigabyte on a quick disk. Default <see langword="false"/>; <see
    /// cref="StoreMaintenance.CheckIntegrity"/> does more.
    /// </summary>
    public bool CheckContent { get; set; }
}
