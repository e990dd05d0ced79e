namespace LeadStore;

/// <summary>A column of a table or a view.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Type">Its declared type, <c>INTEGER</c> for example; empty where there is none.</param>
/// <param name="NotNull">Whether it is declared to have a value always.</param>
/// <param name="IsKey">Whether it is the primary key or a part of it.</param>
public sealed record ColumnDescription(string Name, string Type, bool NotNull, bool IsKey);
