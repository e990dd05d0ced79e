using LeadStore.Tests.Maintenance.Support;
using LeadStore.Tests.Sqlite.Support;

namespace LeadStore.Tests.Sqlite;

/// <summary>A bit has changed in the texts that made the tables, which every connection reads before anything else.</summary>
public sealed class DamagedSchemaTests : IDisposable
{
    private readonly TempDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Fact]
    public void A_text_of_the_schema_that_cannot_be_read_any_more_is_told_as_damage()
    {
        using (LeadDatabase store = LeadDatabase.Open(_directory.Database))
        {
            StoreData.Fill(store);
        }

        byte[] whole = File.ReadAllBytes(_directory.Database);
        List<string> told = [];
        foreach (int at in Texts(whole))
        {
            byte[] damaged = [.. whole];
            damaged[at] ^= 8;
            File.WriteAllBytes(_directory.Database, damaged);
            if (Failure() is { } failure)
            {
                told.Add($"{failure.Kind}: {failure.Message}");
            }
        }

        told.Should().Contain(line => line.Contains("malformed database schema", StringComparison.Ordinal), "else nothing was tried");
        told.Where(line => line.Contains("malformed database schema", StringComparison.Ordinal)).Should().OnlyContain(line => line.StartsWith("Corrupt: "));
        told.Should().NotContain(line => line.StartsWith("Unknown: "));
    }

    // Some bytes of each text that is in one piece.
    private static List<int> Texts(byte[] file)
    {
        ReadOnlySpan<byte> create = "CREATE "u8;
        List<int> found = [];
        for (int at = 0; at < file.Length && file.AsSpan(at).IndexOf(create) is >= 0 and var next; at += next + 1)
        {
            found.AddRange(Enumerable.Range(0, 6).Select(i => at + next + (i * 9)));
        }

        return found;
    }

    private LeadStoreException? Failure()
    {
        try
        {
            using LeadDatabase store = LeadDatabase.Open(_directory.Database);
            _ = StoreData.Describe(store);
            store.CreateLead(new NewLead { Email = "one.more@example.invalid" });
            return null;
        }
        catch (LeadStoreException failure)
        {
            return failure;
        }
        finally
        {
            Array.ForEach(Directory.GetFiles(_directory.Path, "*-*"), File.Delete);
        }
    }
}
