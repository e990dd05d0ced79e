namespace LeadStore.CrashTests;

/// <summary>One way in which storage, processes or machines fail, repeated with random choices that a seed decides.</summary>
internal abstract class Scenario
{
    /// <summary>One word, for the command line and the table.</summary>
    public abstract string Name { get; }

    /// <summary>How many rounds the quick form runs, and the long one.</summary>
    public abstract (int Quick, int Long) Rounds { get; }

    /// <summary>What is counted as a case: kills, images, cuts. One round can hold many.</summary>
    public virtual string Cases => "rounds";

    /// <summary>How many rounds may run at once. One, unless most of a round is waiting for other processes.</summary>
    public virtual int AtOnce => 1;

    /// <summary>What all rounds have counted so far.</summary>
    public Tally Tally { get; } = new();

    /// <summary>
    /// Runs one round and throws <see cref="BrokenPromiseException"/> if the store did not keep what it promises,
    /// <see cref="ProvesNothingException"/> if what was to be forced did not come about, or <see cref="NotPossibleException"/> where this
    /// machine does not let it happen.
    /// </summary>
    public abstract void Run(Round round);

    /// <summary>Judges what only all rounds together show.</summary>
    /// <returns>What was promised and not kept; null if nothing.</returns>
    public virtual string? Judge() => null;
}

/// <summary>One round of a scenario.</summary>
/// <param name="Seed">Repeats this round alone.</param>
/// <param name="Random">Decides everything that is left to chance.</param>
/// <param name="Directory">Empty, and removed after the round.</param>
/// <param name="IsLong">True where there is time to be complete.</param>
internal sealed record Round(int Seed, Random Random, string Directory, bool IsLong);

/// <summary>An acknowledged row was lost, a group was partly there, an error was untyped, or a file was not usable afterwards.</summary>
internal sealed class BrokenPromiseException(string message) : Exception(message);

/// <summary>
/// What was to be forced did not come about, so that the round says nothing of the store. It is run anew, and is broken if it never comes
/// about.
/// </summary>
internal sealed class ProvesNothingException(string message) : Exception(message);

/// <summary>This machine lacks what the scenario needs. It has not been run then, and has not passed.</summary>
internal sealed class NotPossibleException(string message) : Exception(message);
