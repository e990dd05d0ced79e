using LeadStore.Tests.Sqlite.Support;

namespace LeadStore.Tests.SkipTracing;

/// <summary>
/// Skip traces in a file of their own: which files go together, and how the two are put in step when something came between them. A file
/// that is put back as it was before a verb stands for a process that was killed before its commit, and for a restore.
/// </summary>
public sealed class TraceFileTests : IDisposable
{
    private static readonly TraceProvider Provider = "acme";
    private static readonly SkipTraceRequest Request = new() { FullName = "John Smith", Address = "12 Main St, Springfield IL 62701" };

    private static readonly SkipTraceResult Found = new()
    {
        Phones = [new FoundPhone { Number = "+12175550142" }],
        Emails = [new FoundEmail { Address = "john@example.com" }],
        Cost = new Money(12),
        Response = "{}",
    };

    private readonly TempDirectory _directory = new();

    private string Main => _directory.Database;

    private string Traces => _directory.File("traces.db");

    public void Dispose() => _directory.Dispose();

    [Fact]
    public void Traces_are_in_their_own_file_and_costs_and_leads_in_the_other()
    {
        using LeadDatabase store = Open();
        Lead john = Add(store);

        store.SkipTrace.Record(john.Id, Provider, Request, Found);

        Number(Traces, "SELECT count(*) FROM skip_traces").Should().Be(1);
        Number(Traces, "SELECT count(*) FROM skip_trace_phones").Should().Be(1);
        Number(Main, "SELECT count(*) FROM skip_traces").Should().Be(0);
        Number(Main, "SELECT sum(amount) FROM costs").Should().Be(12);
        store.SkipTrace.BestPhone(john.Id)!.Phone.Should().Be(PhoneNumber.Parse("+12175550142"));
    }

    [Fact]
    public void An_answer_whose_process_was_killed_before_the_store_committed_is_posted_when_it_is_opened()
    {
        long john = Begun(out long trace);
        Keep(Main);
        With(store => store.SkipTrace.Complete(trace, Found));
        PutBack(Main);

        With(store =>
        {
            store.SkipTrace.GetHistory(john).Should().ContainSingle().Which.Status.Should().Be(SkipTraceStatus.Completed);
            store.Costs.List(new CostFilter()).Items.Should().ContainSingle().Which.Amount.Should().Be(new Money(12));
            store.Costs.GetForLead(john).Total(CostType.SkipTrace).Should().Be(new Money(12));
            store.Properties.Get(john)!.SkipTracedAt.Should().NotBeNull();
            store.SkipTrace.FindAnswer(Provider, Request, TimeSpan.FromDays(1)).Should().NotBeNull("nobody pays for it again");
        });
        With(store => store.Costs.List(new CostFilter()).Items.Should().ContainSingle("it is posted once, however often it is opened"));
    }

    [Fact]
    public void A_posting_that_was_done_without_anybody_saying_so_is_not_done_twice()
    {
        Begun(out long trace);
        With(store => store.SkipTrace.Complete(trace, Found));
        Number(Traces, "SELECT posted > 0 FROM skip_trace_postings").Should().Be(1);
        Raw.Execute(Traces, "UPDATE skip_trace_postings SET posted = 0");

        With(store => store.Costs.List(new CostFilter()).Items.Should().ContainSingle());

        Number(Traces, "SELECT count(*) FROM skip_trace_postings WHERE posted = 0").Should().Be(0);
    }

    [Fact]
    public void What_another_process_left_open_is_posted_by_the_next_verb_that_writes_traces()
    {
        long john = Begun(out long trace);
        using LeadDatabase store = Open();
        store.SkipTrace.Complete(trace, Found);
        Raw.Execute(Main, "DELETE FROM costs; DELETE FROM lead_costs");

        store.SkipTrace.Begin(john, Provider, Request);
        store.Costs.List(new CostFilter()).Items.Should().BeEmpty("this process knows that it was posted");
        Raw.Execute(Traces, "UPDATE skip_trace_postings SET posted = 0");
        store.SkipTrace.Begin(john, Provider, Request);

        store.Costs.List(new CostFilter()).Items.Should().ContainSingle().Which.LeadId.Should().Be(john);
    }

    [Fact]
    public void The_traces_of_a_deleted_lead_go_with_it_and_are_counted()
    {
        using LeadDatabase store = Open();
        Lead john = Add(store);
        store.SkipTrace.Record(john.Id, Provider, Request, Found);

        DeleteSummary deleted = store.DeleteLead(john.Id);

        (deleted.RowsDeleted["skip_traces"], deleted.RowsDeleted["skip_trace_phones"], deleted.RowsDeleted["skip_trace_emails"])
            .Should().Be((1, 1, 1));
        NothingIsLeft();
        store.Costs.List(new CostFilter()).Items.Should().ContainSingle().Which.LeadId.Should().BeNull();
    }

    [Fact]
    public void The_traces_of_a_lead_whose_process_was_killed_before_they_went_are_gone_when_the_store_is_opened()
    {
        long john = Begun(out long trace);
        With(store => store.SkipTrace.Complete(trace, Found));
        Keep(Traces);
        With(store => store.DeleteLead(john));
        PutBack(Traces);
        Number(Traces, "SELECT count(*) FROM skip_traces").Should().Be(1);

        With(_ => { });

        NothingIsLeft();
    }

    [Fact]
    public void The_cost_of_a_deleted_lead_s_trace_is_posted_before_the_trace_goes()
    {
        long john = Begun(out long trace);
        Keep(Main);
        With(store => store.SkipTrace.Complete(trace, Found));
        PutBack(Main);
        Raw.Execute(Main, $"DELETE FROM leads WHERE id = {john}");

        With(store => store.Costs.List(new CostFilter()).Items.Should().ContainSingle().Which.LeadId.Should().BeNull());

        NothingIsLeft();
    }

    [Fact]
    public void Nobody_sees_the_traces_of_a_lead_that_is_deleted_and_whose_traces_are_still_there()
    {
        using LeadDatabase store = Open();
        Lead john = Add(store);
        Lead jane = store.CreateLead(new NewLead { Phone = "+447809505865" });
        SkipTrace older = store.SkipTrace.Record(jane.Id, Provider, Request, Found, TimeProvider.System.GetUtcNow().AddDays(-1));
        SkipTrace trace = store.SkipTrace.Record(john.Id, Provider, Request, Found);
        SkipTrace pending = store.SkipTrace.Begin(john.Id, Provider, Request);

        // As another program deletes it: nobody is told.
        Raw.Execute(Main, $"DELETE FROM leads WHERE id = {john.Id}");

        SeesNothing(store, john.Id, trace.Id);
        store.SkipTrace.FindAnswer(Provider, Request, TimeSpan.FromDays(90))!.Id.Should().Be(older.Id);
        store.Invoking(each => each.SkipTrace.Complete(pending.Id, Found)).Should().Throw<LeadStoreException>()
            .Which.Kind.Should().Be(LeadStoreErrorKind.NotFound);
        store.InTransaction(tx =>
        {
            tx.DeleteLead(jane.Id);
            SeesNothing(tx, jane.Id, older.Id);
            tx.SkipTrace.FindAnswer(Provider, Request, TimeSpan.FromDays(90)).Should().BeNull();
        });
        NothingIsLeft();
    }

    [Fact]
    public void A_transaction_that_is_rolled_back_deletes_no_traces()
    {
        using LeadDatabase store = Open();
        Lead john = Add(store);
        store.SkipTrace.Record(john.Id, Provider, Request, Found);

        store.Invoking(each => each.InTransaction(tx =>
        {
            tx.DeleteLead(john.Id);
            throw new InvalidTimeZoneException();
        })).Should().Throw<InvalidTimeZoneException>();

        store.SkipTrace.GetHistory(john.Id).Should().ContainSingle();
    }

    [Fact]
    public void A_store_that_is_put_back_as_it_was_gets_its_costs_again_and_no_traces_of_leads_that_it_does_not_have()
    {
        long john = Begun(out long trace);
        Keep(Main);
        long jane = 0;
        With(store =>
        {
            store.SkipTrace.Complete(trace, Found);
            jane = store.CreateLead(new NewLead { Phone = "+447809505865" }).Id;
            store.SkipTrace.Record(jane, Provider, Request, Found);
            store.SkipTrace.Begin(jane, Provider, Request);
        });
        PutBack(Main);

        With(store =>
        {
            store.Costs.List(new CostFilter()).Items.Select(cost => cost.LeadId).Should().BeEquivalentTo(new long?[] { john, null });
            store.SkipTrace.GetHistory(john).Should().ContainSingle();
            store.CreateLead(new NewLead { Phone = "+447809505866" }).Id.Should().Be(jane, "the id is given again");
            store.SkipTrace.GetHistory(jane).Should().BeEmpty();
        });
    }

    [Fact]
    public void An_error_before_the_traces_are_committed_leaves_nothing()
    {
        Begun(out long trace);
        using LeadDatabase store = Open();
        Raw.Execute(Main, "CREATE TRIGGER refuse BEFORE INSERT ON costs BEGIN SELECT RAISE(ABORT, 'refused'); END");

        store.Invoking(each => each.SkipTrace.Complete(trace, Found)).Should().Throw<LeadStoreException>()
            .Which.Outcome.Should().Be(LeadStoreOutcome.NotApplied);

        store.SkipTrace.Get(trace)!.Status.Should().Be(SkipTraceStatus.Pending);
        Number(Traces, "SELECT count(*) FROM skip_trace_postings").Should().Be(0);
    }

    [Fact]
    public void A_store_whose_traces_are_apart_is_not_opened_without_them()
    {
        With(_ => { });

        Refused(new LeadDatabaseOptions { Path = Main }).Should().Contain("LeadDatabaseOptions.SkipTracePath");
        File.Delete(Traces);
        Refused(Options()).Should().Contain(Traces);
        File.Exists(Traces).Should().BeFalse();
    }

    [Fact]
    public void The_file_may_move()
    {
        Begun(out long trace);
        string moved = _directory.File("moved.db");
        File.Move(Traces, moved);

        using LeadDatabase store = LeadDatabase.Open(new LeadDatabaseOptions { Path = Main, SkipTracePath = moved });

        store.SkipTrace.Get(trace).Should().NotBeNull();
    }

    [Fact]
    public void The_traces_of_another_store_are_refused()
    {
        With(_ => { });
        string other = _directory.File("other.db");
        string othersTraces = _directory.File("other-traces.db");
        LeadDatabase.Open(new LeadDatabaseOptions { Path = other, SkipTracePath = othersTraces }).Dispose();

        Refused(new LeadDatabaseOptions { Path = Main, SkipTracePath = othersTraces }).Should().Contain(othersTraces);
        Refused(new LeadDatabaseOptions { Path = _directory.File("new.db"), SkipTracePath = Traces }).Should().Contain(Traces);
        With(_ => { });
    }

    [Fact]
    public void Neither_file_is_taken_for_the_other()
    {
        With(_ => { });

        Refused(new LeadDatabaseOptions { Path = Traces }, LeadStoreErrorKind.NotALeadStore).Should().Contain("skip traces");
        Refused(new LeadDatabaseOptions { Path = _directory.File("new.db"), SkipTracePath = Main }, LeadStoreErrorKind.NotALeadStore)
            .Should().Contain("SkipTracePath");
        FluentActions.Invoking(() => LeadDatabase.Open(new LeadDatabaseOptions { Path = Main, SkipTracePath = Main }))
            .Should().Throw<ArgumentException>().Which.ParamName.Should().Be(nameof(LeadDatabaseOptions.SkipTracePath));
    }

    [Fact]
    public void A_store_with_traces_in_its_own_file_is_refused()
    {
        using (LeadDatabase store = LeadDatabase.Open(Main))
        {
            store.SkipTrace.Record(Add(store).Id, Provider, Request, Found);
        }

        Refused(Options()).Should().Contain("export");
        File.Exists(Traces).Should().BeFalse();
    }

    [Fact]
    public void A_path_that_is_none_is_refused_and_an_empty_one_counts_as_not_set()
    {
        Refused(new LeadDatabaseOptions { Path = Main, SkipTracePath = "a\0b" }).Should().Contain("not a path");
        using LeadDatabase store = LeadDatabase.Open(new LeadDatabaseOptions { Path = Main, SkipTracePath = " " });
        store.SkipTrace.Begin(Add(store).Id, Provider, Request).Id.Should().Be(1);
    }

    [Theory]
    [InlineData(BackupCompression.None)]
    [InlineData(BackupCompression.Gzip)]
    public void A_backup_is_of_both_files_and_both_are_verified(BackupCompression compression)
    {
        Begun(out long trace);
        string backups = _directory.File("backups");
        Directory.CreateDirectory(backups);
        using LeadDatabase store = Open();
        store.SkipTrace.Complete(trace, Found);

        BackupReport made = store.Maintenance.Backup(backups, new BackupOptions { Compression = compression });

        made.SkipTraces!.Rows["skip_traces"].Should().Be(1);
        StoreMaintenance.VerifyBackup(made.Path).Rows["leads"].Should().Be(1);
        StoreMaintenance.VerifyBackup(made.SkipTraces.Path).Rows["skip_trace_phones"].Should().Be(1);
        made.SkipTraces.StoreUid.Should().NotBe(made.StoreUid);
        store.Maintenance.ApplyRetention(backups).Kept.Should().BeEquivalentTo(made.Path, made.SkipTraces.Path);
        store.Maintenance.Backup(_directory.File("named.db")).SkipTraces!.Path.Should().Be(_directory.File("named.db.traces"));
    }

    [Fact]
    public void A_backup_that_cannot_be_made_whole_leaves_neither_half()
    {
        With(_ => { });
        string backups = _directory.File("backups");
        Directory.CreateDirectory(backups);
        string taken = Path.Combine(backups, "taken.db");
        File.WriteAllText(taken, "taken");
        using LeadDatabase store = Open();

        store.Invoking(each => each.Maintenance.Backup(taken)).Should().Throw<LeadStoreException>()
            .Which.Kind.Should().Be(LeadStoreErrorKind.TargetExists);

        Directory.GetFileSystemEntries(backups).Should().Equal(taken);
    }

    [Fact]
    public void The_two_backups_are_a_store_with_what_was_paid_for()
    {
        long john = Begun(out long trace);
        string backup = _directory.File("backup.db");
        With(store =>
        {
            store.SkipTrace.Complete(trace, Found);
            store.Maintenance.Backup(backup);
            store.SkipTrace.Record(john, "other", Request, Found);
            store.DeleteLead(john);
        });

        LeadDatabase.Restore(backup, Options());
        File.Copy(backup + ".traces", Traces, overwrite: true);

        With(store =>
        {
            store.SkipTrace.GetHistory(john).Should().ContainSingle();
            store.Costs.List(new CostFilter()).Items.Should().ContainSingle();
            store.Maintenance.Verify().IsSound.Should().BeTrue();
        });
    }

    [Fact]
    public void A_backup_of_traces_is_not_restored_as_a_store()
    {
        With(store => store.Maintenance.Backup(_directory.File("backup.db")));

        FluentActions.Invoking(() => LeadDatabase.Restore(_directory.File("backup.db.traces"), Options())).Should().Throw<LeadStoreException>()
            .Which.Kind.Should().Be(LeadStoreErrorKind.NotALeadStore);
    }

    [Fact]
    public void Verify_finds_a_damaged_row_among_the_traces_and_it_can_be_accepted()
    {
        Begun(out long trace);
        With(store => store.SkipTrace.Complete(trace, Found));
        Raw.Execute(Traces, "UPDATE skip_trace_phones SET carrier = 'X', checksum = checksum + 1");
        using LeadDatabase store = Open();

        VerificationReport report = store.Maintenance.Verify();

        report.DamagedRows.Should().ContainSingle().Which.Table.Should().Be("skip_trace_phones");
        store.Invoking(each => each.Maintenance.Backup(_directory.File("backup.db"))).Should().Throw<LeadStoreException>()
            .Which.Kind.Should().Be(LeadStoreErrorKind.Corrupt);
        store.Maintenance.AcceptDamagedRows(report).Should().Be(1);
        store.Maintenance.Verify().IsSound.Should().BeTrue();
        store.Maintenance.CheckIntegrity().IsSound.Should().BeTrue();
        store.Maintenance.GetStatistics().SkipTraces!.Rows["skip_traces"].Should().Be(1);
        store.Maintenance.Optimize(new OptimizeOptions { Vacuum = true }).AnalyzedTables.Should().Contain("skip_trace_postings");
    }

    [Fact]
    public void An_export_has_both_files_and_is_loaded_into_one_or_two()
    {
        long john = Begun(out long trace);
        string export = _directory.File("export.jsonl");
        With(store =>
        {
            store.SkipTrace.Complete(trace, Found);
            store.Export.Json(export);
        });
        LeadDatabaseOptions[] targets =
        [
            new() { Path = _directory.File("one.db") },
            new() { Path = _directory.File("two.db"), SkipTracePath = _directory.File("two-traces.db") },
        ];
        foreach (LeadDatabaseOptions target in targets)
        {
            string again = target.Path + ".jsonl";
            using (LeadDatabase loaded = LeadDatabase.Open(target))
            {
                loaded.Export.Load(export);
            }

            using LeadDatabase store = LeadDatabase.Open(target);
            store.SkipTrace.GetHistory(john).Should().ContainSingle();
            store.SkipTrace.BestPhone(john).Should().NotBeNull();
            store.SkipTrace.Begin(john, Provider, Request).Id.Should().Be(trace + 1);
            store.Costs.List(new CostFilter()).Items.Should().ContainSingle();
            store.SkipTrace.GetSummary(john).Phones.Should().Be(1);
            store.Export.Json(again);
            File.ReadLines(again).Should().HaveCount(File.ReadLines(export).Count() + 1, "one more was begun");
        }
    }

    [Fact]
    public void What_knows_one_file_alone_says_so()
    {
        With(store =>
        {
            string one = _directory.File("one.db");
            store.Invoking(each => each.Maintenance.Dump(one)).Should().Throw<InvalidOperationException>().WithMessage("*SkipTracePath*");
            store.Invoking(each => each.Maintenance.Restore(one)).Should().Throw<InvalidOperationException>().WithMessage("*SkipTracePath*");
        });
        FluentActions.Invoking(() => LeadDatabase.Reset(Options(), Path.GetFileName(Main))).Should().Throw<ArgumentException>()
            .WithMessage("*SkipTracePath*");
    }

    private LeadDatabaseOptions Options() => new() { Path = Main, SkipTracePath = Traces };

    private LeadDatabase Open() => LeadDatabase.Open(Options());

    private void With(Action<LeadDatabase> work)
    {
        using LeadDatabase store = Open();
        work(store);
    }

    private static Lead Add(LeadDatabase store) => store.CreateLead(new NewLead { Phone = "+447809505864" });

    private long Begun(out long trace)
    {
        using LeadDatabase store = Open();
        Lead john = Add(store);
        store.Properties.Set(john.Id, new NewProperty { Address = "12 Main St, Springfield IL 62701", SourceType = "tax_lien" });
        trace = store.SkipTrace.Begin(john.Id, Provider, Request).Id;
        return john.Id;
    }

    private static void SeesNothing(LeadDatabase store, long lead, long trace)
    {
        store.SkipTrace.GetHistory(lead).Should().BeEmpty();
        store.SkipTrace.ListPhones(lead).Should().BeEmpty();
        store.SkipTrace.RankPhones(lead).Should().BeEmpty();
        store.SkipTrace.BestPhone(lead).Should().BeNull();
        store.SkipTrace.ListEmails(lead).Should().BeEmpty();
        store.SkipTrace.GetSummary(lead).Should().BeEquivalentTo(new SkipTraceSummary { LeadId = lead });
        store.SkipTrace.Get(trace).Should().BeNull();
        store.SkipTrace.GetResponse(trace).Should().BeNull();
        store.SkipTrace.ListPending().Items.Should().NotContain(each => each.LeadId == lead);
    }

    private void NothingIsLeft()
    {
        foreach (string table in (string[])["skip_traces", "skip_trace_phones", "skip_trace_emails", "skip_trace_postings"])
        {
            Number(Traces, $"SELECT count(*) FROM {table}").Should().Be(0, table);
        }
    }

    private static void Keep(string file) => File.Copy(file, file + ".kept");

    private static void PutBack(string file) => File.Move(file + ".kept", file, overwrite: true);

    private static string Refused(LeadDatabaseOptions options, LeadStoreErrorKind kind = LeadStoreErrorKind.CannotOpen)
    {
        LeadStoreException refused = FluentActions.Invoking(() => LeadDatabase.Open(options)).Should().Throw<LeadStoreException>().Which;
        refused.Kind.Should().Be(kind);
        return refused.Message;
    }

    private static long Number(string file, string sql) => (long)Raw.Scalar(file, sql)!;
}
