namespace LeadStore.CrashTests;

/// <summary>One way in which storage, processes or machines fail, repeated with random choices that a seed decides.</summary>
internal abstract class Scenario
{
    /// <summary>One word, for the command line and the table.</summary>
    public abstract string Name { get; }

    /// <summary>How many rounds the quick form runs, and the long one.</summary>
    public abstract (int Quick, int Long) Rounds { get; }

    /// <summary>Runs one round and throws <see cref="BrokenPromiseException"/> if the store did not keep what it promises.</summary>
    /// <param name="random">Decides everything that is left to chance.</param>
    /// <param name="directory">Empty, and removed after the round.</param>
    public abstract void Run(Random random, string directory);
}

/// <summary>An acknowledged row was lost, a group was partly there, an error was untyped, or a file was not usable afterwards.</summary>
internal sealed class BrokenPromiseException(string message) : Exception(message);
