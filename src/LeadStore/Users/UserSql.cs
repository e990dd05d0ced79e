using LeadStore.Engine;

namespace LeadStore.Users;

/// <summary>Every statement on users and user_credentials. Nothing that reads a user reads what is in the second.</summary>
internal static class UserSql
{
    private const string Columns = "id, organization_id, email, first_name, last_name, role, active, created_at, updated_at";

    /// <summary>As they are stored, in the order of <see cref="UserRole"/>.</summary>
    public static readonly string[] RoleWords = ["user", "manager", "admin"];

    public static readonly Query<User> ById = new($"SELECT {Columns} FROM users WHERE id = $1", Read);

    public static readonly Query<User> ByEmail = new($"SELECT {Columns} FROM users WHERE email = $1", Read);

    public static readonly Query<long> IdByEmail = new("SELECT id FROM users WHERE email = $1", row => row.Int64(0));

    public static readonly Query<User> List = new($"SELECT {Columns} FROM users ORDER BY id", Read) { MayScan = true };

    public static readonly Query<User> OfOrganization = new($"SELECT {Columns} FROM users WHERE organization_id = $1 ORDER BY id", Read);

    public static readonly Insert Insert = new(
        """
        INSERT INTO users (organization_id, email, first_name, last_name, role, active, created_at, updated_at)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
        ON CONFLICT (email) DO NOTHING
        """);

    public static readonly Command Update = new(
        """
        UPDATE users SET organization_id = $2, email = $3, first_name = $4, last_name = $5, role = $6, active = $7, updated_at = $8
        WHERE id = $1
        """);

    public static readonly Command Delete = new("DELETE FROM users WHERE id = $1");

    /// <summary>Changes no row if there is no such user.</summary>
    public static readonly Command SetPasswordHash = new(
        """
        INSERT INTO user_credentials (user_id, password_hash, updated_at) SELECT id, $2, $3 FROM users WHERE id = $1
        ON CONFLICT (user_id) DO UPDATE SET password_hash = excluded.password_hash, updated_at = excluded.updated_at
        """);

    public static readonly Query<string> PasswordHash = new(
        "SELECT password_hash FROM user_credentials WHERE user_id = $1", row => row.Text(0));

    public static readonly Command RemovePasswordHash = new("DELETE FROM user_credentials WHERE user_id = $1");

    public static string Word(UserRole role) => RoleWords[(int)role];

    private static User Read(Row row) => new()
    {
        Id = row.Int64(0),
        OrganizationId = row.Int64OrNull(1),
        Email = row.Text(2),
        FirstName = row.TextOrNull(3),
        LastName = row.TextOrNull(4),
        Role = ReadRole(row),
        Active = row.Int64(6) != 0,
        CreatedAt = row.Time(7),
        UpdatedAt = row.Time(8),
    };

    private static UserRole ReadRole(Row row)
    {
        int index = Array.IndexOf(RoleWords, row.Word(5));
        return index >= 0
            ? (UserRole)index
            : throw new LeadStoreException(
                LeadStoreErrorKind.Corrupt, $"User {row.Int64(0)} has a role that is none of {string.Join(", ", RoleWords)}.");
    }
}
