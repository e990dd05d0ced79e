using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using SQLitePCL;

namespace LeadStore.Benchmarks;

/// <summary>
/// The import of JSON lines against a bulk insert by hand of the same lines into the same tables, in turn; and of messages from a source
/// that sorts, as a database does. Run with <c>-- import [--rows n] [--rounds n] [--leads n] [--messages n]</c>.
/// </summary>
internal static class ImportComparison
{
    public static void Run(Options options)
    {
        int rows = options.Number("rows", 1_000_000);
        int rounds = options.Number("rounds", 3);
        string directory = Directory.CreateTempSubdirectory("leadstore-import-").FullName;
        try
        {
            string file = Path.Combine(directory, "leads.jsonl");
            WriteLines(file, rows);
            Console.WriteLine($"{rows:N0} JSON lines, rows a second");
            Console.WriteLine();
            Console.WriteLine("| round | by hand | import | ratio |");
            Console.WriteLine("|---:|---:|---:|---:|");
            List<double> ratios = [];
            for (int round = 1; round <= rounds; round++)
            {
                double byHand = rows / Timed(directory, path => InsertByHand(path, file));
                double import = rows / Timed(directory, path => Import(path, file));
                ratios.Add(import / byHand);
                Console.WriteLine($"| {round} | {byHand:N0} | {import:N0} | {import / byHand:0.00} |");
            }

            Console.WriteLine();
            Console.WriteLine($"Median ratio {Median.Of(ratios):0.00}; peak memory {Process.GetCurrentProcess().PeakWorkingSet64 >> 20} MiB");
            Messages(directory, options.Number("leads", 100_000), options.Number("messages", 1_500_000));
        }
        finally
        {
            Directory.Delete(directory, recursive: true);
        }
    }

    private static void Messages(string directory, int leads, int messages)
    {
        double seconds = Timed(directory, path =>
        {
            using LeadDatabase store = LeadDatabase.Open(path);
            GeneratedConversations source = new(leads, messages / leads);
            store.Import.Run(ImportSource.Of(() => source), GeneratedConversations.Mapping);
        });
        Console.WriteLine(
            $"{leads:N0} leads with {messages:N0} messages: {seconds:0.0} s, {seconds * 1e6 / (leads + messages):0.0} us a row, "
            + $"peak memory {Process.GetCurrentProcess().PeakWorkingSet64 >> 20} MiB");
    }

    private static double Timed(string directory, Action<string> run)
    {
        string path = Path.Combine(directory, $"{Guid.NewGuid():n}.db");
        LeadDatabase.Open(path).Dispose();
        long start = Stopwatch.GetTimestamp();
        run(path);
        double seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
        Array.ForEach(Directory.GetFiles(directory, Path.GetFileName(path) + "*"), File.Delete);
        return seconds;
    }

    private static void WriteLines(string file, int rows)
    {
        using StreamWriter writer = new(file);
        Random random = new(1);
        for (int i = 1; i <= rows; i++)
        {
            // Each phone once, in no order.
            long number = 7_000_000_000 + (i * 7_919L % 999_983_000);
            writer.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"{{\"id\":{i},\"phone\":\"+44{number}\",\"name\":\"Person {random.Next()}\",\"email\":\"p{i}@example.com\",\"status\":\"active\",\"created_at\":\"2026-01-01T00:00:00Z\"}}"));
        }
    }

    private static void Import(string path, string file)
    {
        ImportMapping mapping = new()
        {
            System = "crm",
            Tables =
            [
                new TableMapping
                {
                    Table = "leads",
                    To = ImportTarget.Leads,
                    Columns = new Dictionary<string, ColumnMapping>
                    {
                        ["id"] = new() { To = "key" },
                        ["phone"] = new() { To = "phone" },
                        ["name"] = new() { To = "name" },
                        ["email"] = new() { To = "email" },
                        ["status"] = new() { To = "status" },
                        ["created_at"] = new() { To = "created_at" },
                    },
                },
            ],
        };
        using LeadDatabase store = LeadDatabase.Open(path);
        store.Import.Run(ImportSource.Json(file), mapping);
    }

    // What one would write: each line parsed and checked by nobody, the digits cut out of the phone, the statements prepared once.
    private static void InsertByHand(string path, string file)
    {
        Check(raw.sqlite3_open_v2(path, out sqlite3 db, raw.SQLITE_OPEN_READWRITE, null));
        Check(raw.sqlite3_exec(db, "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON; PRAGMA cache_size=-16384; BEGIN IMMEDIATE;"));
        Check(raw.sqlite3_exec(db, "INSERT INTO lead_sources (name, display_name, created_at) VALUES ('inbound_sms', 'inbound_sms', 0)"));
        Check(raw.sqlite3_prepare_v2(
            db,
            "INSERT INTO leads (id, uid, phone, name, email, source, status, progress, created_at) VALUES (?1, ?2, ?3, ?4, ?5, 'inbound_sms', ?6, 0, ?7)",
            out sqlite3_stmt lead));
        Check(raw.sqlite3_prepare_v2(db, "INSERT INTO lead_keys (system, key, lead_id) VALUES ('crm', ?1, ?2)", out sqlite3_stmt key));
        foreach (string line in File.ReadLines(file))
        {
            using JsonDocument document = JsonDocument.Parse(line);
            JsonElement row = document.RootElement;
            long id = row.GetProperty("id").GetInt64();
            long created = (row.GetProperty("created_at").GetDateTimeOffset().UtcTicks - DateTimeOffset.UnixEpoch.Ticks) / 10;
            raw.sqlite3_bind_int64(lead, 1, id);
            raw.sqlite3_bind_blob(lead, 2, Guid.CreateVersion7().ToByteArray(bigEndian: true));
            raw.sqlite3_bind_int64(lead, 3, long.Parse(row.GetProperty("phone").GetString().AsSpan(1), CultureInfo.InvariantCulture));
            raw.sqlite3_bind_text(lead, 4, row.GetProperty("name").GetString());
            raw.sqlite3_bind_text(lead, 5, row.GetProperty("email").GetString());
            raw.sqlite3_bind_text(lead, 6, row.GetProperty("status").GetString());
            raw.sqlite3_bind_int64(lead, 7, created);
            Step(lead);
            raw.sqlite3_bind_text(key, 1, id.ToString(CultureInfo.InvariantCulture));
            raw.sqlite3_bind_int64(key, 2, id);
            Step(key);
        }

        Check(raw.sqlite3_exec(db, "COMMIT"));
        lead.Dispose();
        key.Dispose();
        raw.sqlite3_close_v2(db);
    }

    private static void Step(sqlite3_stmt statement)
    {
        int code = raw.sqlite3_step(statement);
        if (code != raw.SQLITE_DONE)
        {
            throw new InvalidOperationException($"SQLite answered {code}.");
        }

        raw.sqlite3_reset(statement);
    }

    private static void Check(int code)
    {
        if (code != raw.SQLITE_OK)
        {
            throw new InvalidOperationException($"SQLite answered {code}.");
        }
    }
}
