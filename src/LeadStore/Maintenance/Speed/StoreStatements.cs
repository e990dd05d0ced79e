using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using LeadStore.Activities;
using LeadStore.Attributes;
using LeadStore.Calls;
using LeadStore.Campaigns;
using LeadStore.Contacting;
using LeadStore.Costs;
using LeadStore.Engine;
using LeadStore.Exporting;
using LeadStore.Importing;
using LeadStore.Leads;
using LeadStore.Messages;
using LeadStore.Migrations;
using LeadStore.Notes;
using LeadStore.Organizations;
using LeadStore.Properties;
using LeadStore.Reminders;
using LeadStore.Settings;
using LeadStore.SkipTracing;
using LeadStore.Sources;
using LeadStore.Sqlite;
using LeadStore.Users;
using SQLitePCL;

namespace LeadStore.Maintenance;

/// <summary>Every statement of the library, and which kind of file understands it.</summary>
internal static class StoreStatements
{
    private static readonly ConcurrentDictionary<FileFormat, IReadOnlyList<Statement>> Understood = [];

    /// <summary>Those that a file of a kind understands with its newest schema.</summary>
    public static IReadOnlyList<Statement> Of(FileFormat format) =>
        Understood.GetOrAdd(format, static format => SchemaModel.InMemory(format, format.Newest, Understands));

    /// <summary>All of them: those of the rooms, and what the engine adds.</summary>
    public static IReadOnlyList<Statement> All()
    {
        Make();
        return Statement.All;
    }

    // A statement is known once its type is made. Named one by one, so that a program that is compiled ahead of time has them too.
    private static void Make()
    {
        RuntimeHelpers.RunClassConstructor(typeof(ActivitySql).TypeHandle);
        RuntimeHelpers.RunClassConstructor(typeof(AssignmentSql).TypeHandle);
        RuntimeHelpers.RunClassConstructor(typeof(AttributeSql).TypeHandle);
        RuntimeHelpers.RunClassConstructor(typeof(CallSql).TypeHandle);
        RuntimeHelpers.RunClassConstructor(typeof(CampaignSql).TypeHandle);
        RuntimeHelpers.RunClassConstructor(typeof(Checkpointer).TypeHandle);
        RuntimeHelpers.RunClassConstructor(typeof(CommitReporter).TypeHandle);
        RuntimeHelpers.RunClassConstructor(typeof(ContactSql).TypeHandle);
        RuntimeHelpers.RunClassConstructor(typeof(CostSql).TypeHandle);
        RuntimeHelpers.RunClassConstructor(typeof(ExportSql).TypeHandle);
        RuntimeHelpers.RunClassConstructor(typeof(ExportTables).TypeHandle);
        RuntimeHelpers.RunClassConstructor(typeof(GroupCommitWriter).TypeHandle);
        RuntimeHelpers.RunClassConstructor(typeof(ImportSql).TypeHandle);
        RuntimeHelpers.RunClassConstructor(typeof(LeadSql).TypeHandle);
        RuntimeHelpers.RunClassConstructor(typeof(LogAudit).TypeHandle);
        RuntimeHelpers.RunClassConstructor(typeof(LogCatchUp).TypeHandle);
        RuntimeHelpers.RunClassConstructor(typeof(MessageSql).TypeHandle);
        RuntimeHelpers.RunClassConstructor(typeof(MigrationJournal).TypeHandle);
        RuntimeHelpers.RunClassConstructor(typeof(MigrationReader).TypeHandle);
        RuntimeHelpers.RunClassConstructor(typeof(Migrator).TypeHandle);
        RuntimeHelpers.RunClassConstructor(typeof(NoteSql).TypeHandle);
        RuntimeHelpers.RunClassConstructor(typeof(OrganizationSql).TypeHandle);
        RuntimeHelpers.RunClassConstructor(typeof(PropertyListSql).TypeHandle);
        RuntimeHelpers.RunClassConstructor(typeof(PropertyRecordSql).TypeHandle);
        RuntimeHelpers.RunClassConstructor(typeof(PropertySql).TypeHandle);
        RuntimeHelpers.RunClassConstructor(typeof(ReminderSql).TypeHandle);
        RuntimeHelpers.RunClassConstructor(typeof(Savepoint).TypeHandle);
        RuntimeHelpers.RunClassConstructor(typeof(SettingSql).TypeHandle);
        RuntimeHelpers.RunClassConstructor(typeof(SkipTraceCallSql).TypeHandle);
        RuntimeHelpers.RunClassConstructor(typeof(SkipTraceSql).TypeHandle);
        RuntimeHelpers.RunClassConstructor(typeof(SourceSql).TypeHandle);
        RuntimeHelpers.RunClassConstructor(typeof(SqliteEngine).TypeHandle);
        RuntimeHelpers.RunClassConstructor(typeof(TraceFileOwnSql).TypeHandle);
        RuntimeHelpers.RunClassConstructor(typeof(TraceFileSql).TypeHandle);
        RuntimeHelpers.RunClassConstructor(typeof(TracedContactSql).TypeHandle);
        RuntimeHelpers.RunClassConstructor(typeof(UserSql).TypeHandle);
        RuntimeHelpers.RunClassConstructor(typeof(WriterConnection).TypeHandle);
    }

    private static List<Statement> Understands(sqlite3 db)
    {
        RowChecksums.RegisterOwn(db);
        return [.. All().Where(statement => Understands(db, statement))];
    }

    private static bool Understands(sqlite3 db, Statement statement)
    {
        int code = raw.sqlite3_prepare_v2(db, ParameterNumbers.Of(statement.Sql), out sqlite3_stmt prepared);
        prepared?.Dispose();
        return code == raw.SQLITE_OK;
    }
}
