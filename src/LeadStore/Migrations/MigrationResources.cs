using System.Globalization;
using System.Reflection;
using System.Text;

namespace LeadStore.Migrations;

/// <summary>Migrations from the resources of an assembly: the library's own and those of applications.</summary>
internal static class MigrationResources
{
    private const string DownEnding = ".down";
    private const int MostDigits = 9;

    public static List<Migration> Load(Assembly assembly, string prefix)
    {
        string start = prefix.EndsWith('.') ? prefix : prefix + ".";
        Dictionary<string, string> scripts = new(StringComparer.Ordinal);
        foreach (string resource in assembly.GetManifestResourceNames())
        {
            if (resource.StartsWith(start, StringComparison.Ordinal) && resource.EndsWith(".sql", StringComparison.OrdinalIgnoreCase))
            {
                scripts.Add(resource[start.Length..^".sql".Length], Read(assembly, resource));
            }
        }

        if (scripts.Count == 0)
        {
            throw new ArgumentException(
                $"The assembly {assembly.GetName().Name} has no resource '{start}*.sql'. It has: "
                + $"{string.Join(", ", assembly.GetManifestResourceNames())}. Embed the files with <EmbeddedResource Include=\"…\" />.",
                nameof(prefix));
        }

        List<Migration> migrations = [];
        string[] names = [.. scripts.Keys];
        Array.Sort(names, StringComparer.Ordinal);
        foreach (string name in names)
        {
            bool isDown = name.EndsWith(DownEnding, StringComparison.Ordinal);
            string plain = isDown ? name[..^DownEnding.Length] : name;
            int digits = CountDigits(plain);
            if (digits == 0 || (isDown && !scripts.ContainsKey(plain)))
            {
                throw new ArgumentException(
                    $"The resource '{start}{name}.sql' is not named as a migration, '0001_orders.sql' with '0001_orders.down.sql' beside it.", nameof(prefix));
            }

            if (!isDown)
            {
                migrations.Add(Make($"{start}{name}.sql", name, digits, scripts[name], scripts.GetValueOrDefault(name + DownEnding)));
            }
        }

        return migrations;
    }

    private static Migration Make(string resource, string name, int digits, string up, string? down)
    {
        try
        {
            return Migration.FromSql(int.Parse(name.AsSpan(0, digits), CultureInfo.InvariantCulture), name[(digits + 1)..], up, down);
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

    // How many digits the number of a name like 0001_orders has, 1 to 9; 0 if it is no such name.
    private static int CountDigits(string name)
    {
        int digits = 0;
        while (digits < name.Length && char.IsAsciiDigit(name[digits]))
        {
            digits++;
        }

        return digits <= MostDigits && digits < name.Length - 1 && name[digits] == '_' ? digits : 0;
    }
}
