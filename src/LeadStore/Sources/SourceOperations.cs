using LeadStore.Engine;
using LeadStore.Validation;

namespace LeadStore.Sources;

/// <summary>The verbs on lead sources, each written once for every engine and for both ways of calling it.</summary>
internal static class SourceOperations
{
    public static async ValueTask<IReadOnlyList<SourceInfo>> List(Session session, bool includeInactive)
    {
        List<SourceInfo> all = await session.All(SourceSql.List, []);
        return includeInactive ? all : all.FindAll(source => source.Active);
    }

    public static ValueTask<SourceInfo?> Get(Session session, LeadSource source) => session.First(SourceSql.ByName, [source.Value]);

    public static async ValueTask<SourceInfo> Add(Session session, (LeadSource Source, string? DisplayName) call)
    {
        Validator validator = new();
        validator.Word(nameof(SourceInfo.Source), call.Source.Value);
        string displayName = validator.Optional(nameof(SourceInfo.DisplayName), call.DisplayName, Limits.DisplayName) ?? call.Source.Value;
        validator.ThrowIfAny();
        if (await session.Execute(SourceSql.Insert, [call.Source.Value, displayName, session.Now]) == 0)
        {
            throw new LeadStoreException(LeadStoreErrorKind.Duplicate, "There is a source of that name already. Rename it, or make it active again.");
        }

        return await Required(session, call.Source);
    }

    public static async ValueTask<SourceInfo> Rename(Session session, (LeadSource Source, string DisplayName) call)
    {
        Validator validator = new();
        string displayName = validator.Required(nameof(SourceInfo.DisplayName), call.DisplayName?.Trim(), Limits.DisplayName);
        validator.ThrowIfAny();
        await session.Execute(SourceSql.Rename, [call.Source.Value, displayName]);
        return await Required(session, call.Source);
    }

    public static async ValueTask<SourceInfo> SetActive(Session session, (LeadSource Source, bool Active) call)
    {
        await session.Execute(SourceSql.SetActive, [call.Source.Value, call.Active]);
        return await Required(session, call.Source);
    }

    public static async ValueTask<bool> Delete(Session session, LeadSource source)
    {
        if (await session.First(SourceSql.AnyLead, [source.Value]) != 0)
        {
            throw new LeadStoreException(
                LeadStoreErrorKind.InUse, "The source cannot be deleted: leads came from it. Deactivate it, or give those leads another source first.");
        }

        return await session.Execute(SourceSql.Delete, [source.Value]) > 0;
    }

    /// <summary>Where unknown sources are refused, this one must be listed and active.</summary>
    public static async ValueTask Check(Session session, LeadSource source, Validator validator)
    {
        if (session.Rules.RefuseUnknownSources && await Get(session, source) is not { Active: true })
        {
            validator.Add(
                nameof(Lead.Source), "unknown_source", "is not an active source of this store (LeadDatabaseOptions.RefuseUnknownSources). Add it to Sources first.");
        }
    }

    /// <summary>Lists the source of a lead that is stored, unless it is listed already.</summary>
    public static async ValueTask Register(Session session, LeadSource source)
    {
        if (await Get(session, source) is null)
        {
            await session.Execute(SourceSql.Insert, [source.Value, source.Value, session.Now]);
        }
    }

    private static async ValueTask<SourceInfo> Required(Session session, LeadSource source) =>
        await Get(session, source)
        ?? throw new LeadStoreException(LeadStoreErrorKind.NotFound, "There is no source of that name. Sources.List() tells which there are.");
}
