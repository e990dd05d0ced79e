using System.Reflection;
using System.Security.Cryptography;
using System.Text;

namespace LeadStore.Migrations;

/// <summary>One embedded, numbered SQL script, for example <c>0001_leads.sql</c>. Never edited after its release.</summary>
internal sealed record MigrationScript(int Number, string Name, string Sql)
{
    private const string Prefix = "LeadStore.Migrations.";

    /// <summary>Every script of the library, in order.</summary>
    public static IReadOnlyList<MigrationScript> All { get; } = Load(typeof(MigrationScript).Assembly);

    /// <summary>The schema version that the library knows.</summary>
    public static int Newest => All[^1].Number;

    /// <summary>SHA-256 of the text, whatever its line endings are.</summary>
    public string Checksum { get; } =
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Sql.ReplaceLineEndings("\n"))));

    private static MigrationScript[] Load(Assembly assembly)
    {
        MigrationScript[] scripts =
        [
            .. assembly.GetManifestResourceNames()
                .Where(name => name.StartsWith(Prefix, StringComparison.Ordinal))
                .Select(name => Load(assembly, name))
                .OrderBy(script => script.Number),
        ];
        for (int i = 0; i < scripts.Length; i++)
        {
            if (scripts[i].Number != i + 1)
            {
                throw new InvalidOperationException($"The embedded migrations are not numbered 1 to {scripts.Length}.");
            }
        }

        return scripts;
    }

    private static MigrationScript Load(Assembly assembly, string resource)
    {
        using StreamReader reader = new(assembly.GetManifestResourceStream(resource)!, Encoding.UTF8);
        string name = Path.GetFileNameWithoutExtension(resource[Prefix.Length..]);
        return new MigrationScript(int.Parse(name.AsSpan(0, 4), System.Globalization.CultureInfo.InvariantCulture), name, reader.ReadToEnd());
    }
}
