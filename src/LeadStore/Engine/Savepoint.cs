namespace LeadStore.Engine;

/// <summary>Runs an operation so that a failure undoes that operation and nothing before it in the same transaction.</summary>
internal static class Savepoint
{
    private static readonly Command Begin = new("SAVEPOINT operation");
    private static readonly Command Release = new("RELEASE SAVEPOINT operation");
    private static readonly Command RollBack = new("ROLLBACK TO SAVEPOINT operation");

    public static async ValueTask<T> Run<TArgument, T>(Session session, Func<Session, TArgument, ValueTask<T>> operation, TArgument argument)
    {
        int epoch = session.Epoch;
        await session.Execute(Begin, []);
        T result;
        try
        {
            result = await operation(session, argument);
        }
        catch
        {
            // The transaction may be over: some errors (a full disk, for one) roll it back whole, and a callback that outlived
            // its transaction holds a session that is somebody else's by now.
            if (session.IsHeldSince(epoch) && session.InTransaction)
            {
                await session.Execute(RollBack, []);
                await session.Execute(Release, []);
            }

            throw;
        }

        session.VerifyHeldSince(epoch);
        await session.Execute(Release, []);
        return result;
    }
}
