using LeadStore.Engine;
using LeadStore.Tests.Sqlite.Support;

namespace LeadStore.Tests.Observing;

/// <summary>What is said about a statement: never what it asks about.</summary>
public sealed class SqlShapeTests
{
    [Theory]
    [InlineData("SELECT * FROM leads WHERE name = 'John Smith'", "SELECT * FROM leads WHERE name = ?")]
    [InlineData("SELECT 'it''s', X'4A6F', 447809505864, 1.5e-7, .5, 0x1F, -3 FROM leads", "SELECT ? , - ? FROM leads")]
    [InlineData("SELECT id FROM leads WHERE phone IN (447809505864, 447809505865,447809505866)", "SELECT id FROM leads WHERE phone IN (?)")]
    [InlineData("SELECT id FROM leads WHERE phone=?1 OR name=:john OR email=@mail OR source=$4", "SELECT id FROM leads WHERE phone = ? OR name = ? OR email = ? OR source = ?")]
    [InlineData("SELECT id -- John's\nFROM /* +447809505864 */ leads", "SELECT id FROM leads")]
    [InlineData("SELECT \"John Smith\", \"NAME\", [Smith], `name` FROM \"leads\"", "SELECT ?, \"NAME\", ?, `name` FROM \"leads\"")]
    [InlineData("SELECT lead_2, count(*) FROM leads l WHERE l.name<>'x' AND a||b>=3", "SELECT lead_2, count(*) FROM leads l WHERE l.name <> ? AND a || b >= ?")]
    [InlineData("SELECT 'John Smith", "SELECT ?")]
    [InlineData("SELECT 1 /* John", "SELECT ?")]
    [InlineData("SELECT \"John Smith", "SELECT ?")]
    [InlineData("", "")]
    public void Literals_comments_and_arguments_are_left_out(string sql, string text) =>
        SqlShape.OfApplication(sql, name => name is "name" or "NAME" or "leads").Text.Replace(",?", ", ?", StringComparison.Ordinal)
            .Should().Be(text.Replace(" , ", ", ", StringComparison.Ordinal));

    [Theory]
    [InlineData("SELECT id FROM leads JOIN lead_activity ON lead_id = id", "SELECT", "SELECT leads lead_activity")]
    [InlineData("insert into costs (id) SELECT 1 FROM leads", "INSERT", "INSERT costs SELECT leads")]
    [InlineData("UPDATE leads SET name = 'x'", "UPDATE", "UPDATE leads")]
    [InlineData("DELETE FROM messages WHERE id = 1", "DELETE", "DELETE messages")]
    [InlineData("INSERT INTO a (b) VALUES (1) ON CONFLICT DO UPDATE SET b = 2", "INSERT", "INSERT a")]
    [InlineData("BEGIN IMMEDIATE", "BEGIN", "BEGIN")]
    [InlineData("WITH n AS (SELECT id FROM leads) SELECT * FROM n", "WITH", "WITH SELECT leads SELECT n")]
    public void A_summary_says_what_is_done_to_which_tables(string sql, string operation, string summary)
    {
        SqlShape shape = SqlShape.OfApplication(sql, _ => true);

        (shape.Operation, shape.Summary).Should().Be((operation, summary));
    }

    [Fact]
    public void Each_statement_of_the_library_has_a_short_summary_and_its_whole_text()
    {
        Statements.All.Should().AllSatisfy(statement =>
        {
            statement.Shape.Operation.Should().MatchRegex("^[A-Z]+$", statement.Sql);
            statement.Shape.Summary.Should().StartWith(statement.Shape.Operation);
            statement.Shape.Summary.Length.Should().BeLessThanOrEqualTo(255);
            statement.Shape.Text.Should().NotContain("\n");
            Squeezed(statement.Shape.Text).Should().Be(Squeezed(statement.Sql));
        });

        static string Squeezed(string sql) => string.Concat(sql.Where(c => !char.IsWhiteSpace(c)));
    }

    [Fact]
    public void Any_text_is_read_to_its_end()
    {
        int seed = Random.Shared.Next();
        Random random = new(seed);
        const string Signs = "'\"`[]-/*?$:@#x0e.+_,()<>=|;a \n\0é";
        for (int round = 0; round < 20_000; round++)
        {
            string sql = string.Concat(Enumerable.Range(0, random.Next(12)).Select(_ => Signs[random.Next(Signs.Length)]));

            string text = SqlShape.OfApplication(sql, _ => false).Text;

            text.IndexOfAny(['\'', '"', '`']).Should().Be(-1, "seed {0}: {1}", seed, sql);
        }
    }
}
