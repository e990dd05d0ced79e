namespace LeadStore.Phones;

/// <summary>Every numbering plan, by country calling code and by region. Read from the embedded data at first use.</summary>
internal sealed class NumberingPlans
{
    private const string ResourceName = "LeadStore.Phones.numbering-plans.txt";
    private const int Letters = 26;

    private readonly NumberingPlan?[] _byCountryCode = new NumberingPlan?[1000];
    private readonly NumberingPlan?[] _byRegion = new NumberingPlan?[Letters * Letters];

    private NumberingPlans(string text)
    {
        ShortestNationalNumber = int.MaxValue;
        foreach (string line in text.Split('\n'))
        {
            if (line.Length > 0 && line[0] != '#')
            {
                Add(NumberingPlan.Read(line));
            }
        }
    }

    /// <summary>The one instance; the data is read when it is first touched.</summary>
    public static NumberingPlans All { get; } = new(ReadResource());

    /// <summary>The fewest digits that a national number has anywhere.</summary>
    public int ShortestNationalNumber { get; private set; }

    /// <summary>The plan of a region, or <see langword="null"/> if there is none.</summary>
    /// <param name="region">ISO 3166 alpha-2 in upper or lower case.</param>
    public NumberingPlan? ForRegion(ReadOnlySpan<char> region) => RegionIndex(region) is var i and >= 0 ? _byRegion[i] : null;

    /// <summary>The plan that decides for a country calling code, or <see langword="null"/> if there is none.</summary>
    public NumberingPlan? ForCountryCode(int countryCode) => _byCountryCode[countryCode];

    /// <summary>Finds the country calling code that an international number, written without +, starts with.</summary>
    /// <param name="international">ASCII digits.</param>
    /// <param name="codeLength">The number of digits of the code.</param>
    /// <returns>The plan of the code, or <see langword="null"/> if no code begins so.</returns>
    public NumberingPlan? FindCountryCode(ReadOnlySpan<char> international, out int codeLength)
    {
        // No code is the beginning of another, and none starts with 0.
        int code = 0;
        for (codeLength = 1; codeLength <= 3 && codeLength <= international.Length; codeLength++)
        {
            code = (10 * code) + international[codeLength - 1] - '0';
            if (_byCountryCode[code] is { } plan)
            {
                return international[0] == '0' ? null : plan;
            }
        }

        return null;
    }

    private void Add(NumberingPlan plan)
    {
        _byCountryCode[plan.CountryCode] ??= plan;
        if (RegionIndex(plan.Region) is var i and >= 0)
        {
            _byRegion[i] = plan;
        }

        ShortestNationalNumber = Math.Min(ShortestNationalNumber, plan.ShortestLength);
    }

    private static int RegionIndex(ReadOnlySpan<char> region) =>
        region.Length == 2 && char.IsAsciiLetter(region[0]) && char.IsAsciiLetter(region[1])
            ? (Letters * ((region[0] | 0x20) - 'a')) + ((region[1] | 0x20) - 'a')
            : -1;

    private static string ReadResource()
    {
        using Stream stream = typeof(NumberingPlans).Assembly.GetManifestResourceStream(ResourceName)
            ?? throw new InvalidOperationException($"The resource {ResourceName} is missing from the assembly.");
        byte[] bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);

        // Plain ASCII, widened by a plain loop: compiling the vectorised decoder for this one text takes longer than all the rest.
        return string.Create(bytes.Length, bytes, static (chars, ascii) =>
        {
            for (int i = 0; i < ascii.Length; i++)
            {
                chars[i] = (char)ascii[i];
            }
        });
    }
}
