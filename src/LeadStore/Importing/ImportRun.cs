using System.Diagnostics;
using LeadStore.Engine;
using LeadStore.Settings;

namespace LeadStore.Importing;

/// <summary>One import from its first row to its last, in one transaction or in several.</summary>
internal sealed class ImportRun : IRunsCallback, IDisposable
{
    private const int RowsBetweenLooks = 1024;
    private static readonly TimeSpan BetweenReports = TimeSpan.FromMilliseconds(100);

    private readonly IImportSource _source;
    private readonly ImportMapping _mapping;
    private readonly ImportCall _call;
    private readonly ImportTally _tally = new();
    private readonly RejectsFile? _rejects;
    private readonly List<(TablePlan Plan, TableTally Tally)> _tables = [];
    private readonly Queue<Func<Session, ValueTask<ImportStep?>>> _steps = [];
    private ImportStep? _step;
    private IEnumerator<ImportRow>? _rows;
    private ImportContext? _context;
    private long _rowsOfStep;
    private long _lastReport = Stopwatch.GetTimestamp();

    private ImportRun(IImportSource source, ImportMapping mapping, ImportCall call)
    {
        if (call.Options.BatchSize is < 1)
        {
            throw new ArgumentException($"{nameof(ImportOptions.BatchSize)} must be 1 or more.", nameof(call));
        }

        CheckName(mapping.System);
        if (mapping.Currency is null || !Money.IsCurrency(mapping.Currency))
        {
            throw new LeadStoreException(
                LeadStoreErrorKind.Validation, "The currency of a mapping must be three letters of ISO 4217, for example USD. Mend the mapping.");
        }

        _source = source;
        _mapping = mapping;
        _call = call;

        // A file of one table is what a mapping of one table is for, whatever its name of today.
        bool isTheOne = source.Tables.Count == 1 && mapping.Tables.Count == 1;
        foreach (ImportTable table in source.Tables)
        {
            TableMapping tableMapping = mapping.Tables.FirstOrDefault(mapped => mapped.Table == table.Name)
                ?? (isTheOne ? mapping.Tables[0] : null)
                ?? new TableMapping { Table = table.Name, To = ImportTarget.Rows };
            _tables.Add((new TablePlan(table, tableMapping), _tally.Add(table.Name, tableMapping.To)));
        }

        foreach (TableMapping missing in mapping.Tables)
        {
            if (!isTheOne && missing.To != ImportTarget.Nothing && !source.Tables.Any(table => table.Name == missing.Table))
            {
                throw new LeadStoreException(
                    LeadStoreErrorKind.Validation,
                    $"'{source.Description}' has no table '{missing.Table}', which the mapping names. It has: "
                    + $"{string.Join(", ", source.Tables.Select(table => table.Name))}.");
            }
        }

        _rejects = RejectsFile.Prepare(call.Options.RejectsPath, mapping.System, [.. source.Tables.Select(table => table.Name)]);
    }

    /// <summary>Is told what became of each lead; null if nobody wants to know.</summary>
    private ImportObserver? Observer { get; init; }

    /// <summary>Imports what a source holds by a mapping, or does so and takes it back.</summary>
    public static ImportReport Run(
        StoreEngine engine, IImportSource source, ImportMapping mapping, ImportCall call, ImportObserver? observer = null)
    {
        call.Cancellation.ThrowIfCancellationRequested();
        using ImportRun run = new(source, mapping, call) { Observer = observer };
        return run.Execute(engine);
    }

    public void Dispose()
    {
        _rows?.Dispose();
        _rejects?.Dispose();
    }

    private ImportReport Execute(StoreEngine engine)
    {
        string name = _call.IsPlan ? "Import.Plan" : "Import.Run";
        try
        {
            bool goesOn;
            do
            {
                goesOn = engine.Write(static (session, run) => run.Transaction(session), this, name);
                _tally.Commit(_context!.Others.Sum(lead => (long)lead.Value.Count));
            }
            while (goesOn);
        }
        catch (PlanIsMadeException)
        {
            // Everything was taken back, which is what was asked for.
        }
        catch (Exception failure) when (failure is not ImportException)
        {
            _rejects?.Discard();
            throw;
        }

        return Report();
    }

    // All of the import, or one batch of it. True if there is more.
    private async ValueTask<bool> Transaction(Session session)
    {
        if (_context is null)
        {
            await Prepare(session);
        }

        int left = _call.IsPlan ? int.MaxValue : _call.Options.BatchSize ?? int.MaxValue;
        bool goesOn = true;
        for (int i = 0; i < left && goesOn; i++)
        {
            if (i % RowsBetweenLooks == 0)
            {
                _call.Cancellation.ThrowIfCancellationRequested();
            }

            goesOn = await Next(session);
        }

        if (_step is not null)
        {
            await _step.Settle(session);
        }

        _call.Cancellation.ThrowIfCancellationRequested();
        _rejects?.Finish();
        if (_call.IsPlan)
        {
            throw new PlanIsMadeException();
        }

        if (_tally.Rejected > 0 && !_call.Options.ContinueOnRejects)
        {
            throw Refused();
        }

        return goesOn;
    }

    private async ValueTask Prepare(Session session)
    {
        long last = await session.First(ImportSql.LastLead, []);
        _context = new ImportContext(_mapping.System, session.Rules, session.Now, _tally, _rejects)
        {
            Currency = _mapping.Currency,
            KeepsIds = last == 0,
            LastLeadBefore = last,
            Phones = last == 0 && (_call.IsPlan || _call.Options.BatchSize is null) ? [] : null,
            KeysMayBeKnown = _tables.Count(table => table.Plan.Mapping.To == ImportTarget.Leads) > 1
                || await session.First(ImportSql.AnyKey, [_mapping.System]) != 0,
            Observer = Observer,
        };
        LeadWriter leads = new(_context);
        LeadRows leadRows = new();
        Enqueue(ImportTarget.Organizations, (plan, tally) => new OrganizationStep(_context, plan, tally));
        Enqueue(ImportTarget.Users, (plan, tally) => new UserStep(_context, plan, tally));
        Enqueue(ImportTarget.Sources, (plan, tally) => new SourceStep(_context, plan, tally));
        Enqueue(ImportTarget.Settings, (plan, tally) => new SettingStep(_context, plan, tally));
        EnqueueLeads(leads);
        Enqueue(ImportTarget.Phones, (plan, tally) => new LeadRowStep(_context, plan, tally, leadRows));
        ImportedTraces traces = new(_context);
        Enqueue(ImportTarget.SkipTraces, (plan, tally) => new TraceStep(_context, plan, tally, traces));
        Enqueue(ImportTarget.SkipTracePhones, (plan, tally) => new TraceContactStep(_context, plan, tally, traces));
        Enqueue(ImportTarget.SkipTraceEmails, (plan, tally) => new TraceContactStep(_context, plan, tally, traces));
        Enqueue(ImportTarget.Notes, (plan, tally) => new NoteStep(_context, plan, tally));
        Enqueue(ImportTarget.Campaigns, (plan, tally) => new CampaignStep(_context, plan, tally));
        Enqueue(ImportTarget.CampaignSends, (plan, tally) => new CampaignSendStep(_context, plan, tally));
        Enqueue(ImportTarget.Calls, (plan, tally) => new CallStep(_context, plan, tally));
        Enqueue(ImportTarget.Activities, (plan, tally) => new ActivityStep(_context, plan, tally));
        Enqueue(ImportTarget.PropertyRecords, (plan, tally) => new PropertyRecordStep(_context, plan, tally));
        EnqueueMessages(leadRows);
        Enqueue(ImportTarget.LeadAttributes, (plan, tally) => new LeadRowStep(_context, plan, tally, leadRows));
        Enqueue(ImportTarget.Costs, (plan, tally) => new CostStep(_context, plan, tally));
        Enqueue(ImportTarget.Rows, (plan, tally) => new RowStep(_context, plan, tally));
        Enqueue(ImportTarget.Nothing, (plan, tally) => new LeaveOutStep(_context, plan, tally));
    }

    private void EnqueueLeads(LeadWriter writer)
    {
        List<LeadStep> first = [];
        List<LeadFactsStep> facts = [];
        foreach ((TablePlan plan, TableTally tally) in _tables.Where(table => table.Plan.Mapping.To == ImportTarget.Leads))
        {
            HashSet<ulong> keys = [];
            if (plan.ColumnOf("key") is { } key && plan.Table.Columns.Any(column => column.IsKey && column.Name == key))
            {
                writer.NoteNumber(plan.Table.LastKey);
            }

            RowOutcomes? outcomes = plan.HasFacts ? new RowOutcomes() : null;
            if (outcomes is not null)
            {
                facts.Add(new LeadFactsStep(_context!, plan, tally, outcomes));
            }

            LeadStep withPhone = new(_context!, plan, tally, writer, keys, outcomes, onlyByEmail: false);
            first.Add(withPhone);
            Enqueue(_ => withPhone);
        }

        // Then every address is known.
        Enqueue(writer.MergeOthers);
        foreach (LeadStep before in first)
        {
            Enqueue(_ => before.LeftSome ? before.ForTheRest() : null);
        }

        Enqueue(writer.MergeOthers);
        Enqueue(writer.SpareNumbers);
        foreach (LeadFactsStep step in facts)
        {
            Enqueue(_ => step);
        }
    }

    private void EnqueueMessages(LeadRows leadRows)
    {
        MessageWriter? writer = null;
        _steps.Enqueue(async session =>
        {
            writer = new MessageWriter(_context!, _source.CanSort, await SettingOperations.Get(session, LeadSettings.ReminderIntervals));
            return null;
        });
        Enqueue(ImportTarget.Messages, (plan, tally) => new MessageStep(_context!, plan, tally, writer!, leadRows));
        Enqueue(session => writer!.NoteReminders(session));
    }

    private void Enqueue(ImportTarget target, Func<TablePlan, TableTally, ImportStep> step)
    {
        foreach ((TablePlan plan, TableTally tally) in _tables.Where(table => table.Plan.Mapping.To == target))
        {
            Enqueue(_ => step(plan, tally));
        }
    }

    private void Enqueue(Func<Session, ImportStep?> step) => _steps.Enqueue(session => new ValueTask<ImportStep?>(step(session)));

    private void Enqueue(Func<Session, ValueTask> work) => _steps.Enqueue(async session =>
    {
        await work(session);
        return null;
    });

    // Takes the next row. False when there is none.
    private async ValueTask<bool> Next(Session session)
    {
        while (_step is null)
        {
            if (!_steps.TryDequeue(out Func<Session, ValueTask<ImportStep?>>? begin))
            {
                return false;
            }

            _step = await begin(session);
            if (_step is not null)
            {
                await _step.Begin(session);
                IEnumerable<ImportRow> rows = _source.Read(_step.Plan.Table, _step.OrderBy);
                _rows = (_source.IsWorthReadingAhead ? ReadAhead.Of(rows) : rows).GetEnumerator();
                _rowsOfStep = 0;
            }
        }

        if (!_rows!.MoveNext())
        {
            await _step.Settle(session);
            Tell(always: true);
            _rows.Dispose();
            _rows = null;
            _step = null;
            return true;
        }

        await Take(session, _step, _rows.Current);
        if (++_rowsOfStep % RowsBetweenLooks == 0)
        {
            Tell(always: false);
        }

        return true;
    }

    private async ValueTask Take(Session session, ImportStep step, ImportRow row)
    {
        if (!step.ReadsAgain)
        {
            step.Tally.Read++;
        }

        if (row.Error is null || step.Plan.LeavesOutErrors(row))
        {
            await step.Take(session, row);
        }
        else if (!step.ReadsAgain)
        {
            _context!.Reject(step.Plan, step.Tally, row, new Rejection("unreadable", row.Error));
        }
    }

    private void Tell(bool always)
    {
        if (_call.Progress is null || (!always && Stopwatch.GetElapsedTime(_lastReport) < BetweenReports))
        {
            return;
        }

        _lastReport = Stopwatch.GetTimestamp();
        _call.Progress.Report(new ImportProgress(_step!.Plan.Table.Name, _rowsOfStep, _step.Plan.Table.Rows));
    }

    private ImportException Refused()
    {
        IReadOnlyList<RejectReason> reasons = _tally.Reasons;
        RejectReason first = reasons.OrderBy(reason => reason.FirstPosition).First();
        string where = $"{_source.Counted} {first.FirstPosition}" + (first.FirstColumn is { } column ? $", column {column}" : "");
        string about = first.Column is null ? "the row" : $"the column '{first.Column}'";
        string stored = _tally.Stored == 0 ? "Nothing was stored." : $"{_tally.Stored} rows of earlier batches are stored.";
        return new ImportException(
            $"{_tally.Rejected} rows of '{_source.Description}' were rejected "
            + $"({string.Join(", ", reasons.Select(reason => $"{reason.Count} {reason.Code}"))}); "
            + $"the first stands in the table '{first.Table}' at {where}: {about} {first.Message} {stored} Mend them, or go on without them "
            + $"(ImportOptions.ContinueOnRejects, RejectsPath).",
            Report());
    }

    private ImportReport Report() => new()
    {
        Source = _source.Description,
        System = _mapping.System,
        Tables = _tally.Tables,
        Reasons = _tally.Reasons,
        Unreadable = _tally.Unreadable,
        RejectsPath = _rejects is { IsMade: true } ? _rejects.Path : null,
        StoredRows = _tally.Stored,
        IsPlan = _call.IsPlan,
        BackupPath = _call.BackupPath,
    };

    private static void CheckName(string system)
    {
        if (system.Length is 0 or > Validation.Limits.SystemName || !system.All(c => char.IsLetterOrDigit(c) || c is '_' or '-' or '.'))
        {
            throw new LeadStoreException(
                LeadStoreErrorKind.Validation, "The system of a mapping must be 1 to 64 letters, digits, '_', '-' and '.'. Mend the mapping.");
        }
    }

    // Takes the transaction back.
    private sealed class PlanIsMadeException : Exception;
}
