using System.Reflection;
using System.Text.RegularExpressions;
using LeadStore.Migrations;

namespace LeadStore;

/// <summary>
/// The migrations of one application, or of one part of it, under a name of its own: tables that it keeps in the same file as the leads.
/// Give it to <see cref="LeadDatabaseOptions.Migrations"/>; opening the store runs those that the file does not have yet.
/// </summary>
public sealed partial class MigrationSet
{
    private readonly Dictionary<int, Migration> _byNumber = [];

    /// <summary>Makes a set.</summary>
    /// <param name="ns">
    /// Its name in the journal: 1 to 64 of <c>a-z 0-9 . _ -</c>, beginning with a letter, and not <c>leadstore</c>. Never changed after its
    /// first release.
    /// </param>
    /// <param name="migrations">In any order; they run in the order of their numbers.</param>
    /// <exception cref="ArgumentException">The name is not one.</exception>
    /// <exception cref="MigrationException">Two migrations have the same number.</exception>
    public MigrationSet(string ns, IEnumerable<Migration> migrations)
        : this(migrations, ns)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(ns);
        if (!NamespaceShape().IsMatch(ns) || ns == MigrationScript.Namespace)
        {
            throw new ArgumentException("A namespace has 1 to 64 of a-z 0-9 . _ -, begins with a letter, and is not 'leadstore'.", nameof(ns));
        }
    }

    private MigrationSet(IEnumerable<Migration> migrations, string ns)
    {
        ArgumentNullException.ThrowIfNull(migrations);
        Namespace = ns;
        if (migrations.Contains(null))
        {
            throw new ArgumentException("A set must not hold null.", nameof(migrations));
        }

        List<Migration> inOrder = [.. migrations];
        inOrder.Sort((one, other) => one.Number.CompareTo(other.Number));
        Migrations = inOrder;
        foreach (Migration migration in Migrations)
        {
            if (!_byNumber.TryAdd(migration.Number, migration))
            {
                Migration other = _byNumber[migration.Number];
                throw new MigrationException(
                    Name(migration),
                    $"{Name(other)} has the same number (SHA-256 {migration.Checksum} and {other.Checksum}). Give the one that was not "
                    + "released yet the next free number.");
            }
        }
    }

    /// <summary>Its name in the journal.</summary>
    public string Namespace { get; }

    /// <summary>The migrations, in the order of their numbers.</summary>
    public IReadOnlyList<Migration> Migrations { get; }

    /// <summary>Whether it is the library's own.</summary>
    internal bool IsStore { get; private init; }

    /// <summary>
    /// Reads a set from the resources of an assembly: <c>0001_orders.sql</c> and, if it can be undone, <c>0001_orders.down.sql</c>
    /// (<c>&lt;EmbeddedResource Include="Migrations/*.sql" /&gt;</c> in the project).
    /// </summary>
    /// <param name="ns">As for the constructor.</param>
    /// <param name="assembly">Where they are embedded.</param>
    /// <param name="prefix">What stands before the names of the files, for example <c>MyApp.Migrations</c>.</param>
    /// <exception cref="ArgumentException">There are none, or one is not named so; the message names it.</exception>
    /// <exception cref="MigrationException">Two have the same number.</exception>
    public static MigrationSet FromResources(string ns, Assembly assembly, string prefix)
    {
        ArgumentNullException.ThrowIfNull(assembly);
        ArgumentException.ThrowIfNullOrWhiteSpace(prefix);
        return new MigrationSet(ns, MigrationResources.Load(assembly, prefix));
    }

    internal static MigrationSet OfStore(IEnumerable<Migration> migrations) => new(migrations, MigrationScript.Namespace) { IsStore = true };

    internal Migration? Find(int number) => _byNumber.GetValueOrDefault(number);

    /// <summary>How messages name one of its migrations.</summary>
    internal string Name(Migration migration) => Name(migration.ToString());

    internal string Name(string migration) => IsStore ? migration : $"{Namespace}/{migration}";

    [GeneratedRegex(@"^[a-z][a-z0-9._-]{0,63}\z")]
    private static partial Regex NamespaceShape();
}
