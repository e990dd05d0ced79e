namespace LeadStore.Importing;

/// <summary>What one value of a source is.</summary>
internal enum ImportValueKind
{
    Null,
    Integer,
    Real,
    Text,
    Blob,

    /// <summary>A JSON object or array, as its text.</summary>
    Json,

    /// <summary>A JSON true or false, as 1 or 0.</summary>
    Boolean,
}

/// <summary>One value of a source.</summary>
internal readonly record struct ImportValue(ImportValueKind Kind, long Integer = 0, double Real = 0, string? Text = null, byte[]? Blob = null)
{
    public static ImportValue Null => default;

    public static ImportValue Of(long value) => new(ImportValueKind.Integer, Integer: value);

    public static ImportValue Of(double value) => new(ImportValueKind.Real, Real: value);

    public static ImportValue Of(string value) => new(ImportValueKind.Text, Text: value);

    public static ImportValue Of(byte[] value) => new(ImportValueKind.Blob, Blob: value);

    public static ImportValue Of(bool value) => new(ImportValueKind.Boolean, Integer: value ? 1 : 0);

    public static ImportValue Json(string json) => new(ImportValueKind.Json, Text: json);

    /// <summary>Never the value: it is a person's.</summary>
    public override string ToString() => Kind.ToString();
}
