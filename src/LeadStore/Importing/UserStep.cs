using LeadStore.Attributes;
using LeadStore.Engine;
using LeadStore.Users;
using LeadStore.Validation;

namespace LeadStore.Importing;

/// <summary>
/// Stores users, each once by its key, else by the email address. Who is there keeps the role and the password: no file lets anybody in who
/// is not let in by the store. One who has left the source since is not active any more.
/// </summary>
internal sealed class UserStep(ImportContext context, TablePlan plan, TableTally tally) : ImportStep(context, plan, tally)
{
    private const int Key = 0;
    private const int Organization = 1;
    private const int Email = 2;
    private const int FirstName = 3;
    private const int LastName = 4;
    private const int Role = 5;
    private const int Active = 6;
    private const int PasswordHash = 7;
    private const int CreatedAt = 8;
    private const int UpdatedAt = 9;

    /// <inheritdoc/>
    public override async ValueTask Take(Session session, ImportRow row)
    {
        Row.Fill(row);
        User user = await ReadUser(session);
        string? hash = Row.Exact(PasswordHash, Limits.PasswordHash);
        DateTimeOffset? updatedAt = Row.Has(UpdatedAt) ? user.UpdatedAt : null;
        string key = KeyOnce(row, Key, out _);
        AttributeBag? rest = Row.Attributes();
        if (Row.Rejection is { } rejection)
        {
            Reject(row, rejection);
            return;
        }

        Context.NoteUnreadable(Tally, row, Row.Unreadable);
        User? stored = await Stored(session, key, user.Email);
        bool isNew = stored is null;
        bool changed = false;
        if (stored is null)
        {
            user = user with { Id = await session.Insert(UserSql.Insert, InsertArguments(user)) };
            await Context.Keys.Remember(session, ImportedKeys.Users, key, new KnownKey(user.Id, 0));
            if (hash is not null)
            {
                await session.Execute(ImportSql.SetPasswordHash, [user.Id, hash, user.UpdatedAt]);
            }
        }
        else
        {
            changed = await Join(session, stored, user, updatedAt)
                | (await Context.Keys.Find(session, ImportedKeys.Users, key)).Id != stored.Id;
            if (changed)
            {
                await Context.Keys.Remember(session, ImportedKeys.Users, key, new KnownKey(stored.Id, 0));
            }
        }

        changed |= rest is not null
            && await RowKeeping.Keep(session, Context, Plan.Mapping.Table, key, rest.ToJson()) != ImportOutcome.Unchanged;
        Count(isNew ? ImportOutcome.Imported : changed ? ImportOutcome.Merged : ImportOutcome.Unchanged);
    }

    private async ValueTask<User?> Stored(Session session, string key, string email)
    {
        KnownKey known = await Context.Keys.Find(session, ImportedKeys.Users, key);
        return (known.Id == 0 ? null : await UserOperations.Get(session, known.Id)) ?? await session.First(UserSql.ByEmail, [email]);
    }

    private async ValueTask<User> ReadUser(Session session)
    {
        Validator validator = new();
        string email = validator.Email("", Row.Has(Email) ? Row.Word(Email) : null) ?? "";
        if (validator.First is { } error)
        {
            Row.Reject(Email, error.Code, error.Message);
        }
        else if (email.Length == 0)
        {
            Row.Reject(Rejection.Required(Row.Column(Email), "the email address of the user"));
        }

        DateTimeOffset? createdAt = Kept.Time(CreatedAt);
        DateTimeOffset? updatedAt = Kept.Time(UpdatedAt);
        return new User
        {
            OrganizationId = await OrganizationOf(session, Organization),
            Email = email,
            FirstName = Kept.Text(FirstName, Limits.Name),
            LastName = Kept.Text(LastName, Limits.Name),
            Role = Kept.OneOf(Role, UserSql.RoleWords) is >= 0 and var role ? (UserRole)role : UserRole.User,
            Active = Row.Flag(Active) ?? true,
            CreatedAt = createdAt ?? updatedAt ?? Context.Now,
            UpdatedAt = updatedAt ?? createdAt ?? Context.Now,
        };
    }

    // What is not known is filled in; names give way to those of a row that was changed later.
    private static async ValueTask<bool> Join(Session session, User stored, User row, DateTimeOffset? updatedAt)
    {
        bool isLater = updatedAt > stored.UpdatedAt;
        User united = stored with
        {
            OrganizationId = stored.OrganizationId ?? row.OrganizationId,
            FirstName = isLater ? row.FirstName ?? stored.FirstName : stored.FirstName ?? row.FirstName,
            LastName = isLater ? row.LastName ?? stored.LastName : stored.LastName ?? row.LastName,
            Active = stored.Active && (row.Active || !isLater),
        };
        if (united == stored)
        {
            return false;
        }

        await session.Execute(
            UserSql.Update,
            [
                united.Id, united.OrganizationId, united.Email, united.FirstName, united.LastName, UserSql.Word(united.Role), united.Active,
                isLater ? updatedAt : stored.UpdatedAt,
            ]);
        return true;
    }

    private static SqlValue[] InsertArguments(User user) =>
    [
        user.OrganizationId, user.Email, user.FirstName, user.LastName, UserSql.Word(user.Role), user.Active, user.CreatedAt, user.UpdatedAt,
    ];
}
