using System.Data.Common;
using System.Globalization;
using LeadStore;

namespace ExistingDatabase;

/// <summary>The customer writes again, and is known.</summary>
internal static class Conversation
{
    public static void GoOn(LeadDatabase db, string phone, string text)
    {
        Lead lead = db.CheckExistingCustomer(phone) ?? db.CreateLead(new NewLead { Phone = phone });
        Console.WriteLine($"Welcome back, {lead.Name}: {lead.Status}, {lead.Progress} %, {db.GetConversationHistory(lead.Id).Count} messages so far");
        Console.WriteLine($"  wanted: {lead.Answers["question_1"]}, {lead.Answers["question_4"]}");
        db.CreateMessage(lead.Id, MessageSender.Customer, text);
        db.CreateMessage(lead.Id, MessageSender.Assistant, $"Hello {lead.Name?.Split(' ')[0]}, is it about the {lead.Answers["question_1"].ToLowerInvariant()}?");
        foreach (Message message in db.GetConversationHistory(lead.Id, last: 5))
        {
            Console.WriteLine($"  {message.Sender,-9} {message.Content}");
        }

        Console.WriteLine();
        Console.WriteLine("A report of the old application, whose SQL nobody has changed:");
        using DbConnection old = db.OpenForOldReaders(ImportLayouts.LeadQualification);
        using DbCommand report = old.CreateCommand();
        report.CommandText = """
            SELECT l.name, l.phone, l.qualified, count(m.id) FROM leads l LEFT JOIN messages m ON m.leadId = l.id
            WHERE l.archived = 0 GROUP BY l.id ORDER BY l.id
            """;
        using DbDataReader row = report.ExecuteReader();
        while (row.Read())
        {
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture, $"  {row.GetString(0),-12} {row.GetString(1)}  qualified {row.GetInt64(2)}  messages {row.GetInt64(3)}"));
        }
    }
}
