namespace LeadStore.Tests.Sqlite.Support;

/// <summary>A fact for which system calls are made to fail from outside, by strace, where that is installed.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class FactWithStraceAttribute : FactAttribute
{
    public FactWithStraceAttribute()
    {
        if (!Tool.IsInstalled("strace"))
        {
            Skip = "strace is not installed.";
        }
    }
}
