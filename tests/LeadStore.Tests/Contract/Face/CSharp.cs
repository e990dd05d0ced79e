using System.Globalization;
using System.Reflection;

namespace LeadStore.Tests.Contract.Face;

/// <summary>Writes members as C# declares them, so that they can be compared with a specification.</summary>
internal static class CSharp
{
    private static readonly Dictionary<Type, string> Keywords = new()
    {
        [typeof(void)] = "void",
        [typeof(bool)] = "bool",
        [typeof(int)] = "int",
        [typeof(long)] = "long",
        [typeof(string)] = "string",
    };

    public static string Signature(MethodInfo method)
    {
        string modifier = method.IsStatic ? "static " : "";
        string generic = method.IsGenericMethod ? $"<{string.Join(", ", method.GetGenericArguments().Select(type => type.Name))}>" : "";
        NullabilityInfo result = new NullabilityInfoContext().Create(method.ReturnParameter);
        return $"{modifier}{Name(result)} {method.Name}{generic}({string.Join(", ", method.GetParameters().Select(Parameter))})";
    }

    public static string Signature(PropertyInfo property) =>
        $"{(property.GetMethod!.IsStatic ? "static " : "")}{Name(new NullabilityInfoContext().Create(property))} {property.Name}";

    private static string Parameter(ParameterInfo parameter)
    {
        string declared = $"{Name(new NullabilityInfoContext().Create(parameter))} {parameter.Name}";
        return parameter.HasDefaultValue ? $"{declared} = {Default(parameter)}" : declared;
    }

    private static string Default(ParameterInfo parameter) => parameter.DefaultValue switch
    {
        null => parameter.ParameterType.IsValueType && Nullable.GetUnderlyingType(parameter.ParameterType) is null ? "default" : "null",
        bool value => value ? "true" : "false",
        object value => Convert.ToString(value, CultureInfo.InvariantCulture)!,
    };

    private static string Name(NullabilityInfo info)
    {
        if (Nullable.GetUnderlyingType(info.Type) is { } underlying)
        {
            return $"{(Keywords.TryGetValue(underlying, out string? word) ? word : underlying.Name)}?";
        }

        string name = Keywords.TryGetValue(info.Type, out string? keyword) ? keyword : info.Type.Name;
        if (info.Type.IsGenericType)
        {
            name = $"{name[..name.IndexOf('`', StringComparison.Ordinal)]}<{string.Join(", ", info.GenericTypeArguments.Select(Name))}>";
        }

        return info.ReadState == NullabilityState.Nullable && info.Type is { IsValueType: false, IsGenericParameter: false } ? $"{name}?" : name;
    }
}
