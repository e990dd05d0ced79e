using System.Globalization;
using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using System.Text;

namespace LeadStore;

/// <summary>
/// One numbered step of a schema, up and, if it is given, down again: as SQL or as code. Never edited after its release: the journal of
/// every file that it has migrated holds its checksum. See <see cref="MigrationSet"/>.
/// </summary>
public sealed class Migration
{
    private const int LongestName = 100;

    private Migration(int number, string name, string checksum)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(number, 1);
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        if (name.Length > LongestName || name.Any(char.IsControl))
        {
            throw new ArgumentException($"The name of a migration has at most {LongestName} characters, and no line breaks.", nameof(name));
        }

        Number = number;
        Name = name;
        Checksum = checksum;
    }

    /// <summary>Its place: from 1 on, with or without gaps.</summary>
    public int Number { get; }

    /// <summary>What it is called, for example <c>orders</c>. A file that it has migrated may be opened with another name of it.</summary>
    public string Name { get; }

    /// <summary>
    /// The SHA-256 of the SQL upwards, whatever its line endings are, or of the revision of its code: 64 hexadecimal digits. The way down
    /// is not in it.
    /// </summary>
    public string Checksum { get; }

    /// <summary>Whether it can be rolled back.</summary>
    public bool HasDown => DownSql is not null || DownCode is not null;

    internal string? UpSql { get; private init; }

    internal string? DownSql { get; private init; }

    internal Action<MigrationContext>? UpCode { get; private init; }

    internal Action<MigrationContext>? DownCode { get; private init; }

    /// <summary>A migration in SQL: any number of statements, without BEGIN and COMMIT.</summary>
    /// <param name="number">Its place, from 1 on.</param>
    /// <param name="name">What it is called, at most 100 characters.</param>
    /// <param name="up">What it does.</param>
    /// <param name="down">What undoes it; <see langword="null"/> if nothing does.</param>
    /// <exception cref="ArgumentException">An argument is out of its range, or a text is blank or holds a NUL.</exception>
    public static Migration FromSql(int number, string name, string up, string? down = null)
    {
        string text = Sql(up, nameof(up));
        return new Migration(number, name, Sha256(text))
        {
            UpSql = text,
            DownSql = down is null ? null : Sql(down, nameof(down)),
        };
    }

    /// <summary>A migration in code, for what SQL cannot say. It is known again by its revision: change that whenever its effect changes.</summary>
    /// <param name="number">Its place, from 1 on.</param>
    /// <param name="name">What it is called, at most 100 characters.</param>
    /// <param name="revision">Stands for the code in <see cref="Checksum"/>, for example <c>1</c>.</param>
    /// <param name="up">What it does, on the thread that migrates, and not async; what it throws undoes it.</param>
    /// <param name="down">What undoes it; <see langword="null"/> if nothing does.</param>
    /// <exception cref="ArgumentException">An argument is out of its range, or the code is async.</exception>
    public static Migration FromCode(
        int number, string name, string revision, Action<MigrationContext> up, Action<MigrationContext>? down = null)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(revision);
        ArgumentNullException.ThrowIfNull(up);
        RefuseAsync(up, nameof(up));
        RefuseAsync(down, nameof(down));
        return new Migration(number, name, Sha256($"code {revision}")) { UpCode = up, DownCode = down };
    }

    /// <summary>The number and the name, for example <c>0001_orders</c>.</summary>
    public override string ToString() => Describe(Number, Name);

    internal static string Describe(int number, string name) => string.Create(CultureInfo.InvariantCulture, $"{number:0000}_{name}");

    /// <summary>What it would run, for people to read.</summary>
    internal string Describe(bool down) =>
        (down ? DownSql : UpSql) is { } sql ? Ended(sql.TrimEnd()) : "-- This one is code, which has no SQL to show.\n";

    // What follows is another statement. A semicolon in a comment would end none.
    private static string Ended(string sql) =>
        sql + (sql[(sql.LastIndexOf('\n') + 1)..].Contains("--", StringComparison.Ordinal) ? "\n;\n" : sql.EndsWith(';') ? "\n" : ";\n");

    private static string Sql(string text, string parameter)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(text, parameter);
        return text.Contains('\0', StringComparison.Ordinal)
            ? throw new ArgumentException("The SQL holds a NUL character, behind which SQLite would read nothing.", parameter)
            : text.TrimStart('\uFEFF');
    }

    // It returns at its first wait, and would be journalled before it was done.
    private static void RefuseAsync(Action<MigrationContext>? code, string parameter)
    {
        if (code?.GetInvocationList().Any(one => one.Method.IsDefined(typeof(AsyncStateMachineAttribute), inherit: false)) == true)
        {
            throw new ArgumentException(
                "The code of a migration must not be async: it would be journalled at its first wait. Let it wait for nothing.", parameter);
        }
    }

    private static string Sha256(string text) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text.ReplaceLineEndings("\n"))));
}
