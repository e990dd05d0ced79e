using System.Reflection;

namespace LeadStore.Tests.Contract.Face;

/// <summary>A public method of the store or of one of its rooms, found by reflection, so that no test can forget a new one.</summary>
internal sealed class Verb
{
    private readonly MethodInfo _method;

    private Verb(string room, MethodInfo method)
    {
        Room = room;
        _method = method;
        Name = $"{(room.Length == 0 ? "" : room + ".")}{method.Name}({string.Join(", ", method.GetParameters().Select(TypeName))})";
    }

    /// <summary>Every asynchronous verb that an application can reach from an <see cref="ILeadStore"/>.</summary>
    public static IReadOnlyList<Verb> Asynchronous { get; } = [.. Of(typeof(ILeadStore)).Where(verb => verb.IsAsynchronous)];

    /// <summary>Every verb that an application can reach from a <see cref="LeadDatabase"/> and that is not asynchronous.</summary>
    public static IReadOnlyList<Verb> Synchronous { get; } = [.. Of(typeof(LeadDatabase)).Where(verb => !verb.IsAsynchronous)];

    /// <summary>What tells the verb from others in a test's name.</summary>
    public string Name { get; }

    /// <summary>The property of the store that the verb belongs to; empty for the store itself.</summary>
    public string Room { get; }

    public MethodInfo Method => _method;

    public bool IsAsynchronous => _method.Name.EndsWith("Async", StringComparison.Ordinal);

    public static Verb Named(string name) => Asynchronous.Concat(Synchronous).Single(verb => verb.Name == name);

    /// <summary>Calls the verb with arguments that suit it and waits for its result; a list that streams is read to its end.</summary>
    public async Task<object?> Call(ILeadStore store, Sample sample, CancellationToken cancellationToken = default)
    {
        MethodInfo method = _method.IsGenericMethodDefinition ? _method.MakeGenericMethod(typeof(string)) : _method;
        object? target = Room.Length == 0 ? store : store.GetType().GetProperty(Room)!.GetValue(store);
        object?[] arguments = [.. method.GetParameters().Select(parameter => sample.Argument(parameter, cancellationToken))];
        object? result = method.Invoke(target, BindingFlags.DoNotWrapExceptions, null, arguments, null);
        return result switch
        {
            ValueTask task => await Done(task),
            IAsyncEnumerable<Lead> leads => await ReadAll(leads),
            IEnumerable<Lead> leads => leads.ToList(),
            not null when result.GetType() is { IsGenericType: true } type && type.GetGenericTypeDefinition() == typeof(ValueTask<>) =>
                await Result(result),
            _ => result,
        };
    }

    private static IEnumerable<Verb> Of(Type store) =>
        Own(store, "")
            .Concat(Own(typeof(SettingStore), nameof(ILeadStore.Settings)))
            .Concat(Own(typeof(LeadSourceStore), nameof(ILeadStore.Sources)))
            .Concat(Own(typeof(ReminderStore), nameof(ILeadStore.Reminders)))
            .Concat(Own(typeof(LeadAttributeStore), nameof(ILeadStore.Attributes)))
            .Concat(Own(typeof(OrganizationStore), nameof(ILeadStore.Organizations)))
            .Concat(Own(typeof(UserStore), nameof(ILeadStore.Users)))
            .Concat(Own(typeof(NoteStore), nameof(ILeadStore.Notes)))
            .Concat(Own(typeof(ActivityStore), nameof(ILeadStore.Activities)))
            .Concat(Own(typeof(PropertyStore), nameof(ILeadStore.Properties)))
            .Concat(Own(typeof(ContactRuleStore), nameof(ILeadStore.ContactRules)))
            .Concat(Own(typeof(CostStore), nameof(ILeadStore.Costs)))
            .Concat(Own(typeof(SkipTraceStore), nameof(ILeadStore.SkipTrace)))
            .Concat(Own(typeof(CampaignStore), nameof(ILeadStore.Campaigns)))
            .Concat(Own(typeof(CallStore), nameof(ILeadStore.Calls)));

    private static IEnumerable<Verb> Own(Type type, string room) =>
        type.GetMethods(BindingFlags.Public | BindingFlags.Instance | BindingFlags.DeclaredOnly)
            .Where(method => !method.IsSpecialName && !method.Name.StartsWith("Dispose", StringComparison.Ordinal)

                // Has no twin, and is refused in a transaction: see SkipTraceRunContract.
                && method.Name != nameof(SkipTraceStore.TraceAsync))
            .Select(method => new Verb(room, method));

    private static string TypeName(ParameterInfo parameter)
    {
        Type type = Nullable.GetUnderlyingType(parameter.ParameterType) ?? parameter.ParameterType;
        return type.IsGenericType ? $"{type.Name[..^2]}<{string.Join(", ", type.GetGenericArguments().Select(inner => inner.Name))}>" : type.Name;
    }

    private static async Task<object?> Done(ValueTask task)
    {
        await task;
        return null;
    }

    private static async Task<List<Lead>> ReadAll(IAsyncEnumerable<Lead> leads)
    {
        List<Lead> all = [];
        await foreach (Lead lead in leads)
        {
            all.Add(lead);
        }

        return all;
    }

    private static async Task<object?> Result(object valueTask)
    {
        Task task = (Task)valueTask.GetType().GetMethod(nameof(ValueTask<int>.AsTask))!.Invoke(valueTask, null)!;
        await task;
        return task.GetType().GetProperty(nameof(Task<int>.Result))!.GetValue(task);
    }
}
