namespace LeadStore.Validation;

/// <summary>The longest texts that are stored, in UTF-16 characters. Public documentation repeats them where they matter.</summary>
internal static class Limits
{
    public const int Name = 200;

    /// <summary>RFC 5321 section 4.5.3.1: a path of 256 octets with its angle brackets.</summary>
    public const int Email = 254;

    public const int Question = 200;
    public const int Answer = 10_000;
    public const int Answers = 500;
    public const int MessageContent = 100_000;
    public const int SourceId = 255;
    public const int Actor = 200;
    public const int Reason = 1_000;
    public const int OnceKey = 200;
    public const int SettingKey = 200;
    public const int SettingValue = 100_000;
    public const int DisplayName = 200;
    public const int AttributeName = 200;

    /// <summary>All attributes of one lead or message together, as JSON.</summary>
    public const int Attributes = 1_000_000;

    public const int ActivityText = 10_000;
    public const int CostDetails = 1_000;
    public const int Campaign = 200;
    public const int CampaignSteps = 1_000;
    public const int CampaignResponse = 10_000;

    /// <summary>In minor units: ten thousand million dollars. A sum of nine million such costs can still be counted.</summary>
    public const long CostAmount = 1_000_000_000_000;

    public const int TraceName = 200;
    public const int TraceAddress = 500;
    public const int Carrier = 200;

    /// <summary>As many phones, and as many email addresses, of one answer are looked at.</summary>
    public const int TraceAnswers = 1_000;

    /// <summary>As many of them are kept.</summary>
    public const int TraceContacts = 100;

    public const int TraceResponse = 1_000_000;

    public const int PasswordHash = 1_000;
    public const int NoteContent = 10_000;

    /// <summary>What is counted at once of the usage of an organization.</summary>
    public const long UsageCount = 1_000_000_000;

    /// <summary>A postal address in one line.</summary>
    public const int Address = 500;

    /// <summary>What a source said, as it said it.</summary>
    public const int RawData = 1_000_000;

    /// <summary>What a model or a rule is called.</summary>
    public const int Model = 200;

    public const int Transcript = 1_000_000;

    /// <summary>More than eleven days.</summary>
    public const int CallSeconds = 1_000_000;

    public const int Url = 2_000;
    public const int SearchText = 1_000;

    public const int TimeZone = 64;
    public const int SystemName = 64;
    public const int ExternalKey = 500;
    public const int PageSize = 1_000;
}
