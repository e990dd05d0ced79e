using Microsoft.EntityFrameworkCore;

namespace LeadStore.Benchmarks.Peers;

/// <summary>The application's two tables, mapped to what it has in hand.</summary>
internal sealed class ApplicationContext(DbContextOptions<ApplicationContext> options) : DbContext(options)
{
    public DbSet<ApplicationLead> Leads => Set<ApplicationLead>();

    public DbSet<ApplicationMessage> Messages => Set<ApplicationMessage>();

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        modelBuilder.Entity<ApplicationLead>(lead =>
        {
            lead.ToTable("leads");
            Map(lead);
        });
        modelBuilder.Entity<ApplicationMessage>(message =>
        {
            message.ToTable("messages");
            Map(message);
        });
    }

    // Columns are called as the properties are, in camel case.
    private static void Map<T>(Microsoft.EntityFrameworkCore.Metadata.Builders.EntityTypeBuilder<T> entity)
        where T : class
    {
        foreach (System.Reflection.PropertyInfo property in typeof(T).GetProperties())
        {
            entity.Property(property.Name).HasColumnName(char.ToLowerInvariant(property.Name[0]) + property.Name[1..]);
        }
    }
}
