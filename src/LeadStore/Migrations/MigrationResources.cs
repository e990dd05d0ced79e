using System.Globalization;
using System.Reflection;
using System.Text;
using System.Text.RegularExpressions;

namespace LeadStore.Migrations;

/// <summary>Migrations from the resources of an assembly: the library's own and those of applications.</summary>
internal static partial class MigrationResources
{
    private const string DownEnding = ".down";

    public static List<Migration> Load(Assembly assembly, string prefix)
    {
        string start = prefix.EndsWith('.') ? prefix : prefix + ".";
        Dictionary<string, string> scripts = assembly.GetManifestResourceNames()
            .Where(name => name.StartsWith(start, StringComparison.Ordinal) && name.EndsWith(".sql", StringComparison.OrdinalIgnoreCase))
            .ToDictionary(name => name[start.Length..^".sql".Length], name => Read(assembly, name), StringComparer.Ordinal);
        if (scripts.Count == 0)
        {
            throw new ArgumentException(
                $"The assembly {assembly.GetName().Name} has no resource '{start}*.sql'. It has: "
                + $"{string.Join(", ", assembly.GetManifestResourceNames())}. Embed the files with <EmbeddedResource Include=\"…\" />.",
                nameof(prefix));
        }

        List<Migration> migrations = [];
        foreach ((string name, string text) in scripts.OrderBy(script => script.Key, StringComparer.Ordinal))
        {
            bool isDown = name.EndsWith(DownEnding, StringComparison.Ordinal);
            Match shape = NameShape().Match(isDown ? name[..^DownEnding.Length] : name);
            if (!shape.Success || (isDown && !scripts.ContainsKey(shape.Value)))
            {
                throw new ArgumentException(
                    $"The resource '{start}{name}.sql' is not named as a migration, '0001_orders.sql' with '0001_orders.down.sql' beside it.", nameof(prefix));
            }

            if (!isDown)
            {
                migrations.Add(Make($"{start}{name}.sql", shape, text, scripts.GetValueOrDefault(name + DownEnding)));
            }
        }

        return migrations;
    }

    private static Migration Make(string resource, Match shape, string up, string? down)
    {
        try
        {
            int number = int.Parse(shape.Groups["number"].ValueSpan, CultureInfo.InvariantCulture);
            return Migration.FromSql(number, shape.Groups["name"].Value, up, down);
        }
        catch (ArgumentException failure)
        {
            throw new ArgumentException($"The resource '{resource}' is no migration: {failure.Message}", failure);
        }
    }

    // A checkout may have made the line endings those of its system. Whoever embeds them, the same text makes the same schema.
    private static string Read(Assembly assembly, string resource)
    {
        using StreamReader reader = new(assembly.GetManifestResourceStream(resource)!, Encoding.UTF8);
        return reader.ReadToEnd().Replace("\r\n", "\n", StringComparison.Ordinal);
    }

    [GeneratedRegex(@"^(?<number>[0-9]{1,9})_(?<name>.+)\z", RegexOptions.ExplicitCapture | RegexOptions.Singleline)]
    private static partial Regex NameShape();
}
