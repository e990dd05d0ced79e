using System.Globalization;
using System.Runtime.ExceptionServices;
using LeadStore.Importing;
using LeadStore.Sqlite;

namespace LeadStore.Maintenance;

/// <summary>
/// Takes the database of another application over in its place. It is locked all the while; a verified copy becomes the backup, a new store
/// is made of it beside the file, and takes its place by one rename: whoever is killed at any moment leaves the old one or the new one.
/// </summary>
internal sealed class Adopting(LeadDatabaseOptions options, AdoptOptions adopt, IProgress<ImportProgress>? progress, CancellationToken cancellation)
{
    private readonly TimeProvider _clock = options.TimeProvider;

    public AdoptReport Run(string path)
    {
        try
        {
            string live = ForeignDatabase.Resolve(path);
            if (ForeignDatabase.IsLeadStore(live))
            {
                throw new LeadStoreException(
                    LeadStoreErrorKind.TargetExists, $"The file '{live}' is a LeadStore database already. It was not changed; open it with LeadDatabase.Open.");
            }

            long start = _clock.GetTimestamp();
            AdoptReport report = adopt.DryRun ? Plan(live) : TakeOver(live);
            return report with { Path = path, Duration = _clock.GetElapsedTime(start) };
        }
        catch (Exception failure) when (FileFailure.Is(failure))
        {
            throw FileFailure.Of(failure, "Taking the database over");
        }
    }

    private AdoptReport Plan(string live)
    {
        using ForeignTables source = ForeignTables.Open(adopt.More.Prepend(live), cancellation);
        using WorkDirectory work = WorkDirectory.BesideOf(BackupName(live));
        return Import(source, work.NewDatabase, cancellation);
    }

    private AdoptReport TakeOver(string live)
    {
        RefuseIfOpen(live, ownToo: true);
        string backup = BackupName(live);
        using WorkDirectory work = WorkDirectory.BesideOf(backup);
        FileState before = FileState.Of(live);
        (AdoptReport report, IReadOnlyList<TableContent> content) = MakeStore(live, work);
        if (File.Exists(work.NewDatabase + "-wal"))
        {
            throw new LeadStoreException(
                LeadStoreErrorKind.Unknown, "The store that was made could not be closed. Nothing was changed; try again.");
        }

        _ = DatabaseCheck.Check(work.NewDatabase, "store that was made", cancellation, FileFormat.Store);
        Restoring.MakeReady(work.NewDatabase, live, options.FileMode);
        cancellation.ThrowIfCancellationRequested();
        Exchange(work, live, backup, before, content);
        return report with { BackupPath = backup };
    }

    // The copy is compared with the file while the store is made of it: both take long, and each keeps one processor busy.
    private (AdoptReport Report, IReadOnlyList<TableContent> Content) MakeStore(string live, WorkDirectory work)
    {
        using ForeignDatabase old = ForeignDatabase.Open(live, cancellation);
        PrivateFile.Create(work.OldDatabase).Dispose();
        SnapshotCopy.Copy(old.Handle, work.OldDatabase, _ => { }, cancellation);
        using CancellationTokenSource noBackup = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        Task<IReadOnlyList<TableContent>> comparison = Task.Factory.StartNew(
            () => Compare(old, work.OldDatabase, noBackup), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        AdoptReport? report = null;
        ExceptionDispatchInfo? failure = null;
        try
        {
            using ForeignTables source = ForeignTables.Open(adopt.More.Prepend(work.OldDatabase), noBackup.Token);
            source.Description = string.Join(", ", adopt.More.Prepend(live));
            report = Import(source, work.NewDatabase, noBackup.Token);
            RequireEveryRow(report.Import, source.Tables);
        }
        catch (Exception thrown)
        {
            failure = ExceptionDispatchInfo.Capture(thrown);
        }

        // That the file is damaged says more than what the import made of it.
        IReadOnlyList<TableContent> content = comparison.GetAwaiter().GetResult();
        failure?.Throw();
        return (report!, content);
    }

    // From here on it takes milliseconds, and is not cancelled any more.
    private static void Exchange(
        WorkDirectory work, string live, string backup, FileState before, IReadOnlyList<TableContent> content)
    {
        string directory = Path.GetDirectoryName(live)!;
        using DatabaseHold hold = DatabaseHold.TakeForeign(live);
        RefuseIfOpen(live, ownToo: false);
        RequireSame(live, before, content);
        if (!NativeFile.TryMoveToFreeName(work.OldDatabase, backup))
        {
            throw new LeadStoreException(
                LeadStoreErrorKind.TargetExists, $"The name of the backup, '{backup}', was taken meanwhile. Nothing was changed; try again.");
        }

        NativeFile.SyncDirectory(directory);
        if (OperatingSystem.IsWindows())
        {
            // An open file cannot be replaced there.
            hold.Dispose();
        }

        File.Move(work.NewDatabase, live, overwrite: true);
        NativeFile.SyncDirectory(directory);
    }

    // Nobody can write to it any more; whoever did since it was copied would be forgotten.
    private static void RequireSame(string live, FileState before, IReadOnlyList<TableContent> content)
    {
        if (before.IsOneFile && FileState.Of(live) == before)
        {
            return;
        }

        using PrivateConnection now = PrivateConnection.ForReading(live, CancellationToken.None);
        if (!TableContent.ReadAll(now.Handle, CancellationToken.None).SequenceEqual(content))
        {
            throw new LeadStoreException(
                LeadStoreErrorKind.Busy,
                $"Another program wrote to '{live}' while it was taken over. Nothing was changed; end every program that uses it, and try again.");
        }
    }

    // Whoever has it open, though it holds no lock in this moment, would go on writing to the file that is replaced.
    private static void RefuseIfOpen(string live, bool ownToo)
    {
        if (OpenFiles.IsOpen(live, ownToo))
        {
            throw ForeignDatabase.Busy(live, null);
        }
    }

    private static void RequireEveryRow(ImportReport report, IReadOnlyList<ImportTable> tables)
    {
        foreach (ImportTable table in tables)
        {
            TableReport? found = report.Tables.FirstOrDefault(each => each.Table == table.Name);
            long accounted = found is null ? 0 : found.Imported + found.Merged + found.Unchanged + found.Rejected + found.LeftOut;
            if ((found?.Read ?? 0) != table.Rows || accounted != table.Rows)
            {
                throw new LeadStoreException(
                    LeadStoreErrorKind.Unknown,
                    $"Of the {table.Rows} rows of the table '{table.Name}' {accounted} are accounted for. Nothing was changed; report this.");
            }
        }
    }

    private string BackupName(string live)
    {
        string name = Path.Combine(
            Path.GetDirectoryName(live)!, $"{Path.GetFileNameWithoutExtension(live)}.before-adopt-{Maintenance.BackupName.Stamp(_clock.GetUtcNow())}");
        string extension = Path.GetExtension(live);
        string free = name + extension;
        for (int number = 2; Path.Exists(free); number++)
        {
            free = string.Create(CultureInfo.InvariantCulture, $"{name}-{number}{extension}");
        }

        return free;
    }

    // The backup is what the file holds, with everything that was in its log, and in order.
    private IReadOnlyList<TableContent> Compare(ForeignDatabase old, string copy, CancellationTokenSource noBackup)
    {
        try
        {
            IReadOnlyList<TableContent> content = TableContent.ReadAll(old.Handle, cancellation);
            using PrivateConnection made = PrivateConnection.ForReading(copy, cancellation);
            return made.Text("PRAGMA integrity_check(1)") == "ok" && TableContent.ReadAll(made.Handle, cancellation).SequenceEqual(content)
                ? content
                : throw new LeadStoreException(
                    LeadStoreErrorKind.Corrupt,
                    $"The database '{old.Path}' is damaged (PRAGMA integrity_check), and its backup would be. It was not changed; mend it with the "
                    + "tools of SQLite (.recover), or import what can be read.");
        }
        catch
        {
            noBackup.Cancel();
            throw;
        }
    }

    private AdoptReport Import(ForeignTables source, string path, CancellationToken either)
    {
        MappingProposal? proposal = adopt.Mapping is null ? MappingChoice.Propose(source) : null;
        ImportMapping mapping = proposal is null ? MappingChoice.Of(source, adopt.Mapping) : MappingChoice.Certain(proposal, source.Description);
        ImportOptions limits = new() { ContinueOnRejects = adopt.ContinueOnRejects, RejectsPath = adopt.RejectsPath };
        ImportReport report;
        using (LeadDatabase db = LeadDatabase.Open(options.At(path)))
        {
            ImportSource rows = ImportSource.Of(() => source);
            report = adopt.DryRun
                ? db.Import.Plan(rows, mapping, limits, progress, either)
                : db.Import.Run(rows, mapping, limits, progress, either);
        }

        return new AdoptReport
        {
            Path = path,
            IsPlan = adopt.DryRun,
            Layout = proposal?.Layout,
            Mapping = mapping,
            Notes = proposal?.Notes ?? [],
            Import = report,
            Duration = TimeSpan.Zero,
        };
    }
}

/// <summary>What tells whether a database was written to: length and time of the file and of what lies beside it.</summary>
internal readonly record struct FileState(FilePart File, FilePart Log, FilePart Journal)
{
    /// <summary>Whether nothing lies beside it that belongs to it.</summary>
    public bool IsOneFile => Log.Length <= 0 && Journal.Length <= 0;

    public static FileState Of(string path) => new(FilePart.Of(path), FilePart.Of(path + "-wal"), FilePart.Of(path + "-journal"));
}

/// <summary>Length and time of a file; -1 if there is none.</summary>
internal readonly record struct FilePart(long Length, DateTime Time)
{
    public static FilePart Of(string path) =>
        new FileInfo(path) is { Exists: true } file ? new FilePart(file.Length, file.LastWriteTimeUtc) : new FilePart(-1, default);
}
