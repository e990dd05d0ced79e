namespace LeadStore.Tests.Contract.Rooms;

/// <summary>The people who work with leads.</summary>
public abstract class UserContract<TFixture>() : StoreContract(new TFixture())
    where TFixture : StoreFixture, new()
{
    private const string Hash = "$argon2id$v=19$m=65536,t=3,p=4$c2FsdA$aGFzaA";

    [Fact]
    public async Task A_user_is_created_with_defaults_and_read_back()
    {
        Organization acme = await Store.Organizations.CreateAsync("Acme");
        User plain = await Store.Users.CreateAsync(new NewUser { Email = " Ada@Example.COM " });
        User full = await Store.Users.CreateAsync(new NewUser
        {
            Email = "grace@example.com",
            FirstName = " Grace ",
            LastName = "Hopper",
            Role = UserRole.Admin,
            OrganizationId = acme.Id,
            Active = false,
        });

        plain.Should().Be(new User { Id = 1, Email = "ada@example.com", Active = true, CreatedAt = Now, UpdatedAt = Now });
        full.Should().Be(new User
        {
            Id = 2,
            Email = "grace@example.com",
            FirstName = "Grace",
            LastName = "Hopper",
            Role = UserRole.Admin,
            OrganizationId = acme.Id,
            CreatedAt = Now,
            UpdatedAt = Now,
        });
        (await Store.Users.GetAsync(2)).Should().Be(full);
        (await Store.Users.GetByEmailAsync("ADA@example.com ")).Should().Be(plain);
        (await Store.Users.GetByEmailAsync("nobody@example.com")).Should().BeNull();
        (await Store.Users.GetAsync(99)).Should().BeNull();
    }

    [Fact]
    public async Task Users_are_listed_by_organization_and_without_those_who_are_not_active()
    {
        Organization acme = await Store.Organizations.CreateAsync("Acme");
        User ada = await Store.Users.CreateAsync(new NewUser { Email = "ada@example.com", OrganizationId = acme.Id });
        User gone = await Store.Users.CreateAsync(new NewUser { Email = "gone@example.com", OrganizationId = acme.Id, Active = false });
        User other = await Store.Users.CreateAsync(new NewUser { Email = "other@example.com" });

        (await Store.Users.ListAsync()).Should().Equal(ada, other);
        (await Store.Users.ListAsync(includeInactive: true)).Should().Equal(ada, gone, other);
        (await Store.Users.ListAsync(acme.Id)).Should().Equal(ada);
        (await Store.Users.ListAsync(acme.Id, includeInactive: true)).Should().Equal(ada, gone);
        (await Store.Users.ListAsync(99)).Should().BeEmpty();
    }

    [Fact]
    public void Each_role_may_do_what_those_below_it_may_and_nobody_who_is_not_active()
    {
        UserRole[] roles = [UserRole.User, UserRole.Manager, UserRole.Admin];
        foreach (UserRole has in roles)
        {
            foreach (UserRole needed in roles)
            {
                bool may = Array.IndexOf(roles, has) >= Array.IndexOf(roles, needed);
                new User { Role = has, Active = true }.IsInRole(needed).Should().Be(may);
                new User { Role = has }.IsInRole(needed).Should().BeFalse();
            }
        }

        new User().Role.Should().Be(UserRole.User);
    }

    [Fact]
    public async Task A_user_is_changed_and_what_the_store_sets_is_not()
    {
        Organization acme = await Store.Organizations.CreateAsync("Acme");
        User ada = await Store.Users.CreateAsync(new NewUser { Email = "ada@example.com" });
        Clock.Advance(TimeSpan.FromHours(1));

        User changed = await Store.Users.UpdateAsync(
            ada.Id,
            user => user with
            {
                Email = "Lovelace@example.com",
                Role = UserRole.Manager,
                Active = false,
                OrganizationId = acme.Id,
                LastName = " L ",
            });

        changed.Should().Be(ada with
        {
            Email = "lovelace@example.com",
            Role = UserRole.Manager,
            Active = false,
            OrganizationId = acme.Id,
            LastName = "L",
            UpdatedAt = Now,
        });
        (await Store.Users.GetAsync(ada.Id)).Should().Be(changed);
        (await Store.Users.GetByEmailAsync("ada@example.com")).Should().BeNull();
        (await Store.Users.UpdateAsync(ada.Id, user => user with { LastName = "L  " })).Should().Be(changed);
        (await Refusals(async () => await Store.Users.UpdateAsync(
            ada.Id, user => user with { Id = 5, CreatedAt = default, UpdatedAt = default, Email = " ", Role = (UserRole)9 })))
            .Should().BeEquivalentTo("Id:read_only", "CreatedAt:read_only", "UpdatedAt:read_only", "Email:required", "Role:unknown_value");
        await ThrowsAndStoresNothing<InvalidOperationException>(async () => await Store.Users.UpdateAsync(ada.Id, _ => null!));
        (await ThrowsAndStoresNothing<LeadStoreException>(async () => await Store.Users.UpdateAsync(99, user => user))).Kind
            .Should().Be(LeadStoreErrorKind.NotFound);
        (await ThrowsAndStoresNothing<LeadStoreException>(
            async () => await Store.Users.UpdateAsync(ada.Id, user => user with { OrganizationId = 99 }))).Kind
            .Should().Be(LeadStoreErrorKind.NotFound);
    }

    [Fact]
    public async Task Two_users_cannot_have_one_email_address_however_it_is_written()
    {
        User ada = await Store.Users.CreateAsync(new NewUser { Email = "ada@example.com" });
        User grace = await Store.Users.CreateAsync(new NewUser { Email = "grace@example.com" });

        LeadStoreException created = await ThrowsAndStoresNothing<LeadStoreException>(
            async () => await Store.Users.CreateAsync(new NewUser { Email = " ADA@example.com" }));
        LeadStoreException changed = await ThrowsAndStoresNothing<LeadStoreException>(
            async () => await Store.Users.UpdateAsync(grace.Id, user => user with { Email = "Ada@example.com" }));

        foreach (LeadStoreException refused in (LeadStoreException[])[created, changed])
        {
            refused.Kind.Should().Be(LeadStoreErrorKind.Duplicate);
            refused.Message.Should().Contain($"User {ada.Id}").And.NotContain("@");
        }

        (created.Operation, changed.Operation).Should().Be(("Users.Create", "Users.Update"));
    }

    [Fact]
    public async Task Fields_that_are_none_are_refused_all_at_once()
    {
        (await Refusals(async () => await Store.Users.CreateAsync(new NewUser
        {
            Email = "ada",
            FirstName = new string('x', 201),
            LastName = "a\0",
            Role = (UserRole)(-1),
        }))).Should().Equal("Email:not_an_email", "FirstName:too_long", "LastName:invalid_text", "Role:unknown_value");
        (await Refusals(async () => await Store.Users.CreateAsync(new NewUser()))).Should().Equal("Email:required");
        (await Refusals(async () => await Store.Users.GetByEmailAsync(null!))).Should().Equal("Email:required");
        (await Refusals(async () => await Store.Users.GetByEmailAsync("ada"))).Should().Equal("Email:not_an_email");
        await Assert.ThrowsAsync<ArgumentNullException>(async () => await Store.Users.CreateAsync(null!));
        (await ThrowsAndStoresNothing<LeadStoreException>(
            async () => await Store.Users.CreateAsync(new NewUser { Email = "ada@example.com", OrganizationId = 99 }))).Kind
            .Should().Be(LeadStoreErrorKind.NotFound);
        (await Store.Users.ListAsync(includeInactive: true)).Should().BeEmpty();
    }

    [Fact]
    public async Task A_password_hash_is_kept_to_the_letter_and_read_by_its_own_verb_alone()
    {
        User ada = await Store.Users.CreateAsync(new NewUser { Email = "ada@example.com" });
        (await Store.Users.GetPasswordHashAsync(ada.Id)).Should().BeNull();
        Clock.Advance(TimeSpan.FromHours(1));

        await Store.Users.SetPasswordHashAsync(ada.Id, "old");
        await Store.Users.SetPasswordHashAsync(ada.Id, $" {Hash}\n");

        (await Store.Users.GetPasswordHashAsync(ada.Id)).Should().Be($" {Hash}\n");
        (await Store.Users.GetAsync(ada.Id)).Should().Be(ada);
        (await Store.Users.RemovePasswordHashAsync(ada.Id)).Should().BeTrue();
        (await Store.Users.RemovePasswordHashAsync(ada.Id)).Should().BeFalse();
        (await Store.Users.GetPasswordHashAsync(ada.Id)).Should().BeNull();
        (await Store.Users.GetPasswordHashAsync(99)).Should().BeNull();
    }

    [Fact]
    public async Task What_can_be_no_password_hash_is_refused()
    {
        User ada = await Store.Users.CreateAsync(new NewUser { Email = "ada@example.com" });
        await Store.Users.SetPasswordHashAsync(ada.Id, new string('x', 1000));

        (await Refusals(async () => await Store.Users.SetPasswordHashAsync(ada.Id, new string('x', 1001))))
            .Should().Equal("passwordHash:too_long");
        (await Refusals(async () => await Store.Users.SetPasswordHashAsync(ada.Id, " "))).Should().Equal("passwordHash:required");
        (await Refusals(async () => await Store.Users.SetPasswordHashAsync(ada.Id, null!))).Should().Equal("passwordHash:required");
        (await Refusals(async () => await Store.Users.SetPasswordHashAsync(ada.Id, "a\0"))).Should().Equal("passwordHash:invalid_text");
        (await Refusals(async () => await Store.Users.SetPasswordHashAsync(ada.Id, "a\ud83d"))).Should().Equal("passwordHash:invalid_text");
        (await ThrowsAndStoresNothing<LeadStoreException>(async () => await Store.Users.SetPasswordHashAsync(99, Hash))).Kind
            .Should().Be(LeadStoreErrorKind.NotFound);
        (await Store.Users.GetPasswordHashAsync(ada.Id)).Should().Be(new string('x', 1000));
    }

    [Fact]
    public async Task A_user_is_deleted_with_the_password_hash_unless_leads_know_of_the_user()
    {
        Lead john = await Add();
        User ada = await Store.Users.CreateAsync(new NewUser { Email = "ada@example.com" });
        User grace = await Store.Users.CreateAsync(new NewUser { Email = "grace@example.com" });
        await Store.Users.SetPasswordHashAsync(ada.Id, Hash);
        await Store.Users.AssignAsync(john.Id, grace.Id, "me");
        await Store.Users.UnassignAsync(john.Id, "me");

        LeadStoreException refused = await ThrowsAndStoresNothing<LeadStoreException>(async () => await Store.Users.DeleteAsync(grace.Id));
        (await Store.Users.DeleteAsync(ada.Id)).Should().BeTrue();

        (refused.Kind, refused.Operation).Should().Be((LeadStoreErrorKind.InUse, "Users.Delete"));
        refused.Message.Should().Contain("Active");
        (await Store.Users.DeleteAsync(ada.Id)).Should().BeFalse();
        (await Store.Users.GetPasswordHashAsync(ada.Id)).Should().BeNull();
        (await Store.Users.CreateAsync(new NewUser { Email = "ada@example.com" })).Id.Should().Be(3);
    }
}
