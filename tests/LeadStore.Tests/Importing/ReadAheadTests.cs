using LeadStore.Importing;

namespace LeadStore.Tests.Importing;

public sealed class ReadAheadTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(256)]
    [InlineData(5_000)]
    public void Every_row_comes_once_and_in_its_order(int count)
    {
        List<string> seen = [];
        foreach (ImportRow row in ReadAhead.Of(Rows(count)))
        {
            seen.Add($"{row.Position} {row.Columns[^1]} {row.Values[^1].Text} {row.Error}");
        }

        seen.Should().Equal(Enumerable.Range(1, count).Select(
            i => i % 3 == 0 ? $"{i} second text-{i} " : $"{i} first text-{i} {(i % 7 == 0 ? "is broken." : "")}"));
    }

    [Fact]
    public void A_row_comes_with_everything_that_is_known_of_it()
    {
        ImportRow row = new()
        {
            Columns = ["a", "b"],
            Values = [ImportValue.Of(1), ImportValue.Of("two")],
            Position = 3,
            Error = "four",
            ErrorColumn = 5,
            Text = "six",
        };
        row.ErrorValues.Add(1);

        ImportRow copy = ReadAhead.Of([row]).Single();

        copy.Should().NotBeSameAs(row).And.BeEquivalentTo(row);
        typeof(ImportRow).GetProperties().Should().HaveCount(7, "whoever adds one copies it, and says so here");
    }

    [Fact]
    public void What_the_reading_throws_comes_after_the_rows_before_it()
    {
        int seen = 0;
        Action enumerate = () =>
        {
            foreach (ImportRow row in ReadAhead.Of(Rows(1_000, failsAt: 700)))
            {
                row.Position.Should().Be(++seen);
            }
        };

        enumerate.Should().Throw<InvalidDataException>().WithMessage("row 700");
        seen.Should().Be(699);
    }

    [Fact]
    public void Whoever_stops_in_the_middle_ends_the_reading()
    {
        bool ended = false;
        foreach (ImportRow row in ReadAhead.Of(Rows(int.MaxValue, atEnd: () => ended = true)))
        {
            if (row.Position == 300)
            {
                break;
            }
        }

        ended.Should().BeTrue("the source is closed when the enumeration is");
    }

    [Fact]
    public void Large_rows_are_not_collected_by_the_hundred()
    {
        int read = 0;
        foreach (ImportRow row in ReadAhead.Of(Large(() => read++)))
        {
            if (row.Position == 10)
            {
                break;
            }
        }

        read.Should().BeLessThan(20, "each of them fills a batch, and there are three");

        static IEnumerable<ImportRow> Large(Action isRead)
        {
            string text = new('x', 1 << 20);
            for (int i = 1; i <= 1_000; i++)
            {
                isRead();
                yield return new ImportRow { Position = i, Columns = ["text"], Values = [ImportValue.Of(text)] };
            }
        }
    }

    // One row is filled over and over, as the sources do it, and has two shapes.
    private static IEnumerable<ImportRow> Rows(int count, int failsAt = 0, Action? atEnd = null)
    {
        ImportRow row = new();
        string[] one = ["first"];
        string[] two = ["first", "second"];
        try
        {
            for (int i = 1; i <= count; i++)
            {
                if (i == failsAt)
                {
                    throw new InvalidDataException($"row {i}");
                }

                row.Position = i;
                row.Columns = i % 3 == 0 ? two : one;
                if (row.Values.Length != row.Columns.Count)
                {
                    row.Values = new ImportValue[row.Columns.Count];
                }

                row.Values[^1] = ImportValue.Of($"text-{i}");
                row.Error = i % 3 != 0 && i % 7 == 0 ? "is broken." : null;
                yield return row;
            }
        }
        finally
        {
            atEnd?.Invoke();
        }
    }
}
