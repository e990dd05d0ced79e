using BenchmarkDotNet.Attributes;
using BenchmarkDotNet.Configs;
using Microsoft.Data.Sqlite;

namespace LeadStore.Benchmarks;

/// <summary>Recognising a customer, on random leads of 100,000, beside the same statement by hand.</summary>
[GroupBenchmarksBy(BenchmarkLogicalGroupRule.ByCategory)]
public class LookupBenchmarks
{
    private readonly string[] _phones = new string[SampleStore.Leads];
    private readonly long[] _digits = new long[SampleStore.Leads];
    private LeadDatabase _db = null!;
    private HandWritten _hand = null!;
    private SqliteConnection _connection = null!;
    private SqliteCommand _command = null!;
    private int _next;

    [GlobalSetup]
    public void Setup()
    {
        SampleStore.Ensure();
        Random random = new(7);
        for (int i = 0; i < SampleStore.Leads; i++)
        {
            _phones[i] = SampleStore.Phone(random.Next(SampleStore.Leads));
            _digits[i] = long.Parse(_phones[i].AsSpan(1), System.Globalization.CultureInfo.InvariantCulture);
        }

        _db = LeadDatabase.Open(SampleStore.Path);
        _hand = new HandWritten(SampleStore.Path);
        _connection = new SqliteConnection($"Data Source={SampleStore.Path};Mode=ReadOnly;Pooling=False");
        _connection.Open();
        _command = _connection.CreateCommand();
        _command.CommandText = "SELECT * FROM leads WHERE phone = $phone";
        _command.Parameters.Add("$phone", SqliteType.Integer);
        _command.Prepare();
    }

    [GlobalCleanup]
    public void CleanUp()
    {
        _command.Dispose();
        _connection.Dispose();
        _hand.Dispose();
        _db.Dispose();
    }

    [Benchmark(Baseline = true)]
    [BenchmarkCategory("Customer hit")]
    public long Hit_by_hand() => _hand.ByPhone(_digits[Next()]);

    [Benchmark]
    [BenchmarkCategory("Customer hit")]
    public Lead? Hit_CheckExistingCustomer() => _db.CheckExistingCustomer(_phones[Next()]);

    [Benchmark]
    [BenchmarkCategory("Customer hit")]
    public long Hit_MicrosoftDataSqlite_kept_command()
    {
        _command.Parameters[0].Value = _digits[Next()];
        long sum = 0;
        using SqliteDataReader reader = _command.ExecuteReader();
        if (reader.Read())
        {
            for (int column = 0; column < 20; column++)
            {
                sum += reader.GetValue(column) is string text ? text.Length : 1;
            }
        }

        return sum;
    }

    [Benchmark(Baseline = true)]
    [BenchmarkCategory("Customer miss")]
    public long Miss_by_hand() => _hand.ByPhone(_digits[Next()] + 1_000_000_000);

    [Benchmark]
    [BenchmarkCategory("Customer miss")]
    public Lead? Miss_CheckExistingCustomer() => _db.CheckExistingCustomer("+447700900123");

    [Benchmark(Baseline = true)]
    [BenchmarkCategory("History of 15")]
    public long History_by_hand() => _hand.History(1 + Next());

    [Benchmark]
    [BenchmarkCategory("History of 15")]
    public IReadOnlyList<Message> History_GetConversationHistory() => _db.GetConversationHistory(1 + Next());

    // A step that is prime to the number of leads visits them all, far from each other.
    private int Next() => _next = (_next + 61_803) % SampleStore.Leads;
}
