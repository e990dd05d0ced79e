using LeadStore.Engine;
using LeadStore.Migrations;
using LeadStore.SkipTracing;
using LeadStore.Sqlite;
using Microsoft.Extensions.Logging;

namespace LeadStore;

/// <summary>
/// Opens the file of a store's skip traces (<see cref="LeadDatabaseOptions.SkipTracePath"/>), or finds that there is none. Each of the two files
/// knows the other: neither can be taken for that of another store.
/// </summary>
internal static class TraceFileOpening
{
    private const string Name = nameof(LeadDatabase.Open);
    private const string Option = $"{nameof(LeadDatabaseOptions)}.{nameof(LeadDatabaseOptions.SkipTracePath)}";

    public static OpenedTraces Open(
        LeadDatabaseOptions options, StoreEngine store, DatabaseLocation location, StoreRules rules, ILogger logger)
    {
        Guid? expected = store.Read(static (session, _) => session.First(TraceFileSql.File, []), true, Name);
        if (string.IsNullOrWhiteSpace(options.SkipTracePath))
        {
            return expected is null || options.WithoutSkipTraces
                ? new OpenedTraces(new TracesInStore(store))
                : throw Cannot(
                    $"The store {location.Describe()} has its skip traces in a file of their own, and {Option} does not name it. Name it; "
                    + "nothing was changed.");
        }

        string path = Resolve(options.SkipTracePath, location);
        bool isThere = File.Exists(path);
        if (expected is null && store.Read(static (session, _) => session.First(TraceFileSql.NextLead, [0]), true, Name) != 0)
        {
            throw Cannot(
                $"The store {location.Describe()} has skip traces in its own file, so that they cannot be in '{path}' ({Option}). Nothing was "
                + "changed; open it without, or export it and load the export into a new store that is opened so.");
        }

        if (!isThere && (expected is not null || !options.CreateIfMissing))
        {
            throw Cannot(
                $"The file of the skip traces of the store {location.Describe()} is not at '{path}' ({Option}), and none was made: what is paid "
                + "for would be paid again. Put it in its place, or a backup of it.");
        }

        SqliteFileSettings settings = StoreOpening.Settings(options, location) with
        {
            Kind = FileKind.Traces,
            Path = path,
            Description = $"'{path}' (chosen by {Option})",
        };
        SqliteDatabase file = SqliteDatabase.OpenFile(
            settings, rules, MigrationScript.Traces.Migrations[^1].Number, new StoreOpening.LoggedEvents(logger, options.MaxWalBytes));
        try
        {
            foreach (Migration applied in Migrator.Migrate(file.Engine, MigrationScript.Traces))
            {
                string name = $"skip_traces/{applied}";
                StoreLog.Migrated(logger, name);
            }

            file.Engine.SchemaIsThere();
            Pair(store, file.Engine, location, path);
            TracesApart traces = new(store, file.Engine, failure => StoreLog.TracesLeft(logger, failure.SqliteExtendedErrorCode, failure));
            traces.PutInStep();
            return new OpenedTraces(traces, file, new DatabaseLocation(path, DatabasePathSource.Options));
        }
        catch
        {
            file.Engine.Dispose();
            throw;
        }
    }

    // The file learns first whose it is: if nothing more comes of it, the next opening goes on from there.
    private static void Pair(StoreEngine store, SqliteEngine file, DatabaseLocation location, string path)
    {
        Guid storeUid = store.Read(static (session, _) => TraceFile.Uid(session), true, Name);
        Guid fileUid = file.Read(static (session, _) => TraceFile.Uid(session), true, Name);
        Guid? owner = file.Read(static (session, _) => TraceFile.Link(session), true, Name).Uid;
        owner ??= file.Write(
            static async (session, uid) =>
            {
                await session.Execute(TraceFileOwnSql.SetStore, [uid]);
                return (await TraceFile.Link(session)).Uid;
            },
            storeUid,
            Name);
        Guid? known = owner != storeUid ? null : store.Read(static (session, _) => session.First(TraceFileSql.File, []), true, Name);
        if (owner == storeUid)
        {
            known ??= store.Write(
                static async (session, uid) =>
                {
                    await session.Execute(TraceFileSql.SetFile, [uid]);
                    return await session.First(TraceFileSql.File, []);
                },
                fileUid,
                Name);
        }

        if (known != fileUid)
        {
            throw Cannot(
                $"The file '{path}' ({Option}) does not hold the skip traces of the store {location.Describe()}, but those of another one. Neither "
                + "was changed; name the file that belongs to the store.");
        }
    }

    private static string Resolve(string path, DatabaseLocation location)
    {
        string full;
        try
        {
            full = Path.GetFullPath(path);
        }
        catch (Exception failure) when (failure is ArgumentException or NotSupportedException or PathTooLongException)
        {
            throw new LeadStoreException(
                LeadStoreErrorKind.CannotOpen, $"The file of skip traces '{path.Replace('\0', '?')}' ({Option}) is not a path.", failure);
        }

        string option = nameof(LeadDatabaseOptions.SkipTracePath);
        return full != location.Path
            ? full
            : throw new ArgumentException($"{option} must not be the file of the store itself; leave it null to keep traces there.", option);
    }

    private static LeadStoreException Cannot(string message) => new(LeadStoreErrorKind.CannotOpen, message);
}

/// <summary>The traces of a store that was opened.</summary>
/// <param name="Engine">Runs what is done with them.</param>
/// <param name="File">Their own file; null if they are in that of the store.</param>
/// <param name="Location">Where it lies.</param>
internal sealed record OpenedTraces(TraceEngine Engine, SqliteDatabase? File = null, DatabaseLocation Location = default);
