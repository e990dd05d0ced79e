using LeadStore.Calls;
using LeadStore.Engine;
using LeadStore.Organizations;
using LeadStore.Validation;

namespace LeadStore.Users;

/// <summary>The verbs on users, each written once for every engine and for both ways of calling it.</summary>
internal static class UserOperations
{
    public static async ValueTask<User> Create(Session session, NewUser input)
    {
        ArgumentNullException.ThrowIfNull(input, "user");
        User user = Checked(new User
        {
            OrganizationId = input.OrganizationId,
            Email = input.Email ?? "",
            FirstName = input.FirstName,
            LastName = input.LastName,
            Role = input.Role,
            Active = input.Active,
            CreatedAt = session.Now,
            UpdatedAt = session.Now,
        });
        await CheckOrganization(session, user);
        long id = await session.Insert(
            UserSql.Insert,
            [
                user.OrganizationId, user.Email, user.FirstName, user.LastName, UserSql.Word(user.Role), user.Active, user.CreatedAt,
                user.UpdatedAt,
            ]);
        return id != 0 ? user with { Id = id } : throw Duplicate(await session.First(UserSql.IdByEmail, [user.Email]));
    }

    public static ValueTask<User?> Get(Session session, long id) => session.First(UserSql.ById, [id]);

    public static async ValueTask<User> Required(Session session, long id) => await Get(session, id) ?? throw NotFound(id);

    public static ValueTask<User?> GetByEmail(Session session, string email)
    {
        Validator validator = new();
        string normalized = Email(validator, email);
        validator.ThrowIfAny();
        return session.First(UserSql.ByEmail, [normalized]);
    }

    public static async ValueTask<IReadOnlyList<User>> List(Session session, (long? OrganizationId, bool IncludeInactive) call)
    {
        List<User> users = call.OrganizationId is { } organizationId
            ? await session.All(UserSql.OfOrganization, [organizationId])
            : await session.All(UserSql.List, []);
        return call.IncludeInactive ? users : users.FindAll(user => user.Active);
    }

    public static async ValueTask<User> Change(Session session, UserChange call)
    {
        ArgumentNullException.ThrowIfNull(call.Change, "change");
        User current = await Required(session, call.Id);
        User changed = call.Change(current)
            ?? throw new InvalidOperationException("The function given to Users.Update returned null; return the user to store.");
        Validator validator = new();
        validator.ReadOnly(nameof(User.Id), current.Id == changed.Id);
        validator.ReadOnly(nameof(User.CreatedAt), current.CreatedAt == changed.CreatedAt);
        validator.ReadOnly(nameof(User.UpdatedAt), current.UpdatedAt == changed.UpdatedAt);
        changed = Checked(changed, validator);
        if (changed == current)
        {
            return current;
        }

        if (changed.OrganizationId != current.OrganizationId)
        {
            await CheckOrganization(session, changed);
        }

        if (changed.Email != current.Email && await session.First(UserSql.IdByEmail, [changed.Email]) is not 0 and var holder)
        {
            throw Duplicate(holder);
        }

        changed = changed with { UpdatedAt = session.Now };
        await session.Execute(
            UserSql.Update,
            [
                changed.Id, changed.OrganizationId, changed.Email, changed.FirstName, changed.LastName, UserSql.Word(changed.Role),
                changed.Active, changed.UpdatedAt,
            ]);
        return changed;
    }

    public static async ValueTask<bool> Delete(Session session, long id)
    {
        if (await session.First(AssignmentSql.AnyLead, [id]) != 0 || await session.First(CallSql.OfUser, [id]) != 0)
        {
            throw new LeadStoreException(
                LeadStoreErrorKind.InUse,
                $"User {id} cannot be deleted: the history of leads names this user. Set Active to false instead.");
        }

        return await session.Execute(UserSql.Delete, [id]) > 0;
    }

    public static async ValueTask<bool> SetPasswordHash(Session session, (long Id, string PasswordHash) call)
    {
        Validator validator = new();
        string hash = validator.Required("passwordHash", call.PasswordHash, Limits.PasswordHash);
        validator.ThrowIfAny();
        return await session.Execute(UserSql.SetPasswordHash, [call.Id, hash, session.Now]) > 0 ? true : throw NotFound(call.Id);
    }

    public static ValueTask<string?> GetPasswordHash(Session session, long id) => session.First(UserSql.PasswordHash, [id]);

    public static async ValueTask<bool> RemovePasswordHash(Session session, long id) =>
        await session.Execute(UserSql.RemovePasswordHash, [id]) > 0;

    private static User Checked(User input, Validator? collected = null)
    {
        Validator validator = collected ?? new Validator();
        User user = input with
        {
            Email = Email(validator, input.Email),
            FirstName = validator.Optional(nameof(User.FirstName), input.FirstName, Limits.Name),
            LastName = validator.Optional(nameof(User.LastName), input.LastName, Limits.Name),
        };
        validator.Defined(nameof(User.Role), input.Role);
        validator.ThrowIfAny();
        return user;
    }

    private static string Email(Validator validator, string? email)
    {
        if (string.IsNullOrWhiteSpace(email))
        {
            validator.Add(nameof(User.Email), "required", "a value is needed; it is missing or blank.");
            return "";
        }

        return validator.Email(nameof(User.Email), email) ?? "";
    }

    private static async ValueTask CheckOrganization(Session session, User user)
    {
        if (user.OrganizationId is { } organizationId)
        {
            await OrganizationOperations.Required(session, organizationId);
        }
    }

    private static LeadStoreException Duplicate(long holder) =>
        new(
            LeadStoreErrorKind.Duplicate,
            $"User {holder}, active or not, has the same email address. Change that user, or use another address.");

    private static LeadStoreException NotFound(long id) =>
        new(LeadStoreErrorKind.NotFound, $"There is no user {id}. Users.List() tells which there are.");
}
