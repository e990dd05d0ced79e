using System.Collections;
using System.Reflection;
using LeadStore.Tests.Sqlite.Support;

namespace LeadStore.Tests.Privacy;

/// <summary>Whatever fails, and however: no exception and no line of the log says anything about a person.</summary>
public sealed class ExceptionPrivacyTests : IDisposable
{
    private readonly TempDirectory _directory = new();
    private readonly CapturedLog _log = new();

    public void Dispose() => _directory.Dispose();

    [Fact]
    public void Every_verb_is_provoked()
    {
        string[] verbs =
        [
            .. Verbs(typeof(LeadDatabase), ""),
            .. Verbs(typeof(SettingStore), "Settings."),
            .. Verbs(typeof(LeadSourceStore), "Sources."),
            .. Verbs(typeof(ReminderStore), "Reminders."),
            .. Verbs(typeof(LeadAttributeStore), "Attributes."),
            .. Verbs(typeof(OrganizationStore), "Organizations."),
            .. Verbs(typeof(UserStore), "Users."),
            .. Verbs(typeof(NoteStore), "Notes."),
            .. Verbs(typeof(ActivityStore), "Activities."),
            .. Verbs(typeof(PropertyStore), "Properties."),
            .. Verbs(typeof(ContactRuleStore), "ContactRules."),
            .. Verbs(typeof(CostStore), "Costs."),
            .. Verbs(typeof(SkipTraceStore), "SkipTrace."),
            .. Verbs(typeof(CampaignStore), "Campaigns."),
            .. Verbs(typeof(CallStore), "Calls."),
            .. Verbs(typeof(StoreImport), "Import."),
            .. Verbs(typeof(StoreExport), "Export."),
        ];
        verbs.Except(Provocations.All.Select(p => p.Verb)).Should().BeEmpty("Provocations calls each of them");
        typeof(LeadDatabase).GetProperties().Select(room => room.PropertyType.Name)
            .Should().BeSubsetOf(
                [
                    "String", "DatabasePathSource", "SettingStore", "LeadSourceStore", "ReminderStore", "LeadAttributeStore", "StoreImport",
                    "StoreExport", "OrganizationStore", "UserStore", "NoteStore", "ActivityStore", "PropertyStore", "ContactRuleStore",
                    "CostStore", "SkipTraceStore",
                    "CampaignStore", "CallStore", "StoreMigrations", "StoreMaintenance", "StoreDiagnostics", "LeadCache",
                ],
                "a new room needs its provocations");
    }

    [Fact]
    public void A_call_that_is_refused_says_nothing_about_the_person()
    {
        using LeadDatabase store = OpenFilled(out long id);
        foreach (Provocation provocation in Provocations.All.Where(p => p.How is not null))
        {
            Verify(provocation.Failure(store, id) ?? throw new InvalidOperationException($"Nothing was refused: {provocation}"), provocation);
        }

        store.GetRequiredLead(id).Version.Should().Be(1, "nothing was stored");
    }

    [Fact]
    public void A_call_on_a_closed_store_says_nothing_about_the_person()
    {
        LeadDatabase store = OpenFilled(out long id);
        store.Dispose();
        foreach (Provocation provocation in Provocations.All.Where(p => p.How is null))
        {
            Exception? failure = provocation.Failure(store, id);
            failure.Should().BeOfType<ObjectDisposedException>(provocation.ToString());
            Verify(failure!, provocation);
        }
    }

    [Theory]
    [MemberData(nameof(DamagedStorage.All), MemberType = typeof(DamagedStorage))]
    public void A_call_that_meets_damaged_storage_fails_by_kind_and_says_nothing_about_the_person(string damage)
    {
        List<string> untyped = [];
        using LeadDatabase store = OpenFilled(out long id);
        Raw.Execute(_directory.Database, DamagedStorage.Sql(damage));
        foreach (Provocation provocation in Provocations.All.Where(p => p.How is null))
        {
            if (provocation.Failure(store, id) is { } failure)
            {
                Verify(failure, provocation);

                // The SQL of a query is the caller's: what it does not fit is an argument.
                if (failure is not LeadStoreException && !(failure is ArgumentException && provocation.Verb == "Query"))
                {
                    untyped.Add($"{provocation}: {failure.GetType().Name} {failure.Message}");
                }
            }
        }

        untyped.Should().BeEmpty();
    }

    [Fact]
    public void The_log_says_nothing_about_the_person()
    {
        using (LeadDatabase store = OpenFilled(out long id))
        {
            foreach (Provocation provocation in Provocations.All)
            {
                _ = provocation.Failure(store, id);
            }
        }

        _log.Lines.Should().NotBeEmpty();
        _log.Lines.Should().OnlyContain(line => !Markers.AreIn(line));
    }

    private LeadDatabase OpenFilled(out long id)
    {
        LeadDatabase store = LeadDatabase.Open(new LeadDatabaseOptions { Path = _directory.Database, LoggerFactory = _log, Statuses = StatusSet.Sms });
        id = DamagedStorage.Fill(store);
        return store;
    }

    private static void Verify(Exception failure, Provocation provocation)
    {
        foreach (string text in Texts(failure))
        {
            Markers.AreIn(text).Should().BeFalse("{0} says {1}", provocation, text);
        }
    }

    private static IEnumerable<string> Texts(Exception failure)
    {
        for (Exception? e = failure; e is not null; e = e.InnerException)
        {
            yield return e.ToString();
            foreach (DictionaryEntry entry in e.Data)
            {
                yield return $"{entry.Key} {entry.Value}";
            }

            foreach (PropertyInfo property in e.GetType().GetProperties().Where(p => p.GetIndexParameters().Length == 0))
            {
                object? value = property.GetValue(e);
                yield return value is IEnumerable items and not string ? string.Join(' ', items.Cast<object>()) : $"{value}";
            }
        }
    }

    private static IEnumerable<string> Verbs(Type type, string room) => type
        .GetMethods(BindingFlags.Public | BindingFlags.Instance | BindingFlags.DeclaredOnly)
        .Where(method => !method.IsSpecialName && !method.Name.EndsWith("Async", StringComparison.Ordinal) && method.Name != "Dispose")
        .Select(method => room + method.Name)
        .Distinct();
}
