using LeadStore.Engine;
using LeadStore.Users;

namespace LeadStore;

/// <summary>
/// The people who work with leads: their roles, and who had which lead when. Reached as <see cref="LeadDatabase.Users"/>; safe to use from
/// any thread. The store checks no password and enforces no role; it keeps both for the application that does.
/// </summary>
/// <example>
/// <code>
/// User ada = db.Users.Create(new NewUser { Email = "ada@example.com", FirstName = "Ada", Role = UserRole.Manager });
/// db.Users.SetPasswordHash(ada.Id, hash);
/// db.Users.Assign(lead.Id, ada.Id, by: "round robin");
/// LeadPage hers = db.Users.ListAssignedLeads(ada.Id);
/// </code>
/// </example>
public sealed class UserStore
{
    private readonly StoreEngine _engine;

    internal UserStore(StoreEngine engine) => _engine = engine;

    /// <summary>Stores a new user.</summary>
    /// <param name="user">What is known of the user; an email address is needed.</param>
    /// <returns>The user as stored.</returns>
    /// <exception cref="LeadValidationException">Fields are refused; the exception lists all of them.</exception>
    /// <exception cref="LeadStoreException">
    /// <see cref="LeadStoreErrorKind.Duplicate"/>: a user, active or not, has the same email address.
    /// <see cref="LeadStoreErrorKind.NotFound"/>: there is no such organization.
    /// </exception>
    public User Create(NewUser user) => _engine.Write(UserOperations.Create, user, "Users.Create");

    /// <inheritdoc cref="Create"/>
    public ValueTask<User> CreateAsync(NewUser user, CancellationToken cancellationToken = default) =>
        _engine.WriteAsync(UserOperations.Create, user, "Users.Create", cancellationToken);

    /// <summary>One user; <see langword="null"/> if there is none of that id.</summary>
    /// <param name="userId">The user.</param>
    public User? Get(long userId) => _engine.Read(UserOperations.Get, userId, "Users.Get");

    /// <inheritdoc cref="Get"/>
    public ValueTask<User?> GetAsync(long userId, CancellationToken cancellationToken = default) =>
        _engine.ReadAsync(UserOperations.Get, userId, "Users.Get", cancellationToken);

    /// <summary>The user with an email address, active or not; <see langword="null"/> if nobody has it.</summary>
    /// <param name="email">The address in any case.</param>
    /// <exception cref="LeadValidationException">The text is no email address.</exception>
    public User? GetByEmail(string email) => _engine.Read(UserOperations.GetByEmail, email, "Users.GetByEmail");

    /// <inheritdoc cref="GetByEmail"/>
    public ValueTask<User?> GetByEmailAsync(string email, CancellationToken cancellationToken = default) =>
        _engine.ReadAsync(UserOperations.GetByEmail, email, "Users.GetByEmail", cancellationToken);

    /// <summary>The users, the oldest first.</summary>
    /// <param name="organizationId">Only those of one organization. Default all.</param>
    /// <param name="includeInactive">Whether those are listed too who are not active any more. Default <see langword="false"/>.</param>
    public IReadOnlyList<User> List(long? organizationId = null, bool includeInactive = false) =>
        _engine.Read(UserOperations.List, (organizationId, includeInactive), "Users.List");

    /// <inheritdoc cref="List"/>
    public ValueTask<IReadOnlyList<User>> ListAsync(
        long? organizationId = null, bool includeInactive = false, CancellationToken cancellationToken = default) =>
        _engine.ReadAsync(UserOperations.List, (organizationId, includeInactive), "Users.List", cancellationToken);

    /// <summary>
    /// Changes a user in one transaction. One who is no longer active keeps the leads that are assigned, until somebody else gets them.
    /// </summary>
    /// <param name="userId">The user.</param>
    /// <param name="change">Is handed the user as stored and returns the user as it shall be; other writers wait for it.</param>
    /// <returns>The user as stored.</returns>
    /// <exception cref="LeadValidationException">Fields are refused, or one was changed that the store sets.</exception>
    /// <exception cref="LeadStoreException">
    /// <see cref="LeadStoreErrorKind.NotFound"/>: there is no such user, or no such organization.
    /// <see cref="LeadStoreErrorKind.Duplicate"/>: another user has the same email address.
    /// </exception>
    public User Update(long userId, Func<User, User> change) =>
        _engine.Write(UserOperations.Change, new UserChange(userId, change), "Users.Update");

    /// <inheritdoc cref="Update"/>
    public ValueTask<User> UpdateAsync(long userId, Func<User, User> change, CancellationToken cancellationToken = default) =>
        _engine.WriteAsync(UserOperations.Change, new UserChange(userId, change), "Users.Update", cancellationToken);

    /// <summary>Deletes a user who never had a lead nor a call, and the password hash.</summary>
    /// <param name="userId">The user.</param>
    /// <returns>False if there was none.</returns>
    /// <exception cref="LeadStoreException">
    /// <see cref="LeadStoreErrorKind.InUse"/>: a lead is or was assigned to the user, or a call names the user. Make the user inactive instead.
    /// </exception>
    public bool Delete(long userId) => _engine.Write(UserOperations.Delete, userId, "Users.Delete");

    /// <inheritdoc cref="Delete"/>
    public ValueTask<bool> DeleteAsync(long userId, CancellationToken cancellationToken = default) =>
        _engine.WriteAsync(UserOperations.Delete, userId, "Users.Delete", cancellationToken);

    /// <summary>
    /// Keeps the hash of a password, in the place of an earlier one. The store neither makes nor checks it; never hand it a password.
    /// </summary>
    /// <param name="userId">The user.</param>
    /// <param name="passwordHash">Any text of 1 to 1,000 characters, kept as it is.</param>
    /// <exception cref="LeadValidationException">The text is refused.</exception>
    /// <exception cref="LeadStoreException"><see cref="LeadStoreErrorKind.NotFound"/>: there is no such user.</exception>
    public void SetPasswordHash(long userId, string passwordHash) =>
        _engine.Write(UserOperations.SetPasswordHash, (userId, passwordHash), "Users.SetPasswordHash");

    /// <inheritdoc cref="SetPasswordHash"/>
    public async ValueTask SetPasswordHashAsync(long userId, string passwordHash, CancellationToken cancellationToken = default) =>
        await _engine.WriteAsync(UserOperations.SetPasswordHash, (userId, passwordHash), "Users.SetPasswordHash", cancellationToken)
            .ConfigureAwait(false);

    /// <summary>
    /// The hash of a user's password; <see langword="null"/> if none is kept or there is no such user. The only verb that reads it: it is
    /// in no <see cref="User"/>, no export as JSON, no log and no exception.
    /// </summary>
    /// <param name="userId">The user.</param>
    public string? GetPasswordHash(long userId) => _engine.Read(UserOperations.GetPasswordHash, userId, "Users.GetPasswordHash");

    /// <inheritdoc cref="GetPasswordHash"/>
    public ValueTask<string?> GetPasswordHashAsync(long userId, CancellationToken cancellationToken = default) =>
        _engine.ReadAsync(UserOperations.GetPasswordHash, userId, "Users.GetPasswordHash", cancellationToken);

    /// <summary>Forgets the hash of a user's password.</summary>
    /// <param name="userId">The user.</param>
    /// <returns>False if none was kept.</returns>
    public bool RemovePasswordHash(long userId) =>
        _engine.Write(UserOperations.RemovePasswordHash, userId, "Users.RemovePasswordHash");

    /// <inheritdoc cref="RemovePasswordHash"/>
    public ValueTask<bool> RemovePasswordHashAsync(long userId, CancellationToken cancellationToken = default) =>
        _engine.WriteAsync(UserOperations.RemovePasswordHash, userId, "Users.RemovePasswordHash", cancellationToken);

    /// <summary>
    /// Gives a lead to a user, and takes it from whoever had it, which stays in the history. To the same user again it changes nothing.
    /// </summary>
    /// <param name="leadId">The lead.</param>
    /// <param name="userId">The user, who must be active.</param>
    /// <param name="by">Who says so, 1 to 200 characters: a person or a program.</param>
    /// <returns>The assignment that holds now.</returns>
    /// <exception cref="LeadNotFoundException">There is no such lead.</exception>
    /// <exception cref="LeadStoreException"><see cref="LeadStoreErrorKind.NotFound"/>: there is no such user.</exception>
    /// <exception cref="LeadValidationException">The user is not active, or <paramref name="by"/> is refused.</exception>
    public LeadAssignment Assign(long leadId, long userId, string by) =>
        _engine.Write(AssignmentOperations.Assign, (leadId, userId, by), "Users.Assign");

    /// <inheritdoc cref="Assign"/>
    public ValueTask<LeadAssignment> AssignAsync(long leadId, long userId, string by, CancellationToken cancellationToken = default) =>
        _engine.WriteAsync(AssignmentOperations.Assign, (leadId, userId, by), "Users.Assign", cancellationToken);

    /// <summary>Takes a lead from the user who has it.</summary>
    /// <param name="leadId">The lead.</param>
    /// <param name="by">Who says so, 1 to 200 characters: a person or a program.</param>
    /// <returns>False if nobody had it.</returns>
    /// <exception cref="LeadNotFoundException">There is no such lead.</exception>
    /// <exception cref="LeadValidationException"><paramref name="by"/> is refused.</exception>
    public bool Unassign(long leadId, string by) => _engine.Write(AssignmentOperations.Unassign, (leadId, by), "Users.Unassign");

    /// <inheritdoc cref="Unassign"/>
    public ValueTask<bool> UnassignAsync(long leadId, string by, CancellationToken cancellationToken = default) =>
        _engine.WriteAsync(AssignmentOperations.Unassign, (leadId, by), "Users.Unassign", cancellationToken);

    /// <summary>Who has a lead now; <see langword="null"/> if nobody or there is no such lead.</summary>
    /// <param name="leadId">The lead.</param>
    public LeadAssignment? GetAssignment(long leadId) => _engine.Read(AssignmentOperations.Get, leadId, "Users.GetAssignment");

    /// <inheritdoc cref="GetAssignment"/>
    public ValueTask<LeadAssignment?> GetAssignmentAsync(long leadId, CancellationToken cancellationToken = default) =>
        _engine.ReadAsync(AssignmentOperations.Get, leadId, "Users.GetAssignment", cancellationToken);

    /// <summary>Who had a lead, the first one first; empty if nobody ever or there is no such lead.</summary>
    /// <param name="leadId">The lead.</param>
    public IReadOnlyList<LeadAssignment> ListAssignments(long leadId) =>
        _engine.Read(AssignmentOperations.List, leadId, "Users.ListAssignments");

    /// <inheritdoc cref="ListAssignments"/>
    public ValueTask<IReadOnlyList<LeadAssignment>> ListAssignmentsAsync(long leadId, CancellationToken cancellationToken = default) =>
        _engine.ReadAsync(AssignmentOperations.List, leadId, "Users.ListAssignments", cancellationToken);

    /// <summary>Reads one page of the leads that a user has now, the newest lead first.</summary>
    /// <param name="userId">The user; one who does not exist has none.</param>
    /// <param name="cursor"><see cref="LeadPage.NextCursor"/> of the page before; <see langword="null"/> for the first page.</param>
    /// <param name="pageSize">1 to 1000; default 50.</param>
    /// <param name="includeArchived">Whether archived leads are listed too. Default <see langword="false"/>.</param>
    /// <exception cref="ArgumentException">The cursor is not one of a page, or the page size is out of range.</exception>
    public LeadPage ListAssignedLeads(long userId, string? cursor = null, int pageSize = 50, bool includeArchived = false) =>
        _engine.Read(AssignmentOperations.ListLeads, (userId, cursor, pageSize, includeArchived), "Users.ListAssignedLeads");

    /// <inheritdoc cref="ListAssignedLeads"/>
    public ValueTask<LeadPage> ListAssignedLeadsAsync(
        long userId,
        string? cursor = null,
        int pageSize = 50,
        bool includeArchived = false,
        CancellationToken cancellationToken = default) =>
        _engine.ReadAsync(
            AssignmentOperations.ListLeads, (userId, cursor, pageSize, includeArchived), "Users.ListAssignedLeads", cancellationToken);
}
