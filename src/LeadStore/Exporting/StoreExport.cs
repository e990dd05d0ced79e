using LeadStore.Engine;
using LeadStore.Exporting;
using LeadStore.Maintenance;
using LeadStore.SkipTracing;

namespace LeadStore;

/// <summary>
/// Takes everything out of a store, for other programs and for people, and puts it into an empty one. Reached as
/// <see cref="LeadDatabase.Export"/>; safe to use from any thread beside everything else. An export sees one state of the store, is written
/// at constant memory however many messages there are, and holds personal data in the clear. In a transaction it sees what the transaction
/// has written.
/// </summary>
public sealed class StoreExport
{
    private readonly TraceEngine _traces;
    private readonly string _path;

    internal StoreExport(TraceEngine traces, string path)
    {
        _traces = traces;
        _path = path;
    }

    /// <summary>
    /// Writes everything that the store holds as JSON Lines, that <see cref="Load(string, IProgress{ExportProgress}, CancellationToken)"/>
    /// takes in again without loss. The first line names the format, the schema, the store and the time; then come sources, settings, leads
    /// with all that hangs on them, messages by lead as they lie, rows that were imported from elsewhere, and row by row the tables of
    /// organizations, users, notes, properties, skip traces and costs; the last line counts them and has the SHA-256 of all lines before it.
    /// Password hashes alone are left out, because an export is handed on. The same content gives the same lines, but for the first and the
    /// last. The file is readable by its owner alone and gets its name when it is whole.
    /// </summary>
    /// <param name="path">A file that does not exist yet, in a directory that does.</param>
    /// <param name="progress">Told on the calling thread, after each page; what it throws ends the export.</param>
    /// <param name="cancellationToken">Ends the export, which leaves nothing behind.</param>
    /// <exception cref="LeadStoreException">
    /// <see cref="LeadStoreErrorKind.TargetExists"/>: the name is taken. <see cref="LeadStoreErrorKind.CannotOpen"/>: the directory does
    /// not exist. <see cref="LeadStoreErrorKind.ReadOnly"/>: nothing may be written there. <see cref="LeadStoreErrorKind.StorageFull"/>: no
    /// room. <see cref="LeadStoreErrorKind.Corrupt"/>: the store is damaged.
    /// </exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public ExportReport Json(string path, IProgress<ExportProgress>? progress = null, CancellationToken cancellationToken = default) =>
        ToFile(path, nameof(Json), WriteJson, progress, cancellationToken);

    /// <summary>
    /// <see cref="Json(string, IProgress{ExportProgress}, CancellationToken)"/> to a stream, which stays open.
    /// </summary>
    /// <param name="stream">What is written to. What it throws comes out as it is.</param>
    /// <param name="progress">Told on the calling thread; what it throws ends the export.</param>
    /// <param name="cancellationToken">Ends the export; the stream has a part of it then, which is recognised as one.</param>
    /// <exception cref="LeadStoreException"><see cref="LeadStoreErrorKind.Corrupt"/> or another kind: the store cannot be read.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public ExportReport Json(Stream stream, IProgress<ExportProgress>? progress = null, CancellationToken cancellationToken = default) =>
        ToStream(stream, nameof(Json), WriteJson, progress, cancellationToken);

    /// <summary>
    /// Writes the leads as CSV for people (RFC 4180, UTF-8): a line of names, then one line a lead by id, times in ISO 8601 and UTC. Text
    /// that a spreadsheet would take for a formula (it begins with <c>=</c>, <c>+</c>, <c>-</c>, <c>@</c>, a tab or a line end) gets an
    /// apostrophe before it. A phone is written as it is, <c>+447809505864</c>: a plus sign and digits calculate nothing. What hangs on a
    /// lead is not in it, and so it is no copy: for that see <see cref="Json(string, IProgress{ExportProgress}, CancellationToken)"/>.
    /// </summary>
    /// <param name="path">A file that does not exist yet, in a directory that does; readable by its owner alone.</param>
    /// <param name="options">How it is written; <see langword="null"/> for the defaults.</param>
    /// <param name="progress">Told on the calling thread; what it throws ends the export.</param>
    /// <param name="cancellationToken">Ends the export, which leaves nothing behind.</param>
    /// <inheritdoc cref="Json(string, IProgress{ExportProgress}, CancellationToken)"/>
    public ExportReport Csv(
        string path, CsvOptions? options = null, IProgress<ExportProgress>? progress = null, CancellationToken cancellationToken = default) =>
        ToFile(path, nameof(Csv), Leads(options), progress, cancellationToken);

    /// <summary><see cref="Csv(string, CsvOptions, IProgress{ExportProgress}, CancellationToken)"/> to a stream, which stays open.</summary>
    /// <param name="stream">What is written to. What it throws comes out as it is.</param>
    /// <param name="options">How it is written; <see langword="null"/> for the defaults.</param>
    /// <param name="progress">Told on the calling thread; what it throws ends the export.</param>
    /// <param name="cancellationToken">Ends the export; the stream has a part of it then.</param>
    /// <inheritdoc cref="Json(Stream, IProgress{ExportProgress}, CancellationToken)"/>
    public ExportReport Csv(
        Stream stream, CsvOptions? options = null, IProgress<ExportProgress>? progress = null, CancellationToken cancellationToken = default) =>
        ToStream(stream, nameof(Csv), Leads(options), progress, cancellationToken);

    /// <summary>Writes the messages as CSV, with the phone and the name of the lead beside each, by lead and as they lie.</summary>
    /// <param name="path">A file that does not exist yet, in a directory that does; readable by its owner alone.</param>
    /// <param name="options">How it is written; <see langword="null"/> for the defaults.</param>
    /// <param name="progress">Told on the calling thread; what it throws ends the export.</param>
    /// <param name="cancellationToken">Ends the export, which leaves nothing behind.</param>
    /// <inheritdoc cref="Csv(string, CsvOptions, IProgress{ExportProgress}, CancellationToken)"/>
    public ExportReport CsvMessages(
        string path, CsvOptions? options = null, IProgress<ExportProgress>? progress = null, CancellationToken cancellationToken = default) =>
        ToFile(path, nameof(CsvMessages), Messages(options), progress, cancellationToken);

    /// <summary>
    /// <see cref="CsvMessages(string, CsvOptions, IProgress{ExportProgress}, CancellationToken)"/> to a stream, which stays open.
    /// </summary>
    /// <param name="stream">What is written to. What it throws comes out as it is.</param>
    /// <param name="options">How it is written; <see langword="null"/> for the defaults.</param>
    /// <param name="progress">Told on the calling thread; what it throws ends the export.</param>
    /// <param name="cancellationToken">Ends the export; the stream has a part of it then.</param>
    /// <inheritdoc cref="Csv(Stream, CsvOptions, IProgress{ExportProgress}, CancellationToken)"/>
    public ExportReport CsvMessages(
        Stream stream, CsvOptions? options = null, IProgress<ExportProgress>? progress = null, CancellationToken cancellationToken = default) =>
        ToStream(stream, nameof(CsvMessages), Messages(options), progress, cancellationToken);

    /// <summary>
    /// Takes an export into this store, which must be empty: everything comes back as it was, with its ids, and an export of it has the
    /// same lines but for the first. The identity of the store stays its own, and no user has a password hash, which no export holds: for a
    /// store that is to go on as it was, restore a backup.
    /// All in one transaction, in which other writers wait; the lines are checked one by one and by the SHA-256 of the last.
    /// </summary>
    /// <param name="path">A file that <c>Json</c> has written.</param>
    /// <param name="progress">Told on the calling thread; what it throws ends the load, which stores nothing then.</param>
    /// <param name="cancellationToken">Ends the load, which stores nothing then.</param>
    /// <exception cref="LeadStoreException">
    /// <see cref="LeadStoreErrorKind.TargetExists"/>: the store is not empty. <see cref="LeadStoreErrorKind.NotALeadStore"/>: the file is no
    /// export. <see cref="LeadStoreErrorKind.SchemaTooNew"/>: a newer LeadStore wrote it. <see cref="LeadStoreErrorKind.Corrupt"/>: it was cut
    /// off, damaged or changed; the message names the line. <see cref="LeadStoreErrorKind.CannotOpen"/>: there is no such file.
    /// <see cref="LeadStoreErrorKind.InUse"/>: it is the store itself. Nothing was stored in any case.
    /// </exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public ExportReport Load(string path, IProgress<ExportProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        return Verb.Run(
            nameof(Load),
            () => ExportFile.Read(
                path, _path, stream => Load(stream, stream.Length, progress, cancellationToken) with { Path = Path.GetFullPath(path) }));
    }

    /// <summary>
    /// <see cref="Load(string, IProgress{ExportProgress}, CancellationToken)"/> from a stream, which is read to its end and stays open.
    /// </summary>
    /// <param name="stream">What is read. What it throws comes out as it is.</param>
    /// <param name="progress">Told on the calling thread; what it throws ends the load, which stores nothing then.</param>
    /// <param name="cancellationToken">Ends the load, which stores nothing then.</param>
    /// <inheritdoc cref="Load(string, IProgress{ExportProgress}, CancellationToken)"/>
    public ExportReport Load(Stream stream, IProgress<ExportProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(stream);
        return Load(stream, null, progress, cancellationToken);
    }

    /// <summary>Whether a file begins as an export does, of whichever version.</summary>
    /// <param name="path">The file; not one of a store that this process has open.</param>
    /// <exception cref="LeadStoreException">
    /// <see cref="LeadStoreErrorKind.CannotOpen"/>: there is no such file. <see cref="LeadStoreErrorKind.ReadOnly"/>: it may not be read.
    /// </exception>
    public static bool IsExport(string path)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        return Verb.Run(nameof(IsExport), () => ExportFile.Read(path, null, stream =>
        {
            Span<byte> beginning = stackalloc byte[64];
            return ExportFormat.IsExport(beginning[..stream.ReadAtLeast(beginning, beginning.Length, throwOnEndOfStream: false)]);
        }));
    }

    private ExportReport Load(Stream stream, long? length, IProgress<ExportProgress>? progress, CancellationToken cancellation) =>
        _traces.Write(Load, new LoadCall(stream, length, progress, cancellation), nameof(Load));

    private static async ValueTask<ExportReport> Load(TraceSessions on, LoadCall call)
    {
        long start = on.Store.Rules.Clock.GetTimestamp();
        ExportSteps steps = new(call.Progress);
        using ExportLines lines = new(call.Stream);
        await new ExportLoader(on, lines, steps, call.Length, call.Cancellation).Load();
        return new ExportReport { Bytes = lines.Length, Counts = steps.ByName, Duration = on.Store.Rules.Clock.GetElapsedTime(start) };
    }

    private ExportReport ToFile(
        string path, string verb, Writing write, IProgress<ExportProgress>? progress, CancellationToken cancellation)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        return Verb.Run(verb, () => ExportFile.Write(
            path, (stream, target) => ToStream(stream, verb, write, progress, cancellation) with { Path = target }, cancellation));
    }

    private ExportReport ToStream(
        Stream stream, string verb, Writing write, IProgress<ExportProgress>? progress, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(stream);
        return _traces.ReadLong(Run, (stream, write, new ExportSteps(progress)), verb, cancellation);
    }

    private static async ValueTask<ExportReport> Run(
        TraceSessions on, (Stream Stream, Writing Write, ExportSteps Steps) call, CancellationToken cancellation)
    {
        long start = on.Store.Rules.Clock.GetTimestamp();
        using ExportText text = new(call.Stream, cancellation);
        await call.Write(on, text, call.Steps, cancellation);
        return new ExportReport
        {
            Bytes = text.Length,
            Counts = call.Steps.ByName,
            Duration = on.Store.Rules.Clock.GetElapsedTime(start),
        };
    }

    private static async ValueTask WriteJson(TraceSessions on, ExportText text, ExportSteps steps, CancellationToken cancellation)
    {
        using JsonExporter exporter = new(on, text, steps, cancellation);
        await exporter.Write();
    }

    private static Writing Leads(CsvOptions? options) =>
        (on, text, steps, cancellation) => new CsvExporter(on.Store, text, options ?? new CsvOptions(), steps, cancellation).Leads();

    private static Writing Messages(CsvOptions? options) =>
        (on, text, steps, cancellation) => new CsvExporter(on.Store, text, options ?? new CsvOptions(), steps, cancellation).Messages();

    private delegate ValueTask Writing(TraceSessions on, ExportText text, ExportSteps steps, CancellationToken cancellation);

    // On its caller's thread: the stream and the progress are his.
    private sealed record LoadCall(
        Stream Stream, long? Length, IProgress<ExportProgress>? Progress, CancellationToken Cancellation) : IRunsCallback;
}
