namespace LeadStore;

/// <summary>How the values of a column are written.</summary>
public enum ImportFormat
{
    /// <summary>Found out from each value: a time may be ISO 8601 text, SQLite's own text (UTC), or a number of seconds, milliseconds or
    /// microseconds since 1970-01-01 UTC, told apart by their size; a real number between 2415020.5 and 2488069.5 is a Julian day, as
    /// SQLite's own functions write it.</summary>
    Automatic,

    /// <summary>ISO 8601 text, or SQLite's <c>YYYY-MM-DD HH:MM:SS</c>; UTC where no offset is given.</summary>
    Text,

    /// <summary>A number of seconds since 1970-01-01 UTC.</summary>
    UnixSeconds,

    /// <summary>A number of milliseconds since 1970-01-01 UTC.</summary>
    UnixMilliseconds,

    /// <summary>A number of microseconds since 1970-01-01 UTC.</summary>
    UnixMicroseconds,

    /// <summary>Text that holds JSON.</summary>
    Json,

    /// <summary>
    /// An amount of money in the smallest unit of its currency, as cents are of dollars. Without it an amount is in the whole unit.
    /// </summary>
    MinorUnits,
}
