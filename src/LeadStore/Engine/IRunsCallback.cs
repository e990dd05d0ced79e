namespace LeadStore.Engine;

/// <summary>
/// Marks the argument of an operation that runs the application's own code. Such an operation runs on its caller's thread; any other
/// may be run by whoever holds the writer.
/// </summary>
internal interface IRunsCallback;
