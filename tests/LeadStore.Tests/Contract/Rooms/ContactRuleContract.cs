using System.Globalization;

namespace LeadStore.Tests.Contract.Rooms;

/// <summary>Whether and when leads may be contacted.</summary>
public abstract class ContactRuleContract<TFixture>() : StoreContract(new TFixture())
    where TFixture : StoreFixture, new()
{
    [Fact]
    public async Task A_lead_of_which_nothing_was_said_may_be_contacted()
    {
        Lead john = await Add();

        (await Store.ContactRules.GetAsync(john.Id)).Should().Be(new ContactRules { LeadId = john.Id });
        (await Store.ContactRules.CanContactAsync(john.Id, Channel.Sms)).Should().Be(new ContactDecision(true, ContactReason.None, null));
    }

    [Theory]
    [InlineData("sms", false)]
    [InlineData("whatsapp", false)]
    [InlineData("call", false)]
    [InlineData("web", false)]
    [InlineData("email", true)]
    public async Task A_lead_on_the_do_not_call_list_is_reached_by_email_alone(string channel, bool allowed)
    {
        Lead john = await Add();
        ContactRules rules = await Store.ContactRules.SetDoNotCallAsync(john.Id, true);

        rules.Should().Be(new ContactRules { LeadId = john.Id, DoNotCall = true });
        (await Store.ContactRules.CanContactAsync(john.Id, channel)).Should().Be(
            new ContactDecision(allowed, allowed ? ContactReason.None : ContactReason.DoNotCall, null));
        await Store.ContactRules.SetDoNotCallAsync(john.Id, false);
        (await Store.ContactRules.CanContactAsync(john.Id, channel)).Allowed.Should().BeTrue();
    }

    [Fact]
    public async Task Rules_are_set_read_and_kept()
    {
        Lead john = await Add();
        ContactRules set = await Quiet(john, "America/Chicago", "21:30", "08:00");
        ContactRules both = await Store.ContactRules.SetDoNotCallAsync(john.Id, true);

        both.Should().Be(set with { DoNotCall = true });
        await Reopen();
        (await Store.ContactRules.GetAsync(john.Id)).Should().Be(both);
        (await Store.ContactRules.SetAsync(john.Id, it => it with { QuietFrom = null, QuietUntil = null, TimeZone = " " }))
            .Should().Be(new ContactRules { LeadId = john.Id, DoNotCall = true });
    }

    // Chicago is 6 hours behind UTC in winter and 5 in summer; clocks go forward on 8 March 2026 at 2:00 and back on 1 November at 2:00.
    [Theory]
    [InlineData("21:00", "08:00", "2026-01-15T02:59:59Z", null)]
    [InlineData("21:00", "08:00", "2026-01-15T03:00:00Z", "2026-01-15T14:00:00Z")]
    [InlineData("21:00", "08:00", "2026-01-15T06:30:00Z", "2026-01-15T14:00:00Z")]
    [InlineData("21:00", "08:00", "2026-01-15T13:59:59Z", "2026-01-15T14:00:00Z")]
    [InlineData("21:00", "08:00", "2026-01-15T14:00:00Z", null)]
    [InlineData("12:00", "13:00", "2026-07-15T17:30:00Z", "2026-07-15T18:00:00Z")]
    [InlineData("12:00", "13:00", "2026-07-15T18:00:00Z", null)]
    [InlineData("00:00", "23:59", "2026-01-15T12:00:00Z", "2026-01-16T05:59:00Z")]

    // The night on which clocks go forward is an hour shorter, the one on which they go back an hour longer.
    [InlineData("21:00", "08:00", "2026-03-08T03:00:00Z", "2026-03-08T13:00:00Z")]
    [InlineData("21:00", "08:00", "2026-11-01T02:00:00Z", "2026-11-01T14:00:00Z")]

    // Half past two is not shown on 8 March: quiet hours that would end then end with the jump to three.
    [InlineData("21:00", "02:30", "2026-03-08T07:59:00Z", "2026-03-08T08:00:00Z")]
    [InlineData("02:15", "02:45", "2026-03-08T08:00:00Z", null)]
    [InlineData("01:30", "03:30", "2026-03-08T07:45:00Z", "2026-03-08T08:30:00Z")]

    // Half past one is shown twice on 1 November: the hour before it is quiet twice.
    [InlineData("21:00", "01:30", "2026-11-01T06:00:00Z", "2026-11-01T06:30:00Z")]
    [InlineData("21:00", "01:30", "2026-11-01T06:45:00Z", null)]
    [InlineData("21:00", "01:30", "2026-11-01T07:00:00Z", "2026-11-01T07:30:00Z")]
    [InlineData("01:30", "02:00", "2026-11-01T06:45:00Z", "2026-11-01T07:00:00Z")]
    [InlineData("01:45", "04:00", "2026-11-01T06:50:00Z", "2026-11-01T07:00:00Z")]
    public async Task Quiet_hours_are_those_of_a_clock_on_the_leads_wall(string from, string until, string at, string? allowedFrom)
    {
        Lead john = await Add();
        await Quiet(john, "America/Chicago", from, until);
        DateTimeOffset moment = Moment(at).ToOffset(TimeSpan.FromHours(9));

        ContactDecision decision = await Store.ContactRules.CanContactAsync(john.Id, Channel.Sms, moment);

        decision.Should().Be(allowedFrom is null
            ? new ContactDecision(true, ContactReason.None, null)
            : new ContactDecision(false, ContactReason.QuietHours, Moment(allowedFrom)));
        (await Store.ContactRules.CanContactAsync(john.Id, Channel.Email, moment)).Allowed.Should().BeTrue();
    }

    [Theory]
    [InlineData("Asia/Kathmandu")]
    [InlineData("Australia/Lord_Howe")]
    [InlineData("America/St_Johns")]
    [InlineData("Pacific/Apia")]
    [InlineData("Etc/UTC")]
    public async Task When_contact_is_allowed_again_it_is_and_not_a_minute_before(string zone)
    {
        Lead john = await Add();
        await Quiet(john, zone, "22:10", "07:50");
        for (DateTimeOffset at = Moment("2026-01-01T00:07:00Z"); at.Year == 2026; at = at.AddHours(13.7))
        {
            ContactDecision decision = await Store.ContactRules.CanContactAsync(john.Id, Channel.Sms, at);
            if (decision.AllowedFrom is { } from)
            {
                from.Should().BeAfter(at).And.BeBefore(at.AddHours(11));
                (await Store.ContactRules.CanContactAsync(john.Id, Channel.Sms, from)).Allowed.Should().BeTrue();
                (await Store.ContactRules.CanContactAsync(john.Id, Channel.Sms, from.AddTicks(-1))).Allowed.Should().BeFalse();
            }
        }
    }

    [Fact]
    public async Task Now_is_the_stores_time()
    {
        Lead john = await Add();
        await Quiet(john, "Etc/UTC", "09:00", "10:00");

        (await Store.ContactRules.CanContactAsync(john.Id, Channel.Sms)).AllowedFrom.Should().Be(Now.AddHours(1));
        Clock.Advance(TimeSpan.FromHours(1));
        (await Store.ContactRules.CanContactAsync(john.Id, Channel.Sms)).Allowed.Should().BeTrue();
    }

    [Theory]
    [InlineData("Chicago", "21:00", "08:00", "TimeZone:unknown_time_zone")]
    [InlineData("../etc/passwd", null, null, "TimeZone:unknown_time_zone")]
    [InlineData(null, "21:00", "08:00", "TimeZone:required")]
    [InlineData("America/Chicago", "21:00", null, "QuietUntil:required")]
    [InlineData("America/Chicago", null, "08:00", "QuietUntil:required")]
    [InlineData("America/Chicago", "08:00", "08:00", "QuietUntil:out_of_range")]
    [InlineData("America/Chicago", "08:00:01", "09:00", "QuietFrom:out_of_range")]
    public async Task Rules_that_make_no_sense_are_refused(string? zone, string? from, string? until, string refusal)
    {
        Lead john = await Add();

        (await Refusals(async () => await Quiet(john, zone, from, until))).Should().Equal(refusal);
        (await Store.ContactRules.GetAsync(john.Id)).Should().Be(new ContactRules { LeadId = john.Id });
    }

    [Fact]
    public async Task Rules_belong_to_their_lead()
    {
        Lead john = await Add();

        (await Refusals(async () => await Store.ContactRules.SetAsync(john.Id, it => it with { LeadId = 99 }))).Should().Equal("LeadId:read_only");
        await Assert.ThrowsAsync<LeadNotFoundException>(async () => await Store.ContactRules.GetAsync(99));
        await Assert.ThrowsAsync<LeadNotFoundException>(async () => await Store.ContactRules.SetDoNotCallAsync(99, true));
        await Assert.ThrowsAsync<LeadNotFoundException>(async () => await Store.ContactRules.CanContactAsync(99, Channel.Email));
    }

    private static DateTimeOffset Moment(string text) => DateTimeOffset.Parse(text, CultureInfo.InvariantCulture);

    private static TimeOnly? Time(string? text) => text is null ? null : TimeOnly.Parse(text, CultureInfo.InvariantCulture);

    private async Task<ContactRules> Quiet(Lead lead, string? zone, string? from, string? until) =>
        await Store.ContactRules.SetAsync(lead.Id, it => it with { TimeZone = zone, QuietFrom = Time(from), QuietUntil = Time(until) });
}
