using Microsoft.Data.Sqlite;

namespace ExistingDatabase;

/// <summary>What was there before LeadStore.</summary>
internal static class OldApplication
{
    /// <summary>Makes the database that it would have left.</summary>
    public static void LeaveItsDatabase(string path)
    {
        using SqliteConnection connection = new(new SqliteConnectionStringBuilder { DataSource = path, Pooling = false }.ToString());
        connection.Open();
        using SqliteCommand command = connection.CreateCommand();
#pragma warning disable CA2100 // The script is part of this sample.
        command.CommandText = File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "leads.sql"));
#pragma warning restore CA2100
        command.ExecuteNonQuery();
    }
}
