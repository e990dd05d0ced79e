using SQLitePCL;

namespace LeadStore.Maintenance;

/// <summary>The check of everything that a store holds: pages, indexes and references, and every row against its checksum.</summary>
internal static class Verification
{
    /// <param name="db">The connection; nothing is changed.</param>
    /// <param name="cancellation">Looked at between tables.</param>
    public static VerificationReport Run(sqlite3 db, CancellationToken cancellation)
    {
        List<string> errors = IntegrityCheck.Run(db, cancellation);
        RowVerification rows = RowVerification.Run(db, contradictions: true, cancellation);
        return new VerificationReport
        {
            Found = rows.Found,
            Errors = [.. errors, .. rows.Errors],
            DamagedRows = rows.Damaged,
            DamagedRowCount = rows.DamagedCount,
            UnverifiableRowCount = rows.UnverifiableCount,
            Duration = default,
        };
    }
}
