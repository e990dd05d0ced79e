using LeadStore.Engine;

namespace LeadStore;

/// <summary>What runs inside a transaction that an application asked for: its callback, with a store that writes to this transaction.</summary>
internal static class TransactionBody
{
    public static ValueTask<T> Run<T>(Session session, TransactionCall<LeadDatabase, T> call)
    {
        T result = call.Work(call.Store.Within(session));
        return result is Task || IsValueTask(result?.GetType() ?? typeof(T))
            ? throw new InvalidOperationException(
                "The callback returned a task. A transaction holds the only writer and must not wait; it was rolled back. Use InTransactionAsync.")
            : new ValueTask<T>(result);
    }

    public static ValueTask<T> RunAsync<T>(Session session, TransactionCall<ILeadStore, ValueTask<T>> call) =>
        call.Work(call.Store.Within(session));

    private static bool IsValueTask(Type type) =>
        type == typeof(ValueTask) || (type.IsGenericType && type.GetGenericTypeDefinition() == typeof(ValueTask<>));
}

/// <summary>A callback and the store that it is to be handed a view of.</summary>
internal readonly record struct TransactionCall<TStore, T>(LeadDatabase Store, Func<TStore, T> Work) : IRunsCallback;
