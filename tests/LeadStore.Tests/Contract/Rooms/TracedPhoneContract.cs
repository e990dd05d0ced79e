using System.Globalization;

namespace LeadStore.Tests.Contract.Rooms;

/// <summary>The phones and email addresses that traces have found: which are kept, and which number is dialled first.</summary>
public abstract class TracedPhoneContract<TFixture>() : StoreContract(new TFixture())
    where TFixture : StoreFixture, new()
{
    private static readonly SkipTraceRequest Request = new() { FullName = "John Smith" };

    [Fact]
    public async Task What_is_no_phone_or_no_email_is_left_out_and_counted()
    {
        Lead john = await Add();
        SkipTrace trace = await Record(john, new SkipTraceResult
        {
            Phones = [new FoundPhone { Number = "none" }, Number(1), new FoundPhone(), null!, new FoundPhone { Number = "555" }, Number(2)],
            Emails = [new FoundEmail { Address = "a@" }, new FoundEmail { Address = "a@b.c" }, new FoundEmail(), null!],
        });

        (trace.PhoneCount, trace.PhonesSkipped, trace.EmailCount, trace.EmailsSkipped).Should().Be((2, 4, 1, 3));
        (await Numbers(john)).Should().Equal(Digits(1), Digits(2));
        (await Store.SkipTrace.ListEmailsAsync(john.Id)).Select(it => it.Email).Should().Equal("a@b.c");
    }

    [Fact]
    public async Task Of_many_the_first_hundred_are_kept_and_the_rest_is_counted()
    {
        Lead john = await Add();
        SkipTrace trace = await Record(john, new SkipTraceResult
        {
            Phones = [.. Enumerable.Range(0, 1_000).Select(i => Number(999 - i))],
            Emails = [.. Enumerable.Range(0, 150).Select(i => new FoundEmail { Address = $"{i}@example.com" })],
        });

        (trace.PhoneCount, trace.PhonesSkipped, trace.EmailCount, trace.EmailsSkipped).Should().Be((100, 900, 100, 50));
        (await Numbers(john)).Should().Equal(Enumerable.Range(900, 100).Select(Digits));
    }

    [Fact]
    public async Task A_national_number_is_one_of_the_store_s_region_and_else_of_the_United_States()
    {
        Lead john = await Add();
        ILeadStore british = await Open(new StoreSetup { DefaultRegion = "GB" });
        Lead there = await british.CreateLeadAsync(new NewLead { Phone = John });
        SkipTraceResult result = new()
        {
            Phones = [new FoundPhone { Number = "(217) 555-0142" },
            new FoundPhone { Number = "020 7946 0018" }]
        };

        await Record(john, result);
        await british.SkipTrace.RecordAsync(there.Id, "p", Request, result);

        (await Numbers(john)).Should().Equal("+12175550142");
        (await british.SkipTrace.ListPhonesAsync(there.Id)).Select(it => it.Phone.ToString())
            .Should().Contain("+442079460018").And.NotContain("+12175550142");
    }

    [Fact]
    public async Task The_same_number_twice_in_an_answer_is_one_with_what_is_known_from_both()
    {
        Lead john = await Add();
        SkipTrace trace = await Record(john, new SkipTraceResult
        {
            Phones =
            [
                Number(1) with { IsMobile = true, IsDoNotCall = false, Confidence = 0.5, LastSeenAt = Now.AddDays(-3) },
                Number(1) with { IsMobile = false, IsDoNotCall = true, IsValid = true, Carrier = "T", Confidence = 0.4,
                    LastSeenAt = Now.AddDays(-2) },
            ],
            Emails = [new FoundEmail { Address = "A@b.c", IsValid = true }, new FoundEmail { Address = "a@b.c", Type = "work",
                Confidence = 0.1 }],
        });

        (trace.PhoneCount, trace.PhonesSkipped, trace.EmailCount).Should().Be((1, 0, 1));
        (await Store.SkipTrace.ListPhonesAsync(john.Id)).Should().Equal(new TracedPhone
        {
            LeadId = john.Id,
            TraceId = trace.Id,
            Phone = PhoneNumber.Parse(Digits(1)),
            Carrier = "T",
            IsMobile = true,
            IsValid = true,
            IsDoNotCall = true,
            Confidence = 0.5,
            LastSeenAt = Now.AddDays(-2),
        });
        (await Store.SkipTrace.ListEmailsAsync(john.Id)).Should().Equal(
            new TracedEmail { LeadId = john.Id, TraceId = trace.Id, Email = "a@b.c", Type = "work", IsValid = true, Confidence = 0.1 });
    }

    [Fact]
    public async Task Numbers_are_ranked_by_mobile_valid_confidence_last_seen_and_number()
    {
        Lead john = await Add();
        FoundPhone[] best =
        [
            Number(90) with { IsMobile = true, IsValid = true, Confidence = 0.0 },
            Number(80) with { IsMobile = true, IsValid = true },
            Number(70) with { IsMobile = true, Confidence = 0.9 },
            Number(60) with { IsMobile = true, Confidence = 0.8, LastSeenAt = Now },
            Number(50) with { IsMobile = true, Confidence = 0.8, LastSeenAt = Now.AddDays(-1) },
            Number(40) with { IsMobile = true, Confidence = 0.8 },
            Number(30) with { IsValid = true, Confidence = 1 },
            Number(20),
            Number(21),
            Number(10) with { IsMobile = false, IsValid = true, Confidence = 1, LastSeenAt = Now },
        ];
        await Record(john, new SkipTraceResult { Phones = [.. best.OrderBy(it => it.Number, StringComparer.Ordinal)] });

        IReadOnlyList<RankedPhone> ranked = await Store.SkipTrace.RankPhonesAsync(john.Id);

        ranked.Select(it => it.Phone.ToString()).Should().Equal(best.Select(it => it.Number));
        ranked.Select(it => it.Rank).Should().Equal(Enumerable.Range(1, best.Length));
        (await Store.SkipTrace.BestPhoneAsync(john.Id)).Should().Be(ranked[0]);
        (await Numbers(john)).Should().Equal(best.Select(it => it.Number));
        ranked[3].Reason.Should().Be($"mobile, validity unknown, confidence 0.80, last seen {Now:yyyy-MM-dd}");
        ranked[3].ToString().Should().Be($"Rank 4: {ranked[3].Reason}");
    }

    [Fact]
    public async Task What_must_not_be_dialled_comes_last_and_is_never_the_best()
    {
        Lead john = await Add();
        await Record(john, new SkipTraceResult
        {
            Phones =
            [
                Number(1) with { IsMobile = true, IsValid = true, IsDoNotCall = true },
                Number(2) with { IsMobile = true, IsValid = true, IsLitigator = true },
                Number(3) with { IsMobile = true, IsValid = true, IsReassigned = true },
                Number(4) with { IsMobile = true, IsValid = false },
                Number(5) with { IsMobile = false },
            ],
        });

        IReadOnlyList<RankedPhone> ranked = await Store.SkipTrace.RankPhonesAsync(john.Id);

        ranked.Select(it => (it.Phone.ToString(), it.Excluded)).Should().Equal(
            (Digits(5), PhoneExclusion.None), (Digits(1), PhoneExclusion.DoNotCall), (Digits(2), PhoneExclusion.Litigator),
            (Digits(3), PhoneExclusion.Reassigned), (Digits(4), PhoneExclusion.Invalid));
        ranked[2].Reason.Should().Be("excluded: litigator; mobile, valid");
        (await Store.SkipTrace.BestPhoneAsync(john.Id)).Should().Be(ranked[0]);
        (await Store.SkipTrace.GetSummaryAsync(john.Id)).PhonesToDial.Should().Be(1);
        await Record(john, new SkipTraceResult { Phones = [Number(5) with { IsLitigator = true }] });
        (await Store.SkipTrace.BestPhoneAsync(john.Id)).Should().BeNull();
    }

    [Fact]
    public async Task No_number_of_a_lead_that_is_not_to_be_called_is_the_best()
    {
        Lead john = await Add();
        await Record(john, new SkipTraceResult { Phones = [Number(1), Number(2) with { IsLitigator = true }] });
        await Store.ContactRules.SetDoNotCallAsync(john.Id, true);

        (await Store.SkipTrace.BestPhoneAsync(john.Id)).Should().BeNull();
        (await Store.SkipTrace.RankPhonesAsync(john.Id)).Select(it => it.Excluded).Should().Equal(
            PhoneExclusion.LeadDoNotCall, PhoneExclusion.Litigator);
        await Store.ContactRules.SetDoNotCallAsync(john.Id, false);
        (await Store.SkipTrace.BestPhoneAsync(john.Id))!.Phone.ToString().Should().Be(Digits(1));
    }

    [Fact]
    public async Task Of_each_flag_the_newest_trace_counts_that_knows_it()
    {
        Lead john = await Add();
        await Record(john, new SkipTraceResult
        {
            Phones =
            [
                Number(1) with { IsDoNotCall = true, IsMobile = true, IsValid = true, Type = "mobile", Confidence = 0.2, LastSeenAt = Now },
                Number(3) with { IsMobile = true },
            ],
        });
        await Record(john, new SkipTraceResult
        {
            Phones = [Number(2), Number(1) with { IsMobile = false, Confidence = 0.7,
            LastSeenAt = Now.AddDays(-9) }]
        });
        await Record(john, new SkipTraceResult { Phones = [Number(1) with { IsDoNotCall = false }, Number(3)] });

        (await Store.SkipTrace.RankPhonesAsync(john.Id)).Should().Equal(
            new RankedPhone { Phone = PhoneNumber.Parse(Digits(3)), Rank = 1, IsMobile = true },
            new RankedPhone { Phone = PhoneNumber.Parse(Digits(2)), Rank = 2 },
            new RankedPhone
            {
                Phone = PhoneNumber.Parse(Digits(1)),
                Rank = 3,
                Type = "mobile",
                IsMobile = false,
                IsValid = true,
                Confidence = 0.7,
                LastSeenAt = Now,
            });
        (await Store.SkipTrace.BestPhoneAsync(john.Id))!.Phone.ToString().Should().Be(Digits(3));
        (await Store.SkipTrace.ListPhonesAsync(john.Id)).Select(it => it.Phone.ToString()).Should().Equal(
            Digits(3), Digits(3), Digits(2), Digits(1), Digits(1), Digits(1));
    }

    [Fact]
    public async Task The_best_phone_is_the_first_of_the_ranking_whatever_was_found()
    {
        int seed = int.TryParse(Environment.GetEnvironmentVariable("SEED"), out int given) ? given : Environment.TickCount;
        Console.WriteLine($"SEED={seed}");
        Random random = new(seed);
        bool? Flag() => random.Next(3) switch { 0 => null, 1 => true, _ => false };
        bool? Rare() => random.Next(8) switch { 0 => true, < 4 => false, _ => null };
        for (int round = 0; round < 20; round++)
        {
            Lead lead = await Add(Phone(round));
            for (int trace = random.Next(4); trace >= 0; trace--)
            {
                await Record(lead, new SkipTraceResult
                {
                    Phones =
                    [
                        .. Enumerable.Range(0, random.Next(8)).Select(_ => Number(random.Next(10)) with
                        {
                            IsMobile = Flag(), IsValid = Flag(), IsDoNotCall = Rare(), IsLitigator = Rare(), IsReassigned = Rare(),
                            Confidence = random.Next(3) == 0 ? null : random.Next(4) / 4.0,
                            LastSeenAt = random.Next(2) == 0 ? null : Now.AddDays(-random.Next(3)),
                        }),
                    ],
                });
            }

            IReadOnlyList<RankedPhone> ranked = await Store.SkipTrace.RankPhonesAsync(lead.Id);
            (await Store.SkipTrace.BestPhoneAsync(lead.Id)).Should().Be(ranked.FirstOrDefault(it => it.Excluded == PhoneExclusion.None));
            ranked.Select(it => it.Phone).Should().OnlyHaveUniqueItems();
            ranked.SkipWhile(it => it.Excluded == PhoneExclusion.None).Should().NotContain(it => it.Excluded == PhoneExclusion.None);
        }
    }

    private static string Digits(int number) => string.Create(CultureInfo.InvariantCulture, $"+121755{number:00000}");

    private static FoundPhone Number(int number) => new() { Number = Digits(number) };

    private async Task<SkipTrace> Record(Lead lead, SkipTraceResult result) =>
        await Store.SkipTrace.RecordAsync(lead.Id, "p", Request, result);

    private async Task<IEnumerable<string>> Numbers(Lead lead) =>
        (await Store.SkipTrace.ListPhonesAsync(lead.Id)).Select(it => it.Phone.ToString());
}
