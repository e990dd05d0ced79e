using System.Collections;
using System.Reflection;
using System.Runtime.CompilerServices;

namespace LeadStore.Tests.Privacy;

/// <summary>Records print their fields by themselves, and land in logs so: none may say what it holds of a person.</summary>
public class RecordPrivacyTests
{
    // What these hold is no person's: words of the operator's own, rules that were broken, places in a list.
    private static readonly string[] Impersonal =
    [
        "LeadValidationError.Field", "LeadValidationError.Code", "LeadValidationError.Message",
        "SourceInfo.DisplayName", "LeadPage.NextCursor", "MessagePage.NextCursor", "PropertyPage.NextCursor", "StoreStatistics.Path", "StoreStatistics.SqliteVersion",
        "DoctorFinding.Code", "DoctorFinding.Message", "DoctorFinding.Advice", "DamagedRow.Table", "DamagedRow.Key", "DumpProgress.Table",
        "DumpReport.Path", "DumpReport.Sha256", "DumpLoadReport.Path", "BackupReport.Path", "BackupReport.ManifestPath",
        "BackupReport.Sha256", "BackupReport.StoreUid", "BackupCheck.StoreUid", "BackupCheck.Path", "LogDamage.KeptPath", "LogDamage.WhyNotKept",
        "RestoreReport.Path", "RestoreReport.KeptPath", "RetentionReport.LastGood", "BackupScheduleOptions.Directory",
        "RollBackReport.BackupPath", "ResetReport.Path", "ResetReport.KeptPath", "MigrationEntry.Namespace", "MigrationEntry.Name",
        "MigrationEntry.AppliedChecksum", "MigrationEntry.Checksum", "SkipTraceOutcome.Failure", "SkipTraceProblem.Reason", "ColumnDescription.Name", "ColumnDescription.Type", "TableDescription.Name",
        "SelfTestFinding.Code", "SelfTestFinding.Message", "SelfTestFinding.Mend", "SelfTestMeasurement.Name",
        "SlowStatement.Sql", "IndexAdvice.Table", "IndexAdvice.Columns", "IndexAdvice.Sql", "IndexAdvice.Reason", "IndexAdvice.CreateIndex",
         "StatementStats.Sql", "StatementStats.Summary",
    ];

    private static readonly Type[] All =
    [
        .. typeof(LeadDatabase).Assembly.GetExportedTypes().Where(type => !type.ContainsGenericParameters
            && (type.GetMethod("<Clone>$") is not null || type.GetMethod("PrintMembers", BindingFlags.NonPublic | BindingFlags.Instance) is not null)),
    ];

    public static TheoryData<Type> Records => [.. All];

    [Fact]
    public void The_records_are_found() => All.Should().Contain(
    [
        typeof(Lead), typeof(NewLead), typeof(Message), typeof(InboundMessage), typeof(InboundResult), typeof(Qualification), typeof(LeadPage),
        typeof(LeadConversation), typeof(MessagePage), typeof(AssistantPause), typeof(LeadFilter), typeof(DeleteSummary), typeof(Reminder),
    ]);

    [Theory]
    [MemberData(nameof(Records))]
    public void A_record_does_not_print_what_it_holds_of_a_person(Type type)
    {
        object record = Filled(type);
        Markers.AreIn(record.ToString()).Should().BeFalse("it prints {0}", record);
    }

    [Theory]
    [MemberData(nameof(Records))]
    public void A_record_prints_no_name_of_a_type_instead_of_what_is_in_a_collection(Type type)
    {
        string text = Filled(type).ToString()!;
        text.Should().NotContain("System.").And.NotContain("`");
    }

    [Fact]
    public void A_report_prints_its_counts_by_table() =>
        new DeleteSummary(7, new Dictionary<string, int> { ["leads"] = 1, ["messages"] = 15 }).ToString()
            .Should().Be("Lead 7 deleted: 1 leads, 15 messages");

    [Fact]
    public void The_answers_of_a_lead_do_not_print_themselves()
    {
        Lead lead = new() { Answers = Markers.Answers };
        Markers.AreIn(lead.Answers.ToString()).Should().BeFalse();
        KeyNotFoundException failure = lead.Invoking(l => l.Answers[Markers.Question + "2"]).Should().Throw<KeyNotFoundException>().Which;
        Markers.AreIn(failure.ToString()).Should().BeFalse();
    }

    private static object Filled(Type type)
    {
        object record = RuntimeHelpers.GetUninitializedObject(type);
        foreach (PropertyInfo property in type.GetProperties()
            .Where(p => p.CanWrite && p.PropertyType != type && !Impersonal.Contains($"{type.Name}.{p.Name}")))
        {
            property.SetValue(record, Value(property.PropertyType));
        }

        return record;
    }

    private static object? Value(Type type)
    {
        type = Nullable.GetUnderlyingType(type) ?? type;
        if (type == typeof(string))
        {
            return $"{Markers.Text} {Markers.Phone} {Markers.Email}";
        }

        if (type.IsGenericType && type.IsAssignableFrom(typeof(Dictionary<string, string>)))
        {
            return new Dictionary<string, string> { [Markers.Question] = Markers.Answer };
        }

        if (type.IsGenericType && type.IsAssignableFrom(typeof(Dictionary<string, int>)))
        {
            return new Dictionary<string, int> { ["messages"] = 1 };
        }

        if (type.IsGenericType && type.IsAssignableFrom(typeof(Dictionary<string, long>)))
        {
            return new Dictionary<string, long> { ["messages"] = 1 };
        }

        if (type.IsGenericType && type.GetGenericTypeDefinition() == typeof(IReadOnlyList<>))
        {
            Type item = type.GetGenericArguments()[0];
            IList list = (IList)Activator.CreateInstance(typeof(List<>).MakeGenericType(item))!;
            list.Add(Value(item));
            return list;
        }

        if (type == typeof(long))
        {
            return 1L;
        }

        if (type == typeof(int))
        {
            return 1;
        }

        if (type == typeof(char))
        {
            return ',';
        }

        if (type == typeof(TimeSpan))
        {
            return TimeSpan.FromSeconds(1);
        }

        return type.Namespace == nameof(LeadStore) && type.IsClass ? Filled(type)
            : type.IsValueType ? Activator.CreateInstance(type)
            : null;
    }
}
