using System.Runtime.CompilerServices;
using LeadStore.Sqlite;

namespace LeadStore.Tests.Maintenance.Support;

/// <summary>The parts of an opened store that only the tests of its maintenance look at.</summary>
internal static class OpenedStore
{
    public static SqliteDatabase Database(LeadDatabase store) => DatabaseField(store.Maintenance);

    [UnsafeAccessor(UnsafeAccessorKind.Field, Name = "_database")]
    private static extern ref readonly SqliteDatabase DatabaseField(StoreMaintenance maintenance);
}
