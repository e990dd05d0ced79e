using System.Data.Common;
using System.Globalization;
using System.Reflection;
using System.Text.RegularExpressions;
using LeadStore.Engine;
using LeadStore.Exporting;
using LeadStore.Maintenance;
using LeadStore.SkipTracing;
using LeadStore.Tests.Documentation;
using LeadStore.Tests.Sqlite.Support;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace LeadStore.Tests.Sqlite;

public sealed partial class StatementTests : IDisposable
{
    private readonly TempDirectory _directory = new();
    private readonly LeadDatabase _store;

    public StatementTests()
    {
        _store = LeadDatabase.Open(_directory.Database);

        // With its first write the connection learns to keep checksums, which statements name.
        _store.Settings.Set(LeadSettings.AssistantName, "Ada");
        _store.Settings.Reset(LeadSettings.AssistantName);
    }

    public void Dispose()
    {
        _store.Dispose();
        _directory.Dispose();
    }

    [Fact]
    public void No_statement_scans_a_table_or_sorts_in_a_temporary_tree()
    {
        Offences(Statements.All, Inside.Writer(_store).Handle).Should().BeEmpty();
    }

    [Fact]
    public void No_statement_on_a_file_of_skip_traces_scans_or_sorts()
    {
        LeadDatabaseOptions options = new() { Path = _directory.File("apart.db"), SkipTracePath = _directory.File("traces.db") };
        using LeadDatabase store = LeadDatabase.Open(options);
        Lead lead = store.CreateLead(new NewLead { Phone = "+447809505864" });
        store.SkipTrace.Begin(lead.Id, "acme", new SkipTraceRequest { FullName = "John Smith" });

        Offences(Statements.OfTraceFile, Inside.TraceWriter(store).Handle).Should().BeEmpty();
    }

    private static List<string> Offences(IReadOnlyList<Statement> statements, sqlite3 db)
    {
        List<string> offences = [];
        foreach (Statement statement in statements)
        {
            QueryPlan plan = QueryPlan.Of(db, statement.Sql);
            if ((plan.Scans && !statement.MayScan) || (plan.Sorts && !statement.MaySort))
            {
                offences.Add($"{statement.Sql}\n  {string.Join("\n  ", plan.Steps)}");
            }
        }

        return offences;
    }

    [Fact]
    public void A_statement_that_may_scan_or_sort_does()
    {
        sqlite3 db = Inside.Writer(_store).Handle;
        List<(Statement Statement, QueryPlan Plan)> plans = Plans(db);

        // Where it is known that there are but a few rows, reading all of them may be the shortest way.
        FillAndAnalyze();
        plans.AddRange(Plans(db));

        Statements.All.Where(statement => statement.MayScan).Except(plans.Where(one => one.Plan.Scans).Select(one => one.Statement))
            .Select(statement => statement.Sql).Should().BeEmpty("what is no exception needs no mark");
        Statements.All.Where(statement => statement.MaySort).Except(plans.Where(one => one.Plan.Sorts).Select(one => one.Statement))
            .Select(statement => statement.Sql).Should().BeEmpty("what is no exception needs no mark");
    }

    private static List<(Statement Statement, QueryPlan Plan)> Plans(sqlite3 db) =>
        [.. Statements.All.Select(statement => (statement, QueryPlan.Of(db, statement.Sql)))];

    [Fact]
    public void The_library_knows_each_type_that_has_statements_and_which_file_understands_them()
    {
        string list = File.ReadAllText(Repository.PathOf("src/LeadStore/Maintenance/Speed/StoreStatements.cs"));

        typeof(Statement).Assembly.GetTypes().Where(type => !type.ContainsGenericParameters && HasStatements(type)).Should()
            .HaveCountGreaterThan(30).And.AllSatisfy(type => list.Should().Contain($"(typeof({type.Name}).TypeHandle)"));
        StoreStatements.Of(FileFormat.Store).Where(IsAboutRows).Should().BeEquivalentTo(Statements.All.Where(IsAboutRows));
        StoreStatements.Of(FileFormat.Traces).Should().Contain(Statements.OfTraceFile).And.NotContain(SkipTraceSql.NoteOnProperty);
    }

    // Tests have transactions of their own.
    private static bool IsAboutRows(Statement statement) =>
        !(statement.Sql.StartsWith("BEGIN", StringComparison.Ordinal) || statement.Sql is "COMMIT" or "ROLLBACK");

    private static bool HasStatements(Type type) => type.GetFields(BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic)
        .Any(field => typeof(Statement).IsAssignableFrom(field.FieldType) || field.FieldType == typeof(IReadOnlyList<ExportTable>));

    [Fact]
    public void The_plans_are_as_good_with_many_rows_and_statistics()
    {
        FillAndAnalyze();
        No_statement_scans_a_table_or_sorts_in_a_temporary_tree();
    }

    private void FillAndAnalyze()
    {
        _store.InTransaction(tx =>
        {
            for (int i = 0; i < 500; i++)
            {
                Lead lead = tx.CreateLead(new NewLead { Phone = $"+4478095{i:00000}" });
                tx.CreateMessage(lead.Id, MessageSender.Customer, "Hi");
            }
        });
        Inside.Writer(_store).RunScript("ANALYZE");
    }

    [Fact]
    public void The_parameters_of_every_statement_are_numbered_from_one_without_a_gap()
    {
        foreach (Statement statement in Statements.All)
        {
            IEnumerable<int> numbers = Parameter().Matches(statement.Sql).Select(match => int.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture));
            int[] distinct = [.. numbers.Distinct().Order()];
            distinct.Should().Equal(Enumerable.Range(1, distinct.Length), statement.Sql);
            using sqlite3_stmt prepared = Statements.Prepare(Inside.Writer(_store).Handle, statement);
            raw.sqlite3_bind_parameter_count(prepared).Should().Be(distinct.Length, statement.Sql);
        }
    }

    [Fact]
    public void Every_call_gives_a_statement_as_many_arguments_as_it_has_parameters_and_every_statement_is_called()
    {
        CheckingSession session = new(Inside.Writer(_store));
        using LeadDatabase checking = new(new TransactionEngine(session), new DatabaseLocation(_store.Path, _store.PathSource));
        Inside.Writer(_store).RunScript("BEGIN IMMEDIATE");
        new EveryVerb(checking).Call();
        Inside.Writer(_store).RunScript("ROLLBACK");

        Statements.All.Except(Statements.WhereTracesAreApart).Except(session.Used).Select(statement => statement.Sql).Where(sql => !IsOfTheEngine(sql))
            .Should().BeEmpty("EveryVerb calls every verb and takes every branch");
    }

    [Fact]
    public void A_store_in_use_prepares_nothing_any_more()
    {
        EveryVerb verbs = new(_store);
        verbs.Call();
        verbs.Call();
        int writer = Inside.Engine(_store).WriterPrepares;
        int readers = Inside.ReaderPrepares(_store);
        writer.Should().BePositive();
        readers.Should().BePositive();
        verbs.Call();
        Inside.Engine(_store).WriterPrepares.Should().Be(writer);
        Inside.ReaderPrepares(_store).Should().Be(readers);
    }

    [Fact]
    public void A_store_in_memory_that_is_in_use_prepares_nothing_any_more()
    {
        using LeadDatabase store = LeadDatabase.OpenInMemory();
        EveryVerb verbs = new(store);
        verbs.Call();
        verbs.Call();
        int before = Inside.Engine(store).WriterPrepares;
        verbs.Call();
        Inside.Engine(store).WriterPrepares.Should().Be(before);
    }

    [Fact]
    public void A_statement_that_has_just_hit_a_constraint_works_again_without_being_prepared_again()
    {
        Lead lead = _store.CreateLead(new NewLead { Phone = "+447809505864" });
        Raw.Execute(_directory.Database, "CREATE TRIGGER refuse BEFORE INSERT ON messages WHEN new.content = 'no' BEGIN SELECT RAISE(ABORT, 'refused'); END");
        int? before = null;
        for (int i = 0; i < 3; i++)
        {
            _store.CreateMessage(lead.Id, MessageSender.Customer, "yes");
            _store.Invoking(store => store.CreateMessage(lead.Id, MessageSender.Customer, "no")).Should().Throw<LeadStoreException>()
                .Which.Kind.Should().Be(LeadStoreErrorKind.Validation);
            before ??= Inside.Engine(_store).WriterPrepares;
        }

        _store.GetConversationHistory(lead.Id).Should().HaveCount(3);
        Inside.Engine(_store).WriterPrepares.Should().Be(before);
    }

    [Fact]
    public void The_arguments_of_one_call_never_reach_the_next()
    {
        Dictionary<string, string> answers = new() { ["q"] = "a" };
        _store.CreateLead(new NewLead { Phone = "+447809505864", Name = "John", Email = "john@example.com", Answers = answers });
        Lead other = _store.CreateLead(new NewLead { Phone = "+447809505865" });
        Lead stored = _store.GetRequiredLead(other.Id);
        stored.Should().Be(other);
        (stored.Name, stored.Email, stored.Answers.Count).Should().Be((null, null, 0));
    }

    [Theory]
    [InlineData("'; DROP TABLE leads; --")]
    [InlineData("$1 ?1 :a @b")]
    [InlineData("\" OR 1=1")]
    [InlineData("%_\\")]
    public void Text_that_looks_like_SQL_is_stored_as_text(string text)
    {
        Lead lead = _store.CreateLead(new NewLead { Phone = "+447809505864", Name = text, Answers = new Dictionary<string, string> { [text] = text } });
        _store.CreateMessage(lead.Id, MessageSender.Customer, text);
        Lead stored = _store.GetRequiredLead(lead.Id);
        (stored.Name, stored.Answers[text]).Should().Be((text, text));
        _store.GetConversationHistory(lead.Id)[0].Content.Should().Be(text);
    }

    [Fact]
    public void Every_statement_is_a_constant_of_a_type()
    {
        HashSet<Statement> constants =
        [
            .. typeof(Statement).Assembly.GetTypes().Concat(typeof(StatementTests).Assembly.GetTypes())
                .Where(type => !type.ContainsGenericParameters)
                .SelectMany(type => type.GetFields(BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic))
                .Where(field => field.IsInitOnly)
                .SelectMany(field => field.GetValue(null) switch
                {
                    Statement statement => [statement],
                    IEnumerable<ExportTable> tables => tables.SelectMany(table => (Statement[])[table.Page, table.Insert]),
                    IEnumerable<(string, Command)> commands => commands.Select(pair => (Statement)pair.Item2),
                    _ => Enumerable.Empty<Statement>(),
                }),
        ];
        new EveryVerb(_store).Call();
        Statement.All.Should().BeSubsetOf(constants, "no call makes a statement of its own");
    }

    [Fact]
    public void Statements_use_one_function_of_ours_which_is_the_one_that_the_seam_names()
    {
        Statements.All.Should().Contain(statement => statement.Sql.Contains(Statement.RowChecksum, StringComparison.Ordinal));
        Statements.All.Should().AllSatisfy(statement =>
            statement.Sql.Replace($"{Statement.RowChecksum}(", "", StringComparison.Ordinal).Should().NotContain("leadstore_"));
    }

    [Fact]
    public void Every_foreign_key_has_an_index_to_look_its_rows_up()
    {
        using SqliteConnection file = Raw.Open(_directory.Database);
        string[] tables = ((string)file.Scalar("SELECT group_concat(name) FROM sqlite_schema WHERE type = 'table'")!).Split(',');
        foreach (string table in tables)
        {
            if (file.Scalar($"SELECT \"from\" FROM pragma_foreign_key_list('{table}')") is string column)
            {
                using DbCommand explain = file.CreateCommand();
                explain.CommandText = $"EXPLAIN QUERY PLAN SELECT 1 FROM {table} WHERE {column} = 1";
                using DbDataReader reader = explain.ExecuteReader();
                reader.Read().Should().BeTrue();
                reader.GetString(3).Should().StartWith("SEARCH", "a delete in the table that {0}.{1} refers to looks here", table, column);
            }
        }
    }

    private static bool IsOfTheEngine(string sql) =>
        (sql.Contains("schema_migrations", StringComparison.Ordinal) && sql != ExportSql.SchemaVersion.Sql)
        || sql.Contains("application_migrations", StringComparison.Ordinal)
        || sql.StartsWith("SELECT commits", StringComparison.Ordinal)
        || sql.StartsWith("UPDATE store SET commits", StringComparison.Ordinal)
        || sql.StartsWith("BEGIN", StringComparison.Ordinal)
        || sql is "COMMIT" or "ROLLBACK" or "PRAGMA user_version" or "PRAGMA data_version"
        || sql.Contains("pragma_foreign_key_", StringComparison.Ordinal)
        || sql.Contains("SAVEPOINT", StringComparison.Ordinal);

    [GeneratedRegex(@"\$(\d+)")]
    private static partial Regex Parameter();
}
