using System.Collections.Concurrent;

namespace LeadStore.Importing;

/// <summary>
/// Reads rows on a thread of its own while those before them are stored. They come in their order, and what the reading throws comes in the
/// place of the row that it could not read.
/// </summary>
internal static class ReadAhead
{
    private const int Batches = 3;

    /// <summary>The same rows. A row is valid until the next one is asked for.</summary>
    /// <param name="rows">Read on the other thread alone, which has ended when the enumeration has.</param>
    public static IEnumerable<ImportRow> Of(IEnumerable<ImportRow> rows)
    {
        using CancellationTokenSource ended = new();
        using BlockingCollection<RowBatch> read = [];
        using BlockingCollection<RowBatch> free = [];
        for (int i = 0; i < Batches; i++)
        {
            free.Add(new RowBatch());
        }

        using Task reading = Task.Factory.StartNew(
            () => Read(rows, free, read, ended.Token), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        try
        {
            foreach (RowBatch batch in read.GetConsumingEnumerable(CancellationToken.None))
            {
                foreach (ImportRow row in batch.Rows)
                {
                    yield return row;
                }

                free.Add(batch, CancellationToken.None);
            }

            reading.GetAwaiter().GetResult();
        }
        finally
        {
            // Whoever stops in the middle does not want to know how the rest would have gone.
            ended.Cancel();
            Task.WaitAny([reading], CancellationToken.None);
        }
    }

    private static void Read(
        IEnumerable<ImportRow> rows, BlockingCollection<RowBatch> free, BlockingCollection<RowBatch> read, CancellationToken ended)
    {
        RowBatch? batch = null;
        try
        {
            foreach (ImportRow row in rows)
            {
                batch ??= free.Take(ended).Emptied();
                batch.Add(row);
                if (batch.IsFull)
                {
                    read.Add(batch, CancellationToken.None);
                    batch = null;
                }
            }
        }
        finally
        {
            if (batch is not null)
            {
                read.Add(batch, CancellationToken.None);
            }

            read.CompleteAdding();
        }
    }

    // Copies, because a source fills one row over and over. Bounded by what the rows hold too: a single one may be of megabytes.
    private sealed class RowBatch
    {
        private const int MostRows = 256;
        private const int MostText = 1 << 18;

        private readonly ImportRow[] _rows = new ImportRow[MostRows];
        private int _count;
        private long _text;

        public bool IsFull => _count == MostRows || _text >= MostText;

        public ArraySegment<ImportRow> Rows => new(_rows, 0, _count);

        public RowBatch Emptied()
        {
            _count = 0;
            _text = 0;
            return this;
        }

        public void Add(ImportRow row)
        {
            ImportRow copy = _rows[_count++] ??= new ImportRow();
            row.CopyTo(copy);
            foreach (ImportValue value in row.Values)
            {
                _text += (value.Text?.Length ?? 0) + (value.Blob?.Length ?? 0);
            }
        }
    }
}
