namespace LeadStore.Tests.Support;

/// <summary>Tests that measure what belongs to the whole process, its memory: beside no others.</summary>
[CollectionDefinition(nameof(Alone), DisableParallelization = true)]
public sealed class Alone;
