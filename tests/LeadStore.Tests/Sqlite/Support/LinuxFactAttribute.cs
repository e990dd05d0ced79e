namespace LeadStore.Tests.Sqlite.Support;

/// <summary>A test that looks at what only Linux shows; on other systems it is skipped and says why.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class LinuxFactAttribute : FactAttribute
{
    public LinuxFactAttribute(string because)
    {
        Because = because;
        if (!OperatingSystem.IsLinux())
        {
            Skip = $"Only on Linux: {because}.";
        }
    }

    public string Because { get; }
}
