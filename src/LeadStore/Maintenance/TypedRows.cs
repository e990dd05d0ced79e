using System.Collections.Frozen;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Reflection;
using LeadStore.Engine;

namespace LeadStore.Maintenance;

/// <summary>
/// Reads rows as values of a type: by its constructor, by its properties, or as the one value of a single column. No message has a word of
/// the statement or of what it read.
/// </summary>
/// <typeparam name="T">The type.</typeparam>
internal static class TypedRows<
    [DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicConstructors | DynamicallyAccessedMemberTypes.PublicProperties)] T>
{
    public static QueryResult<T> Read(QueryResult result)
    {
        Func<object?[], T> read = Reader(result.Columns);
        List<T> rows = new(result.Rows.Count);
        foreach (object?[] row in result.Rows)
        {
            rows.Add(read(row));
        }

        return new QueryResult<T> { Rows = rows, Truncated = result.Truncated, Duration = result.Duration };
    }

    private static Func<object?[], T> Reader(IReadOnlyList<string> columns)
    {
        if (IsValue(typeof(T)))
        {
            return columns.Count == 1
                ? row => (T)Value(row[0], typeof(T), nameof(T))!
                : throw new ArgumentException($"A row of {columns.Count} columns is no single {typeof(T).Name}. Select one column.");
        }

        ConstructorInfo[] constructors = typeof(T).GetConstructors();
        foreach (ConstructorInfo constructor in constructors.OrderByDescending(it => it.GetParameters().Length))
        {
            ParameterInfo[] parameters = constructor.GetParameters();
            int[] places = Array.ConvertAll(parameters, parameter => PlaceOf(columns, parameter.Name!));
            if (places.Any(at => at >= 0) && parameters.Zip(places).All(it => it.Second >= 0 || it.First.HasDefaultValue))
            {
                return row => (T)constructor.Invoke(Arguments(row, parameters, places));
            }
        }

        List<(PropertyInfo Property, int Place)> properties =
        [
            .. typeof(T).GetProperties()
                .Where(property => property.SetMethod is { IsPublic: true } && property.GetIndexParameters().Length == 0)
                .Select(property => (property, PlaceOf(columns, property.Name)))
                .Where(it => it.Item2 >= 0),
        ];
        ConstructorInfo? empty = Array.Find(constructors, it => it.GetParameters().Length == 0);
        return properties.Count > 0 && (empty is not null || typeof(T).IsValueType)
            ? row => Filled(empty?.Invoke(null) ?? default(T)!, row, properties)
            : throw new ArgumentException(
                $"{typeof(T).Name} has no public constructor whose parameters all have a column of their name, and no property that has "
                + "one. Name the columns with AS; case and underscores do not count.");
    }

    private static object?[] Arguments(object?[] row, ParameterInfo[] parameters, int[] places)
    {
        object?[] arguments = new object?[parameters.Length];
        for (int i = 0; i < arguments.Length; i++)
        {
            arguments[i] = places[i] < 0
                ? parameters[i].DefaultValue
                : Value(row[places[i]], parameters[i].ParameterType, parameters[i].Name!);
        }

        return arguments;
    }

    private static T Filled(object item, object?[] row, List<(PropertyInfo Property, int Place)> properties)
    {
        foreach ((PropertyInfo property, int place) in properties)
        {
            property.SetValue(item, Value(row[place], property.PropertyType, property.Name));
        }

        return (T)item;
    }

    // lead_id, LeadId and leadId are one name.
    private static int PlaceOf(IReadOnlyList<string> columns, string member)
    {
        string name = member.Replace("_", "", StringComparison.Ordinal);
        for (int i = 0; i < columns.Count; i++)
        {
            if (string.Equals(columns[i].Replace("_", "", StringComparison.Ordinal), name, StringComparison.OrdinalIgnoreCase))
            {
                return i;
            }
        }

        return -1;
    }

    private static bool IsValue(Type type)
    {
        Type plain = Nullable.GetUnderlyingType(type) ?? type;
        return plain.IsPrimitive || plain.IsEnum || plain == typeof(object) || plain == typeof(string) || plain == typeof(byte[])
            || TypedRows.Words.ContainsKey(plain) || plain == typeof(decimal) || plain == typeof(DateTimeOffset) || plain == typeof(Guid);
    }

    private static object? Value(object? value, Type type, string member)
    {
        Type plain = Nullable.GetUnderlyingType(type) ?? type;
        if (value is null)
        {
            return !type.IsValueType || plain != type
                ? null
                : throw new InvalidCastException($"NULL was read for {Member()}, which is a {plain.Name}.");
        }

        try
        {
            return value switch
            {
                _ when plain.IsInstanceOfType(value) => value,
                long number when plain == typeof(bool) && number is 0 or 1 => number == 1,
                long microseconds when plain == typeof(DateTimeOffset) && Instant.IsTime(microseconds) =>
                    Instant.FromMicroseconds(microseconds),
                long number when plain.IsEnum => Enum.ToObject(plain, number),
                long number when IsNumber(plain) => Convert.ChangeType(number, plain, CultureInfo.InvariantCulture),
                double number when plain == typeof(float) || plain == typeof(decimal) =>
                    Convert.ChangeType(number, plain, CultureInfo.InvariantCulture),
                string text when TypedRows.Words.TryGetValue(plain, out Func<string, object>? word) => word(text),
                string text when plain.IsEnum => Enum.Parse(plain, text.Replace("_", "", StringComparison.Ordinal), ignoreCase: true),
                string text when plain == typeof(DateTimeOffset) =>
                    DateTimeOffset.Parse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal),
                byte[] { Length: 16 } bytes when plain == typeof(Guid) => new Guid(bytes, bigEndian: true),
                _ => throw Unsuited(),
            };
        }
        catch (Exception unsuited) when (unsuited is OverflowException or FormatException or ArgumentException)
        {
            // Not as an inner exception: its message may repeat the value.
            throw Unsuited();
        }

        InvalidCastException Unsuited() => new(
            $"{Kind(value)} was read for {Member()}, which is a {plain.Name} and cannot hold it. Choose another type, or convert it in the "
            + "statement.");

        string Member() => member == nameof(T) ? "the only column" : $"{typeof(T).Name}.{member}";
    }

    private static bool IsNumber(Type type) => Type.GetTypeCode(type) is >= TypeCode.SByte and <= TypeCode.Decimal && !type.IsEnum;

    private static string Kind(object value) => value switch
    {
        long => "An integer",
        double => "A real number",
        string => "A text",
        _ => "A blob",
    };
}

/// <summary>What the rows of all types share.</summary>
internal static class TypedRows
{
    /// <summary>The library's own words, that are stored as text.</summary>
    public static readonly FrozenDictionary<Type, Func<string, object>> Words = new Dictionary<Type, Func<string, object>>
    {
        [typeof(LeadStatus)] = text => new LeadStatus(text),
        [typeof(LeadSource)] = text => new LeadSource(text),
        [typeof(Channel)] = text => new Channel(text),
        [typeof(ActivityType)] = text => new ActivityType(text),
        [typeof(CostType)] = text => new CostType(text),
        [typeof(OrganizationPlan)] = text => new OrganizationPlan(text),
        [typeof(TraceProvider)] = text => new TraceProvider(text),
    }.ToFrozenDictionary();
}
